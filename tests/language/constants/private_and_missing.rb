# `const_missing` is asked for private constants, too.
class Locker
  INSIDE = 1
  private_constant :INSIDE
end
begin
  Locker::INSIDE
rescue NameError => error
  p error.message, error.name
end
def Locker.const_missing(name) = [:missing, name]
p Locker::INSIDE, Locker::OTHER
class Locker
  p INSIDE
end
