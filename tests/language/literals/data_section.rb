# DATA: the text behind __END__.
p DATA.class
p DATA.gets
p DATA.lineno
p DATA.readline
p DATA.gets(chomp: true)
p DATA.getc, DATA.getc
rest = DATA.pos
p DATA.read(4)
p DATA.each_line.to_a
p DATA.eof?, DATA.gets, DATA.read, DATA.read(1)
DATA.pos = rest
p DATA.readlines
DATA.seek(rest)
p DATA.readlines(chomp: true)
DATA.seek(rest)
p DATA.gets(nil)
DATA.seek(rest)
p DATA.gets("i"), DATA.gets(2), DATA.gets("i", 1)
begin
  DATA.read
  DATA.readline
rescue EOFError => e
  p e.class, e.message
end
DATA.seek(rest)
p DATA.gets(""), DATA.gets("")
DATA.rewind
p DATA.gets
p DATA.lineno
p DATA.path, DATA.inspect
begin
  DATA.puts "x"
rescue IOError => e
  p e.message
end
p DATA.closed?
DATA.close
p DATA.closed?
begin
  DATA.read
rescue IOError => e
  p e.message
end
__END__
first line
second line
third
fourth line
fifth line

after a gap
and é more

last without break
