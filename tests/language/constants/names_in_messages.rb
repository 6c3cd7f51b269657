# A module is called in messages what its own `name` says, else `inspect`.

def message
  yield
rescue NameError => error
  puts error.message.sub(/0x\h+/, "0x")
end

named = Module.new do
  def self.name = "Called"
  def self.inspect = "never"
end
message { named::ABSENT }

shown = Class.new do
  def self.name = nil
  def self.inspect = "<shown>"
end
message { shown::ABSENT }

class Plain
  def self.inspect = "never"
end
message { Plain::ABSENT }

class Renamed
  def self.name = "Other"
end
message { Renamed::ABSENT }
message { Renamed.class_eval { const_get(:ABSENT) } }

# What goes wrong in them does not count.
failing = Module.new do
  def self.name = raise("no name")
  def self.inspect = "<failing>"
end
message { failing::ABSENT }

hopeless = Module.new do
  def self.name = ABSENT
  def self.inspect = raise("nothing to see")
end
message { hopeless::ABSENT }
