module Outer
  def self.get = Missing
end
Outer.get
