# svm: pin decline
class Worker
  def run(x)
    step(x) { |v| v / 0 }
  end

  def step(x)
    yield x
  end
end

Worker.new.run(1)
