# What reflection takes as the name of a constant.

def refused
  p yield
rescue NameError, TypeError, ArgumentError => error
  puts "#{error.class}: #{error.message}"
end

Value = nil
refused { Object.const_get(:"A::B") }
refused { Object.const_get("Value") }
refused { Object.const_get(:"::Value") }
refused { Object.const_get("::Value") }
refused { Object.const_defined?(:"Value::B") }
refused { Object.const_defined?("String::Value") }
refused { Object.const_source_location("lower") }
refused { Object.const_source_location(:"::Value") }
refused { Object.const_source_location("Value!") }
refused { Object.const_source_location(:Value) }
refused { Object.const_source_location("::Value") }
refused { Object.const_source_location("Nothing") }
refused { Module.new.set_temporary_name("::A") }
refused { Module.new.set_temporary_name("::A::B") }
refused { BasicObject.dup }

module Lazy
  autoload :Part, "no_such_part"
  p send(:remove_const, :Part)
  p constants
end
refused { Object.const_source_location("Value::Inner") }
