x = 5
r = case
    when x < 3 then :low
    when x < 10 then :mid
    else :high
    end
p r
p (case x when 1, 2, 3 then :small when 4..6 then :range end), (case x when Integer, Float then :num end), (case "hello" when "hell" then 1 when "hello" then 2 end), (case nil when nil then :nil end), (case :a when :b then 1 else 2 end)
p (case x when ->(n) { n > 4 } then :lambda end), (case [1, 2] when Array then :arr end), (case x when *[1, 2], *[5] then :splat end), (case 5.0 when 5 then :eq end)
def c(v)
  case v
  when String, Symbol then "text"
  when 0 then "zero"
  when Integer
    if v > 0 then "pos" else "neg" end
  when nil, false then "nothing"
  when Enumerable then "many"
  end
end
p ["s", :s, 0, 5, -5, nil, false, [], {}, 1..2, 1.5].map { |v| c(v) }
n = 0
case (n += 1)
when 5 then p :no
when 1 then p :once
end
p n
case x
when 5
  # a comment only
end
y = case x when 5 then end
p y
z = (case x when 5 then "a" end).to_s + "b"
p z
case "x" when "x", "y" then puts "one line" end
