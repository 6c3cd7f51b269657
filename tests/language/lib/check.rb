# Prints what the block gives, or what it raises, on one line behind the label.
# Addresses are left out, for they differ from run to run; of a long message the first line is enough.
def check(label)
  value = yield
  puts "#{label}: #{without_addresses(value.inspect)}"
rescue Exception => e
  puts "#{label}: #{e.class}: #{without_addresses(e.message.lines.first.to_s.chomp)}"
end

def without_addresses(text)
  parts = text.split("0x0000", -1)
  parts.each_with_index.map { |part, i| i.zero? ? part : part[12..] }.join("0x")
end
