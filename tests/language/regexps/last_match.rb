# `$~` and its kin belong to a method and its blocks.
p $~, $1, $&
"hello world" =~ /o (w)(x)?/
p $~, $&, $`, $', $+, $1, $2, $3, $10
p defined?($1), defined?($2), defined?($&), defined?($~), defined?($`)
"a" =~ /b/
p $~, $1, $&, $`, $', $+, defined?($1), defined?($&)

def inner
  p $~
  "inner" =~ /n+/
  p $&
end
"outer" =~ /t/
inner
p $&

def no_mention = "abc" =~ /c/
no_mention
p $&

# Blocks share it with their method.
[1].each { "block" =~ /lo/ }
p $&
[1].each { p $& }
pr = proc { "proc" =~ /p(r)/ }
pr.call
p $1
l = -> { $1 }
"lambda" =~ /(am)/
p l.call
def takes_block
  "callee" =~ /ll/
  yield
  $&
end
"caller" =~ /er/
p takes_block { $& }
p takes_block { "changed" =~ /ang/ }
p $&

def maker
  "maker" =~ /ke/
  [-> { $& }, ->(s) { s =~ /./ }]
end
get, set = maker
p get.call
set.call("zz")
p get.call

class Box
  "class body" =~ /bod/
  p $&
  define_method(:m) { $& }
end
p Box.new.m

def nested
  "one" =~ /o/
  [1].each { [2].each { "two" =~ /w/ } }
  $&
end
p nested

# Who sets it.
"abc".match(/b/)
p $&
"abc".match?(/c/)
p $&
/c/.match("abc")
p $&
/a/.match?("abc")
p $&
/a/ === "cab"
p $~.begin(0)
"xyz"[/y/]
p $&
"xyz".index(/z/)
p $&
"xyzz".rindex(/z/)
p $~.begin(0)
"xyz".sub(/x/, "")
p $&
"xyz".gsub(/[xy]/, "")
p $&
"xyz".gsub(/q/, "")
p $~
"xyz".scan(/./)
p $&
"a-b".split(/-/)
p $&
"a-b".partition(/-/)
p $&
"a-b-c".rpartition(/-/)
p $~.begin(0)
"abc".start_with?(/ab/)
p $&
s = +"hello"
s[/l+/] = "L"
p $&, s
s.slice!(/e/)
p $&, s
s.sub!("h") { $& + $' }
p $&, s
%w[apple bat].grep(/a(.)/)
p $1
p %w[apple bat].grep(/a(.)/) { $1 }
p %w[apple bat].grep_v(/p/), $~
p %w[a1 b2].any?(/\d/), $&
p %w[a1 b2].all?(/\d/), %w[a b].none?(/\d/), %w[a1 b].one?(/\d/)
p %w[x1 y2].each_with_object([]) { |w, list| w =~ /\d/ and list << $& }
p "a.b" .sub("."){ $~.class }, $~
"str" =~ /t/
"str".sub("zz", "")
p $~

# In blocks of replacing methods.
p "a1b2".gsub(/[a-z](\d)/) { "<#{$1}#{$`}>" }
p $~
p "abc".gsub(/./) { "x" =~ /x/; $& }
p "ab".scan(/./) { |c| print $&, c, $~.begin(0) }
p "k=v".sub(/(\w)=(\w)/) { "#$2=#$1" }

# Writing it.
$~ = /b/.match("abc")
p $`
$~ = nil
p $&
begin
  $~ = 1
rescue TypeError => error
  p error.message
end
alias $my_match $~
alias $my_pre $`
"alias" =~ /i/
p $my_match, $my_pre

# Recursion keeps it.
def deep(n)
  "depth #{n}" =~ /\d/
  deep(n - 1) if n > 0
  $&
end
p deep(3)
def rescued
  "before" =~ /be/
  begin
    raise "x" if "raised" =~ /ai/
  rescue
    p $&
  end
  $&
end
p rescued
p Regexp.last_match(0), Regexp.last_match.class
"ab" =~ /(?<x>a)(?<y>b)/
p Regexp.last_match(:x), Regexp.last_match("y"), Regexp.last_match(1), Regexp.last_match(5)
