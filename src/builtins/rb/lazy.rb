# Enumerator::Lazy: steps that run only for the elements somebody asks for.

module Enumerable
  def lazy = Enumerator::Lazy.allocate.__set_up_lazy(self, nil, [], lambda { |source, sink| source.each(&sink) })
end

class Enumerator::Lazy < Enumerator
  private def initialize(source, size = nil, &block)
    raise ArgumentError, "tried to call lazy new without a block" unless block
    step = lambda do |from, sink|
      out = Enumerator::Yielder.new(&sink)
      from.each { |*values| block.call(out, *values) }
    end
    __set_up_lazy(source, nil, [], step)
    @__size = size
  end

  def __set_up_lazy(source, name, args, step)
    @__source = source
    @__step_name = name
    @__step_args = args
    @__step = step
    __setup(self, :__each_lazy, [], nil, nil)
  end

  def __each_lazy(&sink) = @__step.call(@__source, sink)

  def each(&block)
    return self unless block
    __each_lazy(&block)
  end

  private def __chain(name, *args, &step) = Enumerator::Lazy.allocate.__set_up_lazy(self, name, args, step)

  # What this step gives for each element is one element, so the size stays; `take` and `drop` change it.
  def size
    return @__size unless @__size.nil?
    return @__source.respond_to?(:size) ? @__source.size : nil if @__step_name.nil?
    case @__step_name
    when :map, :zip, :with_index then @__source.size
    when :take then (size = @__source.size) && [size, @__step_args.__at(0)].min
    when :drop then (size = @__source.size) && [size - @__step_args.__at(0), 0].max
    end
  end

  def lazy = self

  def force(*args) = to_a(*args)

  def eager
    source = self
    Enumerator.new { |out| source.each { |*values| out.yield(*values) } }
  end

  def map(&block)
    raise ArgumentError, "tried to call lazy map without a block" unless block
    __chain(:map) { |source, sink| source.each { |*values| sink.call(block.call(*values)) } }
  end

  alias_method :collect, :map

  def select(&block)
    raise ArgumentError, "tried to call lazy select without a block" unless block
    __chain(:select) do |source, sink|
      source.each do |*values|
        value = __pack(values)
        sink.call(value) if block.call(value)
      end
    end
  end

  alias_method :filter, :select
  alias_method :find_all, :select

  def reject(&block)
    raise ArgumentError, "tried to call lazy reject without a block" unless block
    __chain(:reject) do |source, sink|
      source.each do |*values|
        value = __pack(values)
        sink.call(value) unless block.call(value)
      end
    end
  end

  def filter_map(&block)
    raise ArgumentError, "tried to call lazy filter_map without a block" unless block
    __chain(:filter_map) do |source, sink|
      source.each do |*values|
        value = block.call(*values)
        sink.call(value) if value
      end
    end
  end

  def flat_map(&block)
    raise ArgumentError, "tried to call lazy flat_map without a block" unless block
    __chain(:flat_map) do |source, sink|
      source.each do |*values|
        value = block.call(*values)
        list = __check_ary(value)
        if list
          list.each { |element| sink.call(element) }
        elsif value.respond_to?(:force) && value.respond_to?(:each)
          value.each { |element| sink.call(element) }
        else
          sink.call(value)
        end
      end
    end
  end

  alias_method :collect_concat, :flat_map

  def take(count)
    count = __to_int(count)
    raise ArgumentError, "attempt to take negative size" if count < 0
    __chain(:take, count) do |source, sink|
      taken = 0
      if count > 0
        source.each do |*values|
          sink.call(*values)
          taken += 1
          break if taken >= count
        end
      end
    end
  end

  def take_while(&block)
    raise ArgumentError, "tried to call lazy take_while without a block" unless block
    __chain(:take_while) do |source, sink|
      source.each do |*values|
        break unless block.call(*values)
        sink.call(*values)
      end
    end
  end

  def drop(count)
    count = __to_int(count)
    raise ArgumentError, "attempt to drop negative size" if count < 0
    __chain(:drop, count) do |source, sink|
      seen = 0
      source.each do |*values|
        sink.call(*values) if seen >= count
        seen += 1
      end
    end
  end

  def drop_while(&block)
    raise ArgumentError, "tried to call lazy drop_while without a block" unless block
    __chain(:drop_while) do |source, sink|
      dropping = true
      source.each do |*values|
        dropping = false if dropping && !block.call(*values)
        sink.call(*values) unless dropping
      end
    end
  end

  def with_index(offset = 0, &block)
    offset = offset.nil? ? 0 : __to_int(offset)
    __chain(:with_index, *(offset == 0 ? [] : [offset])) do |source, sink|
      i = offset - 1
      source.each do |*values|
        value = __pack(values)
        i += 1
        if block
          block.call(value, i)
          sink.call(value)
        else
          sink.call([value, i])
        end
      end
    end
  end

  def each_with_index = with_index

  def zip(*others)
    __chain(:zip, *others) do |source, sink|
      rest = others.map { |other| Array === other ? other.each : other.each_entry }
      source.each do |*values|
        row = [__pack(values)]
        rest.each do |other|
          begin
            row.__push(other.next)
          rescue StopIteration
            row.__push(nil)
          end
        end
        sink.call(row)
      end
    end
  end

  def uniq(&block)
    __chain(:uniq) do |source, sink|
      known = {}
      source.each do |*values|
        value = __pack(values)
        key = block ? block.call(value) : value
        unless known.__has?(key)
          known.__store(key, true)
          sink.call(value)
        end
      end
    end
  end

  def compact
    __chain(:compact) do |source, sink|
      source.each do |*values|
        value = __pack(values)
        sink.call(value) unless value.nil?
      end
    end
  end

  def first(count = undefined)
    if __undefined?(count)
      each { |*values| return __pack(values) }
      return nil
    end
    take(count).to_a
  end

  def inspect
    text = "#<#{self.class}: #{@__source.inspect}"
    return "#{text}>" unless @__step_name
    args = @__step_args.__size > 0 ? "(#{@__step_args.map { |arg| arg.inspect }.join(", ")})" : ""
    "#{text}:#{@__step_name}#{args}>"
  end
end
