# Text evaluated with a number or symbol for self: constants are those of its
# class, and nothing can be defined.
def try
  p yield
rescue StandardError => error
  puts "#{error.class}: #{error.message}"
end

class Integer
  HALF = 2
  @@whole = 1
end
class Symbol
  KIND = :sym
end
try { 1.instance_eval "HALF" }
try { :a.instance_eval "KIND" }
try { 1.instance_eval { HALF } }
try { 1.instance_eval "NEW = 1" }
try { defined?(Integer::NEW) }
try { 1.instance_eval "def fresh; end" }
try { 1.instance_eval "alias plus +" }
try { 1.instance_eval "undef abs" }
try { 1.abs }
try { 1.instance_eval "class Fresh; end" }
try { 1.instance_eval { def fresh = 1 } }
try { fresh }
try { 1.instance_eval "Module.nesting" }
try { 1.instance_eval "self + HALF" }
try { nil.instance_eval "def fresh = 7" }
try { nil.fresh }
class Holder
  OWN = 5
  def read = 1.instance_eval("OWN")
  def write = 1.instance_eval("def own = 3")
end
try { Holder.new.read }
try { Holder.new.write }
try { Holder.new.own }
object = Object.new
try { object.instance_eval "MINE = 1"; object.singleton_class.constants }
