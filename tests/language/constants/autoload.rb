# autoload: files are loaded when a constant is first used.
require_relative "../lib/check"

$loaded = []
FOLDER = "#{__dir__}/lib"

def base(path) = path.split("/").last
module Shelf
  autoload :Nested, "#{FOLDER}/auto_nested.rb"
end
autoload :AutoOne, "#{FOLDER}/auto_one.rb"
autoload :AutoForgets, "#{FOLDER}/auto_forgets.rb"
autoload :AutoRaises, "#{FOLDER}/auto_raises.rb"
autoload :AutoNoFile, "#{FOLDER}/no_such_file.rb"
autoload :AutoAssigned, "#{FOLDER}/auto_one.rb"
autoload :AutoQuiet, "#{FOLDER}/auto_one.rb"

check("nothing is loaded yet") { $loaded }
check("autoload?") { base(autoload?(:AutoOne)) }
check("autoload? of a module") { base(Shelf.autoload?(:Nested)) }
check("autoload? of others") { [autoload?(:String), autoload?(:Unheard)] }
check("constants lists it") { [Shelf.constants, Object.const_defined?(:AutoOne)] }
check("defined? does not load") { [defined?(AutoOne), $loaded] }
check("use loads") { [AutoOne::VALUE, $loaded] }
check("only once") { AutoOne; $loaded }
check("autoload? afterwards") { autoload?(:AutoOne) }
check("nested") { [Shelf::Nested.self_seen, $loaded.last] }
check("a file that does not define it") { AutoForgets }
check("and again") { [(AutoForgets rescue $!.message), $loaded.count(:auto_forgets)] }
check("a file that raises") { AutoRaises }
check("a second try") { AutoRaises }
check("a missing file") do
  AutoNoFile
rescue LoadError => e
  [e.message.delete_prefix("cannot load such file -- ").delete_prefix(FOLDER), base(e.path)]
end
check("assigned before use") { Object.const_set(:AutoAssigned, 1); [AutoAssigned, autoload?(:AutoAssigned)] }
check("removed before use") { Object.send(:remove_const, :AutoQuiet); [Object.const_defined?(:AutoQuiet), $loaded.count(:auto_one)] }
check("bad name") { autoload(:lower, "x") }
check("empty file") { autoload(:Empty, "") }
check("in a class by reopening") do
  c = Class.new
  c.autoload(:AutoHere, "nowhere.rb")
  c.class_eval("class AutoHere; end; 1") rescue $!.class
end
