# svm: stdin first line\nsecond\n42\nlast without newline
p gets, STDIN.gets, gets.to_i, $stdin.gets, gets, gets
