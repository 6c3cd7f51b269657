class AppError < StandardError
  def initialize(msg = "the default message")
    super
  end
end

def work
  raise AppError
end

work
