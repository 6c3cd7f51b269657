[1, 2].each do |x|
  [3].map { |y| raise ArgumentError, "x=#{x} y=#{y}" }
end
