# ruby2_keywords: where the mark can be set, what carries it on.
require_relative "../lib/check"
def Warning.warn(text, category: nil) = $stdout.write(text)

class Marked
  def keywords(*x, **k) = 1
  def plain(x) = 1
  attr_reader :reader
  ruby2_keywords def rest(*x) = x
  ruby2_keywords :keywords, :plain
  ruby2_keywords :reader
  ruby2_keywords :puts
  ruby2_keywords "rest"
end
class Under < Marked
  ruby2_keywords :rest
end
check("no name") { Marked.send(:ruby2_keywords, 3) }
check("nothing") { Marked.send(:ruby2_keywords) }
check("a frozen class") { Class.new { def m(*a) = a }.freeze.send(:ruby2_keywords, :m) }
check("procs") { [proc { |x| }, :a.to_proc, ->(*a, k: 1) {}].each(&:ruby2_keywords).size }
check("itself") { (code = ->(*a) {}).equal?(code.ruby2_keywords) }
check("a frozen proc") { begin; proc { |*a| a }.freeze.ruby2_keywords; rescue => error; error.class; end }

HASH = Marked.new.rest(k: 1).last
def marked?(hash) = Hash.ruby2_keywords_hash?(hash)
check("marked") { marked?(HASH) }
check("copies are not") { [HASH.merge({}), HASH.clone, HASH.dup, HASH.select { true }].map { marked?(_1) } }
check("to_h is no copy") { marked?(HASH.to_h) }
check("a hash with a default proc is not") { marked?(Hash.new { 1 }) }
check("marked by hand has no default proc") { Hash.ruby2_keywords_hash({ a: 1 })[:b] }
check("no hash") { marked?(3) }
check("no hash to mark") { Hash.ruby2_keywords_hash(3) }
check("empty") { marked?(Hash.ruby2_keywords_hash({})) }
check("a subclass") { Hash.ruby2_keywords_hash(Class.new(Hash)[a: 1]).class.superclass }

def target(*a, **k) = [a, k]
def rest_only(*a) = a
LIST = [1, HASH]
check("splatted last") { target(*LIST) }
check("not last") { target(*LIST, 2) }
check("with keywords") { target(*LIST, z: 1) }
check("not splatted") { target(HASH) }
check("with a block argument") { target(*[HASH], &nil) }
check("frozen") { target(*[HASH.dup.freeze]) }
check("into a rest") { rest_only(*LIST) }
check("loses the mark there") { marked?(rest_only(*LIST).last) }
check("parameters") { Marked.instance_method(:rest).parameters }
ruby2_keywords def top(*a) = a
check("at the top") { [marked?(top(k: 1).last), singleton_class.private_method_defined?(:ruby2_keywords)] }
check("takes an array apart") { ->((a, b), *c) { [a, b, c] }.ruby2_keywords.call([1, 2], k: 3) }
defined = Class.new do
  define_method(:m) { |*a| a }
  ruby2_keywords :m
  define_method(:n, &:to_s)
  ruby2_keywords :n
end
check("define_method") { marked?(defined.new.m(a: 1).last) }
