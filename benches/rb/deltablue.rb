# An incremental solver of one-way constraints in the manner of DeltaBlue
# (Freeman-Benson and Maloney): a chain of equalities and a projection.
# Usage: deltablue.rb [length of chain]

class Strength
  attr_reader :value

  def initialize(value) = @value = value

  def stronger?(other) = @value < other.value
  def weaker?(other) = @value > other.value
  def self.weakest_of(first, second) = first.weaker?(second) ? first : second

  ALL = Array.new(7) { |value| new(value) }.freeze
  REQUIRED = ALL[0]
  PREFERRED = ALL[2]
  STRONG_DEFAULT = ALL[3]
  NORMAL = ALL[4]
  WEAKEST = ALL[6]
end

class Variable
  attr_accessor :value, :determined_by, :mark, :strength, :stay
  attr_reader :constraints

  def initialize(value = 0)
    @value = value
    @constraints = []
    @mark = 0
    @strength = Strength::WEAKEST
    @stay = true
  end

  def add(constraint) = @constraints << constraint

  def remove(constraint)
    @constraints.delete(constraint)
    @determined_by = nil if @determined_by.equal?(constraint)
  end
end

class Constraint
  attr_reader :strength

  def initialize(planner, strength)
    @planner, @strength = planner, strength
  end

  def post
    variables.each { |variable| variable.add(self) }
    mark_unsatisfied
    @planner.add(self)
  end

  def remove_from_graph = variables.each { |variable| variable.remove(self) }
  def destroy = satisfied? ? @planner.remove(self) : remove_from_graph
  def input? = false

  # Tries to satisfy this constraint; returns the constraint it pushed out, if any.
  def satisfy(mark)
    choose_method(mark)
    unless satisfied?
      raise "could not satisfy a required constraint" if @strength.equal?(Strength::REQUIRED)
      return nil
    end
    mark_inputs(mark)
    out = output
    overridden = out.determined_by
    overridden&.mark_unsatisfied
    out.determined_by = self
    raise "cycle of constraints" unless @planner.propagate(self, mark)
    out.mark = mark
    overridden
  end
end

class UnaryConstraint < Constraint
  attr_reader :output

  def initialize(planner, variable, strength)
    super(planner, strength)
    @output = variable
    post
  end

  def choose_method(mark) = @satisfied = @output.mark != mark && @strength.stronger?(@output.strength)
  def variables = [@output]
  def satisfied? = @satisfied
  def mark_inputs(_mark) = nil
  def inputs_known?(_mark) = true
  def execute = nil
  def mark_unsatisfied = @satisfied = false

  def recalculate
    @output.strength = @strength
    @output.stay = !input?
    execute if @output.stay
  end
end

StayConstraint = Class.new(UnaryConstraint)

class EditConstraint < UnaryConstraint
  def input? = true
end

class BinaryConstraint < Constraint
  def initialize(planner, first, second, strength)
    super(planner, strength)
    @first, @second = first, second
    post
  end

  def choose_method(mark)
    @direction =
      if @first.mark == mark
        :forward if @second.mark != mark && @strength.stronger?(@second.strength)
      elsif @second.mark == mark || @first.strength.weaker?(@second.strength)
        :backward if @strength.stronger?(@first.strength)
      elsif @strength.stronger?(@second.strength)
        :forward
      end
  end

  def variables = [@first, @second]
  def satisfied? = !@direction.nil?
  def input = @direction == :forward ? @first : @second
  def output = @direction == :forward ? @second : @first
  def mark_unsatisfied = @direction = nil
  def mark_inputs(mark) = input.mark = mark

  def inputs_known?(mark)
    source = input
    source.mark == mark || source.stay || source.determined_by.nil?
  end

  def recalculate
    source = input
    target = output
    target.strength = Strength.weakest_of(@strength, source.strength)
    target.stay = source.stay
    execute if target.stay
  end
end

class EqualConstraint < BinaryConstraint
  def execute = output.value = input.value
end

# second = first * scale + offset, in either direction.
class ScaleConstraint < BinaryConstraint
  def initialize(planner, source, scale, offset, target, strength)
    @scale, @offset = scale, offset
    super(planner, source, target, strength)
  end

  def variables = super + [@scale, @offset]

  def mark_inputs(mark)
    super
    @scale.mark = @offset.mark = mark
  end

  def execute
    if @direction == :forward
      @second.value = @first.value * @scale.value + @offset.value
    else
      @first.value = (@second.value - @offset.value) / @scale.value
    end
  end

  def recalculate
    super
    output.stay = input.stay && @scale.stay && @offset.stay
  end
