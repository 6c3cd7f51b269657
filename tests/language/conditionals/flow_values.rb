def v(x) = x
p v(if true then 1 else 2 end), v((1; 2)), v(begin 3 end), v((x = 5)), x
p [if true then 1 end, unless true then 2 end, while false do end, (until true do end)]
p (def m1 = 1), (def self.m2 = 2), (class K; 42; end), (module L; :in_module; end), (class K2; end)
p (alias m3 m1), (undef m3)
p (begin; 1; rescue; 2; else; 3; ensure; 4; end), (begin; raise; rescue; 2; ensure; 4; end)
p [1, 2].each { }.size, (a = b = 3), (a, b = 1, 2), (a += 1), (c ||= 9), (@d = 1), ($e = 2)
p (while true do break 5 end), (loop do break end), (1.times { break 6 })
p (x and nil), (x or 1), (not x), ()
p (puts), (print), p
h = { a: (puts "ev"; 1) }
p h
def empty; end
p empty
def multi = return 1, 2
p multi
def last_if(x)
  if x
    :yes
  end
end
p last_if(true), last_if(false)
p "#{if true then "in" end}#{"x" unless true}"
def ens
  1
ensure
  2
end
p ens
