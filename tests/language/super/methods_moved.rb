# `super` in methods that were defined from method objects or bound elsewhere.

class Base
  def say = "base"
  def count(n) = n
end

module Loud
  def say = "loud #{super}"
  def count(n) = super(n + 1)
end

object = Base.new
object.singleton_class.define_method(:say, Loud.instance_method(:say))
p object.say

class Direct < Base
  define_method(:say, Loud.instance_method(:say))
  define_method(:shout, Loud.instance_method(:say))
end
p Direct.new.say, Direct.new.shout
p Direct.instance_method(:say).owner

# Bound to an object that does not have the module.
p Loud.instance_method(:say).bind(Base.new).call
p Loud.instance_method(:count).bind_call(Base.new, 4)
begin
  Loud.instance_method(:say).bind_call(Object.new)
rescue NoMethodError => error
  puts error.message
end

# An alias goes on where its original does.
class Again < Base
  def say = "again #{super}"
  alias repeat say
end

class Further < Again
  def say = "further #{super}"
  alias later repeat
end
p Further.new.later, Further.new.say

module Helpers
  def self.base_help = "base"
  def help = defined?(super) ? super : "none"
  module_function :help
end
p Helpers.help

# Several modules bound in turn.
module First
  def say = "first #{super}"
end

class Mixed < Base
  include First
end
p Loud.instance_method(:say).bind_call(Mixed.new)
p First.instance_method(:say).bind_call(Mixed.new)
