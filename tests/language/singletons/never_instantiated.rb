# Singleton classes make no instances, though they answer to the class methods.

class Plain
  def self.build = new
end

def refused
  p yield
rescue TypeError => error
  puts error.message
end

[Plain.new, [], {}, "text".dup, 1..2, StandardError.new, Plain, Class, Module.new, Comparable].each do |object|
  refused { object.singleton_class.new }
end
refused { Plain.new.singleton_class.build }
refused { Plain.singleton_class.singleton_class.new }
refused { Class.new(Plain.singleton_class) }
refused { "text".dup.singleton_class.try_convert("other") }
refused { Struct.new(:a).new(1).singleton_class.members }
