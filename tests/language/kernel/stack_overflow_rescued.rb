# svm: deep
def forever(n) = forever(n + 1) + 1
begin
  forever(0)
rescue SystemStackError => e
  p e.class, e.message, e.is_a?(StandardError), e.is_a?(Exception)
end
def count_depth
  @d += 1
  count_depth
end
@d = 0
begin
  count_depth
rescue SystemStackError
  p @d > 9_000
end
def ens_forever
  ens_forever
ensure
  @e = true
end
begin
  ens_forever
rescue SystemStackError
  p @e
end
l = -> { l.call }
begin
  l.call
rescue SystemStackError
  puts "lambda"
end
class MM
  def method_missing(n, *a) = other_missing(*a)
end
begin
  MM.new.x
rescue SystemStackError
  puts "method_missing"
end
h = Hash.new { |hh, k| hh[k + 1] }
begin
  h[0]
rescue SystemStackError
  puts "hash default"
end
class S
  def to_s = "#{self}"
  def ==(o) = self == o
  def <=>(o) = self <=> o
  def inspect = [self].inspect
  def coerce(o) = 1 + self
end
begin
  S.new.to_s
rescue SystemStackError
  puts "to_s"
end
begin
  S.new == 1
rescue SystemStackError
  puts "=="
end
begin
  [S.new, S.new].sort
rescue SystemStackError
  puts "sort"
end
def each_forever = [1].each { each_forever }
begin
  each_forever
rescue SystemStackError
  puts "each"
end
3.times do
  forever(0)
rescue SystemStackError
  print "again "
end
puts
p [1, 2, 3].map { |x| x + 1 }
