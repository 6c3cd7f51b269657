# Kernel code asks `Integer ===`; whoever changes that gets an exception, no more.
class << Integer
  def ===(_) = true
end
class << String
  def ===(_) = true
end
class Odd
  def to_int = :odd
  def to_str = :odd
end

def try
  yield
rescue TypeError, RangeError
  puts "raised"
end

try { 1.5.floor(Odd.new) }
try { 12.floor(Odd.new) }
try { [Odd.new].pack("N") }
try { [Odd.new].pack("A") }
try { [1].pack(Odd.new) }
try { format(Odd.new) }
try { 12.gcd(2.5) }
try { (1 << 70).gcd(:odd) }
try { 3.pow(2**70, 2.5) }
puts "done"
