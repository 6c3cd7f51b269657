# Patterns and strings of several encodings.
def attempt
  p yield
rescue StandardError => error
  puts "#{error.class}: #{error.message}"
end

bytes = "a\xE9\xFFb".b
p bytes =~ /b/, bytes =~ /\xFF/n, bytes[/a./n], bytes.scan(/./n).size, bytes.gsub(/[\x80-\xff]/n, "?"), bytes.split(/\xE9/n)
p bytes =~ /./, bytes.match(/[^a]/)[0], bytes =~ /[[:alpha:]]\z/, bytes.index(/\w\z/), bytes[/\W+/]
attempt { "\xff" =~ /x/ }
attempt { "a\xff".match?(/a/) }
attempt { "a\xff".scan(/a/) }
attempt { "a\xff".gsub(/a/, "") }
attempt { "a\xff".split(/a/) }
attempt { "a\xff"[/a/] }
attempt { "é" =~ /\xff/n }
attempt { "é".b =~ /é/ }
attempt { "a".b =~ /é/ }
attempt { "a" =~ /\xff/n }
attempt { "é" =~ /é/u }
attempt { "a".force_encoding("US-ASCII") =~ /a/ }
attempt { "a".force_encoding("US-ASCII") =~ /é/ }
attempt { "\xff".force_encoding("US-ASCII") =~ /a/ }
r = Regexp.new("\xE9".b)
p r.encoding, r =~ "x\xE9".b, r.inspect, r.source.encoding
p Regexp.new("a".b).encoding, Regexp.new("é").encoding, Regexp.new("a".force_encoding("US-ASCII")).encoding
p "abc".b[/b/].encoding, "abc"[/b/].encoding, "é"[/é/].encoding, "aé".b.scan(/a/).first.encoding
p "é1".b =~ /\d/, "é1".b.match(/\d/).begin(0), "é1".match(/\d/).begin(0)
p(/é/.source.encoding, /a/.source.encoding, /a/.to_s.encoding, /é/.to_s.encoding)
