# svm: deep
# Recursion through collections that watch for themselves, but meet new ones.
class Equal
  def ==(other) = [self] == [other]
end
class Ordered
  include Comparable
  def <=>(other) = [self] <=> [other]
end
[-> { Equal.new == Equal.new }, -> { Ordered.new <=> Ordered.new }].each do |endless|
  endless.call
rescue SystemStackError => e
  puts e.message
end
