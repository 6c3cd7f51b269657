# What is wrong with patterns.
def attempt(source, *args)
  Regexp.new(source, *args)
  puts "#{source.inspect} is fine"
rescue RegexpError => error
  puts "#{source.inspect}: #{error.message}"
end

[
  "(", ")", "a)", "(a", "(?", "(?i", "(?i:a", "(?z)", "(?-a)", "(?", "(?)", "(?#a", "(?<>a)", "(?<1>a)", "(?<a", "(?<a>",
  "*", "+a", "?", "a|*", "(*)", "{2}", "a{3,1}", "a{100001}", "x{,100001}",
  "[", "[a", "[]", "[^]", "[b-a]", "[a-\\d]", "[\\d-a]", "[[:foo:]]", "[[:alpha:]", "[\\x]",
  "\\", "\\x", "\\xg", "\\u", "\\u12", "\\u{}", "\\u{110000}", "\\u{61", "\\ud800", "\\c", "\\C-", "\\M-", "\\400",
  "\\1", "(a)\\2", "\\k<1>", "\\k<x>", "\\k<", "(a)\\k<-2>", "\\g<1>", "\\g<x>", "(?<a>.)(?<a>.)\\g<a>",
  "(?<a>.)\\1", "(?<a>.)?(?(1)b)", "(?(1)a)", "(a)(?(1)a|b|c)", "(?(<n>)a)",
  "(?<=a*)b", "(?<=a|b+)c", "(?<!(a))b", "(?<=a(?=b))c", "(?<=\\R)a", "(?<=(?:a|bc))d",
  "\\p{foo}", "\\p{", "\\p{Script=Greek}", "\\xC3", "\\xff", "\\xC3a",
  "(?<a>\\g<a>)", "(?<a>\\g<b>)(?<b>\\g<a>)", "(?P<a>b)",
  "(?<=a|bc)d", "(?<!a|bc)d", "[a&&]", "a{2}{3}", "(?<a-b>c)", "()", "(|a)",
].each { |source| attempt(source) }

begin
  Regexp.new("\xff")
rescue RegexpError => error
  p error.message
end
begin
  open = "("
  /#{open}/
rescue RegexpError => error
  p error.message
end
p RegexpError.superclass, Regexp::TimeoutError.superclass
