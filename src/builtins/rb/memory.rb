# Tuple, ByteArray: raw storage with a Ruby face.

class Tuple
  def self.new(size)
    primitive :tuple_new
    size = __to_int(size)
    raise ArgumentError, "negative size (#{size})" if size < 0
    new(size)
  end

  def self.template(size, value)
    tuple = new(size)
    i = 0
    while i < tuple.fields
      tuple.put(i, value)
      i += 1
    end
    tuple
  end

  def self.[](*values)
    tuple = new(values.__size)
    i = 0
    while i < values.__size
      tuple.put(i, values.__at(i))
      i += 1
    end
    tuple
  end

  def at(index)
    primitive :tuple_at
    at(__to_int(index))
  end

  def [](index)
    primitive :tuple_at
    at(__to_int(index))
  end

  def put(index, value)
    primitive :tuple_put
    put(__to_int(index), value)
  end

  def []=(index, value)
    primitive :tuple_put
    put(__to_int(index), value)
  end

  # A tuple without the first `count` fields.
  def shifted(count)
    count = __to_int(count)
    raise ArgumentError, "negative count (#{count})" if count < 0
    tuple = Tuple.new(count < fields ? fields - count : 0)
    i = count
    while i < fields
      tuple.put(i - count, at(i))
      i += 1
    end
    tuple
  end

  def each
    i = 0
    while i < fields
      yield at(i)
      i += 1
    end
    self
  end

  def to_a
    result = []
    each { |value| result.__push(value) }
    result
  end

  def inspect = "#<Tuple: #{to_a.map { |value| value.inspect }.join(", ")}>"
end

class WeakTuple
  def self.new(size)
    primitive :weak_tuple_new
    size = __to_int(size)
    raise ArgumentError, "negative size (#{size})" if size < 0
    new(size)
  end

  def at(index)
    primitive :weak_tuple_at
    at(__to_int(index))
  end

  def [](index)
    primitive :weak_tuple_at
    at(__to_int(index))
  end

  def put(index, value)
    primitive :weak_tuple_put
    put(__to_int(index), value)
  end

  def []=(index, value)
    primitive :weak_tuple_put
    put(__to_int(index), value)
  end
end

class ByteArray
  def self.new(size)
    primitive :byte_array_new
    size = __to_int(size)
    raise ArgumentError, "negative size (#{size})" if size < 0
    new(size)
  end

  def [](index)
    primitive :byte_array_get
    get_byte(__to_int(index))
  end

  def get_byte(index)
    primitive :byte_array_get
    get_byte(__to_int(index))
  end

  def []=(index, byte)
    primitive :byte_array_set
    set_byte(__to_int(index), __to_int(byte))
  end

  def set_byte(index, byte)
    primitive :byte_array_set
    set_byte(__to_int(index), __to_int(byte))
  end

  def each
    return __enum(:each, :size) unless block_given?
    i = 0
    while i < size
      yield get_byte(i)
      i += 1
    end
    self
  end

  def to_a
    result = []
    each { |byte| result.__push(byte) }
    result
  end

  def ==(other) = ByteArray === other && compare_bytes(other, size, other.size) == 0

  def inspect = "#<ByteArray: #{size} bytes>"
end
