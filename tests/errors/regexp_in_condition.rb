$_ = "a line"
part = "in"
p :literal if /line/
p :interpolated if /l#{part}e/
p :no if /nothing/
p $~
p(!/line/ ? 1 : 2)
