# svm: stdin one\ntwo\n\n\nthree four\nüx\nlast
# Reading standard input in pieces, characters, bytes and paragraphs.
require_relative "../lib/check"

check("eof? at first") { $stdin.eof? }
check("getc") { [$stdin.getc, $stdin.getc] }
check("the rest of the line") { [$stdin.gets, $stdin.lineno, $.] }
check("ungetc") { $stdin.ungetc("x"); $stdin.gets("") }
check("a limit") { [$stdin.gets(3), $stdin.gets(3, chomp: true)] }
check("a separator") { $stdin.gets("r") }
check("read(n)") { [$stdin.read(2), $stdin.read(0)] }
check("bytes") { [$stdin.getbyte, $stdin.readbyte] }
check("a character") { $stdin.readchar }
check("each_char") { $stdin.each_char.first(2) }
check("the rest") { $stdin.read }
check("at the end") { [$stdin.read, $stdin.read(1), $stdin.getc, $stdin.gets, $stdin.eof?] }
check("readline") { $stdin.readline }
check("readbyte") { $stdin.readbyte }
check("each_line") { $stdin.each_line.to_a }
