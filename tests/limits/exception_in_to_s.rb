class Bad
  def to_s = raise("to_s raised")
  def inspect = raise("inspect raised")
  def ==(o) = raise("== raised")
  def hash = raise("hash raised")
  def <=>(o) = raise("<=> raised")
  def coerce(o) = raise("coerce raised")
  def to_ary = raise("to_ary raised")
  def to_str = raise("to_str raised")
  def each = raise("each raised")
  def to_proc = raise("to_proc raised")
end
b = Bad.new
[-> { "#{b}" }, -> { p b }, -> { b == 1 }, -> { { b => 1 } }, -> { [b, b].sort }, -> { 1 + b }, -> { x, y = b }, -> { "a" + b }, -> { [1].map(&b) }, -> { [b].inspect }, -> { [b] == [1] }, -> { [1].include?(b); [b].include?(1) }, -> { puts b }, -> { [b].flatten }, -> { [b].join }, -> { [b].uniq }].each do |l|
  l.call
  puts "no error"
rescue => e
  puts e.message
end
