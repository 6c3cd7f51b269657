puts "first in text"
BEGIN { puts "BEGIN runs first" }
x = begin
  1
  2
end
p x
y = begin end
p y
def m
  begin
    return 1
  end
end
p m
z = (begin; 5; end) + 1
p z
i = 0
begin i += 1; i * 2 end.then { |v| p v }
__END__
this text is not Ruby: if if if
