# frozen_string_literal: true
p "a".frozen?, "a#{1}".frozen?, 'b'.frozen?, %q(c).frozen?, <<~A.frozen?, "a".equal?("a")
  x
A
begin
  "abc" << "d"
rescue FrozenError => e
  p e.message, e.receiver
end
p String.new("a").frozen?, "a".dup.frozen?, (+"a").frozen?, (-"a").frozen?
def lit = "same"
p lit.equal?(lit)
p :"a#{1}".frozen?, `true`.frozen?, %w[a][0].frozen?, { "k" => 1 }.keys[0].frozen?
