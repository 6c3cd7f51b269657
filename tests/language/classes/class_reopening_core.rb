class Integer
  def double = self * 2
  def minutes = self * 60
end
class String
  def shout = upcase + "!"
  def vowels = count("aeiou")
end
class Array
  def second = self[1]
  def avg = sum.to_f / size
end
class Hash
  def sym_keys = transform_keys(&:to_sym)
end
class NilClass
  def blank? = true
end
class Object
  def blank? = false
  def try_it(m) = respond_to?(m) ? send(m) : nil
end
module Kernel
  def kernel_added = :kernel
end
module Enumerable
  def my_sum = inject(0) { |a, b| a + b }
end
module Comparable
  def atleast(o) = self < o ? o : self
end
p 5.double, 2.minutes, "hi".shout, "education".vowels, [1, 2, 3].second, [1, 2].avg, { "a" => 1 }.sym_keys, nil.blank?, 3.blank?, 5.try_it(:nope), 5.try_it(:succ), kernel_added, [1, 2].my_sum, (1..4).my_sum, { a: 1 }.map { |k, v| v }.my_sum, 3.atleast(5), "z".atleast("a")
class Integer
  alias old_plus +
  def +(o) = o == 1000 ? "hooked" : old_plus(o)
end
p 1 + 1000, 1 + 2, 2.old_plus(3)
x = 5
x += 1000
p x
class Integer
  alias + old_plus
end
p 1 + 1000
class Array
  alias old_size size
  def size = 42
end
p [1].size, [1].length
class Array
  alias size old_size
end
p [1].size
class String
  def ==(o) = false
end
p "a" == "a", "a".eql?("a"), { "a" => 1 }["a"]
class String
  remove_method :== rescue p $!.class
end
class Float
  def <(o) = :never
end
p 1.5 < 2.0, 1 < 2
