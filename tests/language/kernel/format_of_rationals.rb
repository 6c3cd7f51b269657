# Rationals and big integers in `format`: exact digits, rounding away from zero, flags, widths, errors.
def t(label)
  puts "#{label}: #{yield}"
rescue Exception => e
  puts "#{label}: #{e.class}: #{e.message}"
end

t(101) { format("%.3f|%.20f|%10.2f|%-10.2f|%+f|%f|%.0f|%#.0f|% f|%010.3f", 1/3r, 1/3r, 2/3r, -2/3r, 5r, -1/7r, 5/2r, 3/2r, 1/8r, -22/7r) }
t(102) { format("%e %g %a %d", 1/3r, 1/3r, 1/2r, 7/2r) }
t(103) { format("%f %.2f", 10**30, -2**70) }
t(104) { format("%f", Complex(1, 0)) }
t(105) { format("%f", Complex(1, 2)) }
t(106) { format("%f", nil) }
t(107) { format("%f", "1/3") }
t(108) { format("%.1f %.1f %.1f", 1/20r, 3/20r, -1/20r) }
t(109) { format("%5s|%.1f", 1r, 10**25+1/2r) }
