n = 0
r = []
[1, 2].each do |x|
  n += 1
  r << [x, n]
  redo if n == 1
end
p r
i = 0
c = 0
while i < 2
  i += 1
  c += 1
  redo if c == 1
end
p i, c
tries = 0
begin
  tries += 1
  raise "fail" if tries < 3
  p tries
rescue
  retry
end
def attempt
  n = 0
  begin
    n += 1
    yield n
  rescue ArgumentError => e
    retry if n < 4
    "gave up after #{n}: #{e.message}"
  else
    "ok at #{n}"
  ensure
    print "done "
  end
end
p attempt { |k| raise ArgumentError, "bad" if k < 3 }
p attempt { |k| raise ArgumentError, "bad" }
