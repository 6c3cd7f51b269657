# Enumerator: a loop as an object, over Fiber when stepped through.

module Kernel
  def to_enum(name = :each, *args, **options, &size)
    Enumerator.allocate.__setup(self, name, args, options, size)
  end

  def enum_for(name = :each, *args, **options, &size)
    Enumerator.allocate.__setup(self, name, args, options, size)
  end

  # An enumerator whose size another method tells.
  private def __enum(name, size, *args)
    Enumerator.allocate.__setup(self, name, args, nil, size)
  end
end

class Enumerator
  private def initialize(size = nil, &block)
    raise ArgumentError, "tried to create Proc object without a block" unless block
    unless size.nil? || Proc === size || (Float === size && size.infinite?)
      size = __to_int(size)
    end
    __setup(Enumerator::Generator.new(&block), :each, [], nil, size)
  end

  private def initialize_copy(other)
    if other.__started?
      raise TypeError, "can't copy execution context"
    end
    super
  end

  def __setup(receiver, name, args, options, size)
    @__receiver = receiver
    @__name = name
    @__args = args
    @__options = options
    @__size = size
    @__fiber = nil
    @__ready = nil
    @__done = nil
    self
  end

  def __started? = @__fiber ? true : false

  def each(*more, &block)
    if more.__size > 0
      args = @__args + more
      copy = Enumerator.allocate.__setup(@__receiver, @__name, args, @__options, @__size)
      return block ? copy.each(&block) : copy
    end
    return self unless block
    __run(&block)
  end

  private def __run(&block)
    options = @__options
    if options && options.__length > 0
      @__receiver.__send__(@__name, *@__args, **options, &block)
    else
      @__receiver.__send__(@__name, *@__args, &block)
    end
  end

  def size
    size = @__size
    if Symbol === size
      @__receiver.__send__(size, *@__args)
    elsif Proc === size
      @__receiver.instance_exec(*@__args, &size)
    else
      size
    end
  end

  def __enum_size = size

  def with_index(offset = 0)
    offset = offset.nil? ? 0 : __to_int(offset)
    return __enum(:with_index, :__with_size, offset) unless block_given?
    i = offset - 1
    __run { |*values| yield(__pack(values), i += 1) }
  end

  def each_with_index
    return __enum(:each_with_index, :__with_size) unless block_given?
    i = -1
    __run { |*values| yield(__pack(values), i += 1) }
  end

  def with_object(memo)
    return __enum(:with_object, :__with_size, memo) unless block_given?
    __run { |*values| yield(__pack(values), memo) }
    memo
  end

  def each_with_object(memo)
    return __enum(:each_with_object, :__with_size, memo) unless block_given?
    __run { |*values| yield(__pack(values), memo) }
    memo
  end

  def __with_size(*) = size

  # --- stepping -----------------------------------------------------------

  def next
    values = __peek
    @__ready = nil
    __pack(values)
  end

  def next_values
    values = __peek
    @__ready = nil
    values
  end

  def peek = __pack(__peek)

  def peek_values = __peek

  private def __peek
    return @__ready if @__ready
    raise @__done if @__done
    @__fiber ||= __stepper
    @__ready = @__fiber.resume
    return @__ready if @__ready
    @__fiber = nil
    raise @__done
  end

  private def __stepper
    Fiber.new do
      result = __run do |*values|
        Fiber.yield(values)
        given = @__fed
        @__fed = nil
        given
      end
      @__done = StopIteration.new("iteration reached an end")
      @__done.__send__(:__set_hidden, :result, result)
      nil
    end
  end

  def feed(value)
    raise TypeError, "feed value already set" unless @__fed.nil?
    @__fed = value
    nil
  end

  def rewind
    @__receiver.rewind if @__receiver.respond_to?(:rewind)
    @__fiber = nil
    @__ready = nil
    @__done = nil
    self
  end

  def +(other) = Enumerator::Chain.new(self, other)

  def inspect
    return "#<#{self.class}: ...>" unless __guard_enter(:inspect, self)
    begin
      text = +"#<#{self.class}: #{@__receiver.inspect}:#{@__name}"
      if @__args.__size > 0 || (@__options && @__options.__length > 0)
        text.__append("(")
        i = 0
        while i < @__args.__size
          text.__append(", ") if i > 0
          text.__append("#{@__args.__at(i).inspect}")
          i += 1
        end
        if @__options
          @__options.each do |key, value|
            text.__append(", ") if i > 0
            text.__append("#{key}: #{value.inspect}")
            i += 1
          end
        end
        text.__append(")")
      end
      text.__append(">")
    ensure
      __guard_leave(:inspect, self)
    end
  end

  def self.produce(initial = undefined, &block)
    raise ArgumentError, "no block given" unless block
    start = __undefined?(initial) ? [] : [initial]
    Enumerator.new(Float::INFINITY) do |out|
      begin
        value = start.__size == 0 ? block.call : start.__at(0)
        while true
          out << value
          value = block.call(value)
        end
      rescue StopIteration
        nil
      end
    end
  end

  def self.product(*lists)
    product = Enumerator::Product.new(*lists)
    return product unless block_given?
    product.each { |row| yield row }
  end
