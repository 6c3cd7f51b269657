class List
  include Enumerable
  Cell = Struct.new(:value, :next)
  def initialize = @head = @tail = nil
  def push(v)
    c = Cell.new(v)
    @tail ? @tail.next = c : @head = c
    @tail = c
    self
  end
  def each
    c = @head
    while c
      yield c.value
      c = c.next
    end
  end
  def reverse!
    prev = nil
    cur = @tail = @head
    while cur
      cur.next, prev, cur = prev, cur, cur.next
    end
    @head = prev
    self
  end
  def to_s = "(#{to_a.join(" -> ")})"
end
l = List.new
5.times { |i| l.push(i * i) }
puts l, l.reverse!, l.push(:end)
p l.map { |x| x }, l.include?(16), l.first, l.count, l.each_cons(2).to_a.size
