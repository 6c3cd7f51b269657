name = "world"
a = <<EOS
plain #{name}
  keeps indent
EOS
puts a
b = <<~EOS
  squiggly #{name}
    two more
  back
EOS
puts b
c = <<-'EOS'
    raw #{name} \n
    EOS
puts c
puts(<<~ONE + <<~TWO)
  first
ONE
  second
TWO
puts [<<~A, <<~B].inspect
  a
A
  b
B
d = <<~EOS.lines.map(&:strip).join(",")
  x
  y
EOS
puts d
e = <<~EOS

  blank above

    and inside
EOS
p e
p <<~EOS
  tab\there \
  joined
  #{1 + 1}
EOS
p <<~"Q", <<~'R'
  a\tb
Q
  a\tb
R
