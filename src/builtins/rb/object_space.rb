# What the heap knows of one object.

class ObjectSpace::Header
  private def initialize(fields)
    @klass, @fields, @zone, @age, @flags, @header_bytes, @address = fields
  end

  def klass = @klass

  def fields = @fields

  def zone = @zone

  def age = @age

  def flags = @flags

  def header_bytes = @header_bytes

  def address = @address

  def to_a = [@klass, @fields, @zone, @age, @flags, @header_bytes, @address]

  def inspect = "#<ObjectSpace::Header #{@klass} #{@fields} fields, #{@zone}, age #{@age}, #{@flags}>"
end

module ObjectSpace
  def self.header_of(object)
    fields = __header(object)
    fields && ObjectSpace::Header.new(fields)
  end
end
