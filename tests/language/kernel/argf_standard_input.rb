# svm: stdin s1\ns2\ns3\ns4\ns5
# ARGF and what Kernel reads without arguments: standard input.
require_relative "../lib/check"

check("at first") { [$FILENAME, ARGF.lineno, ARGF.file, ARGF.filename] }
check("gets") { [gets, $_, $., ARGF.lineno, $stdin.lineno] }
check("ARGF.gets") { [ARGF.gets, ARGF.eof?, ARGF.closed?] }
check("characters") { [ARGF.getc, ARGF.getbyte] }
check("by name") { ARGV.replace(["-"]); [ARGF.gets, ARGF.filename] }
check("Kernel#readline") { readline }
check("Kernel#readlines") { readlines }
check("at the end") { [gets, ARGF.gets, ARGF.read] }
check("readline at the end") { readline }
