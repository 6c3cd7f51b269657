# How the message of a SyntaxError is laid out: order of errors at one place,
# long lines, lines around, texts that are not UTF-8, what is found late.
long = "x = [" + "1, " * 30 + "]"
many = "a = 1\n" * 6
texts = {
  "several at one place" => "1 +",
  "operators" => "1..2..3\n1 <=> 2 <=> 3",
  "a call" => "p(1 2)",
  "an array" => "[1,,2]",
  "the end of a long line is left out" => "1 = 2; #{long}",
  "the beginning of a long line is left out" => "#{long}; p(1 2)",
  "both" => "#{long}; p(1 2); #{long}; x = = 1",
  "short enough" => "#{long[0, 29]}]; )",
  "lines around" => "#{many}p(1 2)\n#{many}",
  "far apart" => "#{many}p(1 2)\n#{many}p(3 4)\n#{many}",
  "near" => "#{many}p(1 2)\n\n\n\np(3 4)\n\n\n\n\np(5 6)\n",
  "at the end" => "#{many}p(1,\n",
  "wide characters" => "\"äöü\" ; p(1 2)",
  "tabs" => "\t\tp(1 2)",
  "not UTF-8" => "1 = \"\xff\"; p(1 2)",
  "a pattern" => "x = 1\n/[z-a]/",
  "yield in a program" => "yield",
  "yield in a module" => "module Q; [1].each { yield }; end",
  "yield in a block of a class" => "class Q; define_method(:m) { yield }; end",
  "a yield in a method" => "def syntax_messages_m = yield",
}
texts.each do |name, text|
  [1, 98, 12345].each do |line|
    begin
      eval(text, nil, "t.rb", line)
      puts "#{name}: no error"
    rescue SyntaxError => e
      puts "#{name}, line #{line}", e.message
    end
  end
end
