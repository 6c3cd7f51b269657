p "a,b,c".split(","), "a b  c ".split, " a  b ".split(" "), "abc".split(""), "a,b,,c,,".split(","), "a,b,,c,,".split(",", -1)
p "a,b,c".split(",", 2), "".split(","), "".split(",", -1), "abc".split("x"), "a--b--c".split("--"), ",a".split(",")
p "a b c".split(" ", 2), "  a  b c".split(" ", 2), "a b c".split(nil)
p %w[a b c].join, %w[a b c].join("-"), [1, [2, [3]]].join(","), [].join(","), [nil, 1, :s].join("|")
p "a\nb\nc".lines, "a\nb\n".lines, "".lines, "a\n\nb".lines, "a\nb".each_line.map(&:chomp), "a\nb\n".lines(chomp: true), "a-b".lines("-")
p "hello world".partition(" "), "a.b.c".partition("."), "a.b.c".rpartition("."), "abc".partition("x"), "abc".rpartition("x")
p "a,b;c".tr(",;", "  ").split
"x y".split { |w| print w, "." }
puts
"a\nb".each_line { |l| p l }
begin
  [1, Object].join(3)
rescue TypeError => e
  puts e.message
end
r = [1, 2]
r << r
begin
  r.join
rescue ArgumentError => e
  puts e.message
end
