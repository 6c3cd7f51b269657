# Symbol: methods that go through the String.

class Symbol
  include Comparable

  def ==(other) = __same?(self, other)

  def ===(other) = __same?(self, other)

  def [](*args) = name[*args]

  def slice(*args) = name[*args]

  def upcase(*options) = name.upcase(*options).to_sym

  def downcase(*options) = name.downcase(*options).to_sym

  def capitalize(*options) = name.capitalize(*options).to_sym

  def swapcase(*options) = name.swapcase(*options).to_sym

  def succ = name.succ.to_sym

  def next = name.succ.to_sym

  def start_with?(*prefixes) = name.start_with?(*prefixes)

  def end_with?(*suffixes) = name.end_with?(*suffixes)

  def encoding = name.encoding

  def casecmp(other) = Symbol === other ? name.casecmp(other.name) : nil

  def casecmp?(other) = Symbol === other ? name.casecmp?(other.name) : nil

  def =~(other)
    name =~ other
  end

  def match(pattern, position = 0)
    found = name.match(pattern, position)
    return yield(found) if found && block_given?
    found
  end

  def match?(pattern, position = 0) = name.match?(pattern, position)

  def dup = self

  def clone(freeze: true)
    raise ArgumentError, "can't unfreeze Symbol" if freeze == false
    self
  end
end
