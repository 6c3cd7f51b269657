# Objects that can have no singleton class: nothing can be defined for them.

def refused
  yield
  puts "nothing raised"
rescue TypeError => error
  puts error.message
end

[1, :symbol, 1.5, 1 << 80].each do |value|
  refused do
    value.instance_eval do
      puts "runs"
      def extra = 1
    end
  end
  refused { value.instance_exec { alias extra to_s } }
  refused { value.instance_eval { undef to_s } }
  refused { value.instance_eval("def extra = 1") }
  refused { value.instance_eval("alias extra to_s; 1") }
  refused { value.define_singleton_method(:extra) { 1 } }
  refused { class << value; end }
end

# Constants and class variables are still those around.
class Around
  LIMIT = 10
  @@count = 3
  def self.look
    5.instance_eval do
      def never = 0 if false
      [LIMIT, @@count, self]
    end
  end
end
p Around.look

nil.instance_eval { def extra = :of_nil }
p nil.extra, 5.respond_to?(:extra)
