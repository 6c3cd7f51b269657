# `return` in evaluated text and in bodies: where it ends something, where it cannot.
require_relative "../lib/check"

def once = yield
check("text in a block at the top level") { eval("return") }
check("a block in a text in a block") { once { eval("once { return }") } }
check("a proc with text") { pr = proc { eval("return") }; once(&pr) }
check("in a class body") { Class.new; class Inner; [1].each { return }; end }
check("text in a class body") { class Inner; eval("return"); end }
check("text in a module body") { module Outer; eval("once { return }"); end }
def in_method = once { eval("return 4") } || 5
def in_text = eval("once { return 6 }") || 7
check("in a method") { [in_method, in_text] }
check("in a lambda") { l = -> { once { eval("return 8") }; 9 }; l.call }
define_singleton_method(:defined) { once { eval("return 10") }; 11 }
check("in define_method") { defined }
check("ensure runs") do
  log = []
  begin
    eval("begin; return; ensure; log << :inner; end")
  rescue LocalJumpError => e
    log << e.message << e.reason
  end
  log
end
eval("puts 'the text ends the program'; return")
puts "not reached"
