# Warnings that running code gives.
require_relative "../lib/check"

class Capture
  attr_reader :text

  def initialize = @text = +""
  def write(*parts) = parts.each { |s| @text << s.to_s }
end

# What is written to standard error while the block runs.
def stderr(verbose: $VERBOSE)
  saved, $stderr = $stderr, Capture.new
  saved_verbose, $VERBOSE = $VERBOSE, verbose
  yield
  $stderr.text
ensure
  $stderr = saved
  $VERBOSE = saved_verbose
end

check("constant reassigned") { stderr { Object.const_set(:WARNED, 1); Object.const_set(:WARNED, 2) } }
check("chilled with deprecations on") { saved = Warning[:deprecated]; Warning[:deprecated] = true; stderr { eval('"chilled" << "x"', binding, "chilled.rb", 1) }.tap { Warning[:deprecated] = saved } }
check("undefining initialize") { stderr { Class.new { undef_method :initialize } } }
check("redefining object_id") { stderr { Class.new { def object_id = 1 } } }
check("redefining instance_eval") { stderr { Class.new { def __send__ = 1 } } }
check("deprecated global") { saved = Warning[:deprecated]; Warning[:deprecated] = true; stderr { $, = "-" }.tap { $, = nil; Warning[:deprecated] = saved } }
