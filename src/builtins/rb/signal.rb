# Signals: handlers, names, sending.

module Signal
  def self.list
    {
      "EXIT" => 0, "HUP" => 1, "INT" => 2, "QUIT" => 3, "ILL" => 4, "TRAP" => 5, "ABRT" => 6, "IOT" => 6,
      "BUS" => 7, "FPE" => 8, "KILL" => 9, "USR1" => 10, "SEGV" => 11, "USR2" => 12, "PIPE" => 13, "ALRM" => 14,
      "TERM" => 15, "STKFLT" => 16, "CHLD" => 17, "CLD" => 17, "CONT" => 18, "STOP" => 19, "TSTP" => 20,
      "TTIN" => 21, "TTOU" => 22, "URG" => 23, "XCPU" => 24, "XFSZ" => 25, "VTALRM" => 26, "PROF" => 27,
      "WINCH" => 28, "IO" => 29, "POLL" => 29, "PWR" => 30, "SYS" => 31
    }
  end

  def self.signame(number) = list.key(__to_int(number))

  def self.trap(signal, command = undefined, &block)
    number = __number(signal)
    if number == 9 || number == 19
      raise Errno::EINVAL, "SIG#{signame(number)}"
    end
    if number == 11 || number == 7 || number == 4 || number == 8 || number == 26
      raise ArgumentError, "can't trap reserved signal: SIG#{signame(number)}"
    end
    if __undefined?(command)
      raise ArgumentError, "tried to create Proc object without a block" unless block
      command = block
    end
    old = number == 0 ? $__exit_trap : __handler(number)
    handler = __command(command)
    if number == 0
      $__exit_trap = Proc === handler ? handler : nil
    else
      __trap(number, handler)
    end
    old
  end

  def self.__number(signal)
    if Integer === signal
      raise ArgumentError, "invalid signal number (#{signal})" if signal < 0 || signal > 64
      return signal
    end
    unless Symbol === signal || String === signal || signal.respond_to?(:to_str)
      raise ArgumentError, "bad signal type #{signal.class}"
    end
    name = Symbol === signal ? signal.to_s : __to_str(signal)
    short = name.start_with?("SIG") ? name[3, name.size] : name
    number = list[short]
    raise ArgumentError, "unsupported signal 'SIG#{short}'" if number.nil?
    number
  end

  def self.__command(command)
    case command
    when nil, "", "IGNORE", "SIG_IGN" then command.nil? ? nil : "IGNORE"
    when "DEFAULT", "SIG_DFL", "SYSTEM_DEFAULT" then "DEFAULT"
    when "EXIT" then "EXIT"
    when String then raise ArgumentError, "wrong trap - #{command}"
    else command
    end
  end
end

module Kernel
  private def trap(signal, *command, &block) = Signal.trap(signal, *command, &block)
end

module Process
  def self.kill(signal, *pids)
    raise ArgumentError, "wrong number of arguments (given 1, expected 2+)" if pids.empty?
    number = Signal.__number(signal)
    pids.each { |pid| __kill(number, __to_int(pid)) }
    pids.size
  end
end
