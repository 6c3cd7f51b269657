# Runs programs for the fuzzer: a line with a size and then so many bytes are a
# program, the answer has the same form. Each runs in a process of its own.
require "stringio"
Class.new do
  def self.answer(source)
    reader, writer = IO.pipe(binmode: true)
    child = fork do
      reader.close
      Process.setrlimit(Process::RLIMIT_CPU, 10)
      $stdin.reopen(File::NULL)
      errors = $stderr = StringIO.new
      $stdout.reopen(writer)
      ending = run(source)
      $stdout.write(ending)
      # Which keys are doubled is the parser's guess where there is `**`, and
      # not the same in each of its versions.
      told = errors.string.lines.grep_v(/is duplicated and overwritten/)
      $stdout.write("\n", *told) unless told.empty?
      $stdout.flush
      exit!(0)
    end
    writer.close
    output = reader.read
    reader.close
    Process.wait(child)
    $?.success? ? output : "died: #{$?}"
  end

  def self.run(source)
    eval(source, TOPLEVEL_BINDING, "fuzz.rb", 1)
    "ended"
  rescue Exception => error
    "raised #{error.class}: #{error.message}"
  end

  def self.serve
    $stdin.binmode
    $stdout.binmode
    while (line = $stdin.gets)
      source = $stdin.read(line.to_i).force_encoding("UTF-8")
      answer = answer(source)
      $stdout.write("#{answer.bytesize}\n", answer)
      $stdout.flush
    end
  end
end.serve
