p %w[], %w[one], %w[a
b
c], %i[], %w[#{x} \#y a\\b]
x = "dyn"
p %W[#{x}1 #{x} #{x}2 pre#{x}post a#{1 + 1}b], %I[#{x}_sym plain]
p %(a (nested (deep)) b), %[x [y] z], %{#{x} {}}, %<a <b> c>
p %q{single #{x}}, %Q{double #{x}}, %s(symbol here)
puts %{multi
line #{x}}
