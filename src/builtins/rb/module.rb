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
    return __const_origin(name, inherit) if Symbol === name
    path = __to_str(name)
    *outer, last = path.delete_prefix("::").split("::")
    raise NameError.new("wrong constant name #{name}", name.to_sym, receiver: self) unless last
    holder = path.start_with?("::") ? Object : self
    outer.each do |part|
      return nil unless holder.const_defined?(part, inherit)
      holder = holder.const_get(part, inherit)
      raise TypeError, "#{path} does not refer to class/module" unless Module === holder
    end
    holder.__send__(:__const_origin, last, inherit)
  end

  def set_temporary_name(name) = __temporary_name(name.nil? ? nil : __to_str(name))

  # Without arguments those that the program sees where it stands.
  def self.constants(*args)
    return super unless args.empty? && equal?(Module)
    scopes = __scopes
    names = scopes.inject([]) { |all, scope| all | scope.constants(false) }
    names |= scopes[0].constants unless scopes.empty?
    names | Object.constants
  end

  def hash = __identity_hash(self)
end
