$loaded << :auto_nested
module Shelf
  class Nested
    def self.self_seen = defined?(Shelf::Nested)
  end
end
