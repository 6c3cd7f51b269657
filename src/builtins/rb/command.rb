# Running commands, and how they ended.

module Kernel
  private def `(line)
    answer = __command([__to_str(line)], true)
    __command_ended(answer, line)
    answer.__at(2)
  end

  # Sets `$?`; raises if there is no such program.
  private def __command_ended(answer, name)
    if answer.__at(1).nil?
      __set_status(Process::Status.allocate.__setup(0, 127 << 8))
      raise Errno::ENOENT, name.split(" ")[0].to_s
    end
    __set_status(Process::Status.allocate.__setup(answer.__at(0), answer.__at(1)))
  end

  private def system(*words, exception: false)
    words.shift if Hash === words.__at(0)
    raise ArgumentError, "wrong number of arguments (given 0, expected 1+)" if words.__size == 0
    words = words.map { |word| __to_str(Array === word ? word[0] : word) }
    answer = __command(words, false)
    if answer.__at(1).nil?
      __set_status(Process::Status.allocate.__setup(0, 127 << 8))
      raise Errno::ENOENT, words.__at(0).split(" ")[0].to_s if exception
      return nil
    end
    __command_ended(answer, words.__at(0))
    good = $?.success?
    if exception && !good
      raise RuntimeError, "Command failed with exit #{$?.exitstatus}: #{words.__at(0)}"
    end
    good ? true : false
  end
end

class Process::Status
  def __setup(pid, status)
    @__pid = pid
    @__status = status
    self
  end

  def pid = @__pid

  def to_i = @__status

  def exited? = @__status & 0x7f == 0

  def exitstatus = exited? ? @__status >> 8 & 0xff : nil

  def success? = exited? ? exitstatus == 0 : nil

  def signaled? = @__status & 0x7f != 0 && @__status & 0x7f != 0x7f

  def termsig = signaled? ? @__status & 0x7f : nil

  def stopped? = false

  def stopsig = nil

  def coredump? = @__status & 0x80 != 0

  def ==(other)
    return @__status == other.to_i if Process::Status === other
    @__status == other
  end

  def to_s
    return "pid #{@__pid} exit #{exitstatus}" if exited?
    "pid #{@__pid} SIG#{__signal_name} (signal #{termsig})#{coredump? ? " (core dumped)" : ""}"
  end

  private def __signal_name
    case termsig
    when 1 then "HUP"
    when 2 then "INT"
    when 3 then "QUIT"
    when 6 then "ABRT"
    when 9 then "KILL"
    when 11 then "SEGV"
    when 13 then "PIPE"
    when 14 then "ALRM"
    else "TERM"
    end
  end

  def inspect = "#<Process::Status: #{to_s}>"
end
