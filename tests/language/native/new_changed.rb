# svm: native block in middle_1, inner_1, middle_1, three_1, initialize
# svm: left inner_1: discarded, one_14: discarded, one_19: discarded
# `new` is native code; allocation and initialize change under it.
require_relative "lib/live"

class Thing
  attr_reader :value

  def initialize(value)
    @value = value
  end
end

def try(what, operation = "Thing.new(b).value", &change)
  probe = Probe.new(operation)
  p [what, probe.three(nil, 3, &change)]
end

try("initialize reopened") do
  class Thing
    def initialize(value)
      @other = 1
      @value = value * 2
    end
  end
end
try("prepended") { Thing.prepend(Module.new { def initialize(value) = super(value + 100) }) }
try("value redefined") { Thing.define_method(:value) { [@value, @other] } }
try("new of the class") { def Thing.new(value) = super(value + 1) }
try("new removed") { Thing.singleton_class.remove_method(:new) }
try("private initialize with block", "Thing.new(b) { 5 }.value.to_s[1, 4]") { Thing.define_method(:initialize) { |v, &block| @value = block } }
try("shape", "Thing.new(b).instance_variables") { Thing.define_method(:initialize) { |v| @a = @b = @c = @d = @e = v } }
try("allocate", "(Thing.new(b).value rescue $!.class)") { Thing.singleton_class.undef_method(:allocate) }
try("undefined", "(Thing.new(b) rescue $!.class).class") { Thing.singleton_class.undef_method(:new) }

class Bare
end

try("bare", "Bare.new.frozen?") { Bare.define_method(:initialize) { freeze } }
try("bare arguments", "(Bare.new rescue $!.class).to_s.sub(/:0x\\h+/, '')") { Bare.define_method(:initialize) { |x| x } }
Bare.define_method(:initialize) {}
try("constant", "Bare.new.class.name") { Object.const_set(:Kept, Bare); Object.send(:remove_const, :Bare); Object.const_set(:Bare, Class.new) }
try("Class#new", "Kept.allocate.class") { Kept.define_singleton_method(:allocate) { 5 } }

# The same where the frame around the change is the only native one.
class Sole
  attr_reader :value

  def initialize(value)
    @value = value
  end
end

def alone(what, operation = "Sole.new(b).value", &change)
  probe = Probe.new(operation)
  p [what, probe.one(nil, 3, &change)]
  p [what, probe.one(nil, 3) {}]
end

alone("initialize redefined") { Sole.class_eval { def initialize(value) = @value = value * 2 } }
alone("included") { Sole.include(Module.new { def value = [super] }) }
alone("value removed", "(Sole.new(b).value rescue $!.class)") { Sole.remove_method(:value) }
Sole.attr_reader(:value)
alone("initialize defined") { Sole.define_method(:initialize) { |value| @other = @value = value } }
alone("prepended") { Sole.prepend(Module.new { def initialize(value) = super(value + 100) }) }
alone("new of the class") { def Sole.new(value) = super(value + 1) }
alone("new prepended") { Sole.singleton_class.prepend(Module.new { def new(value) = super(value * 10) }) }
alone("new removed") { Sole.singleton_class.remove_method(:new) }
alone("allocate", "Sole.new(b).value.class") { def Sole.allocate = 5 }
alone("undefined", "(Sole.new(b) rescue $!.class).class") { Sole.singleton_class.undef_method(:new) }
