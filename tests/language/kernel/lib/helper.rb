($loaded_order ||= []) << :helper
require_relative "inner"
HELPER_CONST = 99
module Helper
  LOADED = Inner::VALUE + 1
  def self.twice(x) = x * 2
  def self.who = __method__
end
local_here = 5
