def kind(x)
  case x
  when nil then "nil"
  when true, false then "bool"
  when 0 then "zero"
  when 1..9 then "digit"
  when 10.. then "big"
  when Integer, Float then "num"
  when "a", "b" then "ab"
  when String then "str:#{x}"
  when :sym then "sym"
  when Symbol
    "other sym"
  when ->(v) { v.respond_to?(:size) && v.size == 2 } then "size two"
  when Array then "array"
  else "unknown"
  end
end
[nil, true, 0, 5, 50, -3, 2.5, -2.5, "a", "zz", :sym, :q, [1, 2], [1], { a: 1, b: 2 }, {}].each { |x| puts kind(x) }
list = [1, 2, 3]
more = [4, 5]
p [2, 5, 9].map { |x| case x when *list then "list" when 7, *more then "more" else "none" end }
def no_subject(x)
  case
  when x < 0 then "neg"
  when x == 0 then "zero"
  else "pos"
  end
end
p no_subject(-1), no_subject(0), no_subject(1)
p (case 5 when 6 then 1 end)
class Even
  def self.===(x) = x.is_a?(Integer) && x.even?
end
p [1, 2].map { |x| case x when Even then "even" else "odd" end }
n = 0
r = case (n += 1)
    when 2 then "two"
    when 1 then "one"
    end
p r, n
case "multi"
when "x",
     "multi"
  puts "ok"
end
x = case 1 when Integer; "semi" else "no" end
p x
p (case [1, 2] when [1, 2] then "arr eq" end)
def ret(x)
  case x
  when 1 then return "early"
  end
  "late"
end
p ret(1), ret(2)
p (case 1.0 when 1 then "int eq float" end), (case 1 when 1.0 then "ok" end), (case "1" when 1 then "no" else "diff" end)
