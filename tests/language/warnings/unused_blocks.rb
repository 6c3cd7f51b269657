# Blocks that a method has no use for are told of when $VERBOSE is true.
def Warning.warn(text, category: nil) = $stdout.write(category.inspect, " ", text)
$VERBOSE = true

def ignores = 1
def yields = yield
def names(&block) = 1
def anonymous(&) = 1
def forwards(...) = names(...)
def asks = block_given?
def binds = binding
def inner = proc { yield }
define_method(:defined) { 1 }

class Kept
  def initialize(x) = 1
  attr_reader :r
  def yields = 1
  def n = 3
  def self.single = 1
end

ignores { 1 }
ignores(&nil)
yields { 1 }
names { 1 }
anonymous { 1 }
forwards { 1 }
asks { 1 }
binds { 1 }
inner { 1 }
defined { 1 }
kept = Kept.new(1) { 2 }
kept.r { 1 }
kept.yields { 1 }
kept.n { 1 }
Kept.single { 1 }
-> { 1 }.call { 1 }

module Above
  def m = 1
end
class Kept
  include Above
  def m = super
end
kept.m { 1 }

$VERBOSE = false
def silent = 1
silent { 1 }
Warning[:strict_unused_block] = true
def strict = 1
strict { 1 }
