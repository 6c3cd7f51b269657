# svm: args --seed 7
# A test framework in the manner of RSpec, in one file: nested groups, hooks, let, subjects,
# shared examples, metadata and filters, matchers that compose, doubles, diffs, a documentation
# formatter and a report at exit. Below it specifies a small program, then itself; examples whose
# description starts with "fails:" are expected to fail, and their report is part of the output.

module Spec
  # What a failed expectation raises. It is no StandardError: code under test must not rescue it.
  class ExpectationFailed < Exception; end

  # Raised by `skip` and `pending`.
  class Skipped < Exception; end

  # Several failures of one example: `aggregate_failures`, or an error and a hook's error.
  class Multiple < ExpectationFailed
    attr_reader :all

    def initialize(all)
      @all = all
      super(all.each_with_index.map { |e, i| "#{i + 1}) #{e.message}" }.join("\n"))
    end
  end

  # -- Values as text ------------------------------------------------------

  module Text
    module_function

    def inspect(value)
      case value
      when Double then value.inspect
      when Matcher then "(#{value.description})"
      when Array then "[#{value.map { |x| inspect(x) }.join(", ")}]"
      when Hash then hash(value)
      else value.inspect
      end
    end

    def hash(value)
      return "{}" if value.empty?

      "{#{value.map { |k, v| k.is_a?(Symbol) ? "#{k}: #{inspect(v)}" : "#{inspect(k)} => #{inspect(v)}" }.join(", ")}}"
    end

    # a, b and c
    def list(items)
      *first, last = items.map { |x| inspect(x) }
      first.empty? ? last.to_s : "#{first.join(", ")} and #{last}"
    end

    def words(name) = name.to_s.tr("_", " ")

    def count(n, noun) = "#{n} #{noun}#{"s" unless n == 1}"
  end

  # Line differences by the longest common subsequence.
  module Diff
    module_function

    def lines(expected, actual)
      a, b = expected.lines(chomp: true), actual.lines(chomp: true)
      table = Array.new(a.size + 1) { Array.new(b.size + 1, 0) }
      (a.size - 1).downto(0) do |i|
        (b.size - 1).downto(0) do |j|
          table[i][j] = a[i] == b[j] ? table[i + 1][j + 1] + 1 : [table[i + 1][j], table[i][j + 1]].max
        end
      end
      walk(a, b, table)
    end

    def walk(a, b, table)
      i = j = 0
      out = []
      while i < a.size || j < b.size
        if i < a.size && j < b.size && a[i] == b[j]
          out << " #{a[i]}"
          i += 1
          j += 1
        elsif i < a.size && (j == b.size || table[i + 1][j] >= table[i][j + 1])
          out << "-#{a[i]}"
          i += 1
        else
          out << "+#{b[j]}"
          j += 1
        end
      end
      out
    end

    # A diff for values that span lines: long strings, collections of several elements.
    def of(expected, actual)
      case [expected, actual]
      in [String => e, String => a] if e.include?("\n") || a.include?("\n") then lines(e, a)
      in [Hash => e, Hash => a] if e.size + a.size > 2
        lines(*[e, a].map { |h| h.map { |k, v| "#{Text.inspect(k)}: #{Text.inspect(v)}" }.join("\n") })
      in [Array => e, Array => a] if e.size > 3 || a.size > 3
        lines(*[e, a].map { |x| x.map { |y| Text.inspect(y) }.join("\n") })
      else nil
      end
    end
  end

  # -- Matchers ------------------------------------------------------------

  # Subclasses define matches?(actual) and description; the messages follow from it.
  class Matcher
    attr_reader :actual

    def ===(other) = matches?(other)
    def and(other) = Both.new(self, other)
    def or(other) = Either.new(self, other)
    alias & and
    alias | or

    def failure_message = "expected #{Text.inspect(actual)} to #{description}#{reason}"
    def failure_message_when_negated = "expected #{Text.inspect(actual)} not to #{description}"
    def reason = nil
    def diff = nil
    def wants_block? = false
    def does_not_match?(actual) = !matches?(actual)

    # Whether an expected value, which may hold matchers at any depth, fits.
    def self.fits?(expected, actual)
      case expected
      when Matcher then expected.matches?(actual)
      when Hash then actual.is_a?(Hash) && expected.size == actual.size && expected.all? { |k, v| actual.key?(k) && fits?(v, actual[k]) }
      when Array then actual.is_a?(Array) && expected.size == actual.size && expected.zip(actual).all? { |e, a| fits?(e, a) }
      else expected == actual
      end
    end
  end

  class Both < Matcher
    def initialize(*parts) = @parts = parts
    def wants_block? = @parts.any?(&:wants_block?)
    def description = @parts.map(&:description).join(" and ")
    def failure_message = @failed.map(&:failure_message).join("\n...and:\n")

    def matches?(actual)
      @actual = actual
      @failed = @parts.reject { |m| m.matches?(actual) }
      @failed.empty?
    end
  end

  class Either < Matcher
    def initialize(*parts) = @parts = parts
    def wants_block? = @parts.any?(&:wants_block?)
    def description = @parts.map(&:description).join(" or ")
    def failure_message = @parts.map(&:failure_message).join("\n...or:\n")

    def matches?(actual)
      @actual = actual
      @parts.any? { |m| m.matches?(actual) }
    end
  end

  # A matcher from blocks: `Spec.define(:be_even) { match { |n| n.even? } }`.
  class Defined < Matcher
    def initialize(name, expected, definition)
      @name, @expected = name, expected
      instance_exec(*expected, &definition)
    end

    def match(&block) = @match = block
    def describe(&block) = @description = block
    def failure(&block) = @failure = block
    def negated_failure(&block) = @negated = block
    def difference(&block) = @difference = block

    # A step that only records its argument: chain(:within) { |delta| @delta = delta }
    def chain(name, &block)
      define_singleton_method(name) do |*arguments|
        instance_exec(*arguments, &block)
        (@chained ||= []) << [name, arguments]
        self
      end
    end

    def matches?(actual)
      @actual = actual
      instance_exec(actual, &@match) ? true : false
    end

    def description
      return instance_exec(&@description) if @description

      own = @expected.empty? ? "" : " #{Text.list(@expected)}"
      steps = (@chained || []).map { |name, args| " #{Text.words(name)}#{" #{Text.list(args)}" unless args.empty?}" }
      Text.words(@name) + own + steps.join
    end

    def failure_message = @failure ? instance_exec(@actual, &@failure) : super
    def failure_message_when_negated = @negated ? instance_exec(@actual, &@negated) : super
    def diff = @difference && instance_exec(@actual, &@difference)
    def inspect = "#<matcher #{@name}>"
  end

  # expect { }.to raise_error(...)
  class RaiseError < Matcher
    def initialize(wanted = StandardError, message = nil, &check)
      wanted, message = StandardError, wanted unless wanted.is_a?(Module)
      @wanted, @message, @check = wanted, message, check
    end

    def wants_block? = true
    def with_cause(cause) = tap { @cause = cause }

    def matches?(block)
      block.call
      @raised = nil
      false
    rescue Exception => @raised
      raise if (ExpectationFailed === @raised || Skipped === @raised) && StandardError == @wanted

      @wanted === @raised && message_fits? && (@cause.nil? || @cause === @raised.cause) && (@check&.call(@raised); true)
    end

    def message_fits? = @message.nil? || (@message.is_a?(String) ? @message == @raised.message : @message === @raised.message)

    def description
      text = "raise #{@wanted}"
      text << " with " << Text.inspect(@message) if @message
      text << " caused by #{@cause}" if @cause
      text
    end

    def failure_message
      got = @raised ? "got #{@raised.class}: #{@raised.message}" : "nothing was raised"
      "expected the block to #{description}, #{got}"
    end

    def failure_message_when_negated = "expected the block not to #{description}, got #{@raised.class}: #{@raised.message}"
  end

  # expect { }.to change { }.from(a).to(b), .by(n), .by_at_least(n)
  class Change < Matcher
    NONE = Object.new.freeze

    def initialize(receiver = nil, message = nil, &probe)
      @name = message ? "#{receiver.class}##{message}" : "the value"
      @probe = probe || -> { receiver.public_send(message) }
      @from = @to = @by = @least = NONE
    end

    def wants_block? = true
    def from(value) = tap { @from = value }
    def to(value) = tap { @to = value }
    def by(value) = tap { @by = value }
    def by_at_least(value) = tap { @least = value }

    def matches?(block)
      @before = copy(@probe.call)
      block.call
      @after = @probe.call
      problems.empty?
    end

    def does_not_match?(block) = !matches?(block) && @before == @after

    def description
      text = "change #{@name}"
      { from: @from, to: @to, by: @by, "by at least": @least }.each do |word, value|
        text << " #{word} " << Text.inspect(value) unless value.equal?(NONE)
      end
      text
    end

    def failure_message = "expected the block to #{description}, #{problems.join(" and ")}"
    def failure_message_when_negated = "expected the block not to #{description}, it went from #{Text.inspect(@before)} to #{Text.inspect(@after)}"

    private

    def copy(value) = value.is_a?(Array) || value.is_a?(Hash) || value.is_a?(String) ? value.dup : value

    def problems
      list = []
      list << "it was #{Text.inspect(@before)} before" unless given?(@from, @before)
      list << "it is #{Text.inspect(@after)} after" unless given?(@to, @after)
      list << "it changed by #{Text.inspect(@after - @before)}" unless @by.equal?(NONE) || Matcher.fits?(@by, @after - @before)
      list << "it changed by only #{@after - @before}" unless @least.equal?(NONE) || @after - @before >= @least
      list << "it stayed #{Text.inspect(@after)}" if list.empty? && @before == @after && @to.equal?(NONE) && @by.equal?(NONE)
      list
    end

    def given?(wanted, value) = wanted.equal?(NONE) || Matcher.fits?(wanted, value)
  end

  # expect { |b| obj.each(&b) }.to yield_values(1, 2)
  class Yields < Matcher
    def initialize(expected) = @expected = expected
    def wants_block? = true
    def description = "yield #{Text.inspect(@expected)}"
    def failure_message = "expected the block to #{description}, it yielded #{Text.inspect(@got)}"

    def matches?(block)
      @got = []
      block.call(proc { |*values| @got << (values.size == 1 ? values.first : values) })
      Matcher.fits?(@expected, @got)
    end
  end

  # The matchers an example can name.
  module Matchers
    class << self
      # Defines a matcher that takes what its block takes.
      def define(name, &definition)
        define_method(name) { |*expected| Defined.new(name, expected, definition) }
      end

      def negate(name, base)
        define_method(name) do |*expected|
          positive = send(base, *expected)
          Defined.new(name, expected, proc { match { |actual| !positive.matches?(actual) } })
        end
      end
    end

    define(:eq) do |expected|
      match { |actual| actual == expected }
      difference { |actual| Diff.of(expected, actual) }
    end
    define(:equal_to) { |expected| match { |actual| actual.equal?(expected) } }
    define(:be_nil) { match(&:nil?) }
    define(:be_truthy) { match { |actual| actual } }
    define(:be_falsy) { match(&:!) }
    define(:be_a) { |type| match { |actual| type === actual } }
    define(:respond_to) { |*names| match { |actual| names.all? { |n| actual.respond_to?(n) } } }
    define(:match_pattern) { |pattern| match { |actual| pattern === actual } }
    define(:start_with) { |prefix| match { |actual| actual[0, prefix.size] == prefix } }
    define(:end_with) { |suffix| match { |actual| actual[-suffix.size..] == suffix } }
    define(:be_between) { |low, high| match { |actual| actual.between?(low, high) } }
    define(:be_within) do |delta|
      chain(:of) { |expected| @expected_value = expected }
      match { |actual| (actual - @expected_value).abs <= delta }
    end
    define(:match_structure) do |expected|
      match { |actual| Matcher.fits?(expected, actual) }
      difference { |actual| Diff.of(expected, actual) }
    end
    define(:include) do |*expected|
      match { |actual| @missing = expected.reject { |e| found?(actual, e) }; @missing.empty? }
      failure { |actual| "expected #{Text.inspect(actual)} to include #{Text.list(expected)}, missing #{Text.list(@missing)}" }
      define_singleton_method(:found?) do |actual, e|
        case e
        when Hash then e.all? { |k, v| actual.key?(k) && Matcher.fits?(v, actual[k]) }
        when Matcher then actual.any? { |x| e.matches?(x) }
        else actual.include?(e)
        end
      end
    end
    define(:contain_exactly) do |*expected|
      match do |actual|
        extra = actual.dup
        @missing = expected.reject { |e| extra.index { |a| Matcher.fits?(e, a) }&.then { |i| extra.delete_at(i) || true } }
        @extra = extra
        @missing.empty? && extra.empty?
      end
      failure do |actual|
        parts = []
        parts << "missing #{Text.list(@missing)}" unless @missing.empty?
        parts << "extra #{Text.list(@extra)}" unless @extra.empty?
        "expected #{Text.inspect(actual)} to contain exactly #{Text.list(expected)}, #{parts.join(", ")}"
      end
    end
    define(:all_be) do |matcher|
      describe { "all #{matcher.description}" }
      match { |actual| @wrong = actual.each_index.reject { |i| matcher.matches?(actual[i]) }; @wrong.empty? }
      failure { |actual| "expected #{Text.inspect(actual)} to #{description}, wrong at #{Text.list(@wrong)}" }
    end
    define(:have_attributes) do |wanted|
      match { |actual| @got = wanted.to_h { |k, _| [k, actual.public_send(k)] }; Matcher.fits?(wanted, @got) }
      failure { |_| "expected attributes #{Text.hash(wanted)}, got #{Text.hash(@got)}" }
    end
    define(:have_received) do |message|
      chain(:with) { |*arguments| @arguments = arguments }
      chain(:times) { |n| @times = n }
      match do |double|
        @calls = double.calls.select { |name, arguments| name == message && (@arguments.nil? || Matcher.fits?(@arguments, arguments)) }
        @times ? @calls.size == @times : @calls.any?
      end
      failure { |double| "expected #{double.inspect} to #{description}, it got #{Text.inspect(double.calls)}" }
    end
    negate(:be_present, :be_nil)

    def raise_error(...) = RaiseError.new(...)
    def change(...) = Change.new(...)
    def yield_values(*values) = Yields.new(values)
    def anything = Defined.new(:be_anything, [], proc { match { |_| true } })

    # be > 5, be == 5
    class Comparison < Matcher
      %i[< > <= >= ==].each do |operator|
        define_method(operator) do |other|
          tap { @operator, @other = operator, other }
        end
      end

      def matches?(actual)
        @actual = actual
        actual.public_send(@operator, @other)
      end

      def description = "be #{@operator} #{Text.inspect(@other)}"
    end

    def be = Comparison.new

    # be_empty asks empty?; have_key(:a) asks has_key?(:a)
    def method_missing(name, *arguments, &)
      case name
      when /\Abe_(\w+)\z/ then predicate(name, :"#{$1}?", arguments)
      when /\Ahave_(\w+)\z/ then predicate(name, :"has_#{$1}?", arguments)
      else super
      end
    end

    def respond_to_missing?(name, all = false) = name.match?(/\A(be|have)_\w+\z/) || super

    private

    def predicate(name, question, arguments)
      Defined.new(name, arguments, proc {
        match { |actual| actual.public_send(question, *arguments) }
        failure { |actual| "expected #{Text.inspect(actual)}.#{question} to be true" }
      })
    end
  end

  # -- Doubles -------------------------------------------------------------

  # A stand-in that knows what it may be told and remembers what it was told.
  class Double < BasicObject
    attr_reader :calls

    def initialize(name, **answers)
      @name = name
      @answers = answers
      @calls = []
    end

    def allow(message, &answer) = @answers[message] = answer
    def inspect = "#<double #{@name}>"
    def is_a?(type) = type == ::Spec::Double
    def class = ::Spec::Double
    def respond_to?(message, _all = false) = @answers.key?(message)
    def nil? = false

    def method_missing(message, *arguments, **options, &block)
      ::Kernel.raise(ExpectationFailed, "#{inspect} was not told to answer #{message}") unless @answers.key?(message)

      @calls << [message, options.empty? ? arguments : [*arguments, options]]
      answer = @answers[message]
      ::Proc === answer ? answer.call(*arguments, **options, &block) : answer
    end

    def respond_to_missing?(message, _all) = @answers.key?(message)
  end

  # -- Expectations --------------------------------------------------------

  class Target
    def initialize(value, block) = (@value, @block = value, block)

    def to(matcher, message = nil)
      fail_with(matcher, message || matcher.failure_message) unless matcher.matches?(subject_for(matcher))
      self
    end

    def not_to(matcher, message = nil)
      fail_with(matcher, message || matcher.failure_message_when_negated) unless matcher.does_not_match?(subject_for(matcher))
      self
    end
    alias to_not not_to

    private

    def subject_for(matcher)
      return @block if matcher.wants_block? && @block
      raise ArgumentError, "#{matcher.description} needs a block" if matcher.wants_block?

      @block ? @block.call : @value
    end

    def fail_with(matcher, message)
      diff = matcher.diff
      message += "\n" + ["diff (- expected, + actual):", *diff].join("\n") if diff
      Expectations.fail(message)
    end
  end

  module Expectations
    def self.fail(message)
      error = ExpectationFailed.new(message)
      @collecting ? @collecting << error : raise(error)
    end

    # Failures inside the block are gathered and reported together.
    def self.collect
      outer, @collecting = @collecting, []
      yield
      failures = @collecting
    ensure
      @collecting = outer
      raise failures.size == 1 ? failures.first : Multiple.new(failures) if failures&.any?
    end

    def expect(value = nil, &block) = Target.new(value, block)
    def aggregate_failures(&) = Expectations.collect(&)
    def flunk(message = "flunked") = Expectations.fail(message)
    def skip(reason = "no reason") = raise(Skipped, reason)
    def double(name = "anonymous", **answers) = Double.new(name, **answers)
    def is_expected = expect(subject)
  end

  # -- Groups and examples -------------------------------------------------

  class Example
    attr_reader :description, :metadata, :group, :body, :line
    attr_accessor :error, :status

    def initialize(group, description, metadata, line, body)
      @group, @description, @metadata, @line, @body = group, description, metadata, line, body
    end

    def full_description = "#{group.full_description} #{description}".strip
    def to_s = "#{full_description} (line #{line})"
  end

  # A group is a class; an example runs in an instance of it, so nesting is inheritance.
  class Group
    include Matchers
    include Expectations

    @description = nil
    @hooks = Hash.new { |h, k| h[k] = [] }
    @metadata = {}

    class << self
      attr_reader :description, :examples, :children, :metadata, :hooks, :line

      def inherited(child)
        super
        child.setup(self)
      end

      def setup(parent)
        @parent = parent
        @hooks = Hash.new { |h, k| h[k] = [] }
        @examples = []
        @children = []
        @metadata = parent.metadata || {}
      end

      def describe(what, *tags, **metadata, &)
        child = Class.new(self)
        child.configure(what, tags.to_h { |t| [t, true] }.merge(metadata), caller_locations(1, 1).first.lineno)
        (@children || Runner.groups) << child
        child.class_exec(&)
        child
      end
      alias context describe

      def configure(what, metadata, line)
        @description = what.to_s
        @metadata = @metadata.merge(metadata)
        @line = line
        define_method(:described) { what } if what.is_a?(Module)
      end

      def it(description = nil, *tags, **metadata, &body)
        metadata = self.metadata.merge(tags.to_h { |t| [t, true] }, metadata)
        metadata[:pending] ||= "not written yet" unless body
        Example.new(self, description, metadata, caller_locations(1, 1).first.lineno, body).tap { |e| @examples << e }
      end
      alias specify it

      def fit(...) = it(...).tap { |e| e.metadata[:focus] = true }
      def xit(description, &_body) = it(description, skip: "marked with x")

      # A lazy value, computed once an example.
      def let(name, &body)
        define_method(:"compute_#{name}", &body)
        define_method(name) { @memoized.fetch(name) { @memoized[name] = send(:"compute_#{name}") } }
      end

      def let!(name, &)
        let(name, &)
        before { send(name) }
      end

      def subject(name = nil, &)
        let(:subject, &)
        alias_method(name, :subject) if name
      end

      def before(scope = :each, &body) = @hooks[:"before_#{scope}"] << body
      def after(scope = :each, &body) = @hooks[:"after_#{scope}"].unshift(body)
      def around(&body) = @hooks[:around] << body

      def shared_examples(name, &body) = shared[name] = body
      def shared = @shared ||= {}

      def it_behaves_like(name, *arguments, **options, &extra)
        body = find_shared(name) or raise ArgumentError, "no shared examples #{name.inspect}"
        describe("behaves like #{name}") do
          class_exec(*arguments, **options, &body)
          class_exec(&extra) if extra
        end
      end

      def include_examples(name, *arguments, **options) = class_exec(*arguments, **options, &find_shared(name))

      def find_shared(name) = shared[name] || (superclass.find_shared(name) if superclass.respond_to?(:find_shared))

      # Groups from the outermost to this one.
      def lineage = self == Group ? [] : [*superclass.lineage, self]

      def depth = lineage.size - 1
      def full_description = lineage.map(&:description).join(" ")
      def all_examples = examples + children.flat_map(&:all_examples)
    end

    def initialize(example)
      @example = example
      @memoized = {}
    end

    def subject = described.new

    def run_example
      wrapped = self.class.lineage.flat_map { |g| g.hooks[:around] }.reverse.inject(method(:run_with_hooks).to_proc) do |inner, hook|
        -> { instance_exec(inner, &hook) }
      end
      wrapped.call
    end

    private

    def run_with_hooks
      errors = []
      begin
        self.class.lineage.each { |g| g.hooks[:before_each].each { |hook| instance_exec(&hook) } }
        instance_exec(@example, &@example.body)
      rescue Exception => e
        errors << e
      ensure
        self.class.lineage.reverse_each do |g|
          g.hooks[:after_each].each do |hook|
            instance_exec(&hook)
          rescue StandardError, ExpectationFailed => e
            errors << e
          end
        end
      end
      raise errors.size == 1 ? errors.first : Multiple.new(errors) if errors.any?
    end
  end

  # -- Running and reporting ----------------------------------------------

  # Which examples run: tags, a part of the description, focus.
  class Filter
    def initialize(arguments)
      @only, @without, @text = [], [], nil
      @seed = nil
      arguments = arguments.dup
      while (argument = arguments.shift)
        case argument
        when "--tag" then arguments.shift.then { |t| t.start_with?("~") ? @without << t[1..].to_sym : @only << t.to_sym }
        when "--match" then @text = arguments.shift
        when "--seed" then @seed = Integer(arguments.shift)
        else raise ArgumentError, "unknown option #{argument}"
        end
      end
    end

    attr_reader :seed

    def keep(examples)
      focused = examples.any? { |e| e.metadata[:focus] }
      examples.select do |e|
        next false if focused && !e.metadata[:focus]
        next false if @text && !e.full_description.include?(@text)

        (@only.empty? || @only.any? { |t| e.metadata[t] }) && @without.none? { |t| e.metadata[t] }
      end
    end
  end

  # Writes the outline while the examples run, then failures and counts.
  class Documentation
    def initialize(out) = (@out, @shown = out, [])

    def example(example)
      example.group.lineage.each do |g|
        next if @shown.include?(g)

        @shown << g
        @out.puts "#{"  " * g.depth}#{g.description}"
      end
      mark = { passed: "", failed: " (FAILED)", pending: " (PENDING: #{example.error})" }.fetch(example.status)
      @out.puts "#{"  " * (example.group.depth + 1)}#{example.description}#{mark}"
    end

    def finish(examples, skipped)
      groups = examples.group_by(&:status)
      (groups[:failed] || []).each_with_index { |e, i| failure(e, i + 1) }
      counts = { passed: "passed", failed: "failed", pending: "pending" }.filter_map do |status, word|
        "#{groups[status].size} #{word}" if groups.key?(status)
      end
      @out.puts
      @out.puts "#{Text.count(examples.size, "example")}: #{counts.empty? ? "none ran" : counts.join(", ")}#{" (#{skipped} filtered out)" if skipped.positive?}"
    end

    def failure(example, number)
      @out.puts
      @out.puts "  #{number}) #{example}"
      error = example.error
      kind = error.is_a?(ExpectationFailed) ? "Failure" : error.class.name
      text = error.message.lines(chomp: true)
      @out.puts "     #{kind}: #{text.first}", text.drop(1).map { |l| "       #{l}" }
      at = error.backtrace_locations&.find { |l| l.base_label == "<main>" || l.label.include?("block") && l.lineno > Runner.first_line }
      @out.puts "     at line #{at.lineno}" if at
      cause = error.cause
      @out.puts "     caused by #{cause.class}: #{cause.message}" if cause
    end
  end

  class Runner
    class << self
      attr_accessor :first_line

      def groups = @groups ||= []

      # Runs groups apart from the program's own: a framework that tests itself needs that.
      def isolated(arguments = [])
        saved, @groups = groups, []
        yield
        out = StringOutput.new
        new(@groups, Filter.new(arguments), out).run
        out.text
      ensure
        @groups = saved
      end

      def at_exit!
        at_exit do
          next if $!

          failed = new(groups, Filter.new(ARGV), $stdout).run
          exit(failed == EXPECTED_FAILURES ? 0 : 1)
        end
      end
    end

    def initialize(groups, filter, out)
      @groups, @filter, @out = groups, filter, out
      @formatter = Documentation.new(out)
    end

    # The number of failures.
    def run
      all = @groups.flat_map(&:all_examples)
      @chosen = @filter.keep(all)
      @groups.each { |group| run_group(group) }
      @formatter.finish(@chosen, all.size - @chosen.size)
      @chosen.count { |e| e.status == :failed }
    end

    private

    def run_group(group)
      return if (group.all_examples & @chosen).empty?

      context = group.new(nil)
      group.hooks[:before_all].each { |hook| context.instance_exec(&hook) }
      state = context.instance_variables.to_h { |v| [v, context.instance_variable_get(v)] }
      ordered(group.examples & @chosen).each { |e| run_one(e, state) }
      group.children.each { |child| run_group(child) }
      group.hooks[:after_all].each { |hook| context.instance_exec(&hook) }
    end

    # Examples of one group in an order that the seed decides.
    def ordered(examples)
      return examples unless (state = @filter.seed)

      examples.each_with_index.sort_by do |_, i|
        state = (state * 1_103_515_245 + 12_345) & 0x7fffffff
        [state >> 16, i]
      end.map(&:first)
    end

    def run_one(example, state)
      reason = example.metadata[:skip] || example.metadata[:pending]
      raise Skipped, reason if reason

      instance = example.group.new(example)
      state.each { |name, value| instance.instance_variable_set(name, value) unless %i[@example @memoized].include?(name) }
      instance.run_example
      example.status = :passed
    rescue Skipped => e
      example.status = :pending
      example.error = e.message
    rescue NoMemoryError, SignalException, SystemExit
      raise
    rescue Exception => e
      example.status = :failed
      example.error = e
    ensure
      @formatter.example(example) if example.status
    end
  end

  # A stream that keeps what it gets.
  class StringOutput
    attr_reader :text

    def initialize = @text = +""
    def puts(*lines) = lines.empty? ? @text << "\n" : lines.flatten.each { |l| @text << l.to_s << "\n" }
  end

  def self.define(...) = Matchers.define(...)
  def self.describe(...) = Group.describe(...)
end

Spec::Runner.first_line = __LINE__
EXPECTED_FAILURES = 20
Spec::Runner.at_exit!

# ---------------------------------------------------------------------------
# The program under test: a shop's basket.

class Basket
  include Enumerable
  class Closed < StandardError; end
  class UnknownItem < KeyError; end

  Line = Struct.new(:name, :price, :count) do
    def total = price * count
  end

  attr_reader :listeners

  def initialize(prices, clock: nil)
    @prices, @clock = prices, clock
    @lines = {}
    @listeners = []
  end

  def add(name, count = 1)
    raise Closed, "the basket is closed" if closed?
    raise ArgumentError, "count must be positive" unless count.positive?

    price = @prices.fetch(name) { raise UnknownItem, "no item #{name}" }
    (@lines[name] ||= Line.new(name, price, 0)).count += count
    @listeners.each { |l| l.added(name, count: count) }
    self
  end

  def remove(name) = @lines.delete(name)
  def each(&) = @lines.each_value(&)
  def total = sum(&:total)
  def empty? = @lines.empty?
  def has_item?(name) = @lines.key?(name)
  def closed? = @closed
  def close = (@closed = @clock ? @clock.now : true)

  def load(rows)
    rows.each { |name, count| add(name, Integer(count)) }
  rescue ArgumentError
    raise Closed, "cannot load"
  end

  def receipt
    map { |l| format("%-6s %2d x %3d = %4d", l.name, l.count, l.price, l.total) }.push(format("%-15s %6d", "total", total)).join("\n")
  end
end

TRACE = []

Spec::Group.shared_examples "a collection" do |size:, of: Basket::Line|
  it("has #{size} elements") { expect(subject.count).to eq(size) }
  it("holds elements of one type") { expect(subject.to_a).to all_be(be_a(of)) }
  it("is empty only without elements") { expect(subject.empty?).to eq(size.zero?) }
end

Spec.define(:cost) do |amount|
  chain(:for) { |customer| @customer = customer }
  match { |basket| (@cost = basket.total - (@customer == :staff ? basket.total / 10 : 0)) == amount }
  failure { |basket| "expected a basket that costs #{amount}, not #{@cost}" }
  negated_failure { |_| "expected a basket that does not cost #{amount}" }
end

Spec.describe Basket, :unit do
  let(:prices) { { apple: 10, pear: 25, melon: 120 } }
  let(:clock) { double("clock", now: 1200) }
  let(:basket) { Basket.new(prices, clock: clock) }
  subject { basket }

  context "when it is new" do
    it("is empty") { is_expected.to be_empty }
    it("costs nothing") { expect(basket).to cost(0) }
    it("is not closed") { expect(basket.closed?).to be_falsy }
    it_behaves_like "a collection", size: 0
  end

  context "with two items" do
    before { basket.add(:apple, 3).add(:pear) }

    it("sums up") { expect(basket).to cost(55) }
    it("has a price for staff") { expect(basket).to cost(50).for(:staff) }
    it("does not cost more") { expect(basket).not_to cost(56) }
    it("knows its items") { expect(basket).to have_item(:apple) & have_item(:pear) }
    it("does not know others") { expect(basket).not_to have_item(:melon) }
    it("lists lines") { expect(basket.map(&:name)).to contain_exactly(:pear, :apple) }
    it("has lines with attributes") { expect(basket.first).to have_attributes(name: :apple, total: be > 20, count: be_between(1, 5)) }
    it("adds to a line") { expect { basket.add(:pear, 2) }.to change(basket, :total).from(55).by(50) }
    it("removes") { expect { basket.remove(:pear) }.to change { basket.count }.from(2).to(1) }
    it("leaves the total alone when nothing is removed") { expect { basket.remove(:melon) }.not_to change(basket, :total) }
    it("yields its lines") { expect { |b| basket.each(&b) }.to yield_values(have_attributes(name: :apple), anything) }
    it "writes a receipt" do
      expect(basket.receipt).to eq(<<~TEXT.chomp)
        apple   3 x  10 =   30
        pear    1 x  25 =   25
        total               55
      TEXT
    end

    it_behaves_like "a collection", size: 2 do
      it("can have more examples") { expect(subject).to include(have_attributes(name: :pear)) }
    end

    context "and a dearer pear" do
      let(:prices) { super().merge(pear: 1000) }
      it("uses the inner price") { expect(basket.total).to eq(1030) }
    end
  end

  context "when it is closed" do
    before { basket.close }

    it("tells the time") { expect(basket.closed?).to eq(1200) }
    it("asked the clock once") { expect(clock).to have_received(:now).times(1) }
    it("takes no more") { expect { basket.add(:apple) }.to raise_error(Basket::Closed, "the basket is closed") }
    it("takes no more, in a pattern") { expect { basket.add(:apple) }.to raise_error(Basket::Closed, /closed\z/) }
    it("takes no more, in a block") { expect { basket.add(:apple) }.to raise_error { |e| expect(e.message.size).to eq(20) } }
  end

  describe "mistakes" do
    it("refuses unknown items") { expect { basket.add(:fig) }.to raise_error(KeyError, "no item fig") }
    it("refuses odd counts") { expect { basket.add(:pear, 0) }.to raise_error(ArgumentError) }
    it("keeps the cause") { expect { basket.load([[:pear, "x"]]) }.to raise_error(Basket::Closed).or(raise_error(KeyError)) }
    it("knows the cause") { expect { basket.load([[:pear, "x"]]) }.to raise_error(Basket::Closed).with_cause(ArgumentError) }
  end

  describe "listeners" do
    let(:listener) { double("listener", added: nil) }
    before { basket.listeners << listener }

    it "are told" do
      basket.add(:apple).add(:pear, 2)
      aggregate_failures do
        expect(listener).to have_received(:added).with(:pear, { count: 2 })
        expect(listener).to have_received(:added).times(2)
        expect(listener).not_to have_received(:added).with(:melon, anything)
      end
    end

    it "may answer with a block" do
      heard = []
      listener.allow(:added) { |name, count:| heard << "#{count} #{name}" }
      basket.add(:pear, 4)
      expect(heard).to eq(["4 pear"])
    end
  end
end

Spec.describe "the framework" do
  describe "hooks" do
    before(:all) { @made = 1; TRACE << "before all" }
    after(:all) { TRACE << "after all" }
    around do |run|
      TRACE << "around in"
      run.call
      TRACE << "around out"
    end
    before { TRACE << "before outer" }
    after { TRACE << "after outer" }

    it("sees what before(:all) set") { expect(@made += 1).to eq(2) }
    it("gets a fresh copy") { expect(@made += 1).to eq(2) }

    context "inside" do
      around { |run| TRACE << "inner in"; run.call; TRACE << "inner out" }
      before { TRACE << "before inner" }
      after { TRACE << "after inner" }

      it("runs them in order") { TRACE << "example"; expect(TRACE.size).to be > 4 }
    end
  end

  describe "the trace of hooks" do
    it "shows the nesting" do
      inner = TRACE.drop(TRACE.index("inner in") - 1)
      expect(inner).to eq(["around in", "inner in", "before outer", "before inner", "example",
                           "after inner", "after outer", "inner out", "around out", "after all"])
    end
    it("ran before(:all) once") { expect(TRACE.count("before all")).to eq(1) }
  end

  describe "let" do
    let(:log) { [] }
    let(:lazy) { log << :lazy }
    let!(:eager) { log << :eager }

    it("runs let! first") { expect(lazy).to eq(%i[eager lazy]) }
    it "computes once" do
      2.times { lazy }
      expect(log).to eq(%i[eager lazy])
    end
  end

  describe "matchers" do
    it("compares") { expect(3).to (be < 4).and(be >= 3) }
    it("combines with or") { expect(7).to eq(1).or(eq(7)) }
    it("combines with and") { expect("text").to start_with("te").and(end_with("xt")) }
    it("works in case") do
      found = case 41 when be > 50 then :big when be > 40 then :mid else :small end
      expect(found).to equal_to(:mid)
    end
    it("matches structures") do
      value = { id: 12, tags: %w[a b], inner: { at: 3.14159, list: [1, nil] } }
      expect(value).to match_structure(id: be_a(Integer), tags: [anything, "b"], inner: { at: be_within(0.01).of(3.14), list: [1, be_nil] })
    end
    it("negates") { expect(1).to be_present }
    it("describes itself") { expect(be_within(2).of(5).description).to eq("be within 2 of 5") }
    it("describes compositions") { expect((eq(1) | be_nil).description).to eq("eq 1 or be nil") }
    it("asks predicates") { expect([]).to be_empty.and(have_attributes(size: 0)) }
    it("responds to predicates") { expect(self.respond_to?(:be_shiny)).to be_truthy }
    it("knows no other names") { expect { bee_shiny }.to raise_error(NameError, /undefined local variable or method 'bee_shiny'/) }
    it("takes values from blocks") { expect { 6 * 7 }.to eq(42) }
    it("needs a block for raise_error") { expect { expect(1).to raise_error }.to raise_error(ArgumentError, "raise StandardError needs a block") }
  end

  describe "doubles" do
    it "complain about unknown messages" do
      expect { double("d").nope }.to raise_error(Spec::ExpectationFailed, "#<double d> was not told to answer nope")
    end
    it("respond to what they know") { expect(double(a: 1)).to respond_to(:a) }
  end

  describe "pending work" do
    it "is not written yet"
    xit("is marked with x") { flunk }
    it("skips by itself") { skip "no time" }
    it("is skipped by metadata", skip: "broken machine") { flunk }
  end
end

# The framework runs programs of its own and looks at the reports.
Spec.describe Spec::Runner do
  def run(*arguments, &block) = Spec::Runner.isolated(arguments, &block)

  let(:sample) do
    proc do
      Spec.describe "sample" do
        it("a", :fast) { }
        it("b", :slow) { flunk "no b" }
        context("deep", :slow) { it("c") { expect(1).to eq(2) } }
      end
    end
  end

  it "reports" do
    expect(run(&sample)).to eq(<<~TEXT)
      sample
        a
        b (FAILED)
        deep
          c (FAILED)

        1) sample b (line #{sample_line + 3})
           Failure: no b
           at line #{sample_line + 3}

        2) sample deep c (line #{sample_line + 4})
           Failure: expected 1 to eq 2
           at line #{sample_line + 4}

      3 examples: 1 passed, 2 failed
    TEXT
  end

  def sample_line = sample.source_location.last

  { "--tag fast" => "1 example: 1 passed (2 filtered out)", "--tag slow" => "2 examples: 2 failed (1 filtered out)",
    "--tag ~slow" => "1 example: 1 passed (2 filtered out)", "--match deep" => "1 example: 1 failed (2 filtered out)",
    "--match nothing" => "0 examples: none ran (3 filtered out)" }.each do |arguments, summary|
    it("filters with #{arguments}") { expect(run(*arguments.split, &sample)).to end_with("\n#{summary}\n") }
  end

  it("refuses unknown options") { expect { run("--loud", &sample) }.to raise_error(ArgumentError, "unknown option --loud") }

  it "runs only focused examples" do
    report = run { Spec.describe("f") { fit("this") { }; it("that") { flunk } } }
    expect(report).to eq("f\n  this\n\n1 example: 1 passed (1 filtered out)\n")
  end

  it "shuffles by seed" do
    order = lambda do |*arguments|
      run(*arguments) { Spec.describe("n") { 6.times { |i| it(i.to_s) { } } } }.scan(/^  (\d)$/).join
    end
    aggregate_failures do
      expect(order.call).to eq("012345")
      expect(order.call("--seed", "1")).to eq(order.call("--seed", "1"))
      expect(order.call("--seed", "1")).not_to eq(order.call("--seed", "2"))
      expect(order.call("--seed", "3").chars).to contain_exactly(*"0".."5")
    end
  end

  it "runs after hooks when an example fails" do
    seen = []
    run { Spec.describe("h") { after { seen << :after }; it("x") { raise "oops" } } }
    expect(seen).to eq([:after])
  end
end

# Expected failures: what a failing example looks like.
Spec.describe "fails:" do
  let(:long) { { name: "Ann", age: 41, tags: [1, 2] } }

  it("eq") { expect([1, 2, 3]).to eq([1, 3]) }
  it("eq with a diff of lines") { expect("one\ntwo\nthree\n").to eq("one\n2\nthree\nfour\n") }
  it("eq with a diff of pairs") { expect(long).to eq({ name: "Ann", age: 42, tags: [1, 2] }) }
  it("eq with a diff of elements") { expect(%w[a b c d]).to eq(%w[a c d e]) }
  it("structure") { expect(long).to match_structure(name: be_a(Symbol), age: 41, tags: anything) }
  it("not_to") { expect(nil).not_to be_nil }
  it("include") { expect([1, 2]).to include(1, 3, be > 5) }
  it("contain_exactly") { expect([1, 2, 2]).to contain_exactly(2, 1, 4) }
  it("and") { expect(5).to (be > 9) & eq(5) & be_nil }
  it("or") { expect(5).to eq(6) | be_nil }
  it("raise_error, nothing raised") { expect { 1 }.to raise_error(KeyError, "k") }
  it("raise_error, another class") { expect { Integer("x") }.to raise_error(KeyError) }
  it("change") { n = 1; expect { n += 1 }.to change { n }.from(0).to(5).by(3) }
  it("change, unwanted") { n = [1]; expect { n << 2 }.not_to change { n } }
  it("yield") { expect { |b| [1, 2].each(&b) }.to yield_values(1, 3) }
  it("a message of its own") { expect(1).to eq(2), "one is not two" }
  it("an exception") { long.fetch(:missing) }
  it("an exception with a cause") { begin; Integer("y"); rescue ArgumentError; raise IOError, "while reading"; end }
  it "several at once" do
    aggregate_failures do
      expect(1).to eq(2)
      expect(long).to have_attributes(size: 3, keys: [:name])
    end
  end

  context "in hooks" do
    after { raise "the hook too" }
    it("both") { flunk "the example" }
  end
end
