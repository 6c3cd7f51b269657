# svm: args one 2 --three -x
p ARGV, ARGV.size, ARGV[1].to_i + 1, ARGV.include?("-x"), ARGV.frozen?, ARGV.map(&:encoding).uniq.size
ARGV.shift
p ARGV
