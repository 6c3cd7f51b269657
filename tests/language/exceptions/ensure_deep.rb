# ensure inside ensure, many levels, with jumps on every way out.
def levels(n, log)
  return log << :bottom if n == 0
  begin
    levels(n - 1, log)
  ensure
    log << n
  end
end
p levels(12, [])

def nested(how, log)
  [1].each do
    begin
      log << :b1
      case how
      when :return then return log << :r
      when :break then break
      when :next then next
      when :raise then raise "x"
      end
    ensure
      begin
        log << :b2
      ensure
        begin
          log << :b3
        ensure
          begin
            log << :b4
          ensure
            begin
              log << :b5
            ensure
              begin
                log << :b6
              ensure
                begin
                  log << :b7
                ensure
                  begin
                    log << :b8
                  ensure
                    begin
                      log << :b9
                    ensure
                      begin
                        log << :b10
                      ensure
                        begin
                          log << :b11
                        ensure
                          begin
                            log << :b12
                          ensure
                            begin
                              log << :b13
                            ensure
                              log << :b14
                            end
                          end
                        end
                      end
                    end
                  end
                end
              end
            end
          end
        end
      end
    end
  end
  log << :after
end
p nested(:none, [])
p nested(:return, [])
p nested(:break, [])
p nested(:next, [])
log = []
begin
  nested(:raise, log)
rescue => e
  p e.message, log
end

def jumps(log)
  while true
    begin
      begin
        begin
          begin
            begin
              begin
                log << 1
                break
              ensure
                log << 2
                begin
                  log << 3
                  next if log.size > 100
                ensure
                  log << 4
                  begin
                    log << 5
                  ensure
                    log << 6
                    begin
                      return log << :gone if log.size > 100
                    ensure
                      log << 7
                      begin
                        log << 8
                        begin
                          break if log.size > 200
                        ensure
                          log << 9
                        end
                      ensure
                        log << 10
                      end
                    end
                  end
                end
              end
            ensure
              log << 11
            end
          ensure
            log << 12
          end
        ensure
          log << 13
        end
      ensure
        log << 14
      end
    ensure
      log << 15
    end
  end
  log
end
p jumps([])

def values(log)
  [1, begin
    2
  ensure
    log << :a
    begin
      3
    ensure
      log << :b
      begin
        4
      ensure
        log << :c
        begin
          5
        ensure
          log << :d
        end
      end
    end
  end, 6]
end
log = []
p values(log), log

def inner_return
  begin
    raise "lost"
  ensure
    begin
    ensure
      begin
      ensure
        begin
        ensure
          begin
            return :won
          ensure
            begin
              print "x "
            ensure
              puts "y"
            end
          end
        end
      end
    end
  end
end
p inner_return

def replaced
  begin
    raise "first"
  ensure
    begin
    ensure
      begin
      ensure
        begin
        ensure
          raise "second"
        end
      end
    end
  end
rescue => e
  [e.message, e.cause&.message, $!.message]
end
p replaced, $!
def break_in_deep
  r = [10, 20].map do |i|
    begin
    ensure
      begin
      ensure
        begin
        ensure
          begin
            next i + 1 if i == 10
            break :out
          ensure
            print i, " "
          end
        end
      end
    end
  end
  r
end
p break_in_deep
