# svm: args lib/argf_a.txt lib/argf_b.txt
# ARGF: the files that ARGV names one after the other.
require_relative "../lib/check"
A, B, C = %w[a b c].map { "lib/argf_#{_1}.txt" }

def files(*names)
  ARGV.replace(names)
  ARGF
end

check("itself") { [ARGF, ARGF.to_s, $<.equal?(ARGF), ARGF.argv, ARGF.lineno] }
check("its class") { [ARGF.class.to_s, ARGF.class.ancestors[1]] }
check("gets") { [ARGF.gets, $_, ARGF.lineno, $., ARGF.filename, $FILENAME, ARGF.file.class, ARGV] }
check("Kernel#gets") { [gets, ARGF.eof?, ARGF.filename] }
check("the next file") { [gets, $., ARGF.file.lineno, ARGF.path] }
check("readline") { [readline, ARGF.eof?] }
check("the end") { [ARGF.gets, gets] }
check("readline at the end") { ARGF.readline }
check("Kernel#readlines") { files(A, B); [readlines, $.] }
check("read") { files(A, B).read }
check("read again") { ARGF.read }
check("gets(nil)") { files(A, C).gets(nil) }
check("paragraphs") { [ARGF.gets(""), ARGF.gets("", chomp: true), ARGF.gets(2)] }
check("the rest") { ARGF.each_line.to_a }
check("numbers") { ARGF.lineno = 0; files(A, B).each_line.map { |line| [line, ARGF.lineno, $., ARGF.file.lineno] } }
check("lineno=") { files(A, B).lineno = 10; [ARGF.gets, ARGF.lineno, $.] }
check("skip") { ARGF.skip; [ARGF.gets, ARGF.filename] }
check("close") { [ARGF.close.equal?(ARGF), ARGF.gets] }
check("characters and bytes") { files(A, B); [ARGF.getc, ARGF.getbyte, ARGF.readchar, ARGF.readbyte, ARGF.read(3), ARGF.each_char.to_a, ARGF.getc] }
check("readchar at the end") { ARGF.readchar }
check("each_byte") { files(A, B).each_byte.to_a.size }
check("a missing file") { files("nofile", A).gets }
check("and on") { [ARGV, ARGF.gets, ARGF.filename] }
check("the rest of it") { ARGF.each_line(chomp: true).to_a }
check("to_a") { files(A, B).to_a(chomp: true) }
check("Enumerable") { [files(A).first, ARGF.include?("a2\n")] }
check("read-only") { eval "$< = 3" }
check("$FILENAME is") { $FILENAME = "x" }
