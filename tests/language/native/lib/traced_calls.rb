# Methods that are traced; loaded anew for each case, as a function becomes native
# only so many times.
class Calls
  def leaf(x, change)
    change.call
    x + 1
  end

  def middle(x, change)
    a = leaf(x, change)
    b = [a].map { |y| y * 2 }
    a + b[0]
  end

  def top(x, change)
    c = middle(x, change)
    c += [3, 1].max
    c
  end

  def turns(limit, changes)
    i = 0
    sum = 0
    while i < limit
      sum += i
      changes[i].call
      i += 1
    end
    sum
  end

  def fails(change)
    change.call
    raise "failed"
  rescue => e
    e.message
  end
end
