# Methods of a file where no refinement is in force.
class Unrefined
  def leaf(text, change)
    before = text.size
    change.call(text)
    [before, text.size, 1 + 2, (text.shout rescue $!.class)]
  end

  def middle(text, change)
    [[text].map { |each| leaf(each, change) }, text.size, 3 + 4]
  end

  def each_size(list)
    total = 0
    i = 0
    while i < list.size
      total += list[i].size
      yield total if block_given?
      i += 1
    end
    total
  end
end
