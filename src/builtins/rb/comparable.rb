# Comparable: everything from `<=>`.

module Comparable
  def ==(other)
    return true if __same?(self, other)
    return false unless __guard_enter(:==, self, other)
    begin
      result = self <=> other
    ensure
      __guard_leave(:==, self, other)
    end
    return false if result.nil?
    __order(result, self, other) == 0
  end

  def >(other) = __order(self <=> other, self, other) > 0

  def >=(other) = __order(self <=> other, self, other) >= 0

  def <(other) = __order(self <=> other, self, other) < 0

  def <=(other) = __order(self <=> other, self, other) <= 0

  def between?(min, max)
    return false if __compare(self, min) < 0
    return false if __compare(self, max) > 0
    true
  end

  def clamp(min, max = (one = true; nil))
    if one
      unless Range === min
        raise TypeError, "wrong argument type #{min.class} (expected Range)"
      end
      range = min
      min = range.begin
      max = range.end
      if !max.nil? && range.exclude_end?
        raise ArgumentError, "cannot clamp with an exclusive range"
      end
    end
    if !min.nil? && !max.nil? && __compare(min, max) > 0
      raise ArgumentError, "min argument must be less than or equal to max argument"
    end
    unless min.nil?
      order = __compare(self, min)
      return self if order == 0
      return min if order < 0
    end
    unless max.nil?
      return max if __compare(self, max) > 0
    end
    self
  end
end