end

class StopIteration
  # What the loop returned that came to its end.
  def result = __hidden(:result)
end

class Enumerator::Yielder
  private def initialize(&block)
    @__block = block
  end

  def <<(value)
    @__block.call(value)
    self
  end

  def yield(*values) = @__block.call(*values)

  def to_proc
    yielder = self
    lambda { |*values| yielder.yield(*values) }
  end
end

class Enumerator::Generator
  include Enumerable

  private def initialize(&block)
    @__block = block
  end

  def each(*args, &block) = @__block.call(Enumerator::Yielder.new(&block), *args)

  def inspect = __any_to_s
end

class Enumerator::Chain < Enumerator
  private def initialize(*parts)
    @__parts = parts
    __setup(self, :__each_part, [], nil, :__chain_size)
  end

  def __each_part(&block)
    i = 0
    while i < @__parts.__size
      @__parts.__at(i).each(&block)
      i += 1
    end
    self
  end

  def __chain_size
    total = 0
    i = 0
    while i < @__parts.__size
      size = @__parts.__at(i).size
      return size if size.nil? || (Float === size && size.infinite?)
      total += size
      i += 1
    end
    total
  end

  def +(other) = Enumerator::Chain.new(self, other)

  def inspect = "#<Enumerator::Chain: #{@__parts.inspect}>"
end

class Enumerator::Product < Enumerator
  private def initialize(*lists)
    @__lists = lists
    __setup(self, :__each_row, [], nil, :__product_size)
  end

  def each
    return self unless block_given?
    __each_row { |row| yield row }
  end

  def __each_row(&block)
    __rows_from(0, [], &block)
    self
  end

  # Yields the rows that begin with `row`, which the lists before the one at
  # `index` gave.
  def __rows_from(index, row, &block)
    return block.call(row) if index == @__lists.__size
    @__lists.__at(index).each_entry { |value| __rows_from(index + 1, row + [value], &block) }
  end

  def __product_size
    total = 1
    i = 0
    while i < @__lists.__size
      list = @__lists.__at(i)
      return nil unless list.respond_to?(:size)
      size = list.size
      return size if size.nil?
      total *= size
      i += 1
    end
    total
  end

  def inspect = "#<Enumerator::Product: #{@__lists.inspect}>"
end

module Enumerable
  def chain(*others) = Enumerator::Chain.new(self, *others)
end

class Enumerator::ArithmeticSequence < Enumerator
  def __sequence(from, to, step, exclusive, receiver, name, args)
    @__from = from
    @__to = to
    @__step = step
    @__exclusive = exclusive
    __setup(receiver, name, args, nil, nil)
  end

  def begin = @__from

  def end = @__to

  def step = @__step

  def exclude_end? = @__exclusive

  def each(&block)
    return self unless block
    __run(&block)
    self
  end

  def size
    from = @__from
    to = @__to
    step = @__step
    return Float::INFINITY if to.nil?
    return __float_steps if Float === from || Float === to || Float === step
    return Float::INFINITY if step == 0
    span = to - from
    return 0 if step > 0 ? span < 0 : span > 0
    count = span.div(step)
    return count if @__exclusive && count * step == span
    count + 1
  end

  private def __float_steps = Range.__float_step_count(@__from, @__to, @__step, @__exclusive)

  def last(count = undefined)
    raise RangeError, "cannot get the last element of endless arithmetic sequence" if @__to.nil?
    list = to_a
    __undefined?(count) ? list.last : list.last(count)
  end

  def ==(other)
    Enumerator::ArithmeticSequence === other && @__from == other.begin && @__to == other.end &&
      @__step == other.step && @__exclusive == other.exclude_end?
  end

  def hash = [@__from, @__to, @__step, @__exclusive].hash

  def inspect
    if Range === @__receiver
      args = @__args.__size > 0 ? "(#{@__args.map { |arg| arg.inspect }.join(", ")})" : ""
      "((#{@__receiver.inspect}).#{@__name}#{args})"
    else
      "(#{@__receiver.inspect}.#{@__name}#{@__args.__size > 0 ? "(#{@__args.map { |arg| Hash === arg ? arg.map { |k, v| "#{k}: #{v.inspect}" }.join(", ") : arg.inspect }.join(", ")})" : ""})"
    end
  end

  alias_method :to_s, :inspect
end
