# svm: pin decline
def ratio(a, b)
  a / b
end

puts ratio(6, 3)
puts ratio(1, 0)
