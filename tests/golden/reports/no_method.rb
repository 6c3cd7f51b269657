class User
  attr_reader :name

  def initialize(name) = @name = name
end

def shout(user)
  user.nme.upcase
end

shout(User.new("Ada"))
