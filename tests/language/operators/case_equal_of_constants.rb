# `===` of nil, true and false asks their `==`.
def check(left)
  [left === left, left === 1, left === :x]
rescue NoMethodError => error
  error.name
end
p check(nil), check(true), check(false)
[NilClass, TrueClass, FalseClass].each { |klass| klass.class_eval { def ==(other) = other == 1 } }
p check(nil), check(true), check(false)
[NilClass, TrueClass, FalseClass].each { |klass| klass.class_eval { undef_method :== } }
p check(nil), check(true), check(false)
