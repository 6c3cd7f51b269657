# Warnings: warn with its options, categories, Warning.warn, and the texts the language itself gives.
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

check("warn") { stderr { warn "w" } }
check("warn several") { stderr { warn "a", "b\n", 5, nil } }
check("warn nothing") { stderr { warn } }
check("warn nil") { stderr { warn nil } }
check("warn an empty array") { stderr { warn(*[]) } }
check("warn an array") { stderr { warn ["x", ["y"]] } }
check("warn silenced") { stderr(verbose: nil) { warn "w" } }
check("warn's value") { r = 1; stderr { r = warn("w") }; r }
check("uplevel 0") { stderr { warn("w", uplevel: 0) } }
check("uplevel 1") { def deep_warn = warn("w", uplevel: 1); stderr { deep_warn } }
check("uplevel too deep") { stderr { warn("w", uplevel: 100) } }
check("uplevel negative") { stderr { warn("w", uplevel: -1) } }
check("category enabled") { saved = Warning[:experimental]; Warning[:experimental] = true; stderr { warn("w", category: :experimental) }.tap { Warning[:experimental] = saved } }
check("category disabled") { saved = Warning[:deprecated]; Warning[:deprecated] = false; stderr { warn("w", category: :deprecated) }.tap { Warning[:deprecated] = saved } }
check("category unknown") { warn("w", category: :nope) }
check("category wrong type") { warn("w", category: 5) }
check("Warning[]") { [Warning[:deprecated], Warning[:experimental], Warning[:performance]] }
check("Warning[] unknown") { Warning[:nope] }
check("Warning[]= unknown") { Warning[:nope] = true }
check("Warning.categories") { Warning.categories.sort }
check("Warning.warn") { stderr { Warning.warn("direct\n") } }
check("Warning.warn wrong") { Warning.warn(5) }
check("Warning.warn wrong category") { Warning.warn("x", category: :nope) }
check("Warning overridden") do
  log = []
  Warning.singleton_class.class_eval do
    alias_method :old_warn, :warn
    define_method(:warn) { |text, category: nil| log << [text, category] }
  end
  warn "a", category: :experimental
  warn "b"
  eval("def twice_defined = 1\ndef twice_defined = 2") if $VERBOSE
  log
ensure
  Warning.singleton_class.class_eval { alias_method :warn, :old_warn }
end
check("constant reassigned, silent") { stderr(verbose: nil) { Object.const_set(:QUIET, 1); Object.const_set(:QUIET, 2) } }
check("string mutation of a chilled literal") { stderr { "chilled" << "x" } }
check("chilled symbols to_s") { stderr { :a.to_s << "x" } }
