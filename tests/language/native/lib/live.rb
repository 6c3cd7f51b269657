# Methods around an operation that do it before and after a call of `change`:
# one alone, one in a loop, and three on top of each other with a block between.
# All of them are native code long before the change happens in their midst.
class Probe
  WARM = 300
  QUIET = -> {}

  # Changes by the turn of a loop, which calls one in every turn: a branch that it
  # took for the first time would be left by native code before the change.
  NEVER = Hash.new(QUIET)

  def self.at(turn, &change) = NEVER.merge(turn => change)

  @made = 0

  def self.number = @made += 1

  def initialize(operation)
    n = Probe.number
    @one, @three, @turning = :"one_#{n}", :"three_#{n}", :"turning_#{n}"
    Probe.class_eval <<~RUBY
      def one_#{n}(a, b, change)
        before = #{operation}
        change.call
        [before, #{operation}]
      end

      def turning_#{n}(a, b, steps)
        results = nil
        while (step = steps.shift)
          before = #{operation}
          step.call
          results = [before, #{operation}]
        end
        results
      end

      def inner_#{n}(a, b, change)
        before = #{operation}
        change.call
        yield
        [before, #{operation}]
      end

      def middle_#{n}(a, b, change)
        before = #{operation}
        seen = nil
        inside = inner_#{n}(a, b, change) { seen = #{operation} }
        [before, seen, inside, #{operation}]
      end

      def three_#{n}(a, b, change)
        before = #{operation}
        inside = middle_#{n}(a, b, change)
        [before, inside, #{operation}]
      end
    RUBY
  end

  # The change happens in the only native frame.
  def one(a, b, &change)
    WARM.times { send(@one, a, b, QUIET) }
    send(@one, a, b, change)
  end

  # The change happens in a loop that was entered interpreted.
  def turning(a, b, &change)
    send(@turning, a, b, [QUIET] * 1200 + [change])
  end

  # The change happens below three native frames and one of a block.
  def three(a, b, &change)
    WARM.times { send(@three, a, b, QUIET) }
    send(@three, a, b, change)
  end
end
