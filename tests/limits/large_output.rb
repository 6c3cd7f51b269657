3_000.times { |i| puts "line #{i}" }
$stdout.write("tail without newline")
