def down(n) = n == 0 ? 0 : 1 + down(n - 1)
p down(10_000)
def with_block(n, &b) = n == 0 ? b.call : with_block(n - 1, &b)
p with_block(9_000) { :bottom }
def yielding(n) = n == 0 ? yield : yielding(n - 1) { yield }
p yielding(1_000) { :y }
def opt(n, a = n * 2, *r, k: a) = n == 0 ? k : opt(n - 1, a, *r, k: k + 1)
p opt(5_000)
class R
  define_method(:dm) { |n| n == 0 ? :dm : dm(n - 1) }
  def method_missing(name, n) = n == 0 ? :mm : send(name, n - 1)
  def via_send(n) = n == 0 ? :send : send(:via_send, n - 1)
  def via_public(n) = n == 0 ? :public_send : public_send(:via_public, n - 1)
  def dflt(n, x = n == 0 ? :default : dflt(n - 1)) = x
end
r = R.new
p r.dm(4_000), r.anything(3_000), r.via_send(5_000), r.via_public(4_000), r.dflt(4_000)
fact = ->(n) { n <= 1 ? 1 : n * fact.(n - 1) }
p fact.(1000).to_s.size
def even?(n) = n == 0 ? true : odd?(n - 1)
def odd?(n) = n == 0 ? false : even?(n - 1)
p even?(9_000)
def ens(n)
  return 0 if n == 0
  begin
    ens(n - 1) + 1
  ensure
    @count = @count.to_i + 1
  end
end
p ens(3_000), @count
def ack(m, n) = m == 0 ? n + 1 : n == 0 ? ack(m - 1, 1) : ack(m - 1, ack(m, n - 1))
p ack(2, 300)
