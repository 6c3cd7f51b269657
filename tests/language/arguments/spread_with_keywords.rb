# A block takes its only argument apart; not if the call is written with
# keywords, be there any in them or not, and the block has more than required
# parameters.
none = {}
some = {k: 1}
blocks = {
  plain: proc { |a, b| [a, b] },
  rest: proc { |a, *r| [a, r] },
  only_rest: proc { |*r| r },
  optional: proc { |a = 0| a },
  optional_rest: proc { |a = 0, *r| [a, r] },
  two_optional: proc { |a = 0, b = 0| [a, b] },
  post: proc { |*r, z| [r, z] },
  optional_post: proc { |a = 0, z| [a, z] },
  comma: proc { |a, | a },
  part: proc { |(a, b)| [a, b] },
  part_rest: proc { |(a, b), *r| [a, b, r] },
  key: proc { |a, k: 0| [a, k] },
  two_key: proc { |a, b, k: 0| [a, b, k] },
  keys: proc { |a, b, **o| [a, b, o] },
  optional_key: proc { |a = 0, k: 0| [a, k] },
  rest_key: proc { |a, *r, k: 0| [a, r, k] },
  block: proc { |a, b, &c| [a, b, c] },
  no_key: proc { |a, b, **nil| [a, b] }
}
def y0(v) = yield(v)
def y1(v) = yield(*[v])
def y2(v, o) = yield(v, **o)
def y3(v) = yield(v, **nil)
def y4(v) = yield(v, k: 2)
def y5(*a, **o) = yield(*a, **o)
blocks.each do |name, block|
  p name
  p y0([1, 2], &block), y1([1, 2], &block), block.call([1, 2]), instance_exec([1, 2], &block)
  p y2([1, 2], none, &block), y3([1, 2], &block), block.call([1, 2], **none), instance_exec([1, 2], **none, &block), y5([1, 2], &block)
  [-> { y2([1, 2], some, &block) }, -> { y4([1, 2], &block) }, -> { block.call([1, 2], **some) }, -> { instance_exec([1, 2], k: 3, &block) }].each do |call|
    p call.call
  rescue ArgumentError => e
    puts e.message
  end
end

# Parameters are listed in an order of their own.
p proc { |a, k: 1, l:, m: 2, n:, **o| }.parameters
p lambda { |a, **nil, &b| }.parameters, proc { |**nil| }.parameters
def listed(k: 1, l:, &b) = 1
p method(:listed).parameters
