def work(x)
  begin
    return yield(x) if x
    raise "no"
  rescue ArgumentError, TypeError => e
    retry if e.message == "again"
    1
  rescue
    2
  else
    3
  ensure
    puts "done"
  end
end
y = Integer("z") rescue 0
