# Operators at the edges of small and big integers, mixed with floats and rationals; division by zero.
require_relative "../lib/check"

MAX = 2**62 - 1
NUMBERS = { "0" => 0, "1" => 1, "-1" => -1, "7" => 7, "-7" => -7, "max" => MAX, "-max-1" => -MAX - 1, "2**64" => 2**64, "-2**64" => -2**64, "2.5" => 2.5, "-0.0" => -0.0 }.freeze
%i[+ - * / % ** <=> divmod fdiv remainder].each do |operator|
  NUMBERS.each do |name, a|
    others = operator == :** ? NUMBERS.slice("0", "1", "-1", "7", "2.5") : NUMBERS
    check("#{name} #{operator}") do
      others.map do |_, b|
        next :complex if operator == :** && a < 0 && b == 2.5

        a.public_send(operator, b)
      rescue StandardError => e
        e.class
      end
    end
  end
end
%i[& | ^ << >> [] ==].each do |operator|
  NUMBERS.each do |name, a|
    check("#{name} #{operator}") do
      [0, 1, -1, 62, 64, -64, 2**64].map do |b|
        operator == :<< && b == 2**64 ? :skipped : a.public_send(operator, b)
      rescue StandardError => e
        e.class
      end
    end
  end
end
NUMBERS.reject { |_, n| n.is_a?(Float) }.each do |name, n|
  check("#{name} unary") { [-n, +n, ~n, n.abs, n.succ, n.pred, n.bit_length, n.zero?, n.positive?, n.negative?, n.even?, n.odd?, n.hash == n.hash] }
  check("#{name} text") { [n.to_s, n.to_s(2), n.to_s(36), n.inspect, n.to_f, n.digits.size] rescue $!.message }
  check("#{name} rounding") { [n.round(-1), n.floor(-1), n.ceil(-1), n.truncate(-1), n.round(-20), n.floor(1)] }
  check("#{name} types") { [n.integer?, n.class, n.to_i, n.to_r, n.size > 0, n.frozen?] }
end
check("rounding half") { [5, 15, 25, -5, -15].map { |n| [n.round(-1), n.round(-1, half: :even), n.round(-1, half: :down)] } }
check("rounding half wrong") { 5.round(-1, half: :odd) }
check("pow with a modulus") { [3.pow(100, 7), 3.pow(-1), 2.pow(2**64, 5), 3.pow(0, 1)] }
check("pow with a bad modulus") { 3.pow(2, 0) }
check("pow of a float modulus") { 3.pow(2, 1.5) }
check("negative exponent") { [2**-1, 2**-2, (-2)**-3, (2**70)**-1] }
check("zero to a negative power") { 0**-1 }
check("isqrt") { [Integer.sqrt(0), Integer.sqrt(24), Integer.sqrt(10**40), (Integer.sqrt(-1) rescue $!.class)] }
check("gcd and lcm") { [12.gcd(18), -12.gcd(18), 0.gcd(5), (2**70).gcd(2**65), 4.lcm(6), 0.lcm(5), 12.gcdlcm(18)] }
check("gcd wrong") { 1.gcd(1.5) }
check("digits") { [0.digits, 1234.digits, 1234.digits(100), (10**20).digits.size] }
check("digits wrong") { 5.digits(1) }
check("bit reference") { [5[0], 5[1], 5[2], -1[100], 5[0, 2], 0b11110000[4, 4], 0b1010[1..2], (2**64)[64]] }
check("chr") { [65.chr, 255.chr, 0x3042.chr("UTF-8"), (256.chr rescue $!.message), (-1.chr rescue $!.message)] }
check("ord") { [5.ord, 5.times.to_a, 5.clamp(1, 3), 5.between?(1, 5)] }
check("coerce") { [1.coerce(2), 1.coerce(2.5), 1.5.coerce(2), (1.coerce("x") rescue $!.message), 1.coerce("2.5")] }
check("Integer()") { [Integer("0x1f", 16), Integer("0b11"), Integer("0o17"), Integer("017"), Integer(" 42 "), Integer("1_000"), Integer("-5"), Integer("z", 36), Integer(5.9), Integer("7", exception: false)] }
check("Integer() wrong") { ["", "1__0", "_1", "0x", "1.5", "9z", "1 2", "0b2"].map { |s| Integer(s, exception: false) } }
check("Integer() of nil") { Integer(nil) }
check("Integer() of nan") { Integer(Float::NAN) }
check("to_i") { ["12abc", "abc", "0x1f", "  7", "1_0", "-", "+5", "1e3"].map(&:to_i) }
check("to_i with a base") { [["ff", 16], ["zz", 36], ["12", 2], ["0b11", 2], ["0x1f", 16], ["077", 8], ["9", 8]].map { |s, b| s.to_i(b) } }
check("ceildiv") { [7.ceildiv(2), -7.ceildiv(2), 7.ceildiv(-2)] }
check("upto, downto, step") { [1.upto(3).to_a, 3.downto(1).to_a, 1.step(6, 2).to_a, 5.upto(1).to_a, 1.upto(2.5).to_a] }
check("upto wrong") { 1.upto("x") { } }
check("nobits, anybits, allbits") { [6.allbits?(2), 6.anybits?(1), 6.nobits?(1)] }
check("comparisons with others") { [1 == "1", 1 != nil, 1.eql?(1.0), 1.equal?(1), 1 === 1.0] }
check("< wrong") { 1 < nil }
check("+ wrong") { 1 + "1" }
check("+ nil") { 1 + nil }
check("& float") { 1 & 1.5 }
check("& nil") { 1 & nil }
check("<< float") { 1 << 1.5 }
check("* string") { 2 * "ab" }
check("character literals") { [?a, ?\n, ?\u3042, ?\s, ?\C-a.ord, ?\M-a.bytes] }
check("assignment forms") { x = 5; x += 1; x -= 2; x *= 3; x **= 2; x /= 5; x %= 7; x |= 8; x &= 12; x ^= 1; x <<= 3; x >>= 1; x ||= 9; x &&= x + 1; x }
check("precedence") { [2 + 3 * 4, 2**3**2, -2**2, 10 - 4 - 3, 100 / 10 / 2, 1 + 2 << 3, 5 & 3 | 4, 1 < 2 == true, !true == false, 7 % 4 * 2] }
