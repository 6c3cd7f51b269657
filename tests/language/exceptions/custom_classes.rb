class AppError < StandardError
  def initialize(msg = "app default")
    super
  end
end
class CodeError < AppError
  attr_reader :code
  def initialize(code)
    @code = code
    super("code #{code}")
  end
end
class Wrapped < AppError
  def message = "wrapped: " + super
end
class ToS < StandardError
  def to_s = "custom to_s"
end
module Tag; end
class Tagged < StandardError
  include Tag
end
[AppError, -> { CodeError.new(4) }, Wrapped, ToS, Tagged].each do |k|
  raise(k.is_a?(Proc) ? k.call : k)
rescue CodeError => e
  p e.code, e.message
rescue Tag => e
  p [:tag, e.message]
rescue => e
  p [e.class, e.message, e.to_s, e.inspect]
end
begin
  raise Wrapped, "inner"
rescue AppError => e
  p e.message, e.full_message(highlight: false, order: :top).lines.first.include?("wrapped: inner (Wrapped)")
end
begin
  raise RuntimeError.new("tagged").extend(Tag)
rescue Tag => e
  p e.message
end
class Retryable < StandardError
  @max = 3
  class << self
    attr_reader :max
  end
end
n = 0
begin
  n += 1
  raise Retryable if n < Retryable.max
  p n
rescue Retryable
  retry
end
e = KeyError.new("k", receiver: { a: 1 }, key: :z)
p e.key, e.receiver, NameError.new("n", :nm).name, NoMethodError.new("n", :nm, [1]).args, StopIteration.new("s").result, FrozenError.new("f", receiver: "r").receiver, (KeyError.new("x").key rescue $!.message), UncaughtThrowError.instance_methods(false).sort
begin
  nil.upcase
rescue NoMethodError => e
  p e.name, e.receiver, e.args
end
begin
  xyz
rescue NameError => e
  p e.name, e.class
end
begin
  Xyz
rescue NameError => e
  p e.name, e.receiver
end
begin
  exit(3)
rescue SystemExit => e
  p e.status, e.success?, e.message
end
begin
  abort
rescue SystemExit => e
  p e.status, e.success?
end
begin
  exit
rescue SystemExit => e
  p e.status
end
begin
  exit(true)
rescue SystemExit => e
  p e.status
end
begin
  exit!(0) if false
  exit(false)
rescue SystemExit => e
  p e.status
end
class Quiet < Exception; end
begin
  begin
    raise Quiet
  rescue
    p :std
  end
rescue Exception => e
  p e.class
end
