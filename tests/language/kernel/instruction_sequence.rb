# RubyVM::InstructionSequence: code as an object.
I = RubyVM::InstructionSequence
i = I.compile("x = 1\nputs x\n42")
p i
p i.eval
p [i.path, i.absolute_path, i.label, i.base_label, i.first_lineno]
i = I.new("1+1", "f.rb", "/abs/f.rb", 10)
p i, [i.path, i.absolute_path, i.label, i.base_label, i.first_lineno]
p i.eval
p I.compile("__FILE__", "a.rb").eval
begin
  I.compile("1 +")
rescue SyntaxError => e
  p e.class
end
def foo(a, b = 1) = a + b
m = I.of(method(:foo))
p m.label, m.base_label, m.first_lineno
p m.path == __FILE__, m.absolute_path.end_with?("/" + __FILE__)
begin
  m.eval
rescue TypeError => e
  p e
end
q = I.of(proc { |x| x })
p q.label, q.base_label
class K
  def z = proc { 1 }
end
p I.of(K.new.z).label, I.of(K.instance_method(:z)).label
p I.of(1.method(:+))
b = i.to_binary
p b.class, b.encoding, b.frozen?
j = I.load_from_binary(b)
p j, j.eval
begin
  I.load_from_binary("garbage")
rescue RuntimeError => e
  p e
end
[-> { I.load_from_binary(5) }, -> { I.compile(5) }, -> { I.allocate }, -> { i.dup },
 -> { I.compile_file(5) }].each do |wrong|
  wrong.call
rescue TypeError => e
  p e
end
begin
  I.compile_file("/nonexist.rb")
rescue SystemCallError => e
  p e.class
end
p i.to_a.size, i.to_a[5, 5]
puts i.disasm.lines.first
puts I.disasm(method(:foo)).lines.first[/.*@/]
I.compile("def a; end; [1].each { }; class Foo; end").each_child { |c| p c }
p I.compile("self").eval
$y = 3
p I.compile("$y += 1; @z = 4").eval, @z, $y
begin
  I.compile("\nraise %q(x)", "eee.rb", nil, 7).eval
rescue => e
  puts e.message, e.backtrace.first
end
p I.compile("x = [1, 2].map { |n| n * 2 }\nx.sum").eval
p I.load_from_binary(I.compile("def twice(n) = n * 2\ntwice(4)").to_binary).eval
p twice(5)
p I.load_from_binary(m.to_binary).then { |again| again.first_lineno }
# What was put behind the code comes back.
[i.to_binary("more"), m.to_binary("b\u00e9"), i.to_binary].each do |bytes|
  extra = I.load_from_binary_extra_data(bytes)
  p extra, extra.encoding, I.load_from_binary(bytes).label
end
[-> { I.load_from_binary_extra_data(5) }, -> { i.to_binary(5) }, -> { I.compile("1", 5) },
 -> { I.compile("1", "f", 5) }, -> { I.compile("1", "f", nil, "a") },
 -> { I.compile("1", "f", nil, 1, 5) }].each do |wrong|
  wrong.call
rescue TypeError => e
  p e
end
[-> { I.load_from_binary_extra_data("junk") }, -> { q.to_binary }].each do |wrong|
  wrong.call
rescue RuntimeError => e
  p e
end
begin
  I.compile("1", "f", nil, 2**40)
rescue RangeError => e
  p e
end
begin
  I.compile_file("/nonexist.rb")
rescue Errno::ENOENT => e
  p e
end
p I.compile("'a'.frozen?", frozen_string_literal: true).eval
p I.compile("'a'.frozen?", "f", nil, 1, {frozen_string_literal: true}).eval
p I.compile("# frozen_string_literal: false\n'a'.frozen?", frozen_string_literal: true).eval
p I.compile("1").each_child { }.class
p m.trace_points, q.trace_points, I.compile("1\n2").trace_points.size
