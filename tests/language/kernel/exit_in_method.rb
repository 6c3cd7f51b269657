def quit
  yield
ensure
  puts "cleaned"
end
begin
  quit { exit(false) }
rescue SystemExit => e
  puts "status #{e.status}"
end
at_exit { exit 4 }
quit { exit 3 }
