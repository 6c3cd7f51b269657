a, b = 1, 2
a, b = b, a
v = [1, 2]
v[0], v[1] = v[1], v[0]
a, (b, *c), d = v
x = (a, v[0], @w = f)
h = { a:, "k" => b, **v }
@i ||= 5
$g &&= 6
r = case a
    when 1, Integer then "one"
    when *c then 2
    end
