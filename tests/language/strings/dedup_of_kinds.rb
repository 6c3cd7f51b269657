# `-string`: those of a subclass, or with instance variables, stay what they are.
class Text < String; end
frozen = Text.new("a").freeze
p (-frozen).equal?(frozen), (-frozen).class
fresh = Text.new("b")
p (-fresh).equal?(fresh), (-fresh).class, (-fresh).frozen?, fresh.frozen?
marked = +"c"
marked.instance_variable_set(:@mark, 1)
marked.freeze
p (-marked).equal?(marked), (-marked).instance_variables
plain = "d".dup.freeze
p(-plain == plain, (-plain).frozen?)
p "e".freeze.equal?(-"e")

# The library's own strings do not ask for a `freeze` that a program defines.
class String
  def freeze = :mine
end
p "f".freeze, true.to_s, nil.inspect, false.to_s
