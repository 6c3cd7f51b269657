# svm: stdin one\ntwo 2\nthree\n
# `$_` is what `gets` read last, in this method.
p $_
while gets
  print "line: ", $_ if $_ =~ /o/
  puts "~ #{~/\d/}" if $_ =~ /\d/
end
p $_
def other
  $_ = "mine"
  p $_
end
other
p $_
$_ = "abc"
$VERBOSE = nil
puts eval("$1 if /b(c)/")
puts eval('x = "b"; "yes" if /#{x}/')
p ~/c/, $~
$_ = nil
p ~/c/, $~
$_ = +"shared"
[1].each { $_ << "!" }
p $_
