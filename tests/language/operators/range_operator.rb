a = 1
b = 5
p a..b, a...b, (a..), (..b), (a + 1..b - 1)
p (a..b).to_a, (a...b).sum, (1..3).include?(2), [*a..b], [*"a".."e"], (a..b).step(2).to_a
x = (1..3)
p x.first, x.equal?(x), (1..3).frozen?, (a..b).eql?(1..5), (1..2).hash == (1..2).hash
p [10, 20, 30, 40][1..], [10, 20, 30, 40][..1], [10, 20, 30, 40][1...-1], "hello"[1..3]
case 7
when ..5 then p :low
when 6.. then p :high
end
begin
  (1.."a")
rescue ArgumentError => e
  puts e.message
end
begin
  (nil..Object.new)
  p :ok
  (Object.new..1)
rescue ArgumentError => e
  puts e.message
end
def r(x) = x..(x + 2)
p r(3).to_a, (1..10) % 3
