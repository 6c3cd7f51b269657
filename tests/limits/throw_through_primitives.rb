r = catch(:out) do
  [3, 1, 2].sort { |a, b| throw :out, :from_sort }
end
p r
r = catch(:out) { Hash.new { |h, k| throw :out, :from_default }[1] }
p r
r = catch(:out) { [1].each_slice(1) { throw :out, :slice } }
p r
def via_block = [[1, 2]].each { |a| a.map { |x| return [:returned, x] } }
p via_block
p [5, 6].each_with_index { |x, i| break [:broke, i] if i == 1 }
p (1..Float::INFINITY).each { |x| break x if x == 10_000 }
p [1, 2].inject { break :inject }, [1, 2].sort_by { break :sort_by }, [2, 1].max_by { break :max_by }, { a: 1 }.map { break :map }, "ab".each_char { break :chars }, 3.times { break :times }, [1].sum { break :sum }, [1, 2].min { break :min }, Array.new(3) { break :array_new }, { a: 1 }.each { break :each }, [1].group_by { break :group }
o = Object.new
def o.each
  yield 1
ensure
  print "cleanup "
end
o.extend(Enumerable)
p o.first, o.find { true }, o.map { break :m }, o.include?(1)
