# Complex numbers: literals, making, arithmetic, conversion.
def try
  p yield
rescue StandardError => e
  p [e.class, e.message]
end

p 2i, 1.5i, 3ri, 1.5ri, -2i, 0x10i, 1_0i, 2i.frozen?
p Complex.polar(2), Complex.polar(2, 0), Complex.polar(2, Math::PI / 4), Complex.polar(-2, 1)
p Complex.polar(2.0, Math::PI), Complex.polar(1, Math::PI / 2)
p Complex(1, 2)**2, Complex(1, 2)**-2, Complex(0, 0)**2, Complex(1, 2)**0, Complex(1.5, 2)**3
p (Complex(1, 2)**0.5).abs.round(10), (2**1i).abs.round(10)
try { Complex(0, 0)**-1 }
p Complex(1, 2) / 2, Complex(1, 2) / Complex(3, 4), Complex(1, 2) / 2.0, Complex(1.0, 2) / Complex(3, 4)
p 1 / Complex(3, 4), Complex(1, 2).quo(2), Complex(1, 2).fdiv(2), Complex(4, 2) / 2
try { Complex(1, 2) / 0 }
p Complex(1, 2) / 0.0
p Complex(1, 2) * Complex(3, 4), Complex(1, 2) - 1, 1 - Complex(1, 2), 1.5 * Complex(1, 2), Complex(1, 2) * 1.5r, 2r + 1i
p Complex(3, 4).abs, Complex(3, 4).abs2, Complex(3, 4).arg, Complex(3, 4).polar, Complex(3, 4).rect
p Complex(3, 4).conj, Complex(3, 4).conjugate, Complex(3, 4).real?, 3.real?, Complex(3, 4).real, Complex(3, 4).imaginary
p 3.imag, 3.arg, -3.arg, 3.polar, -3.polar, 3.rect, 3.conj, 3.i, 3.5.abs2, -2.0.arg, 3r.polar
p Complex(1.5, -0.0), Complex(Float::NAN, Float::INFINITY), Complex(1, -Float::INFINITY), Complex(1 / 2r, -1 / 3r)
try { Complex(1, 2).to_i }
try { Complex(1, 2).to_f }
try { Complex(1, 2).to_r }
try { Complex(1, 0.0).to_i }
p Complex(1, 0).to_i, Complex(1.5, 0).to_r, Complex(2, 0).to_f, Complex(2, 3).to_c
p Complex(1, 2).hash == Complex(1, 2).hash, Complex(1, 2).eql?(Complex(1, 2)), Complex(1, 2).eql?(Complex(1.0, 2))
p Complex(1, 2) == Complex(1.0, 2), Complex(1, 0) == 1, 1 == Complex(1, 0), Complex(1, 2) == 1
p Complex(1 / 2r, 1 / 3r).numerator, Complex(1 / 2r, 1 / 3r).denominator
p Complex(1, 2).finite?, Complex(1, Float::INFINITY).infinite?, Complex(1, 2).infinite?
p Complex(1, 2).coerce(3), Complex(1, 2).coerce(1i)
try { Complex(1, 2).coerce("a") }
try { Complex(1, 2) + "a" }
p Complex(1, 2) <=> 1, Complex(1, 0) <=> 2, Complex(2, 0) <=> Complex(1, 0)
try { Complex(1, 2) > 1 }
try { 1i % 2 }
try { 1i.floor }
try { 1i.positive? }
p Complex("1+2i"), Complex("i"), Complex("-i"), Complex("1/2+3.5i"), Complex("3"), Complex(" 2i "), Complex("1e2-1_0i")
p "1+2ix".to_c, "abc".to_c, "3e2-1_0i".to_c, "2i".to_c, "1@0".to_c
try { Complex("1+2ix") }
try { Complex("") }
try { Complex(nil) }
try { Complex(1, nil) }
p Complex("x", exception: false), Complex("1", 2), Complex(1.0, 2r), Complex(1, 2i), Complex(3)
try { Complex.new }
try { Complex.rect(1i) }
p Complex.rect(1, 2), Complex.rectangular(1), Complex::I
try { Complex(1, 2).rationalize }
p Complex(1.5, 0).rationalize(0.1r)
p 3.to_c, 1.5.to_c, nil.to_c, 0.5r.to_c
p 1i**2, -1i, +1i, 1i.integer?, 0i.zero?, 1i.nonzero?, Numeric === 1i
p (-8)**(1.0 / 3), (-8.0)**0.5, (-8)**0.5, (-4)**0.5
p({ 1i => 1 }[1i], [1i, 2i].sum, 1i.to_s, 1i.inspect, "#{1 + 2i}")
p Complex(3, -4).abs, Complex(3, 4) - Complex(3, 4), -Complex(1, -2)
