# svm: native above_repeated, around, block in block_around, block in own_class, block_around, causes, chosen, ensured
# svm: native explicit_return, fails, initialize, loop_rescue loop, message, own_class, replaced, rescued
# svm: native repeated, retrying, retrying loop, through
# Exceptions that begin in native code, pass native frames and are rescued in
# native code.
WARM = 400
$log = []

def fails(how)
  case how
  when :raise then raise ArgumentError, "raised"
  when :nil then nil.nothing
  when :divide then 1 / 0
  when :type then 1 + "x"
  when :frozen then "x".freeze << "y"
  when :index then [1].fetch(5)
  when :arity then fails
  when :stop then raise StopIteration
  when :name then nothing_such
  when :float then Integer(0.0 / 0.0)
  end
  how
end

def through(how)
  before = how
  result = fails(how)
  [before, result]
end

def ensured(how)
  through(how)
ensure
  $log << [:ensured, how] unless how.nil?
end

def rescued(how)
  ensured(how)
rescue ArgumentError, TypeError => e
  [:rescued, e.class, e.message]
else
  :else
ensure
  $log << :after unless how.nil?
end

def around(how)
  a = 1
  result = begin
    rescued(how)
  rescue ZeroDivisionError, NameError => e
    [:around, e.class, e.message[0, 30], a]
  end
  a += 1
  [result, a, $!.inspect]
end

def block_around(how)
  [how].map { |each| around(each) }[0]
end

HOWS = %i[none raise nil divide type frozen index arity stop name float]
# Each of them was reached when the code is made: it does not leave before.
WARM.times { |i| block_around(HOWS[i % HOWS.size]) rescue nil }
WARM.times { block_around(nil) }
$log.clear
HOWS.each do |how|
  result = begin
    block_around(how)
  rescue StandardError => e
    [:top, e.class, e.message]
  end
  p how, result, $log
  $log.clear
end

# Also when they are frequent enough to be compiled for.
seen = Hash.new(0)
WARM.times { |i| seen[around(i.odd? ? :raise : :divide)] += 1 }
p seen, $log.size

def retrying(limit)
  attempts = 0
  begin
    attempts += 1
    raise "again" if attempts < limit
    attempts
  rescue RuntimeError
    attempts += 1
    retry
  end
end
WARM.times { retrying(3) }
p retrying(1), retrying(2), retrying(9), retrying(1000)

# The exception comes from further in.
def repeated(hows)
  attempts = 0
  begin
    attempts += 1
    [attempts, through(hows[attempts - 1])]
  rescue ArgumentError, NameError
    retry
  end
end

def above_repeated(hows) = [hows.size, repeated(hows)]
WARM.times { above_repeated([nil]) }
p above_repeated([nil]), above_repeated(%i[raise nil name none])

def loop_rescue(limit)
  sum = 0
  i = 0
  while i < limit
    begin
      i += 1
      raise IndexError, i.to_s if i % 3 == 0
      sum += i
    rescue IndexError => e
      sum -= e.message.to_i
      next if i % 2 == 0
      sum += 1000
    ensure
      sum += 1
    end
  end
  sum
end
p loop_rescue(30), loop_rescue(3000)

# `$!` and causes.
def causes
  begin
    raise "first"
  rescue
    seen = $!.message
    begin
      raise "second"
    rescue => e
      [seen, $!.message, e.cause.message]
    end + [$!.message]
  end + [$!]
end
WARM.times { causes }
p causes

# An exception in an ensure clause takes the place of the other.
def replaced
  begin
    raise "one"
  ensure
    raise "two"
  end
rescue => e
  [e.message, e.cause.message]
end
WARM.times { replaced }
p replaced

def explicit_return(how)
  begin
    return :body if how == :return
    raise "gone" if how == :raise
    :end
  ensure
    return :ensured if how
  end
end
WARM.times { explicit_return(nil) }
p explicit_return(nil), explicit_return(:return), explicit_return(:raise), explicit_return(:end)

def own_class
  error = Class.new(StandardError) { def message = "own" }
  begin
    raise error
  rescue error => e
    e.message
  end
end
WARM.times { own_class }
p own_class

# A rescue clause that is chosen by what a method gives.
def chosen(*classes)
  begin
    Integer("x")
  rescue *classes => e
    [:chosen, e.class]
  end
rescue => e
  [:other, e.class]
end
WARM.times { chosen(ArgumentError) }
p chosen(ArgumentError), chosen(TypeError), chosen(TypeError, StandardError), (chosen(5) rescue $!.class)
