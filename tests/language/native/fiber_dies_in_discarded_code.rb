# svm: native work
# A fiber waits in native code that is discarded meanwhile; then the fiber and all
# that its code belongs to die together.
def round
  eval(<<~RUBY)
    class Worker
      def wait(n) = Fiber.yield(n)
      def work(n) = wait(n) + 1
    end
  RUBY
  worker = Worker.new
  fiber = Fiber.new { 300.times { |n| worker.work(n) } }
  answer = 0
  60.times { answer += fiber.resume(1) }
  eval("class Worker; def wait(n) = n; end")
  answer
ensure
  Object.send(:remove_const, :Worker)
end

3.times do
  p round
  GC.start
  GC.start
end
puts "done"
