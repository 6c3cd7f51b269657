# Constants by path, changed while their sites are warm.
module Box
  SIZE = 1
  module Inner
    SIZE = 2
  end
end
module Other
  SIZE = 10
end

def size = Box::SIZE + Box::Inner::SIZE
def of(mod) = mod::SIZE

def sums(modules) = (1..100).map { |i| of(modules[i % modules.size]) }.sum

p (1..100).map { size }.sum, sums([Box]), sums([Box, Other]), sums([Box, Other, Box::Inner])

Box.send(:remove_const, :SIZE)
Box.const_set(:SIZE, 5)
p (1..100).map { size }.sum, sums([Box, Other])

begin
  Box::Inner.send(:remove_const, :SIZE)
  size
rescue NameError => e
  puts e.message
end

module Box::Inner
  def self.const_missing(name) = name.to_s.size
end
p (1..100).map { size }.sum

module Given
  SIZE = 7
end
class Box::Holder
  include Given
end
p sums([Box::Holder]), sums([Box::Holder, Box])
Given.send(:remove_const, :SIZE)
begin
  sums([Box::Holder])
rescue NameError => e
  puts e.message
end

Other.send(:private_constant, :SIZE)
begin
  sums([Other])
rescue NameError => e
  puts e.message
end
p((1..50).map { Other.class_eval { self::SIZE } }.sum) rescue puts $!.message

[1, nil, "text"].each do |odd|
  of(odd)
rescue TypeError => e
  puts e.message
end
