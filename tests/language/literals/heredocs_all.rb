# Heredocs of every kind.
name = "world"
puts <<A
plain #{name}
  indented
A
puts <<-B
dash #{1 + 1}
  kept
  B
puts <<~C
  squiggly #{name}
    two more
  back
C
puts <<'D'
raw #{name} \n \t
D
puts <<~'E'
    raw squiggly #{name}
      deeper \n
E
puts <<"F"
quoted #{name}\ttab
F
puts <<~"G G"
  with a space in the mark
G G
p <<~H
  one

    two
   
  three
H
p <<~I
	tab
	  tab and two
I
p <<~J
    #{name} first
  second #{name}
      third
J
p <<~K
  #{"  inner"}
    x
K
p <<~L
  a\
  b
  c \
    d
L
p <<~M
  \  escaped space
    \tescaped tab
M
def two(a, b) = p(a, b)
two(<<X, <<~Y)
first
X
  second
Y
p [<<~ONE, 2, <<~THREE].map(&:to_s)
  one
ONE
  three
THREE
p <<~A.lines.map(&:chomp), "after"
  x
  y
A
p(<<~OUTER)
  outer #{<<~INNER.strip} end
    inner #{name}
  INNER
  more
OUTER
h = { a: <<~V1, b: <<~V2 }
  1
V1
  2
V2
p h
p <<~EMPTY
EMPTY
p <<~BLANK

BLANK
x = <<~T.upcase + "!"
  shout
T
p x
p "a" "b" 'c' "#{name}" "d"
p "line one
line two"
p <<~S.then { |s| s * 2 }
  twice
S
p <<~Q
  'single' "double" \"escaped\" \\ \#{no} #name @iv $0x
Q
@iv = 1
$gv = 2
p "#@iv #$gv #{@iv}"
class Vars
  @@cv = 3
  def self.show = "#@@cv"
end
p Vars.show
p <<~EOS.encoding, <<~'EOS2'.frozen?
  é
EOS
  x
EOS2
puts <<~`SH`
  echo from the shell
SH
