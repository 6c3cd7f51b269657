# Floats at the edges: special values in every operator, rounding, conversion, printing.
require_relative "../lib/check"

SPECIAL = { "0.0" => 0.0, "-0.0" => -0.0, "1.5" => 1.5, "-2.5" => -2.5, "inf" => Float::INFINITY, "-inf" => -Float::INFINITY, "nan" => Float::NAN, "max" => Float::MAX, "min" => Float::MIN, "eps" => Float::EPSILON }.freeze
%i[+ - * / % ** <=> == divmod].each do |operator|
  SPECIAL.each do |name, a|
    check("#{name} #{operator}") do
      SPECIAL.map do |_, b|
        next :complex if operator == :** && a < 0 && (b.nan? || (b.finite? && b % 1 != 0))

        a.public_send(operator, b)
      rescue StandardError => e
        e.class
      end
    end
  end
end
SPECIAL.each do |name, f|
  %i[to_i to_r round floor ceil truncate abs -@ nan? infinite? finite? zero? positive? negative? to_s next_float prev_float integer?].each do |m|
    check("#{name} #{m}") { f.public_send(m) }
  end
end
check("round digits") { [1.2345.round(2), 1.2355.round(3), 1234.5.round(-2), 0.5.round, 1.5.round, 2.5.round, -0.5.round, -1.5.round, 1e20.round(2), 1.15.round(1), 1.25.round(1), 1.35.round(1)] }
check("round half") { [2.5, 3.5, -2.5, 0.125].map { |f| %i[up down even].map { |h| [f.round(half: h), f.round(2, half: h)] } } }
check("round half wrong") { 2.5.round(half: "x") }
check("floor, ceil digits") { [1.29.floor(1), -1.21.floor(1), 1.21.ceil(1), -1.29.ceil(1), 129.9.floor(-1), 121.1.ceil(-1), 0.1.floor(20), 1.1.ceil(1)] }
check("truncate digits") { [1.29.truncate(1), -1.29.truncate(1), 129.9.truncate(-1)] }
check("round of huge digits") { [1.5.round(400), 1.5.round(-400), 1.5e300.round(2)] }
check("printing") { [1e2, 1e15, 1e16, 123456789.123456789, 1e-4, 1e-5, 0.1 + 0.2, 1.0e23, 5e-324, 1.7976931348623157e308, 100.0, 1e100, -1.0e-10, 4.35, 2.0**70] }
check("to_i of large") { [1e20.to_i, (2.0**70).to_i, -1e19.to_i, 1e15.to_i] }
check("divmod") { [7.5.divmod(2), -7.5.divmod(2), 7.5.divmod(-2), 7.5.modulo(2), -7.5.remainder(2), 7.5.div(2), 7.5.fdiv(2), 7.5.quo(2)] }
check("divmod by zero") { 1.5.divmod(0) }
check("div by zero") { 1.5.div(0.0) }
check("% zero") { (1.5 % 0).nan? }
check("Float()") { [Float("1.5"), Float(" 2 "), Float("1e3"), Float("0x1p3"), Float("1_000.5"), Float(3), Float("-.5", exception: false), Float("1.", exception: false), Float("x", exception: false), Float("", exception: false)] }
check("Float() wrong") { Float("1.5x") }
check("Float() nil") { Float(nil) }
check("to_f") { ["1.5abc", "abc", ".5", "5.", "1e", "1e5", "-0", "0x10", "1_5.2", "  3.5 ", "1e400", "Infinity", "NaN"].map(&:to_f) }
check("literals") { [1.0, 1e3, 1.5e-3, 1E+2, 1_000.5, -0.0, 0.1e1] }
check("equality") { [0.1 + 0.2 == 0.3, 1.0.eql?(1.0), 1.0.eql?(1), 1.0.equal?(1.0), 1.0.hash == 1.0.hash, 0.0 == -0.0] }
check("next and prev") { [1.0.next_float, 1.0.prev_float, 0.0.next_float, Float::MAX.next_float, Float::INFINITY.prev_float] }
check("constants") { [Float::MAX, Float::MIN, Float::EPSILON, Float::DIG, Float::MANT_DIG, Float::MAX_EXP, Float::MIN_EXP, Float::RADIX, Float::MAX_10_EXP] }
check("coerce") { [1.5.coerce(1), 1.5.coerce(2.5), (1.5.coerce(nil) rescue $!.message), 1.5.coerce("2")] }
check("wrong") { 1.5 + nil }
check("wrong string") { 1.5 * "x" }
check("bit operators") { 1.5 & 1 }
check("step") { [1.0.step(2.0, 0.25).to_a, 0.0.step(1.0, 0.1).to_a.last, 1.0.step(0, -0.5).to_a, (0.0..0.5).step(0.2).to_a, 1.0.step(by: 2, to: 5).to_a] }
check("sums") { [[0.1] * 10 == [0.1] * 10, ([0.1] * 10).sum, ([0.1] * 10).inject(:+), [1e100, 1.0, -1e100].sum, [3, 0.1, 0.2].sum, [0.1, 0.2, 0.3].sum] }
check("Math") { [Math.sqrt(2), Math.cbrt(27), Math.hypot(3, 4), Math.sin(1), Math.atan2(1, 2), Math.log(8, 2), Math.log2(8), Math.log10(1000), Math.exp(1), Math::PI, Math.gamma(5), Math.erf(0.5)] }
check("Math wrong") { [-> { Math.sqrt(-1) }, -> { Math.log(-1) }, -> { Math.acos(2) }, -> { Math.sqrt("x") }, -> { Math.sqrt(nil) }].map { |c| c.call rescue [$!.class, $!.message] } }
