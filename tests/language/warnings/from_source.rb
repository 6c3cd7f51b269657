# Warnings that the parser and the compiler give: texts, lines, and when they are silent.
require_relative "../lib/check"

class Capture
  attr_reader :text

  def initialize = @text = +""
  def write(*parts) = parts.each { |s| @text << s.to_s }
end

# What is written to standard error while the block runs.
def stderr(verbose: $VERBOSE)
  saved, $stderr = $stderr, Capture.new
  saved_verbose, $VERBOSE = $VERBOSE, verbose
  yield
  $stderr.text
ensure
  $stderr = saved
  $VERBOSE = saved_verbose
end

def from_eval(source, verbose: true) = stderr(verbose:) { eval(source, TOPLEVEL_BINDING.dup, "code.rb", 1) }

check("constant reassigned by text") { from_eval("REASSIGNED = 1\nREASSIGNED = 2") }
check("method redefined") { from_eval("def redefined = 1\ndef redefined = 2") }
check("method redefined, not verbose") { from_eval("def redefined2 = 1\ndef redefined2 = 2", verbose: false) }
check("method redefined by define_method") { from_eval("class Redefined; define_method(:m) { }; define_method(:m) { }; end") }
check("attribute redefined") { from_eval("class Redefined2; attr_reader :m; attr_reader :m; end") }
check("alias then redefine is silent") { from_eval("class Redefined3; def m = 1; alias old m; def m = 2; end") }
check("unused variable") { from_eval("def unused; x = 1; end") }
check("unused variable with an underscore") { from_eval("def unused2; _x = 1; end") }
check("unused literal") { from_eval("1\n2") }
check("unused string") { from_eval("'a'; 2") }
check("unused expression ==") { from_eval("x = 1; x == 2; 3") }
check("duplicate key") { from_eval("{ a: 1, a: 2 }") }
check("duplicate when") { from_eval("case 1 when 1 then 2 when 1 then 3 end") }
check("string literal in a condition") { from_eval("if 'a' then 1 end") }
check("assignment in a condition") { from_eval("if x = 1 then x end") }
check("regexp in a condition") { from_eval("if /a/ then 1 end") }
check("range in a condition") { from_eval("if 1..2 then 1 end") }
check("unreachable") { from_eval("def unreachable; return 1; 2; end") }
check("ambiguous first argument") { from_eval("p -1 if false") }
check("ambiguous splat") { from_eval("puts *[] if false") }
check("ambiguous slash") { from_eval("x = 1; puts /x/ if false") }
check("& as argument prefix") { from_eval("[1].map &:to_s") }
check("shadowing is silent") { from_eval("x = 1; [2].each { |x| x }") }
check("mismatched indentation") { from_eval("def indented\n  1\n  end") }
check("... at the end of a line") { from_eval("x = (1...\n); x") }
check("numbered reference too big") { from_eval("$99999999999") }
check("END in a method") { from_eval("def with_end; END { }; end") }
check("float out of range") { from_eval("1e999") }
check("block is ignored") { from_eval("def ignores = 1\nignores { 2 }", verbose: true) }
check("it and _1") { from_eval("def it = 1\n[1].each { it }") }
check("unused block argument is silent") { from_eval("[1].each { |x| 1 }") }
check("frozen_string_literal comment in the wrong place") { from_eval("1.to_s\n# frozen_string_literal: true\n2.to_s") }
