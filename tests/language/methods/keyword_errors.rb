def a(x:, y: 2, **) = [x, y]
def b(x, y: 1) = [x, y]
def c(x: 1) = x
def d(*r, k:) = [r, k]
def e(h, k: 1) = [h, k]
[-> { a }, -> { a(y: 1) }, -> { a(x: 1, z: 3) }, -> { b }, -> { b(1, z: 2) }, -> { b(1, 2, y: 3) }, -> { c({ x: 1 }) }, -> { c(y: 1, z: 2) }, -> { c("x" => 1) }, -> { d(1) }, -> { d(k: 1, j: 2) }, -> { e({ k: 5 }) }, -> { e(k: 5) }, -> { b({ y: 5 }) }, -> { b(1, **{ "s" => 1 }) }, -> { c(1, x: 2) }, -> { a(1, x: 2) }].each_with_index do |l, i|
  p [i, l.call]
rescue ArgumentError => e
  puts "#{i} #{e.message}"
end
pr = proc { |a, k: 1| [a, k] }
p pr.call, pr.call(1, 2), (pr.call(1, z: 2) rescue $!.message)
la = ->(k:, j: 1) { [k, j] }
p la.(k: 1), (la.() rescue $!.message), (la.(k: 1, q: 2) rescue $!.message)
class K
  def initialize(a:, b: 1) = @a = a
end
p (K.new rescue $!.message), (K.new(1) rescue $!.message), (K.new(a: 1, c: 2) rescue $!.message)
define_singleton_method(:dm) { |k:| k }
p dm(k: 3), (dm rescue $!.message)
