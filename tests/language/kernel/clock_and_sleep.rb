a = Process.clock_gettime(Process::CLOCK_MONOTONIC)
sleep 0.01
b = Process.clock_gettime(Process::CLOCK_MONOTONIC)
p a.class, b > a, b - a >= 0.01, b - a < 5
p Process.clock_gettime(Process::CLOCK_MONOTONIC, :millisecond).class, Process.clock_gettime(Process::CLOCK_MONOTONIC, :nanosecond).class, Process.clock_gettime(Process::CLOCK_REALTIME) > 1_600_000_000, Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID).class
p sleep(0), sleep(0.001)
begin
  sleep(-1)
rescue ArgumentError => e
  puts e.message
end
begin
  sleep("x")
rescue TypeError => e
  puts e.message
end
p Process.pid.class
