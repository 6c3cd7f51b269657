# `return` in `class << object` leaves the method around.

def direct
  class << Object.new
    begin
      return :inner
    ensure
      puts "inner ensure"
    end
  end
  :outer
ensure
  puts "outer ensure"
end
p direct

def from_block
  class << self
    [1, 2].each { |n| return n }
    puts "not reached"
  end
  :outer
end
p from_block

def within_block
  [:first, :second].each do |word|
    class << Object.new
      return :left
    end
  end
  :outer
end
p within_block

def nested
  class << Object.new
    class << self
      return :deepest
    end
    :inner
  end
  :outer
end
p nested

def methods_and_lambdas
  class << self
    def helper
      return :helper
    end
    quick = -> { return :lambda }
    p quick.call
  end
  helper
end
p methods_and_lambdas

in_lambda = lambda do
  class << Object.new
    return :from_lambda
  end
  :outer
end
p in_lambda.call

def kept
  class << self
    return proc { return :late }
  end
end
begin
  kept.call
rescue LocalJumpError => error
  p error.message, error.reason
end

lost = proc do
  class << Object.new
    return 3
  end
end
begin
  lost.call
rescue LocalJumpError => error
  p error.message
end

def values
  class << self
    return 1, *[2, 3]
  end
end
p values
