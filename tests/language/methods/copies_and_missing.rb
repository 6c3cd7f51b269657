# Method objects that `method_missing` answers for, and copies with variables.

class Ghost
  def respond_to_missing?(name, all) = name.start_with?("ghost")

  def method_missing(name, *rest) = name.start_with?("ghost") ? [name, *rest] : super
end

ghost = Ghost.new
one = ghost.method(:ghost_one)
p one == ghost.method(:ghost_one), one == ghost.method(:ghost_two)
p one.call(1), one.eql?(ghost.method(:ghost_one))

plain = "text".method(:upcase)
plain.instance_variable_set(:@note, 1)
[plain.dup, plain.clone, plain.freeze.clone, plain.unbind.dup].each do |copy|
  p [copy.instance_variables, copy.frozen?, copy.class]
end
