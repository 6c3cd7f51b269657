# Refinements are no modules to mix in, and nothing is mixed into them.

def refused
  yield
  puts "nothing raised"
rescue TypeError => error
  puts error.message
end

holder = Module.new { refine(String) { } }
refinement = holder.refinements[0]
refused { Class.new { include refinement } }
refused { Class.new { prepend refinement } }
refused { Object.new.extend(refinement) }
refused { Module.new { refine(String) { include Comparable } } }
refused { Module.new { refine(String) { prepend Comparable } } }

module Useful
  def useful = :useful
end

module Composed
  include Useful
  def composed = :composed
end

refused { Module.new { refine(String) { import_methods Useful, Integer } } }
p Refinement.private_method_defined?(:append_features), Module.private_method_defined?(:append_features)

$stderr = $stdout
Module.new { refine(String) { import_methods Composed } }

kept = Module.new { refine(Range) { def only_here = 1 } }.refinements[0]
p kept.instance_methods(false), Range.instance_methods - kept.instance_methods
p kept.public_method_defined?(:only_here)
