class Machine
  OPS = { add: :+, sub: :-, mul: :*, div: :/ }.freeze
  def initialize(program) = (@program = program; @stack = []; @pc = 0; @out = [])
  def run
    while (op, arg = @program[@pc])
      @pc += 1
      case op
      when :push then @stack.push(arg)
      when *OPS.keys
        b, a = @stack.pop, @stack.pop
        @stack.push(a.send(OPS[op], b))
      when :dup then @stack.push(@stack.last)
      when :print then @out << @stack.pop
      when :jump then @pc = arg
      when :jz then @pc = arg if @stack.pop == 0
      when :halt then break
      else raise "bad op #{op}"
      end
    end
    @out
  end
end
p Machine.new([[:push, 2], [:push, 3], [:add], [:push, 4], [:mul], [:print]]).run
loop_prog = [[:push, 5], [:dup], [:print], [:push, 1], [:sub], [:dup], [:jz, 8], [:jump, 1], [:halt]]
p Machine.new(loop_prog).run
begin
  Machine.new([[:nope]]).run
rescue => e
  puts e.message
end
