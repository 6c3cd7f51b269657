//! Statements of random programs: see `rules` for the holes.

use super::rules::Rule;

/// Statements, also those that change classes and names while code that uses
/// them runs.
pub const STEPS: &[Rule] = &[
    (20, "note(‹i›)"),
    (8, "note(‹x›)"),
    (2, "note(‹a›)"),
    (2, "note(‹h›)"),
    (2, "note(‹f›)"),
    (3, "note(‹s›)"),
    (30, "‹var:i› = (‹i›) & ‹mask›"),
    (20, "‹var:i› = (‹i›) % ‹prime›"),
    (16, "‹var:i› += ‹i.›"),
    (8, "‹var:i› -= ‹i.›"),
    (6, "‹var:i› ^= (‹i›) & ‹mask›"),
    (1, "‹var:i› = ‹same›.succ if ‹b›"),
    (10, "‹decl:i› = (‹i›) & ‹mask›"),
    (5, "‹decl:i› = (‹i›) % ‹prime›"),
    (3, "‹decl:f› = ‹f›"),
    (5, "‹var:f› = ‹f›"),
    (3, "‹var:f› += ‹f›"),
    (3, "‹decl:s› = ‹s›[0, 24].to_s"),
    (3, "‹var:s› = (‹s›)[0, 24].to_s"),
    (3, "‹var:s› << ‹s.›\n‹same›.clear if ‹same›.size > 40"),
    (1, "‹var:s› += ‹s.›\n‹same› = ‹same›[-20..].to_s"),
    (4, "‹decl:a› = ‹a›.first(12)"),
    (
        4,
        "‹var:a› = (‹a›).first(12).map { Integer === _1 ? _1 & ‹mask› : _1 }",
    ),
    (
        5,
        "‹var:a› << ((‹i›) & ‹mask›)\n‹same›.shift if ‹same›.size > 12",
    ),
    (2, "‹var:a›.push((‹i›) & ‹mask›, ‹i.›) if ‹same›.size < 12"),
    (4, "‹var:a›[‹i.›.to_i & 7] = (‹i›) & ‹mask›"),
    (1, "‹var:a›[‹i.›.to_i] = (‹i›) & ‹mask› if ‹same›.size > 30"),
    (2, "‹var:a›[‹small›] += ‹i.›"),
    (1, "‹var:a›[‹small›] ||= (‹i›) & ‹mask›"),
    (1, "‹var:a›.pop"),
    (1, "‹var:a›.unshift((‹i›) & ‹mask›).pop"),
    (1, "‹var:a›.map! { |‹new:i›| ‹x6›(‹i›) & ‹mask› }"),
    (1, "‹var:a›.sort!"),
    (1, "‹var:a›.concat(‹a›).slice!(9..)"),
    (1, "‹var:a›.delete_if { |‹new:i›| ‹x6›‹b› }"),
    (1, "‹var:a›.freeze"),
    (4, "‹decl:h› = ‹h›.first(9).to_h"),
    (4, "‹var:h›[‹key›] = (‹i›) & ‹mask›"),
    (2, "‹var:h›[‹i.› & 7] = (‹i›) & ‹mask›"),
    (3, "‹var:h›[:n] = ‹same›.fetch(:n, 0) + ‹i.›"),
    (1, "‹var:h›[‹key›] ||= ‹i›"),
    (1, "‹var:h›.delete(‹key›)"),
    (
        1,
        "‹var:h›.each { |‹new:x›, ‹new:i›| ‹x4›‹same›.to_s; note(‹i›) }",
    ),
    (1, "‹var:h›.default = ‹i.›"),
    (5, "‹decl:o› = ‹o›"),
    (3, "‹var:o› = ‹o›"),
    (4, "‹decl:x› = ‹x›"),
    (4, "‹var:x› = [‹i›, ‹f›, ‹o.›, nil, \"s\"][‹i.› % 5]"),
    (5, "‹decl:p› = ‹p›"),
    (10, "‹self›@a = (‹i›) & ‹mask›"),
    (6, "‹self›@a += ‹i.›"),
    (2, "‹self›@b = ‹x.›"),
    (1, "‹self›@c ||= ‹i.›"),
    (1, "‹self›@s = ‹s›[0, 24].to_s"),
    (1, "‹self›@s << \"+\" if @s.size < 30"),
    (4, "‹var:o›.a = (‹i›) & ‹mask›"),
    (2, "‹var:o›.b = ‹x.›"),
    (2, "‹o›.a += ‹i.›"),
    (1, "‹var:o›&.a ||= ‹i.›"),
    (2, "‹global› = (‹i›) & ‹mask›"),
    (1, "$g1 += 1"),
    (14, "if ‹b›\n‹then›\nend"),
    (10, "if ‹b›\n‹then›\nelse\n‹then›\nend"),
    (3, "if ‹b›\n‹then›\nelsif ‹b›\n‹then›\nelse\n‹then›\nend"),
    (3, "unless ‹b›\n‹then›\nend"),
    (
        2,
        "case ‹x›\nwhen Integer\n‹then›\nwhen String, nil\n‹then›\nelse\n‹then›\nend",
    ),
    (2, "case ‹i› % 4\nwhen 0\n‹then›\nwhen 1..2\n‹then›\nend"),
    (
        1,
        "case ‹x›\nin Integer => ‹pat:i› if ‹b›\n‹then›\nin C0 | [*]\n‹then›\nin ^(‹i.›)\n‹then›\nelse\n‹then›\nend",
    ),
    (
        1,
        "case {a: ‹i›, b: ‹x›}\nin {a: 0..50 => ‹pat:i›, b: nil | Integer}\n‹then›\nin {b: String => ‹pat:s›, **}\n‹then›\nend",
    ),
    (1, "‹h› => {a: Integer => ‹pat:i›}\nnote(‹i›)"),
    (
        16,
        "‹index› = 0\nwhile ‹same› < ‹count›\n  ‹same› += 1\n‹loop›\nend",
    ),
    (
        4,
        "‹index› = ‹count›\nuntil ‹same› == 0\n  ‹same› -= 1\n‹loop›\nend",
    ),
    (
        2,
        "‹t1› = ‹count›\n‹index› = 0\nbegin\n  ‹same› += 1\n‹loop›\nend while ‹same› < ‹t1›",
    ),
    (
        2,
        "‹index› = 0\nloop do\n  ‹same› += 1\n  break if ‹same› > ‹count›\n‹body›\nend",
    ),
    (3, "for ‹index› in 0...‹count›\n‹loop›\nend"),
    (8, "‹count›.times do |‹new:i›|\n‹body›\nend"),
    (4, "1.upto(‹count›) do |‹new:i›|\n‹body›\nend"),
    (1, "‹count›.downto(1) do |‹new:i›|\n‹body›\nend"),
    (1, "0.step(‹count›, 1) do |‹new:i›|\n‹body›\nend"),
    (3, "(1..‹count›).each do |‹new:i›|\n‹body›\nend"),
    (4, "‹a›.each do |‹new:i›|‹x6›\n‹body›\nend"),
    (
        2,
        "‹a›.each_with_index do |‹new:i›, ‹new:i›|‹x6›\n‹body›\nend",
    ),
    (1, "‹a›.reverse_each do |‹new:i›|‹x6›\n‹body›\nend"),
    (2, "‹h›.each do |‹new:x›, ‹new:i›|‹x6›\n‹body›\nend"),
    (1, "‹h›.each_pair do |(‹new:x›, ‹new:i›)|‹x6›\n‹body›\nend"),
    (1, "‹s›.each_char do |‹new:s›|‹x8›\n‹body›\nend"),
    (2, "‹o›.each do |‹new:i›|‹x4›\n‹body›\nend"),
    (
        1,
        "‹o›.each_with_index do |‹new:i›, ‹new:i›|‹x4›\n‹body›\nend",
    ),
    (
        2,
        "[‹a›, ‹a.›].each do |(‹new:i›, ‹new:i›, *‹new:a›)|‹x2›\n‹body›\nend",
    ),
    (5, "‹in_loop›next if ‹b›"),
    (4, "‹in_loop›break if ‹b›"),
    (5, "‹in_block›next if ‹b›"),
    (1, "‹in_block›next ‹x› if ‹b›"),
    (3, "‹in_block›break if ‹b›"),
    (1, "‹in_block›break ‹x› if ‹b›"),
    (5, "‹in_method›return ‹i› if ‹b›"),
    (1, "‹in_method›return if ‹b›"),
    (1, "‹in_method›return ‹i›, ‹i.› if ‹b›"),
    (
        1,
        "‹t1› = 0\n[1, 2].each do |‹new:i›|‹x3›\n‹body›\n  ‹end›‹t1› += 1\n  redo if ‹t1› == 2\nend",
    ),
    (
        8,
        "begin\n‹then›\nrescue ‹error› => ‹t1›\n  oops(‹t1›)\n‹then›\nend",
    ),
    (
        4,
        "begin\n‹then›\nrescue ‹error›, ‹error› => ‹t1›\n  oops(‹t1›)\nelse\n‹then›\nensure\n‹then›\nend",
    ),
    (3, "begin\n‹then›\nensure\n‹then›\nend"),
    (2, "begin\n‹then›\nrescue *[‹error›, ‹error›]\n‹then›\nend"),
    (
        1,
        "begin\n‹then›\nrescue => ‹t1›\n  raise ‹error›, \"outer\" if ‹b›\n  oops(‹t1›)\nend",
    ),
    (8, "raise ‹error›, \"m#{‹i.›}\" if ‹b›"),
    (2, "raise ‹error› if ‹b›"),
    (1, "raise \"plain\" if ‹b›"),
    (
        2,
        "‹t1› = 0\nbegin‹x3›\n  ‹t1› += 1\n‹then›\n  raise E1, \"again\" if ‹t1› < 3\nrescue E1\n  retry if ‹t1› < 3\nend",
    ),
    (
        2,
        "catch(:out) do\n‹body›\n  throw :out if ‹b›\n‹body›\nend",
    ),
    (1, "throw :nobody, 1 if ‹i.› == 99"),
    (
        2,
        "‹t1› = proc do |‹new:i›|‹x2›\n‹body›\nend‹end›\n‹t1›.call(‹i.›)\n‹t1›.call(3)",
    ),
    (
        2,
        "‹t1› = lambda do |‹new:i›|‹x2›\n‹body›\n  ‹i›\nend‹end›\nnote(‹t1›.call(‹i.›))\nnote(‹t1›.(3))",
    ),
    (2, "‹t1› = -> { ‹var:i› += 1 }\n‹count›.times { ‹t1›.call }"),
    (
        1,
        "‹t1› = [1, 2, 3].map { |‹new:i›| ->(‹new:i›) { ‹i› } }‹end›\nnote(‹t1›.map { |‹t2›| ‹t2›.call(‹i.›) })",
    ),
    (
        3,
        "‹t1› = Fiber.new do |‹t2›|‹cost40›\n  3.times do |‹new:i›|‹x3›\n‹body›\n    ‹t2› = Fiber.yield(‹i›)\n    note(‹t2›)\n  end‹end›\n  ‹i›\nend\n4.times { |‹t3›| note(‹t1›.resume(‹t3›)) }",
    ),
    (
        1,
        "‹t1› = Fiber.new do‹cost30›\n‹body›\n  Fiber.yield(‹i›)\n  raise ‹error›, \"in fiber\" if ‹b›\n  ‹i›\nend\nnote(‹t1›.resume) while ‹t1›.alive?",
    ),
    (
        2,
        "‹cost60›‹t1› = ‹a›.each\nloop do‹x6›\n  note(‹t1›.next)\n‹body›\nend",
    ),
    (
        2,
        "‹cost60›‹t1› = Enumerator.new do |‹t2›|\n  ‹count›.times do |‹new:i›|\n    ‹t2› << ‹i›\n  end\nend\nnote(‹t1›.next)\nnote(‹t1›.peek)\nnote(‹t1›.next)\nnote(‹t1›.first(2))",
    ),
    (8, "note(‹call›)"),
    (4, "‹call›"),
    (3, "‹yields›yield(‹i›, ‹x.›)"),
    (1, "‹t1›, ‹t2› = ‹i›, ‹i.›\nnote(‹t1› ^ ‹t2›)"),
    (1, "‹var:i›, ‹var:i› = (‹i›) & ‹mask›, (‹i›) & ‹mask›"),
    (
        1,
        "(‹t1›, ‹t2›), *‹t3› = [‹a›, *‹a.›]\nnote([‹t1›, ‹t2›, ‹t3›])",
    ),
    (1, "‹t1› = (‹i›..‹i›)\nnote(‹t1›.include?(‹i›))"),
    (1, "show(‹small›)"),
    // What is assumed stops to hold.
    (
        3,
        "if at(‹near›)‹cost9›\n  ‹class›.class_eval do\n    def ‹dw›(‹param›)\n‹then›\n      ‹i›\n    end\n  end\nend",
    ),
    (
        2,
        "‹class›.define_method(:‹dw›) { |‹new:i›| ‹i› } if at(‹near›)‹cost9›",
    ),
    (
        1,
        "eval(\"class ‹class›; def ‹w›(x) = x.to_i + ‹lit›; end\") if at(‹near›)‹cost9›",
    ),
    (
        1,
        "‹var:o›.define_singleton_method(:‹dw›) { |‹new:i›| ‹i› } if at(‹near›)‹cost9›",
    ),
    (
        1,
        "if at(‹near›)\n  def (‹var:o›).‹dw›(‹param›)\n‹then›\n    super + ‹i›\n  end\nend",
    ),
    (1, "‹class›.prepend(‹module›) if at(‹near›)"),
    (1, "‹class›.include(‹module›) if at(‹near›)"),
    (1, "‹var:o›.extend(‹module›) if at(‹near›)"),
    (3, "‹class›.alias_method(:‹dw›, :‹w›) if at(‹near›)"),
    (1, "‹class›.send(:remove_method, :‹w›) if at(‹near›)"),
    (1, "‹class›.send(:undef_method, :‹w›) if at(‹near›)"),
    (1, "‹class›.send(:private, :‹w›) if at(‹near›)"),
    (1, "‹class›.attr_accessor(:a, :b) if at(‹near›)"),
    (1, "‹var:o›.freeze if at(‹near›)"),
    (1, "‹var:o›.instance_variable_set(:@z‹small›, ‹i.›)"),
    (1, "‹var:o›.remove_instance_variable(:@b) if at(‹near›)"),
    (2, "Object.const_set(:‹const›, ‹i.›) if at(‹near›)"),
    (1, "Object.send(:remove_const, :‹const›) if at(‹near›)"),
    (2, "‹cost20›binding.local_variable_set(:‹var:i›, ‹i.›)"),
    (
        1,
        "‹cost20›proc {}.binding.local_variable_set(:‹var:i›, ‹i.›)",
    ),
    (2, "‹cost20›poke(binding, :‹var:i›, ‹i.›)"),
    (1, "‹cost400›eval(\"‹var:i› = ‹lit›\")"),
    (
        1,
        "‹cost99›‹t1› = 0\nTracePoint.new(:call) { |‹t2›| ‹t1› += 1 if ‹t2›.method_id.start_with?(\"w\") }.enable do\n‹body›\nend‹end›\nnote(‹t1›)",
    ),
    (
        1,
        "begin\n  [‹o›, ‹o.›].each { |‹t1›| ‹t1›.freeze if ‹b›; ‹t1›.a = ‹i› }\nrescue FrozenError => ‹t2›\n  oops(‹t2›)\nend",
    ),
    (
        2,
        "9.times do |‹new:i›|‹x9›\n  note([‹i.›, 2].first(‹i.› % 5 - 1))\nrescue ArgumentError => ‹t1›\n  note(‹t1›.message)\nend",
    ),
    (1, "‹cost2000›GC.start if at(‹near›)"),
    (
        3,
        "‹cost4000›‹t1› = Class.new { def z(x) = S0 ? x.to_i + 1 : x; alias_method :y, :z }.new\n20.times { |‹t2›| note(‹t1›.z(‹t2›)) }\n9.times { |‹t2›| note(‹t1›.y(‹t2›)) }\n‹t1› = nil\nGC.start",
    ),
    (
        1,
        "‹cost30000›begin\n  deep(1)\nrescue SystemStackError => ‹t1›\n  note(‹t1›.message)\nend",
    ),
    (2, "change(:integer, ‹small›) if at(‹near›)"),
    (1, "change(:others, ‹small›) if at(‹near›)"),
    (2, "restore if at(‹near›)"),
];

