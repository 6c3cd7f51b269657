# `super_method`, and how each of them is shown.
class First; def go = 1; end
class Second < First; def go = 2; end
class Third < Second; def go = 3; end
module Aside; def go = super; end
module Above; def go = super; end
class Fourth < Third
  include Aside
  alias run go
end
class Fifth < Fourth
  include Above
end

def line(method)
  while method
    shown = method.inspect.sub(/0x\h+/, "").sub(/\(\) .*/, "()")
    p [shown, method.owner, method.name]
    method = method.super_method
  end
end
line(Fifth.new.method(:go))
line(Fifth.new.method(:run))
line(Fifth.instance_method(:go))
line(Third.new.method(:go).unbind)
single = Third.new
def single.go = 4
p single.method(:go).super_method
class Fifth
  private :go
  alias walk run
end
p Fifth.new.method(:go), Fifth.new.method(:walk), Fifth.instance_method(:walk)
p Fifth.new.method(:go).super_method.super_method.call
