p "  a b ".strip, "  a ".lstrip, " a  ".rstrip, "\t\n a\0".strip, "xx".strip
p "a\n".chomp, "a\r\n".chomp, "a\n\n".chomp, "abc".chomp("c"), "abc".chomp("x"), "a".chomp, "abc".chop, "".chop, "a\r\n".chop
p "a".ljust(3), "a".rjust(3), "a".center(4), "a".ljust(5, "xy"), "a".rjust(5, "xy"), "a".center(6, "xy"), "abc".ljust(2)
p "5".rjust(3, "0"), "-5".rjust(4, "0")
s = +"  x  "
p s.strip!, s.strip!, s
p s.chomp!, "prefix-name".delete_prefix("prefix-"), "name.rb".delete_suffix(".rb"), "a".delete_prefix("b")
t = +"line\n"
p t.chomp!, t
begin
  "a".center(5, "")
rescue ArgumentError => e
  puts e.message
end
p "日本".ljust(4, "*"), "é".center(3, "-")
