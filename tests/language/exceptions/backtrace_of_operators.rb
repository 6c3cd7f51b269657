def frames
  yield
rescue => e
  puts "#{e.message}: #{e.backtrace_locations.map(&:label).inspect}"
end
A = [1].freeze
S = "a".freeze
H = { a: 1 }.freeze
frames { A << 3 }
frames { S << "x" }
frames { H[:b] = 2 }
frames { A[0] = 2 }
frames { [][-3] = 2 }
frames { A[0] += 2 }
frames { A[0], _b = 1, 2 }
frames { A.push 1 }
frames { A.send(:<<, 1) }
frames { [1][nil] }
frames { "a"[nil] }
frames { Hash.new { raise "x" }[1] }
frames { Hash.new { raise "x" }.fetch(1) }
class Filled < Array
  def initialize(n) = super(n) { raise "filled" }
end
begin; Filled.new(1).size; rescue => e; puts e.backtrace_locations.size; end
