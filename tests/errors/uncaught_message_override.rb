class Fancy < StandardError
  def message = "computed message"
end
raise Fancy
