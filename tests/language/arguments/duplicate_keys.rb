# Duplicate keys in literals and calls: the last value wins at the first place; a warning is given when it is parsed.
require_relative "../lib/check"

def quietly(source)
  saved, $stderr = $stderr, Class.new { def write(*s) = (@text ||= +"") << s.join; def text = @text.to_s }.new
  value = eval(source)
  [value, $stderr.text.lines.size]
ensure
  $stderr = saved
end

def options(**o) = o

check("in a hash") { quietly("{ a: 1, b: 2, a: 3 }") }
check("evaluated in order") { quietly("log = []; h = { a: (log << 1), b: 0, a: (log << 2) }; [h.keys, log]") }
check("strings") { quietly('{ "k" => 1, "k" => 2 }') }
check("numbers") { quietly("{ 1 => :a, 1 => :b, 1.0 => :c }") }
check("in a call") { quietly("options(a: 1, a: 2)") }
check("symbol forms") { quietly('{ a: 1, "a": 2, :a => 3 }') }
check("not known when parsed") { quietly('k = :a; { a: 1, k => 2, "#{k}": 3 }') }
check("through a splat") { quietly("{ a: 1, **{ a: 2 }, a: 3 }") }
