p (1..30).map { |i| i % 15 == 0 ? "FizzBuzz" : i % 5 == 0 ? "Buzz" : i % 3 == 0 ? "Fizz" : i }.join(" ")
def collatz(n) = n == 1 ? [1] : [n, *collatz(n.even? ? n / 2 : 3 * n + 1)]
p collatz(6), (1..30).max_by { |i| collatz(i).size }
def roman(n) = { 1000 => "M", 900 => "CM", 500 => "D", 400 => "CD", 100 => "C", 90 => "XC", 50 => "L", 40 => "XL", 10 => "X", 9 => "IX", 5 => "V", 4 => "IV", 1 => "I" }.inject(+"") { |s, (v, r)| s << r * (n / v); n %= v; s }
p [1, 4, 9, 14, 40, 90, 400, 1994, 2024, 3999].map { |n| roman(n) }
pascal = [[1]]
6.times { pascal << [1, *pascal.last.each_cons(2).map(&:sum), 1] }
pascal.each { |r| puts r.join(" ").center(20).rstrip }
p (2..500).select { |n| (1..n / 2).sum { |d| n % d == 0 ? d : 0 } == n }
p (100..999).select { |n| n.digits.sum { |d| d**3 } == n }
def hanoi(n, a = :a, b = :b, c = :c) = n == 0 ? [] : hanoi(n - 1, a, c, b) + [[a, c]] + hanoi(n - 1, b, a, c)
p hanoi(3), hanoi(10).size
def digital_root(n) = n < 10 ? n : digital_root(n.digits.sum)
p digital_root(987654321), 2**1000.digits.size.class.to_s.size, (2**1000).digits.sum, (1..100).inject(:*).digits.sum, (1..100).sum**2 - (1..100).sum { |i| i * i }
def factors(n, d = 2) = n == 1 ? [] : n % d == 0 ? [d, *factors(n / d, d)] : d * d > n ? [n] : factors(n, d + 1)
p factors(360), factors(97), factors(600851475143), factors(2**20)
a, b = 0, 1
a, b = b, a + b until a.to_s.size >= 100
p a
p 255.to_s(2), "11111111".to_i(2), 255.to_s(16), (0..15).map { |i| i.to_s(2).rjust(4, "0") }.join(" ")