/// What every program begins with.
pub const PRELUDE: &str = r##"$VERBOSE = nil
$sum = 7
$ticks = 0
$g0 = 1
$g1 = 2
alias $g2 $g0

# Takes a value into the checksum.
def note(value) = $sum = ($sum * 31 + value.inspect.sum) & 0xffffffff

def show(label) = puts("#{label}: #{$sum}")

# Notes an exception with the innermost line in a method of the program's or at
# its top; of the core's methods Ruby gives other lines.
def oops(error)
  line = error.backtrace.to_a.find { |entry| entry.match?(/^fuzz\.rb:.*(#[wf]\d|<main>)/) }
  # Which of two is compared with the other hangs in CRuby on whether `max` is asked
  # of a literal, and which symbols are shown on how they were made.
  message = error.message.gsub(/0x\h{16}/, "0x").gsub(/comparison of .* failed/, "comparison failed")
  note([error.class, message, line])
end

# True at the n-th time that this is asked.
def at(n) = ($ticks = $ticks.succ) == n

def poke(binding, name, value) = binding.local_variable_set(name, value)

def deep(n) = n.succ & deep(n.succ)

class E0 < StandardError; end
class E1 < E0
  def message = "E1(#{super})"
end
class E2 < ArgumentError
  def initialize(text = "none") = super("E2 #{text}")
end

S0 = Struct.new(:x, :y)"##;

/// Fills the stack; no program for modes that look at all of it again and again.
pub const DEEP: &str = "  deep(1)\n";
/// What a call of [`CHANGES`] looks like.
pub const CHANGED: &[&str] = &["change(:"];

/// Operators that a program changes and puts back.
pub const CHANGES: &str = r##"def change(of, which) = of == :integer ? change_integer(which) : change_others(which)

class Integer
  # Another result, unless one is near 0 or the numbers are large: those are what
  # loops count with, and what the core may add by calling a method.
  def kept_odd(result, other)
    return result unless Integer === other && other.abs > 2
    [self, other, result].all? { |x| x.bit_length < 62 } ? result ^ 1 : result
  end
end

def change_integer(which)
  Integer.class_eval do
    case which
    when 0, 1
      alias_method :kept_plus, :+ unless method_defined?(:kept_plus)
      def +(other) = kept_odd(kept_plus(other), other)
    when 2
      alias_method :kept_minus, :- unless method_defined?(:kept_minus)
      def -(other) = kept_odd(kept_minus(other), other)
    when 3
      alias_method :kept_times, :* unless method_defined?(:kept_times)
      def *(other) = kept_odd(kept_times(other), other)
    when 4
      alias_method :kept_over, :/ unless method_defined?(:kept_over)
      def /(other) = Integer === other ? kept_over(other) ^ 1 : kept_over(other)
    when 5
      alias_method :kept_same, :== unless method_defined?(:kept_same)
      def ==(other) = Integer === other && other.kept_same(5) ? false : kept_same(other)
    when 6
      alias_method :kept_bit, :[] unless method_defined?(:kept_bit)
      def [](n) = n.succ
    else
      alias_method :kept_succ, :succ unless method_defined?(:kept_succ)
      def succ = kept_succ
    end
  end
end

def change_others(which)
  case which
  when 0, 1
    Float.class_eval do
      alias_method :kept_plus, :+ unless method_defined?(:kept_plus)
      def +(other) = -kept_plus(other)
    end
  when 2, 3
    Array.class_eval do
      alias_method :kept_at, :[] unless method_defined?(:kept_at)
      def [](*at) = kept_at(*at) || 77
    end
  when 4
    String.class_eval do
      alias_method :kept_same, :== unless method_defined?(:kept_same)
      def ==(other) = !kept_same(other)
    end
  when 5
    Hash.class_eval do
      alias_method :kept_at, :[] unless method_defined?(:kept_at)
      def [](key) = kept_at(key) || 78
    end
  else
    NilClass.class_eval do
      def +(other) = other
      def nil? = $g1.odd?
    end
  end
end

def restore
  {Integer => {kept_plus: :+, kept_minus: :-, kept_times: :*, kept_over: :/, kept_same: :==, kept_bit: :[]},
   Float => {kept_plus: :+}, Array => {kept_at: :[]}, String => {kept_same: :==}, Hash => {kept_at: :[]}}.each do |of, names|
    names.each { |kept, name| of.alias_method(name, kept) if of.method_defined?(kept) }
  end
end"##;

/// What the classes of a program have in common.
pub const BASE: &str = r##"  include Comparable
  include Enumerable
  attr_accessor :a, :b
  def <=>(other) = other.is_a?(C0) ? a.to_i <=> other.a.to_i : nil
  def +(other) = a.to_i + other.to_i
  def [](index) = a.to_i ^ index.to_i
  def coerce(other) = [other, a.to_i]
  def to_i = a.to_i & 1023
  def inspect = "#<#{self.class.name} #{a.inspect}>"
  def to_s = "#{self.class.name}:#{@s}"
  def each
    return to_enum(:each) unless block_given?
    yield a.to_i & 15
    yield 2
    yield a.to_i & 3 if a.to_i.odd?
    self
  end
  def a_and(x) = x.is_a?(Integer) && x.even? ? yield(x & 255) : a.to_i
  def method_missing(name, *args)
    name.start_with?("missing") ? args.first.to_i & 0xffff : super
  end
  def respond_to_missing?(name, all = false) = name.start_with?("missing") || super"##;
