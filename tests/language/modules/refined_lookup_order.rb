module M1; def t = [:m1] + (defined?(super) ? super : []); end
module M2; def t = [:m2] + (defined?(super) ? super : []); end
module M3; include M1; def t = [:m3] + super; end
class Base; def t = [:base]; end
class K < Base
  include M3, M2
  def t = [:k] + super
end
p K.new.t, K.ancestors.take(5)
class K; prepend M1; end
p K.new.t, K.ancestors.take(3)
o = K.new
o.extend(M2)
def o.t = [:sing] + super
p o.t, o.singleton_class.ancestors[1, 2]
module M2; def t = [:m2_new] + super; end
p K.new.t
class Base; include(Module.new { def t = [:never] }); end
p K.new.t.last
module Late; end
class K; include Late; end
module Late; def late = :late; end
p K.new.late
module Adds; include Comparable; def <=>(x) = 0; end
class Z; include Adds; end
p Z.new == Z.new, Z.ancestors.take(3), Z.include?(Comparable)
p K.instance_method(:t).owner, o.method(:t).owner.inspect.start_with?("#<Class:#<K"), o.method(:t).super_method&.owner
