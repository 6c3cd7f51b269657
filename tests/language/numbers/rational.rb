# Rational numbers: literals, making, arithmetic, rounding, conversion.
def try
  p yield
rescue StandardError => e
  p [e.class, e.message]
end

p 3r, 1.5r, 0x10r, -3r, 1_000r, 0b11r, 0.125r, 3r.frozen?
p 100000000000000000000000r, 1.00000000000000000001r
p Rational(1, 2) <=> "a", 1r == "a"
try { Rational(7, 2) + "a" }
try { Rational(7, 2) - nil }
try { 1r < "a" }
p Rational(1, 2).coerce(2), Rational(1, 2).coerce(1.5), Rational(1, 2).coerce(1 / 3r), Rational(1, 2).coerce(Complex(1, 2))
try { Rational(1, 2).coerce("a") }
p Rational(7, 2).round, Rational(5, 2).round, Rational(5, 2).round(half: :even), Rational(5, 2).round(half: :down)
p Rational(-5, 2).round, Rational(22, 7).round(2), Rational(2200, 7).round(-2), Rational(22, 7).floor(1)
p Rational(22, 7).ceil(1), Rational(22, 7).truncate(2), Rational(-7, 2).truncate, Rational(-7, 2).floor, Rational(-7, 2).ceil
try { Rational(22, 7).round("a") }
try { Rational(5, 2).round(half: :wrong) }
p 7r.divmod(2), 7.5r.divmod(2r), -7r.divmod(2), 7r % 3, -7r % 3r, 7r.remainder(-3), 7r.div(2), 7r.fdiv(2)
p 7r.quo(2), 7r.modulo(2.5), 7.divmod(2r), 7 / 2r, 7.0 / 2r, 7 <=> 7r, 7 == 7r, 7.0 == 7r, 7r == 7, 7r.eql?(7)
p 7r.hash == 7r.hash, 1.quo(3), 6.quo(3), 1.quo(2.0), 0.5.quo(2)
try { 1r / 0 }
try { 1r % 0 }
p 1r / 0.0, 1r % 0.5
p 2r**3, 2r**-3, 2r**0.5, 4**0.5r, 2r**2r, 0r**0, 2**-2, 2.0**2r, (-1r)**3, 1r**100000000000000000000
try { 0r**-1 }
p Rational(3.7), Rational("2/4"), Rational("1.25"), Rational(6, 4), Rational(-6, -4), Rational(6, -4), Rational(1i * 1i)
p Rational(0.5, 0.25), Rational(" 1/3 "), Rational("1_000/3"), Rational("1e-2"), Rational("-.5", exception: false)
try { Rational(1i) }
try { Rational(1, 0) }
try { Rational("1/0") }
try { Rational("0x10") }
try { Rational("") }
try { Rational("1.2.3") }
try { Rational(nil) }
try { Rational(Object.new) }
try { Rational(Float::NAN) }
try { Rational.new }
try { Rational.allocate }
p Rational("x", exception: false), Rational(nil, exception: false), Rational(1.5), Rational("1.5", 2), Rational(1.5, 2), Rational(3, 2r)
p "1/3.5".to_r, "1.5/3".to_r, "1/-3".to_r, "1e2/3".to_r, " 2 / 3".to_r, "abc".to_r, "0.75x".to_r, "-3".to_r
p 3.to_r, 0.5.to_r, 3.numerator, 0.5.denominator, 3.rationalize
p Rational(311, 100).rationalize(Rational(1, 100)), Rational(-311, 100).rationalize(0.01)
p 7.3.rationalize, 0.3.rationalize, 3.14.rationalize(0.01r), 0.333.rationalize(Rational(1, 100)), 1.5.rationalize, 1e20.rationalize, -0.25.rationalize
p 1r.positive?, -1r.negative?, 0r.zero?, -(1r), +1r, -1.5r.abs, 3r.integer?, 3.7r.to_i, 3.7r.to_f, 3.7r.to_s, 3.7r.inspect
p 1r < 2, 1r > 0.5, 1r >= 1r, 1r.between?(0, 2), 3.5r.clamp(1, 2), [3r, 1.5, 2].sort, [1r, 2].sum, [0.5, 1r].max
p (1..3r).include?(2), 1r.step(2, 0.5r).to_a, 1r.numerator, 0.5r.denominator
p Math.sqrt(4r), Integer(4.5r), Float(1.5r), format("%.2f %d %s", 1.555r, 7 / 2r, 1r)
p Integer === 1r, Numeric === 1r, 5.fdiv(2r), 5.pow(2r), nil.to_r, nil.rationalize
case 1r
when 1 then p :equal
end
p({ 1r => :a }[1r], { 1 => :b }[1r], { 1r => 1 }.key?(2 / 2r))
p (1 / 3r) + (1 / 6r), (1 / 3r) - (1 / 3r), (2 / 3r) * 3, (2 / 3r) / (4 / 3r), 3 * (1 / 3r), 1 - (1 / 3r), 1.5 + 1r, 2**(1 / 2r)
p Rational(1, 3).to_f, Rational(10**30, 3).to_f, Rational(1, 10**30).to_f, (10**30).to_r
