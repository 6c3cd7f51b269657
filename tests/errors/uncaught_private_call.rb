class Safe
  private def secret = 42
end
Safe.new.secret
