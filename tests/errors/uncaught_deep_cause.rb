def level(n)
  raise "level #{n}" if n.zero?
  begin
    level(n - 1)
  rescue => e
    raise ArgumentError, "level #{n}"
  end
end
level(3)
