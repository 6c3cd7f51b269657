# A class variable that a parent gets later takes over.
require_relative "../lib/check"

check("parent after heir: overtaken") do
  class Over1; end
  class Over2 < Over1; @@late_var = :heir; def self.get = @@late_var; end
  class Over1; @@late_var = :parent; end
  Over2.get
end
check("module after class: overtaken") do
  module OverM; end
  class Over3; include OverM; @@from = :class; def self.get = @@from; end
  module OverM; @@from = :module; end
  Over3.get
end
