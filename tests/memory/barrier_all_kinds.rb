arr = []
hash = {}
str_holder = Struct.new(:v).new
obj = Class.new { attr_accessor :a, :b }.new
env = ->(v = nil) { v ? (arr2 = v) : nil }
captured = nil
set = ->(v) { captured = v }
klass = Class.new
def_ivar = Object.new
8.times { GC.run(true) }
arr << "in " + "array"
arr[5] = "at " + "five"
hash["k" + "ey"] = "va" + "lue"
str_holder.v = "stru" + "ct"
obj.a = "iv" + "ar"
set.("en" + "v")
klass.const_set(:C, "con" + "st")
klass.class_variable_set(:@@cv, "cl" + "ass var")
def_ivar.instance_variable_set(:@late, "la" + "te")
$global = "glo" + "bal"
3.times { GC.run(true); Array.new(500) { |i| "junk#{i}" } }
p arr[0], arr[5], hash["key"], str_holder.v, obj.a        #=> "in array" ⏎ "at five" ⏎ "value" ⏎ "struct" ⏎ "ivar"
p captured, klass::C, klass.class_variable_get(:@@cv), def_ivar.instance_variable_get(:@late), $global  #=> "env" ⏎ "const" ⏎ "class var" ⏎ "late" ⏎ "global"
arr.unshift("fr" + "ont")
arr.insert(2, "mid" + "dle")
arr.concat(["ca" + "t"])
hash.store(:s, "sto" + "re")
hash.default = "def" + "ault"
GC.run(true)
p arr[0], arr[2], arr.last, hash[:s], hash[:none]         #=> "front" ⏎ "middle" ⏎ "cat" ⏎ "store" ⏎ "default"