end

class Planner
  def initialize = @mark = 0
  def new_mark = @mark += 1

  def add(constraint)
    mark = new_mark
    overridden = constraint.satisfy(mark)
    overridden = overridden.satisfy(mark) while overridden
  end

  def remove(constraint)
    out = constraint.output
    constraint.mark_unsatisfied
    constraint.remove_from_graph
    unsatisfied = remove_propagate_from(out)
    Strength::ALL.each do |strength|
      unsatisfied.each { |waiting| add(waiting) if waiting.strength.equal?(strength) }
    end
  end

  # The order in which constraints must run when the inputs among the given ones change.
  def extract_plan(constraints)
    mark = new_mark
    plan = []
    todo = constraints.select { |constraint| constraint.input? && constraint.satisfied? }
    while (constraint = todo.pop)
      next if constraint.output.mark == mark || !constraint.inputs_known?(mark)
      plan << constraint
      constraint.output.mark = mark
      add_consumers(constraint.output, todo)
    end
    plan
  end

  def propagate(constraint, mark)
    todo = [constraint]
    while (current = todo.pop)
      if current.output.mark == mark
        constraint.mark_unsatisfied
        return false
      end
      current.recalculate
      add_consumers(current.output, todo)
    end
    true
  end

  private

  def remove_propagate_from(out)
    out.determined_by = nil
    out.strength = Strength::WEAKEST
    out.stay = true
    unsatisfied = []
    todo = [out]
    while (variable = todo.pop)
      variable.constraints.each { |constraint| unsatisfied << constraint unless constraint.satisfied? }
      determining = variable.determined_by
      variable.constraints.each do |following|
        next if following.equal?(determining) || !following.satisfied?
        following.recalculate
        todo << following.output
      end
    end
    unsatisfied
  end

  def add_consumers(variable, list)
    determining = variable.determined_by
    variable.constraints.each do |constraint|
      list << constraint if !constraint.equal?(determining) && constraint.satisfied?
    end
  end
end

def change(planner, variable, values)
  edit = EditConstraint.new(planner, variable, Strength::PREFERRED)
  plan = planner.extract_plan([edit])
  values.each do |value|
    variable.value = value
    plan.each(&:execute)
    yield value
  end
  edit.destroy
end

# A long chain of equalities, edited at one end and read at the other.
def chain(length)
  planner = Planner.new
  variables = Array.new(length + 1) { |index| Variable.new(index) }
  variables.each_cons(2) { |a, b| EqualConstraint.new(planner, a, b, Strength::REQUIRED) }
  StayConstraint.new(planner, variables.last, Strength::STRONG_DEFAULT)
  change(planner, variables.first, (0...100).to_a) do |value|
    raise "chain: #{variables.last.value} instead of #{value}" unless variables.last.value == value
  end
  variables.last.value
end

# Many points mapped by one scale and offset, each of which is then changed.
def projection(length)
  planner = Planner.new
  scale = Variable.new(10)
  offset = Variable.new(1000)
  sources = Array.new(length) { |index| Variable.new(index) }
  targets = Array.new(length) { |index| Variable.new(index) }
  sources.zip(targets) do |source, target|
    StayConstraint.new(planner, source, Strength::NORMAL)
    ScaleConstraint.new(planner, source, scale, offset, target, Strength::REQUIRED)
  end

  check = ->(index, wanted) { raise "projection #{index}" unless targets[index].value == wanted }
  change(planner, sources.last, [17]) { check[length - 1, 1170] }
  change(planner, targets.last, [1050]) { raise "backward" unless sources.last.value == 5 }
  change(planner, scale, [5]) { (length - 1).times { |index| check[index, index * 5 + 1000] } }
  change(planner, offset, [2000]) { (length - 1).times { |index| check[index, index * 5 + 2000] } }
  targets.sum(&:value)
end

n = (ARGV[0] || 40_000).to_i
at_end, sum = chain(n), projection(n)
expected = (0...n - 1).sum { |index| index * 5 + 2000 } + 2025
raise "sum #{sum} instead of #{expected}" unless sum == expected
puts "deltablue #{n}: chain ends in #{at_end}, projection sums to #{sum}"
