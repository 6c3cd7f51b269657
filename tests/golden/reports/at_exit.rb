at_exit { $stderr.puts "ae1 #{$!.inspect}"; exit 3 }
at_exit { $stderr.puts "ae2 #{$!.inspect}" }
at_exit { raise "q" }
raise "main"
