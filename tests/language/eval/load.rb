# require, require_relative, load, autoload.
p $LOAD_PATH.class, $:.equal?($LOAD_PATH), $".equal?($LOADED_FEATURES), $-I.equal?($:)
p require_relative("lib/l1"), require_relative("lib/l1.rb"), require("./lib/l1")
p L1, l1m, $l1
p (local_in_l1 rescue :nolocal)
p load("lib/l1.rb"), load("./lib/l1.rb")
p $LOADED_FEATURES.last.split("/").last(2)
$LOAD_PATH.unshift("#{__dir__}/lib")
p require("l1")
begin; require "nope/x"; rescue LoadError => e; p e.message, e.path; end
begin; require_relative "nope/x"; rescue LoadError => e; p e.message.split("/").last, e.path.split("/").last; end
begin; load "nope.rb"; rescue LoadError => e; p e.message, e.path; end
2.times { begin; require "bad"; rescue => e; p e.message, $bad, e.backtrace.size; end }
begin; load "./lib/synt.txt"; rescue SyntaxError => e; puts e.message.split("/").last.lines.first(2); p e.path.split("/").last; p e.backtrace.map { |l| l.split("/").last }; end
require "circ1"
autoload :Auto1, "auto1"
p autoload?(:Auto1), Object.autoload?(:Auto1), defined?(Auto1), Object.const_defined?(:Auto1), Object.constants.include?(:Auto1)
p Auto1.new.x, autoload?(:Auto1), defined?(Auto1)
module Outer; autoload :Auto2, "auto2"; autoload :Nodef, "nodef"; end
p Outer.autoload?(:Auto2), Outer.constants
p Outer.const_get(:Auto2), Outer.autoload?(:Auto2)
begin; Outer::Nodef; rescue NameError => e; p e.message; end
p Outer.autoload?(:Nodef), Outer.constants.sort
begin; Outer.autoload("lower", "x"); rescue NameError => e; p e.message; end
begin; Outer.autoload(:X, ""); rescue ArgumentError => e; p e.message; end
class Foo; end
p Foo.autoload(:Z, "zzz"), Foo.autoload?(:Z)
begin; Foo::Z; rescue LoadError => e; p e.message; end
module W; end
p load("lib/l1.rb", W), W.constants
p __dir__.split("/").last
p eval("__dir__"), eval("__dir__", nil, "/a/b.rb"), binding.eval("__dir__")
