# Heredocs: kinds, quotes, indentation, blank lines, tabs, interpolation, escapes, several on a line.
require_relative "../lib/check"

x = "X"
check("plain") { <<A }
  keeps #{x} indent\tand tab
A
check("dash") { <<-A }
  keeps indent
  A
check("squiggly") { <<~A }
  removes
    the common
  indent
A
check("single quotes") { <<'A' }
raw #{x} \n \t \\ '
A
check("squiggly single quotes") { <<~'A' }
  raw #{x} \n
    more
A
check("double quotes") { <<"A B" }
a name with spaces #{x}
A B
check("no newline characters inside") { <<~A.inspect }
A
check("blank lines do not count") { <<~A }
    a

      b
  
    c
A
check("whitespace-only lines keep the rest") { <<~A.inspect }
    a
      
    b
A
check("tabs count to eight") { <<~A.inspect }
	tab
        eight spaces
A
check("tab after spaces") { <<~A.inspect }
    	spaces and tab
    spaces
A
check("interpolation at the margin") { <<~A }
  #{x} first
    #{x} second
A
check("interpolation that holds spaces") { <<~A.inspect }
  #{"   "}kept
    more
A
check("interpolation is not dedented") { <<~A.inspect }
    #{"a\n  b"}
  c
A
check("escaped newline") { <<~A.inspect }
  one \
  two
A
check("escaped newline, raw") { <<~'A'.inspect }
  one \
  two
A
check("escapes at the margin") { <<~A.inspect }
  \ta
    \tb
A
check("escaped space counts as text") { <<~A.inspect }
  \  a
    b
A
check("backslash n is text of the line") { <<~A.inspect }
  a\nb
  c
A
check("unicode escapes") { <<~A }
  \u3042 \u{41 42} \x41 \101 \e[0m
A
check("hash signs") { <<~A }
  # #a # $ #1 \#{x} #
A
check("nested heredoc") { <<~OUTER }
  before #{<<~INNER.strip} after
    inner #{x}
  INNER
  end
OUTER
check("nested with the same name") { <<~A }
  a #{<<~A.chomp} b
    c
  A
  d
A
check("two on a line") { [<<~A, <<~B] }
  first
A
  second
B
check("two with interpolation") { [<<~A + "-", <<~'B'] }
  #{x}
A
  #{x}
B
check("as an argument with more after it") { [<<~A.length, 5, x] }
  five
A
check("method chain on the next line") do
  <<~A
    b
    a
  A
    .lines
    .sort
    .join
end
check("in a hash") { { a: <<~A, b: 1 } }
  value
A
check("in an array") { [1, <<~A, 3] }
  two
A
check("in parentheses") { (<<~A) }
  inside
A
check("with a block") { <<~A.each_line.map { |l| l.chomp.reverse } }
  ab
  cd
A
check("with format") { <<~A % [1, "s"] }
  %03d %s
A
check("concatenated literals") { "a" "b" + <<~A }
  c
A
check("adjacent heredoc and string") { <<~A "tail" }
  head
A
check("in interpolation") { "[#{<<~A.chomp}]" }
  text
A
check("in a ternary") { true ? <<~A : <<~B }
  yes
A
  no
B
check("with a rescue modifier") { (Integer(<<~A) rescue "not a number") }
  twelve
A
check("as a default argument") { def heredoc_default(a = <<~A) = a; heredoc_default }
  default
A
check("as a receiver") { <<~A.upcase == "ABC\n" }
  abc
A
check("symbol array of lines") { <<~A.split.map(&:to_sym) }
  a b
  c
A
check("terminator in the text") { <<~END }
  END of the line
  xEND
  ENDx
END
check("indented terminator") { <<~A }
  text
      A
check("carriage returns") { eval("<<A\r\ntext\r\nA\r\n").inspect }
check("at the end without newline") { eval("<<A\ntext\nA").inspect }
check("backticks") { eval("<<~`A`\n  echo hi\nA\n") }
check("unterminated") { eval("<<A\ntext\n") }
check("space after <<") { a = [1]; b = 2; a << b }
check("encoding") { [<<~A.encoding, <<~B.frozen?] }
  é
A
  b
B
check("line numbers inside") { [<<~A, __LINE__] }
  #{__LINE__}
A
check("empty lines at both ends") { <<~A.inspect }

  a

A
check("only interpolation") { <<~A.inspect }
  #{nil}
A
check("numbered text") { <<~A.lines.each_with_index.map { |l, i| "#{i}#{l.chomp}" } }
  a
  b
A
check("__END__ inside") { <<~A }
  __END__
A
check("comment after the opening") { <<~A } # a comment
  text # not a comment
A
check("dedent of different lines by quotes") { [<<~"A", <<~'B'].map(&:size) }
    #{1}
      two
A
    #{1}
      two
B
