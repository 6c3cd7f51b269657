class Account
  def initialize(balance)
    raise ArgumentError, "negative balance" if balance < 0
  end
end

Account.new(5)
Account.new(-5)
