# `return` of a proc in the body of a class ends the lambda or method around.
def try(name)
  result = yield
  p [name, result]
rescue LocalJumpError => error
  p [name, error.message]
end

try(:lambda) do
  lambda do
    class Outer
      class Inner
        proc { return :left }.call
      end
    end
    :after
  end.call
end

def singleton_body
  class << self
    proc { return 5 }.call
  end
  6
end
try(:method) { singleton_body }

def in_block
  [1].each { class << self; [1].each { return 7 }; end }
  8
end
try(:block) { in_block }

def in_lambda
  lambda { class << self; [1].each { return 7 }; end }.call
  8
end
try(:lambda_in_method) { in_lambda }

def other_body
  class << self
    $other.call
  end
  3
end

def gives_other
  $other = proc { return 1 }
  other_body
  4
end
try(:other_methods_proc) { gives_other }

try(:program) do
  class Outer
    proc { return 1 }.call
  end
end
$late = nil
class Outer
  $late = proc { return 1 }
end
try(:ended) { $late.call }
top = proc { return 2 }
try(:program_under_lambda) { lambda { top.call; 2 }.call }
def calls(it) = [it.call, 1]
try(:program_under_lambda_and_method) { lambda { |x| calls(x) }.call(top) }
try(:method_under_lambda) do
  def sets = (mine = proc { return 1 }; lambda { mine.call; 2 }.call; 3)
  sets
end
at_exit { puts "the program has ended" }
calls(top)
puts "not reached"
