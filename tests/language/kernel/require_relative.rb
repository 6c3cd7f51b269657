require_relative "lib/helper"
p require_relative("lib/helper"), Helper.twice(4), HELPER_CONST, Helper::LOADED
p Helper.who
begin
  require_relative "lib/none_such"
rescue LoadError => e
  puts e.message.end_with?("lib/none_such"), e.class.superclass
end
begin
  require_relative "lib/raises"
rescue => e
  p e.message
end
p $loaded_order
