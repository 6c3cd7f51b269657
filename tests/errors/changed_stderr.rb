# The report of an uncaught exception goes to what `$stderr` is by then.
class Collector
  def write(*parts)
    STDOUT.write(*parts.map(&:upcase))
  end
end
$stderr = Collector.new
warn "a warning"
at_exit { raise "in at_exit" }
def fails = raise(ArgumentError, "first\nsecond")
fails
