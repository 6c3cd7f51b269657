class InsufficientFunds < StandardError
  attr_reader :needed
  def initialize(needed)
    @needed = needed
    super("need #{needed} more")
  end
end
class Account
  attr_reader :balance, :history
  def initialize(owner, balance = 0)
    @owner, @balance, @history = owner, balance, []
  end
  def deposit(n)
    raise ArgumentError, "amount must be positive" unless n > 0
    @history << [:deposit, n]
    @balance += n
  end
  def withdraw(n)
    raise InsufficientFunds.new(n - @balance) if n > @balance
    @history << [:withdraw, n]
    @balance -= n
  end
  def transfer(n, to:)
    withdraw(n)
    to.deposit(n)
    self
  end
  def to_s = format("%-6s %8.2f", @owner, @balance)
end
a = Account.new("ann", 100)
b = Account.new("bob")
a.transfer(30, to: b).transfer(20.5, to: b)
puts a, b
[-> { b.withdraw(1000) }, -> { a.deposit(-5) }, -> { a.transfer(1) }].each do |l|
  l.call
rescue InsufficientFunds => e
  puts "#{e.class}: #{e.message} (#{e.needed})"
rescue ArgumentError => e
  puts e.message
end
p a.history, b.history
