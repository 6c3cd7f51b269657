# Module: reflection with default arguments.

class Module
  def ==(other) = __same?(self, other)

  def >(other)
    raise TypeError, "compared with non class/module" unless Module === other
    other < self
  end

  def >=(other)
    raise TypeError, "compared with non class/module" unless Module === other
    other <= self
  end

  def instance_methods(all = true) = __instance_methods(:any, all)

  def public_instance_methods(all = true) = __instance_methods(:public, all)

  def private_instance_methods(all = true) = __instance_methods(:private, all)

  def protected_instance_methods(all = true) = __instance_methods(:protected, all)

  def const_get(name, inherit = true) = __const_get(name, inherit)

  def const_defined?(name, inherit = true) = __const_defined?(name, inherit)

  def constants(inherit = true) = __constants(inherit)

  def const_source_location(name, inherit = true) = const_defined?(name, inherit) ? [] : nil

  def hash = __identity_hash(self)

  def set_temporary_name(name) = self
end
