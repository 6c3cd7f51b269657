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
