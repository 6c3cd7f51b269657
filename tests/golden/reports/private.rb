class Safe
  private

  def combination = 42
end

Safe.new.combination
