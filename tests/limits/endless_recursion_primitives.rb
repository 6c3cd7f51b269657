class C
  def each = each_helper
  def each_helper = map_it
  def map_it = [1].map { each }
  def method_missing(n, *a) = [1, 2].each { |x| send("m_#{x}") }
  def respond_to_missing?(*) = true
end
begin
  C.new.each
rescue SystemStackError => e
  puts e.class
end
begin
  C.new.zork
rescue SystemStackError => e
  puts e.class
end
def inj = [1, 2].inject { inj }
def hsh = { a: 1 }.each { hsh }
def tms = 3.times { tms }
def srt = [1, 2].sort_by { srt }
def cal(p) = p.call(p)
def sel = [1].select { sel }
def dfm = define_singleton_method(:q) { dfm2 }
def dfm2 = q
%i[inj hsh tms srt sel].each do |m|
  send(m)
rescue SystemStackError
  puts m
end
dfm
begin
  dfm2
rescue SystemStackError
  puts "define_method"
end
begin
  cal(->(x) { x.call(x) })
rescue SystemStackError
  puts "lambda"
end
begin
  pr = proc { |x| x.call(x) }
  pr.call(pr)
rescue SystemStackError
  puts "proc"
end
class Integer
  def loop_plus(n) = [self].sum { |x| x.loop_plus(n) }
end
begin
  1.loop_plus(2)
rescue SystemStackError
  puts "sum"
end
