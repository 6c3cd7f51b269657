# Forms of a call: with and without parentheses, operators, safe navigation, commands with blocks.
require_relative "../lib/check"

def show(*a, **k, &b) = [a, k, *b&.call]
def id(x = :none) = x

check("no parentheses") { show 1, 2 }
check("no parentheses, keywords") { show 1, a: 2 }
check("braces bind to the last call") { show id { :inner } }
check("do binds to the first") { v = show id do :outer end; v }
check("space before parentheses") { show (1), 2 }
check("space and an operator") { id (1 + 2) * 3 }
check("parenthesised command") { (id 5) }
check("nested commands") { id id 4 }
check("trailing comma") { show(1, 2,) }
check("trailing comma after keywords") { show(a: 1, b: 2,) }
check("trailing comma after a splat") { show(*[1], **{ a: 2 },) }
check("line breaks") do
  show(
    1,
    *[2],
    a: 3
  )
end
check("leading dot") do
  [3, 1, 2]
    .sort
    # between
    .reverse
    &.first
end
check("trailing dot") do
  [3, 1].
    sort.
    first
end
check("call()") { -> { 1 }.() }
check("call with []") { ->(a, b) { a + b }[1, 2] }
check(".() on any object") { o = Object.new; def o.call(*a) = a; o.(1, 2) }
check("::") { "abc"::upcase }
check(":: with arguments") { "abc"::center(5) }
check("constant-like method") { def Upper(x) = [:Upper, x]; Upper(1) }
check("constant-like method with a command") { Upper 2 }
check("constant-like method without arguments") { define_singleton_method(:Bare) { 1 }; [self.Bare, Bare()] }
check("operator as a method") { 1.+(2) }
check("operator with send") { [5.send(:-@), 5.send(:<=>, 6), [1, 2].send(:[], 1)] }
check("unary") { [-2.abs, +3, ~5, !true, (not nil)] }
check("unary minus and power") { [-2**2, (-2)**2, -2.0**2] }
check("assignment methods give the value") { o = Struct.new(:a).new; [(o.a = 5), o.send(:a=, 6)] }
check("index assignment gives the value") { a = []; [(a[0] = 5), a.send(:[]=, 0, 6)] }
check("multiple index assignment") { a = [0, 0]; (a[0], a[1] = 1, 2) }
check("safe call on nil") { nil&.foo }
check("safe call skips arguments") { log = []; nil&.foo(log << 1); log }
check("safe call skips the block") { nil&.each { raise } }
check("safe chain") { [nil&.a&.b, "x"&.upcase&.size] }
check("safe chain ends at the first plain dot") { nil&.a.b }
check("safe call on false") { false&.to_s }
check("safe assignment") { x = nil; x&.a = raise }
check("safe op-assignment") { x = nil; x&.a += 1 }
check("safe op-assignment on an object") { x = Struct.new(:a).new(1); x&.a += 1; x.a }
check("safe or-assignment") { x = Struct.new(:a).new; x&.a ||= 7; x.a }
check("a block to a block") { [[1, 2], [3]].map { |a| a.map { |x| x * 2 } } }
check("an argument that is an assignment") { [id(x = 3), x] }
check("an argument with rescue") { id((raise "x" rescue :saved)) }
check("an argument with if") { id(if true then 1 else 2 end) }
check("an argument with case") { id case 1 when 1 then :one end }
check("not in an argument") { id((not true)) }
check("and, or in arguments") { id((nil or 5)) }
check("a hash in a command") { show({ a: 1 }) }
check("a lambda in a command") { show ->(x) { x }.call(1), 2 }
check("a lambda with do in a command") { (show -> do 9 end.call) }
check("heredocs in a call") { show(<<~A, <<~B) }
  first
A
  second
B
check("heredoc with a method") { id(<<~TEXT.lines.map(&:chomp)) }
  a
  b
TEXT
check("puts-like call on self") { self.id(3) }
check("private call on self") { self.send(:id, 2) }
check("backslash at the end") { 1 \
  + 2 }
check("semicolons") { ;; 1; 2 ;; }
check("__method__") { define_singleton_method(:mm) { __method__ }; [mm, __method__] }
