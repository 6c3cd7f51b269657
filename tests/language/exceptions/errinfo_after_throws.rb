# What leaves a rescue clause or ensure by a throw puts $! back.
def m1; begin; raise "a"; rescue => e; proc { return 5 }.call; end; end
m1; p $!
def m2; begin; raise "a"; rescue => e; (begin; 1; ensure; proc { return 5 }.call; end); end; end
m2; p $!
def m3; begin; raise "a"; rescue => e; (begin; raise "b"; ensure; proc { return 5 }.call; end); end; end
m3; p $!
def m4; begin; raise "a"; rescue => e; (begin; raise "b"; ensure; (proc { return 5 }.call rescue 0); end); end; end
m4; p $!
def m5; begin; raise "a"; rescue => e; (begin; raise "b"; ensure; return 5; end); end; end
m5; p $!
def m6;  (begin; raise "b"; ensure; proc { return 5 }.call; end);  end
m6; p $!
def m7;  (begin; raise "b"; ensure; return 5; end);  end
m7; p $!
def m8;  [1].each { (begin; raise "b"; ensure; return 5; end) };  end
m8; p $!
def m9;  [1].each { (begin; raise "b"; ensure; break 5; end) };  end
m9; p $!
def m10;  [1].each { (begin; raise "b"; ensure; [2].each { break }; p $! ;next; end) }; p $!;  end
m10; p $!
def m11;  catch(:x) { (begin; raise "b"; ensure; throw :x; end) }; p $!;  end
m11; p $!
def m12;  catch(:x) { (begin; raise "b"; rescue; throw :x; end) }; p $!;  end
m12; p $!
def m13;  begin; raise "c"; rescue;  catch(:x) { (begin; raise "b"; ensure; throw :x; end) }; p $!; end; end
m13; p $!
def m14;  begin; raise "c"; rescue;  [1].each { (begin; raise "b"; ensure; break; end) }; p $!; end; end
m14; p $!

# A break or return whose target is gone is an error before any ensure runs.
def orphan = proc { begin; break 1; ensure; p $!.class; end }
begin; orphan.call; rescue LocalJumpError => e; p e.message; end
def gone = proc { begin; return 1; ensure; p $!.class; end }
begin; gone.call; rescue LocalJumpError => e; p e.message; end
p [1, 2].each { |x| begin; break x; ensure; p $!; end }
def home = [1].each { |x| begin; return x; ensure; p $!; end }
p home
p lambda { begin; break 3; ensure; p $!; end }.call
def next_in_ensure = [1].each { begin; break 1; ensure; next; end }
p next_in_ensure
def order
  log = []
  r = [1].each do |x|
    begin
      begin
        raise "inner"
      rescue
        break log
      ensure
        log << [1, $!]
      end
    ensure
      log << [2, $!]
    end
  end
  log << $!
  r
end
p order
