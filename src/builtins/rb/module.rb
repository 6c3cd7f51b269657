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

  def const_get(name, inherit = true)
    __const_get(Symbol === name ? name : __to_str(name), inherit)
  end

  def const_defined?(name, inherit = true)
    __const_defined?(Symbol === name ? name : __to_str(name), inherit)
  end

  def constants(inherit = true) = __constants(inherit)

  def const_source_location(name, inherit = true)
    *outer, last = (Symbol === name ? name.name : __to_str(name)).delete_prefix("::").split("::")
    raise NameError.new("wrong constant name #{name}", name.to_sym, receiver: self) unless last
    holder = self
    outer.each do |part|
      return nil unless holder.const_defined?(part, inherit)
      holder = holder.const_get(part, inherit)
    end
    holder.__send__(:__const_origin, last, inherit)
  end

  def set_temporary_name(name) = __temporary_name(name.nil? ? nil : __to_str(name))

  # Without arguments those that a program sees at its top level.
  def self.constants(*args) = args.empty? && equal?(Module) ? Object.constants : super

  def hash = __identity_hash(self)
end
