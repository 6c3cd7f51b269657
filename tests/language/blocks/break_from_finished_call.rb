def cap(&b) = b
class Foo
  def to_s
    run(&$pr)
    "x"
  end
  def run
    yield
  end
end
def t
  $pr = cap { break 5 }
  a = 1
  b = "#{Foo.new}"
  p [a, b]
end
begin
  t
rescue LocalJumpError => e
  p e
end

# Calls that have not ended, and a block that is older than its call.
def each_two(&b) = [1, 2].each(&b)
p(each_two { |x| break x * 10 })
def keep(&b)
  $kept ||= b
  $kept.call
end
r = [1, 2].map do |x|
  keep { break x }
rescue LocalJumpError => e
  e.message
end
p r
def outer
  yield
  :not_reached
end
p(outer { [1].each { break }; break 7 })
