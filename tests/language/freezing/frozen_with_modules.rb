# What mixes a module into a frozen object, or defines a method of it, fails
# with the object's text.

class Named
  def to_s = "the named"
  def inspect = "not shown"
end

class Odd
  def to_s = 5
end

module Mixed; end

def try
  yield
rescue FrozenError => e
  puts e.message.gsub(/0x\h+/, "0x..")
end

[Named.new, "text", [1, 2], Odd.new, Object.new].each do |object|
  object.freeze
  try { object.extend(Mixed) }
  try { object.define_singleton_method(:a) { } }
  try { def object.b = 1 }
end
