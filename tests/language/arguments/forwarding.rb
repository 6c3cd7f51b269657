# `...`, and anonymous *, ** and &.
require_relative "../lib/check"

def target(*r, **o, &b) = [r, o, b&.call]
def all(...) = target(...)
def lead(a, ...) = target(a, :added, ...)
def twice(...) = [target(...), target(0, ...)]
def with_rest(*) = target(*)
def with_rest_around(*) = target(:first, *, :last)
def with_keys(**) = target(**)
def with_keys_added(**) = target(z: 0, **, y: 1)
def with_block(&) = target(&)
def everything(*, **, &) = target(*, **, &)
def into_array(*) = [*, :end]
def into_hash(**) = { **, last: 1 }
def count(*) = [*].size
def in_send(...) = send(:target, ...)
def in_brackets(...) = Receiver.new.[](...)
def in_super_call(...) = Receiver.new(...)
def nested(*, **)
  inner = target(*, **)
  [inner, target(*)]
end

class Receiver
  attr_reader :given

  def initialize(*given) = @given = given
  def [](*given) = given
  def method_missing(name, ...) = name == :missing ? helper(...) : super
  def respond_to_missing?(...) = false
  def helper(*r, **o) = [:helper, r, o]
end

check("... nothing") { all }
check("... positional") { all(1, 2) }
check("... keywords") { all(k: 1) }
check("... block") { all { :block } }
check("... everything") { all(1, *[2, 3], k: 4, **{ l: 5 }) { :b } }
check("... a hash stays positional") { all({ k: 1 }) }
check("... behind an argument") { lead(1, 2, k: 3) { 4 } }
check("... missing lead") { lead }
check("... used twice") { twice(1) { 2 } }
check("... to send") { in_send(1, k: 2) }
check("... to []") { in_brackets(1, 2) }
check("... to new") { in_super_call(1, 2).given }
check("... in method_missing") { Receiver.new.missing(1, k: 2) }
check("... in method_missing, super") { Receiver.new.absent(1) }
check("*") { with_rest(1, 2) }
check("* with keywords") { with_rest(1, k: 2) }
check("* in the middle") { with_rest_around(1, 2) }
check("* in an array") { into_array(1, 2) }
check("* counted") { count(1, 2, 3) }
check("**") { with_keys(a: 1) }
check("** with more") { with_keys_added(a: 1, y: 2) }
check("** in a hash") { into_hash(a: 1, last: 0) }
check("** refuses positional ones") { with_keys(1) }
check("&") { with_block { 5 } }
check("& nothing") { with_block }
check("all three") { everything(1, a: 2) { 3 } }
check("twice in a body") { nested(1, a: 2) }
check("parameters of ...") { method(:all).parameters }
check("parameters of * ** &") { method(:everything).parameters }
{
  "* outside" => "def x = target(*)", "** outside" => "def x = target(**)", "& outside" => "def x = target(&)",
  "... outside" => "def x = target(...)", "* in a block" => "def x(*) = [1].each { |*| target(*) }",
  "* in a plain block" => "def x(*) = [1].map { target(*) }; x(7)", "... with a block-pass" => "def x(...) = target(&b, ...)",
  "... not last" => "def x(..., a) = 1", "... in a lambda" => "->(...) { }",
}.each do |label, source|
  check(label) do
    eval(source)
  rescue SyntaxError
    :SyntaxError
  end
end
