$n = 0
def deep
  deep
ensure
  $n += 1
end
begin
  deep
rescue SystemStackError
  puts "rescued", $n > 1000
end
def rescuing
  rescuing
rescue SystemStackError
  :caught_inside
end
p rescuing
3.times do
  begin
    deep
  rescue SystemStackError
    print "again "
  end
end
puts
p (1..5).sum
