class NoMsg < StandardError
  def message = nil
end
class IntMsg < StandardError
  def message = 5
end
class RaiseMsg < StandardError
  def message = raise("in message")
end
[NoMsg, IntMsg, RaiseMsg].each do |k|
  raise k
rescue k => e
  puts e.class
end
begin
  raise "x".encode("UTF-8") + "\u0000 null"
rescue => e
  p e.message
end
begin
  raise "long " * 10_000
rescue => e
  p e.message.size
end
