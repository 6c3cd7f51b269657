log = []
outer = 0
begin
  outer += 1
  inner = 0
  begin
    inner += 1
    log << [outer, inner]
    raise ArgumentError if inner < 2
    raise TypeError if outer < 2
  rescue ArgumentError
    retry
  end
rescue TypeError
  retry
end
p log
def with_backoff(max)
  delay = 1
  n = 0
  begin
    n += 1
    yield n
  rescue RuntimeError => e
    raise "gave up after #{n}: #{e.message}" if n >= max
    delay *= 2
    retry
  end
end
p with_backoff(5) { |n| n < 3 ? raise("no #{n}") : [:ok, n] }, (with_backoff(2) { raise "always" } rescue $!.message)
c = 0
r = [1, 2, 3].map do |x|
  c += 1
  redo if c == 2
  [x, c]
end
p r
seen = []
3.times do |i|
  seen << i
  begin
    raise "r" if seen.size == 2
  rescue
    redo
  end
end
p seen
k = 0
while k < 3
  k += 1
  begin
    raise "w" if k == 2 && log.size < 10
  rescue
    log << :w
    k -= 1
    retry_ok = true
    break if log.size > 6
  end
end
p k, retry_ok
