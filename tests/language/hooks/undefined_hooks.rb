# A hook that is undefined is missed.

def missed
  yield
  puts "nothing raised"
rescue NoMethodError => error
  puts error.message.sub(/0x\h+/, "0x")
end

object = Object.new
class << object
  undef_method :singleton_method_added
end
missed { def object.extra = 1 }
missed { object.define_singleton_method(:more) { 1 } }
p object.extra, object.more

class Quiet
  class << self
    undef_method :method_added
    undef_method :inherited
    undef_method :const_added
  end
  missed { def visible = 1 }
  missed { const_set(:LIMIT, 1) }
end
missed { Class.new(Quiet) }
p Quiet.new.visible, Quiet::LIMIT

collector = Object.new
class << collector
  def method_missing(*arguments) = p(arguments)
  undef_method :singleton_method_added
  def seen = 1
end
