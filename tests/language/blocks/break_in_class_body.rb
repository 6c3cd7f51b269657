# `break` in the body of a class leaves the block or loop around it.
seen = []
$seen = seen
result = [1, 2, 3].each do |n|
  $seen << n
  class Held
    $seen << :body
    break :out
    $seen << :never
  end
  $seen << :after
end
p result, seen

seen.clear
result = [1, 2].each do |n|
  while true
    class Held
      $seen << :in
      break
    end
    $seen << :not_here
  end
  $seen << n
end
p result, seen

result = while true
  module Deep
    class Deeper
      begin
        break 4
      ensure
        puts "left"
      end
    end
  end
end
p result

count = 0
until count == 3
  count += 1
  class Held
    break if self.name == "Other"
    next
    raise
  end
  puts "round #{count}"
end

result = lambda do
  class Held
    break 5
  end
  6
end.call
p result

result = [1].each do
  class Held
    begin
      break 1
    ensure
      break 2
    end
  end
end
p result

value = [1].each do
  kept = class Held
    break 8 if false
    :value
  end
  p kept
  class Held
    [5, 6].each { |x| break }
    while true
      break
    end
    p :still_here
  end
end
p value

made = proc do
  class Held
    break 9
  end
end
begin
  made.call
rescue LocalJumpError => error
  p error.message, error.reason
end
p([1, 2].map { |x| [x, class Held; next 3 if true; break; end] })
i = 0
while i < 2
  i += 1
  class Held
    next if true
  end
  p :not_here
end
p([1, 2].each { |x| module Kept; class Inner; begin; next; ensure; p :leaving; end; end; p :no; end; p :no })
p lambda { class Held; next 4; end; 5 }.call
p((for z in [1, 2] do class Held; z = 0; break 5; end; end))
p [1].each { begin; class Held; break 1; end; ensure; p :ensured; end }
p [1].each { [2, class Held; break 1; end] }
p [0, (while true; [1, class Held; break 7; end]; end), 3]
