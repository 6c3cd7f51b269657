e = (raise ArgumentError, "bad arg" rescue $!)
puts e.full_message(highlight: false).lines.first
puts e.detailed_message, e.detailed_message(highlight: false), e.message, e.to_s, e.inspect
def deep(n) = n == 0 ? raise("deep error") : deep(n - 1)
begin
  deep(3)
rescue => x
  puts x.full_message(highlight: false, order: :top)
  p x.backtrace.size, x.backtrace.uniq.size
end
class Custom < StandardError
  def detailed_message(highlight: false, **) = "<#{super}>"
end
begin
  raise Custom, "c"
rescue => x
  puts x.detailed_message, x.full_message(highlight: false).lines.first
end
begin
  begin
    raise "inner"
  rescue
    raise TypeError, "outer"
  end
rescue => x
  puts x.full_message(highlight: false)
end
