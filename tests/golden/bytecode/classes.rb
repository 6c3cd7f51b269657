module M
  class A < B::C
    X ||= 1
    attr_reader :a
    def initialize(a) = (@a = a; super)
    def self.make(*args) = new(*args)
    class << self
      alias build make
    end
    @@count = 0
    def n(a, k: 1) = [1].each { super }
  end
end
p defined?(M::A.make(1)), defined?(@z)
