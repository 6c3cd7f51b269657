module Zoo
  class Elephant; end

  def self.open = Elefant.new
end

Zoo.open
