$log = []
class Rec
  def initialize = @v = { 1 => 10, 2 => nil }
  def [](k)
    $log << [:get, k]
    @v[k]
  end
  def []=(k, v)
    $log << [:set, k, v]
    @v[k] = v
  end
  def at
    $log << :at
    @at
  end
  def at=(v)
    $log << [:at=, v]
    @at = v
  end
end
def rec
  $log << :rec
  $r ||= Rec.new
end
def key(k)
  $log << [:key, k]
  k
end
rec[key(1)] += 5
rec[key(1)] ||= 7
rec[key(2)] ||= 8
rec[key(2)] &&= 9
rec.at ||= 1
rec.at ||= 2
rec.at += 3
rec.at &&= 4
x = (rec[key(1)] = 50)
$log.each { |l| p l }
p x
$log.clear
rec[key(1)], rec.at = key(3), key(4)
$log.each { |l| p l }
y = (rec.at += 1)
z = (rec.at ||= 100)
w = (rec[1] += 1)
p y, z, w
h = Hash.new(5)
p (h[:a] += 1), h, (h[:b] ||= 9), h
a = [1]
p (a[0] += 1), (a[3] ||= 4), a, (a[-1] -= 1), a
