# svm: deep
# Names that get longer with each call end in an error that memory or the
# stack sets, whichever is first.
class B
  def method_missing(name, *) = send(:"#{name}x")
end
begin
  B.new.foo
rescue SystemStackError, NoMemoryError => e
  p e.is_a?(Exception)
end
