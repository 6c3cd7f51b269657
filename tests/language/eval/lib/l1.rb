puts "in l1 #{__FILE__.split("/").last(2).inspect} #{self.inspect} #{__method__.inspect} #{Module.nesting.inspect}"
L1 = 1 unless defined?(L1)
def l1m; [:l1m, self.class, __dir__.split("/").last]; end
$l1 = caller(0).map { |l| l.split("/").last }
local_in_l1 = 4
