# RubyVM::InstructionSequence: compiled code as an object. It holds the bytes of
# a compiled program and the number of a function in it.

class RubyVM
end

class RubyVM::InstructionSequence
  def self.compile(source, file = nil, path = nil, line = 1, opt = nil, **options)
    source = source.read if !(String === source) && source.respond_to?(:read)
    source = __to_str(source)
    file = file.nil? ? "<compiled>" : __check_string(file)
    path = path.nil? ? file : __check_string(path)
    line = line.nil? ? 1 : __to_int(line)
    if line > 2147483647 || line < -2147483648
      raise RangeError, "integer #{line} too #{line > 0 ? "big" : "small"} to convert to 'int'"
    end
    unless opt.nil? || true == opt || false == opt || Hash === opt
      raise TypeError, "Compile option must be Hash/true/false/nil"
    end
    options = opt if Hash === opt
    bytes, code = __load(__compile(source, file, line, options[:frozen_string_literal]))
    __make.__setup(bytes, code, path)
  end

  private def self.__check_string(value)
    return value if String === value
    raise TypeError, "wrong argument type #{value.class} (expected String)"
  end

  def self.new(*args, **options) = compile(*args, **options)

  def self.compile_prism(*args, **options) = compile(*args, **options)

  def self.compile_file(file, **options)
    file = __to_str(file.respond_to?(:to_path) ? file.to_path : file)
    source = __read(file)
    if Integer === source
      raise SystemCallError.new(file, source, "rb_sysopen")
    end
    compile(source, file, __absolute(file), **options).__main!
  end

  def self.compile_file_prism(file, **options) = compile_file(file, **options)

  def self.compile_option
    {inline_const_cache: true, peephole_optimization: true, tailcall_optimization: false,
     specialized_instruction: true, operands_unification: true,
     instructions_unification: false, debug_frozen_string_literal: false,
     coverage_enabled: true, debug_level: 0, frozen_string_literal: nil}
  end

  def self.of(callable)
    bytes, code = __of(callable)
    return nil unless bytes
    iseq = __make.__setup(bytes, code, nil)
    iseq.__setup(bytes, code, __absolute(iseq.path))
  end

  def self.disasm(callable) = of(callable)&.disasm

  def self.disassemble(callable) = of(callable)&.disasm

  def self.load_from_binary(bytes)
    bytes, code = __load(__to_str(bytes))
    iseq = __make.__setup(bytes, code, nil)
    iseq.__setup(bytes, code, iseq.path)
  end

  def self.load_from_binary_extra_data(bytes) = __load(__to_str(bytes)).__at(2)

  def self.allocate
    raise TypeError, "allocator undefined for #{self}"
  end

  private def self.__make
    primitive :iseq_make
  end

  private def self.__compile(source, file, line, frozen)
    primitive :iseq_compile
  end

  private def self.__load(bytes)
    primitive :iseq_load
  end

  private def self.__read(file)
    primitive :iseq_read
  end

  private def self.__absolute(path)
    primitive :iseq_absolute
  end

  private def self.__of(callable)
    primitive :iseq_of
  end

  def __setup(bytes, code, path)
    @__bytes = bytes
    @__code = code
    @__path = path
    self
  end

  def __main!
    @__label = "<main>"
    self
  end

  def eval
    raise TypeError, "Not a toplevel InstructionSequence" unless __fact(2) == :top
    __eval(@__bytes)
  end

  def path = __fact(0)

  def absolute_path = @__path

  def label = @__label || __fact(3)

  def base_label = @__label || __fact(4)

  def first_lineno = __fact(1)

  def script_lines = nil

  def to_binary(extra = nil)
    kind = __fact(2)
    raise RuntimeError, "should be top of iseq" if kind == :block
    extra = extra.nil? ? "" : __to_str(extra).b
    return @__bytes.dup if extra.empty? && (kind == :top || kind == :eval)
    @__bytes + [@__code].pack("V") + extra
  end

  def inspect = "<RubyVM::InstructionSequence:#{label}@#{path}:#{first_lineno}>"

  def dup
    raise TypeError, "allocator undefined for #{self.class}"
  end

  def clone(freeze: nil) = dup

  def disasm
    line, column, last, end_column = __fact(9)
    "== disasm: #<ISeq:#{label}@#{path}:#{first_lineno} " \
      "(#{line},#{column})-(#{last},#{end_column})>\n" + __disasm(@__bytes, @__code)
  end

  def disassemble = disasm

  def each_child
    __children(@__bytes, @__code).each do |code|
      yield self.class.__send__(:__make).__setup(@__bytes, code, @__path)
    end
    self
  end

  def trace_points
    lines = __lines(@__bytes, @__code).map { |line| [line, :line] }
    kind = __fact(2)
    first, last =
      if kind == :method
        [:call, :return]
      elsif kind == :block
        [:b_call, :b_return]
      elsif kind == :class
        [:class, :end]
      end
    return lines if first.nil?
    [[first_lineno, first], *lines, [__fact(9).__at(2), last]]
  end

  def to_a
    facts = __facts(@__bytes, @__code)
    misc = {arg_size: facts[6], local_size: facts[7], stack_max: facts[8],
            code_location: facts[9]}
    ["SVMInstructionSequence/SimpleDataFormat", 1, 0, 1, misc, label, path, absolute_path,
     first_lineno, facts[2], facts[5], __parameters, __rows(@__bytes, @__code), __instructions]
  end

  private def __parameters
    lead, opt, rest, post, keywords, keyword_rest, block = __params(@__bytes, @__code)
    made = {}
    made[:lead_num] = lead if lead > 0
    made[:opt_num] = opt if opt > 0
    made[:rest_start] = lead + opt if rest
    made[:post_num] = post if post > 0
    made[:keyword] = keywords.map { |name, required| required ? name : [name] } if keywords.any?
    made[:kwrest] = true if keyword_rest
    made[:block_start] = __fact(6) - 1 if block
    made
  end

  # Functions inside stand where an instruction or a call names them.
  private def __instructions
    __body(@__bytes, @__code).map do |element|
      next element unless Array === element
      name, *operands = element
      operands = operands.map do |operand|
        next operand unless Array === operand
        mid, argc, keywords, block, flags = operand
        call = {mid: mid, orig_argc: argc, flags: flags}
        call[:kw_arg] = keywords if keywords.any?
        call[:block] = __child(block) if block
        call
      end
      code = %i[push_block push_lambda open_singleton def_method def_singleton def_class def_module]
      operands[-1] = __child(operands[-1]) if code.include?(name)
      [name, *operands]
    end
  end

  private def __child(code) = self.class.__send__(:__make).__setup(@__bytes, code, @__path).to_a

  private def __fact(index) = __facts(@__bytes, @__code)[index]

  private def __eval(bytes)
    primitive :iseq_eval
  end

  private def __disasm(bytes, code)
    primitive :iseq_disasm
  end

  private def __facts(bytes, code)
    primitive :iseq_facts
  end

  private def __params(bytes, code)
    primitive :iseq_params
  end

  private def __rows(bytes, code)
    primitive :iseq_rows
  end

  private def __body(bytes, code)
    primitive :iseq_body
  end

  private def __children(bytes, code)
    primitive :iseq_children
  end

  private def __lines(bytes, code)
    primitive :iseq_lines
  end
end
