# Aliases are listed like other methods, also with names that begin with `__`.

object = Object.new
def object.value = 5
before = object.methods
class << object
  alias __value value
  alias_method :other, :value
  def __defined = 6
end
p (object.methods - before).sort
p (object.public_methods - before).sort
p object.singleton_methods.sort

class Holder
  def __hidden = 1
  private def __private = 2
end
p Holder.instance_methods(false), Holder.private_instance_methods(false)
p Holder.new.methods.include?(:__hidden)
