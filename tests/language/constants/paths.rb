# `Scope::NAME`: where it is looked for, and what is said when it is not there.

module Outer
  SHARED = :outer
  class Parent
    INHERITED = :parent
    OWN = :parent_own
  end

  class Child < Parent
    OWN = :child_own
  end
end

p Outer::Child::INHERITED, Outer::Child::OWN

class Object
  AT_TOP = :top
end

module Kernel
  IN_KERNEL = :kernel
end

class BasicObject
  AT_ROOT = :root
end

def attempt
  p yield
rescue NameError => error
  puts "#{error.class}: #{error.message} (#{error.name.inspect})"
end

# Object itself is skipped, what is above it is not.
attempt { Outer::Child::AT_TOP }
attempt { Outer::Child::IN_KERNEL }
attempt { Outer::Child::AT_ROOT }
attempt { Outer::AT_TOP }
attempt { Outer::IN_KERNEL }
attempt { Object::AT_TOP }
p defined?(Outer::Child::AT_TOP), defined?(Outer::Child::IN_KERNEL), defined?(Outer::Child::AT_ROOT)

# Below BasicObject only its own constants are seen.
class Bare < BasicObject
  def self.root = BasicObject
  def self.top = AT_TOP
end
p Bare.root, BasicObject.constants - [:AT_ROOT]
attempt { Bare.top }

# Private ones are told with the module that holds them, and const_missing may help.
class Safe
  SECRET = 1
  private_constant :SECRET
end

class Safer < Safe; end

begin
  Safer::SECRET
rescue NameError => error
  p error.message, error.receiver, error.name
end

class Object
  TOP_SECRET = 2
  private_constant :TOP_SECRET
end
attempt { String::TOP_SECRET }

class Generous < Safe
  def self.const_missing(name) = name == :SECRET ? :given : super
end
attempt { Generous::SECRET }
attempt { Generous::OTHER }

class Strict < Safe
  def self.const_missing(name)
    puts "missing #{name}"
    super
  end
end
attempt { Strict::SECRET }

# Singleton classes.
attempt { Object.new.singleton_class::NOTHING }
attempt { String.singleton_class::NOTHING }

# Modules see what Object inherits, but not through a path.
module Extra
  EXTRA = :extra
end
include Extra

module Seeing
  p EXTRA, IN_KERNEL, AT_ROOT
end
p Seeing.const_get(:EXTRA), Seeing.const_get(:IN_KERNEL), Seeing.const_defined?(:AT_ROOT)
attempt { Seeing::EXTRA }
attempt { Object.const_get("Seeing::EXTRA") }
attempt { Object.const_get("Seeing::IN_KERNEL") }
p Object.const_defined?("Seeing::AT_ROOT"), Object.const_defined?("String::IN_KERNEL"), Object.const_defined?("String::AT_TOP")
