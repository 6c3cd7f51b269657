class Light
  STATES = { green: :yellow, yellow: :red, red: :green }.freeze
  TIMES = Hash.new(1).merge(red: 3, green: 2)
  attr_reader :state, :log
  def initialize = (@state = :red; @log = [])
  STATES.each_key { |s| define_method(:"#{s}?") { @state == s } }
  def tick
    TIMES[@state].times { @log << @state.to_s[0] }
    @state = STATES.fetch(@state)
    yield self if block_given?
    self
  end
end
l = Light.new
5.times { l.tick }
p l.log.join, l.state, l.red?, l.green?
l.tick { |x| p x.state }
