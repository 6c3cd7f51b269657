# Warnings about constants.
require_relative "../lib/check"

class Capture
  attr_reader :text

  def write(*s) = (@text ||= +"") << s.join
  def self.warnings
    saved, $stderr = $stderr, new
    yield
    $stderr.text
  ensure
    $stderr = saved
  end
end

module Secrets
  OPEN = 1
  OLD = 3
  deprecate_constant :OLD
end

check("deprecated, by default silent") { Capture.warnings { Secrets::OLD } }
check("redefinition warns") { Capture.warnings { Secrets.const_set(:OPEN, 10) }.lines.map { |l| l.split("warning: ").last } }
check("redefinition took") { Secrets::OPEN }
check("deprecated") do
  saved = Warning[:deprecated]
  Warning[:deprecated] = true
  Capture.warnings { Secrets::OLD }
ensure
  Warning[:deprecated] = saved
end
