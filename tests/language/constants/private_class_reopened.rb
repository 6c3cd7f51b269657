# A private class is not opened by its path.
require_relative "../lib/check"

module Secrets
  class Nested; end
  private_constant :Nested
end

check("private class, reopened by path") { eval("class Secrets::Nested; end") }
