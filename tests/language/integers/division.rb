p 7 / 2, -7 / 2, 7 / -2, -7 / -2
p 7 % 3, -7 % 3, 7 % -3, -7 % -3
p 7.divmod(2), -7.divmod(2), 7.divmod(-2), -7.divmod(-2), 7.divmod(2.5), -7.5.divmod(2)
p 7.remainder(3), -7.remainder(3), 7.remainder(-3), 7.modulo(-3)
p 7.fdiv(2), 7.div(2), 7.div(2.0), -7.div(2), 7.0.div(2), 7.ceildiv(2), -7.ceildiv(2)
p 6 / 4.0, 6.0 % 4, -6.0 % 4, 6.5 % -4
[-> { 1 / 0 }, -> { 1 % 0 }, -> { 1.divmod(0) }, -> { 1.div(0.0) }, -> { 0 / 0 }, -> { 1.remainder(0) }, -> { 1 % 0.0 }, -> { 1.0 % 0 }].each do |l|
  p l.call
rescue ZeroDivisionError => e
  puts "#{e.class}: #{e.message}"
end
p 1 / 0.0, 1.0 / 0, 0.0 / 1, 1.fdiv(0)
begin
  1 / nil
rescue TypeError => e
  puts e.message
end
begin
  1 + "a"
rescue TypeError => e
  puts e.message
end
begin
  1 * :a
rescue TypeError => e
  puts e.message
end
begin
  1 - []
rescue TypeError => e
  puts e.message
end
begin
  5 % nil
rescue TypeError => e
  puts e.message
end
