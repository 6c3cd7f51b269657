# svm: native around, block in around, block in lines, block in lines_of_blocks, block in locations
# svm: native block in name_of_method, block in place, block in scanned, block in top, case_regexp, given
# svm: native in_rescue, initialize, last_error, lines, lines_of_blocks, locations, matches, matching
# svm: native method_objects, middle, name_of_method, passes, place, raises, reads_alias, scanned, sets
# svm: native several, sized, top, turns loop
# Backtraces, callers and line numbers of native frames; `__method__`,
# `block_given?`, `$~` and the like in them.
WARM = 400

def place(change)
  change&.call
  caller(0, 4).map { |line| line.sub(/^.*\//, "") }
end

def middle(change)
  a = 1

  b = place(change)
  [a, b]
end

def top(change)
  [1].map do |x|
    middle(change)
  end
end
WARM.times { top(nil) }
p top(nil)
p top(-> { 1 })

def raises(how)
  x = [1, 2]
  x[0] +
    how.upcase.size
end

def lines(how)
  raises(how)
rescue => e
  e.backtrace_locations.first(2).map { |place| [place.lineno, place.label, place.base_label] }
end
WARM.times { lines("a") }
p lines("a"), lines(nil)
WARM.times { lines(nil) }
p lines(nil)

def locations = caller_locations(1, 2).map { |place| [place.lineno, place.label] }

def several
  one = locations
  two = [locations, locations]
  three = one.size > 1 ?
    locations :
    nil
  [one, two, three]
end
WARM.times { several }
p several

def turns(limit)
  i = 0
  seen = nil
  while i < limit
    i += 1
    seen = locations
  end
  seen
end
p turns(1000)

def name_of_method
  inner = [1].map { __method__ }
  [__method__, inner, self.class]
end
alias other_name name_of_method
WARM.times { name_of_method; other_name }
p name_of_method, other_name

def given
  [block_given?, defined?(yield), (yield 1 if block_given?)]
end

def passes(&block) = given(&block)

def around = [given, given { |x| x + 1 }, passes, passes { |x| x + 2 }]
WARM.times { around }
p around

def matches(text)
  before = $~
  found = text =~ /(\w)(\d+)/
  [before, found, $1, $2, $~ && $~[0], $`, $']
end

def matching(text)
  text.match(/b(.)/)
  inner = matches(text)
  [$~ && $1, inner]
end
WARM.times { matching("ab1c22") }
p matching("ab1c22"), matching("zzz")

def scanned(text)
  seen = []
  text.scan(/\d/) { seen << $~[0].to_i + 1 }
  text.gsub(/[a-c]/) { $&.upcase } + seen.sum.to_s + ($~ ? $~[0] : "none")
end
WARM.times { scanned("a1b2") }
p scanned("a1b2"), scanned("xyz")

def case_regexp(text)
  case text
  when /^(\d+)$/ then $1.to_i
  when /^(?<word>\w+)$/ then $~[:word]
  else $~
  end
end
WARM.times { |i| case_regexp(i.odd? ? "12" : "ab") }
p case_regexp("12"), case_regexp("ab"), case_regexp("- -")

def last_error
  before = $!
  begin
    raise "x"
  rescue
    inside = $!.message
  end
  [before, inside, $!]
end

def in_rescue
  raise "outer"
rescue
  [last_error, $!.message]
end
WARM.times { last_error; in_rescue }
p last_error, in_rescue

# Global variables with hooks.
$traced = 0
$log = []
def sets(x)
  $traced = x
  $traced + 1
end
WARM.times { sets(1) }
trace_var(:$traced) { |value| $log << value }
p sets(2), $log
untrace_var(:$traced)
p sets(3), $log
alias $other_name $traced
def reads_alias = $other_name
WARM.times { reads_alias }
sets(10)
p reads_alias

def lines_of_blocks
  r = []
  [1, 2].each do |x|
    r << __LINE__
    r << locations[0][0] if x == 2
  end
  r
end
WARM.times { lines_of_blocks }
p lines_of_blocks

def method_objects(m)
  n = m.unbind.bind(self)
  [m.call("x"), n.call("y"), m.arity, m.name]
end
m = method(:raises)
WARM.times { method_objects(m) }
p method_objects(m)
def raises(how) = "again #{how}"
p method_objects(m), method_objects(method(:raises))

def sized(n)
  return caller.size if n == 0
  sized(n - 1)
end
WARM.times { sized(3) }
p sized(50) - sized(0)
