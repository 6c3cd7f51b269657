# Strings that stand for all with their text can have no singleton class.
require_relative "../lib/check"

check("frozen literal") { s = "a".freeze; def s.x = 1 }
check("dedup") { s = -"a#{1}"; def s.x = 1 }
check("name of a symbol") { s = :ab.name; def s.x = 1 }
check("class << it") { s = "a".freeze; class << s; end }
check("singleton_class") { "a".freeze.singleton_class }
check("define_singleton_method") { "a".freeze.define_singleton_method(:x) {} }
check("extend") { "a".freeze.extend(Comparable) }
check("another frozen string") { s = String.new("q").freeze; def s.x = 1 }
check("a copy") { s = "a".freeze.dup; def s.x = 1; s.x }
check("the same object each time") { Array.new(2) { "a".freeze.object_id }.uniq.size }
check("freeze of a literal, redefined") do
  class String
    alias old_freeze freeze
    def freeze = "mine: #{self}"
  end
  "text".freeze
ensure
  class String
    alias freeze old_freeze
  end
end
