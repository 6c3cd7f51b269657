def m0 = 0
def m1(a) = 1
def m2(a, b = 1) = 2
def m3(a, *b) = 3
def m4(a:) = 4
def m5(a:, b:, c: 1) = 5
def m6(x, a: 1) = 6
def m7(a, b, *c, d) = 7
[-> { m0(1) }, -> { m1 }, -> { m1(1, 2) }, -> { m2 }, -> { m2(1, 2, 3) }, -> { m3 }, -> { m4 }, -> { m4(1) }, -> { m4(b: 1) }, -> { m4(a: 1, b: 2, c: 3) },
 -> { m5 }, -> { m5(a: 1) }, -> { m5(a: 1, b: 2, d: 4) }, -> { m6 }, -> { m6(1, 2) }, -> { m6(1, z: 2) }, -> { m6(a: 1) }, -> { m7(1, 2) }, -> { m0(a: 1) }, -> { m1(1, a: 2) },
 -> { m0(*[1, 2]) }, -> { m4(**{ "a" => 1 }) }, -> { [].push.first(1, 2) }, -> { 1.upto }, -> { "a".center }, -> { [].each_slice }, -> { Object.new(1) }, -> { "a".upcase.index },
 -> { ->(a) { a }.call }, -> { ->(a, b) { a }.call(1) }, -> { lambda { |a, b = 1| a }.(1, 2, 3) }, -> { ->(a:) { a }.call }, -> { ->(){ }.call(1) }, -> { proc { |a:| a }.call }].each do |l|
  p l.call
rescue ArgumentError => e
  puts e.message
end
class I
  def initialize(a) = @a = a
end
begin
  I.new
rescue ArgumentError => e
  puts e.message
end
begin
  I.new(1, 2)
rescue ArgumentError => e
  puts e.message
end
begin
  Struct.new(:a).new(1, 2)
rescue ArgumentError => e
  puts e.message
end
begin
  define_singleton_method(:dm) { |x| x }
  dm
rescue ArgumentError => e
  puts e.message
end
begin
  method(:m1).call
rescue ArgumentError => e
  puts e.message
end
begin
  m1(*[1, 2, 3])
rescue ArgumentError => e
  p e.class, e.message, e.is_a?(StandardError)
end
