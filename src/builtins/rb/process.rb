# Process and Time: clocks.

module Process
  def self.clock_gettime(clock, unit = :float_second)
    primitive :process_clock
    clock_gettime(__to_int(clock), unit)
  end
end

class Time
  include Comparable

  def self.now(**options) = allocate.__setup(__now)

  def self.at(seconds, fraction = 0, unit = :microsecond)
    if Time === seconds
      return allocate.__setup(seconds.__nanoseconds)
    end
    scale = { millisecond: 1_000_000, usec: 1000, microsecond: 1000, nsec: 1, nanosecond: 1 }[unit]
    raise ArgumentError, "unexpected unit: #{unit}" if scale.nil?
    allocate.__setup((seconds * 1_000_000_000).to_i + (fraction * scale).to_i)
  end

  def __setup(nanoseconds)
    @__nanoseconds = nanoseconds
    self
  end

  def __nanoseconds = @__nanoseconds

  def to_f = @__nanoseconds / 1e9

  def to_i = @__nanoseconds / 1_000_000_000

  def tv_sec = to_i

  def nsec = @__nanoseconds % 1_000_000_000

  def tv_nsec = nsec

  def usec = nsec / 1000

  def -(other)
    return (@__nanoseconds - other.__nanoseconds) / 1e9 if Time === other
    Time.allocate.__setup(@__nanoseconds - (other * 1_000_000_000).to_i)
  end

  def +(other)
    raise TypeError, "time + time?" if Time === other
    Time.allocate.__setup(@__nanoseconds + (other * 1_000_000_000).to_i)
  end

  def <=>(other) = Time === other ? @__nanoseconds <=> other.__nanoseconds : nil

  def ==(other) = Time === other && @__nanoseconds == other.__nanoseconds

  def eql?(other) = self == other

  def hash = @__nanoseconds.hash

  def year = __civil(to_i)[0]

  def month = __civil(to_i)[1]

  def mon = month

  def day = __civil(to_i)[2]

  def mday = day

  def hour = __civil(to_i)[3]

  def min = __civil(to_i)[4]

  def sec = __civil(to_i)[5]

  def wday = __civil(to_i)[6]

  def utc = self

  def getutc = self

  def utc? = true

  def localtime = self

  def to_s
    parts = __civil(to_i)
    format("%04d-%02d-%02d %02d:%02d:%02d UTC", parts[0], parts[1], parts[2], parts[3], parts[4], parts[5])
  end

  def inspect = to_s
end

# What ENV answers to; changes are not seen by the system.
module Process::Environment
  def [](name) = __hidden(:__table)[__to_str(name)]

  def fetch(name, *default)
    table = __hidden(:__table)
    name = __to_str(name)
    return table[name] if table.key?(name)
    return yield(name) if block_given?
    return default.__at(0) if default.__size > 0
    raise KeyError.new("key not found: #{name.inspect}", receiver: self, key: name)
  end

  def []=(name, value)
    table = __hidden(:__table)
    name = __to_str(name)
    value.nil? ? table.delete(name) : table[name] = __to_str(value)
    value
  end

  def store(name, value) = self[name] = value

  def delete(name) = __hidden(:__table).delete(__to_str(name))

  def key?(name) = __hidden(:__table).key?(__to_str(name))

  def has_key?(name) = key?(name)

  def include?(name) = key?(name)

  def member?(name) = key?(name)

  def keys = __hidden(:__table).keys

  def values = __hidden(:__table).values

  def size = __hidden(:__table).size

  def length = size

  def empty? = size == 0

  def to_h = __hidden(:__table).dup

  def to_hash = to_h

  def each
    return to_enum(:each) unless block_given?
    __hidden(:__table).each { |name, value| yield name, value }
    self
  end

  def each_pair(&block) = each(&block)

  def to_s = "ENV"

  def inspect = to_h.inspect
end
