# ruby2_keywords: a rest parameter that remembers keywords.
require_relative "../lib/check"

class Flagged
  ruby2_keywords def delegate(*args) = receive(*args)
  def plain(*args) = receive(*args)
  def receive(*args, **keys) = [args, keys]
  ruby2_keywords def flag(*args) = args.last
end
f = Flagged.new
check("ruby2_keywords passes keywords on") { f.delegate(1, k: 2) }
check("without it they become a hash") { f.plain(1, k: 2) }
check("a literal hash is not flagged") { f.delegate(1, { k: 2 }) }
check("no keywords") { f.delegate(1) }
check("empty splat") { f.delegate(1, **{}) }
check("the flag is on the hash") { Hash.ruby2_keywords_hash?(f.flag(k: 1)) }
check("a literal has no flag") { Hash.ruby2_keywords_hash?(f.flag({ k: 1 })) }
check("a flag by hand") { f.plain(1, Hash.ruby2_keywords_hash({ k: 3 })) }
check("flagged through dup") { Hash.ruby2_keywords_hash?(Hash.ruby2_keywords_hash({ k: 3 }).dup) }
check("flagged, not last") { f.plain(Hash.ruby2_keywords_hash({ k: 3 }), 1) }
check("what it returns") { Flagged.send(:ruby2_keywords, :delegate) }
check("for a missing method") { Flagged.send(:ruby2_keywords, :nope) }
check("a proc") { proc { |*a| f.receive(*a) }.ruby2_keywords.call(1, k: 2) }
check("a block's method") { Class.new { ruby2_keywords define_method(:m) { |*a| Flagged.new.receive(*a) } }.new.m(k: 1) }
