class A
  def method_missing(name, *args)
    super
  end
end
class B < A
  def respond_to_missing?(*) = false
end
def go(x) = x.foo(1)
[A.new, B.new].each do |x|
  begin
    go(x)
  rescue NoMethodError => e
    puts e.message, e.backtrace
  end
  begin
    x.send(:bar)
  rescue NoMethodError => e
    puts e.message, e.backtrace, e.name, e.args.inspect
  end
end
begin
  Object.new.send(:method_missing, :zip, 1)
rescue NoMethodError => e
  puts e.message.sub(/0x\h+/,''), e.backtrace
end
