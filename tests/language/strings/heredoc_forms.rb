def show(*a) = a.each { |x| p x }
show(<<A, <<~B, <<-C, "last")
raw
  indented
A
  squiggly
    deeper
  B
  dash
  C
x = [<<~ONE.strip, <<~'TWO'.upcase].join("|")
  one #{1 + 1}
ONE
  two #{no}
TWO
p x
p(<<~E.lines.map(&:chomp).reject(&:empty?))
  a

  b
E
h = { text: <<~T, other: 1 }
  in hash
T
p h
s = <<~"Q" + "tail"
  q "quotes" and 'single' \t tab
Q
p s
p <<~X
    four
  two
      six
X
def m(a, b:) = [a, b]
p m(<<~P, b: 2)
  para
P
p <<~EMPTY
EMPTY
y = <<~OUTER
  before #{<<~INNER.chomp} after
    inner
  INNER
  end
OUTER
p y
