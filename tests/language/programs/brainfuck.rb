def bf(src, input = "")
  jumps = {}
  stack = []
  src.each_char.with_index do |c, i|
    stack << i if c == "["
    next unless c == "]"
    j = stack.pop
    jumps[i], jumps[j] = j, i
  end
  cells = Hash.new(0)
  ptr = pc = steps = 0
  out = +""
  feed = input.each_byte.to_a
  while pc < src.size
    case src[pc]
    when ">" then ptr += 1
    when "<" then ptr -= 1
    when "+" then cells[ptr] = cells[ptr] + 1 & 255
    when "-" then cells[ptr] = cells[ptr] - 1 & 255
    when "." then out << cells[ptr].chr
    when "," then cells[ptr] = feed.shift || 0
    when "[" then pc = jumps[pc] if cells[ptr] == 0
    when "]" then pc = jumps[pc] unless cells[ptr] == 0
    end
    pc += 1
    steps += 1
  end
  [out, steps]
end
p bf("++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------.--------.>>+.>++.")
p bf(",[.,]", "echo"), bf(">,>,<<++++++[>-------->--------<<-]>>[<+>-]<.", "23")[0]
