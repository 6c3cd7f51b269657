# shareable_constant_value: what constants hold is frozen, deeply.
A = [1, "a"]
p A.frozen?, A[1].frozen?
# shareable_constant_value: literal
B = [1, "b", { k: "v", "s" => ["deep"] }]
p B.frozen?, B[1].frozen?, B[2].frozen?, B[2][:k].frozen?, B[2]["s"][0].frozen?
C = "str"
p C.frozen?
D = 1..2
p D.frozen?
begin
  E = Object.new
rescue => e
  p e.class, e.message
end
E2 = Object.new.freeze
p E2.frozen?
module M; end
M::F = ["f"]
p M::F.frozen?, M::F[0].frozen?
G ||= ["g"]
p G.frozen?
class K
  # shareable_constant_value: none
  H = ["h"]
  p H.frozen?
end
I = ["i"]
p I.frozen?
# shareable_constant_value: experimental_everything
J = [Object.new, "x".dup]
p J.frozen?, J[0].frozen?, J[1].frozen?
src = ["y".dup]
L = src
p L.equal?(src), src.frozen?, src[0].frozen?
# shareable_constant_value: experimental_copy
src2 = ["z".dup]
N = src2
p N.equal?(src2), src2.frozen?, N.frozen?, N[0].frozen?
x = ["local"]
p x.frozen?
# shareable_constant_value: none
O = ["o"]
p O.frozen?
