# svm: args first second
# Special globals: what they hold, which can be written, aliases, and their life in frames.
require_relative "../lib/check"

check("$0") { $0 }
check("$PROGRAM_NAME and $0 are one") { $0 = "renamed"; [$PROGRAM_NAME, $0] }
check("$0 wrong") { $0 = 5 }
check("$* is ARGV") { [$*, $*.equal?(ARGV)] }
check("$$") { $$ == Process.pid }
check("$/ and $-0") { [$/, $-0] }
check("$, and $;") { [$,, $;, $-F] }
check("$.") { $..class }
check("$_") { $_.inspect }
check("$_ in a block is the method's") { def line_block = ($_ = "m"; [1].each { $_ = "b" }; $_); line_block }
check("$_ takes only strings") { $_ = 5; $_ }
check("$stdout") { [$stdout.equal?(STDOUT), $>.equal?($stdout)] }
check("$stdout wrong") { $stdout = 5 }
check("$stdout as any object with write") { o = Class.new { def write(*s) = (@t ||= +"") << s.join; attr_reader :t }.new; saved, $stdout = $stdout, o; begin; puts "caught", 1; print "x"; p :y; $stdout << "z" rescue nil; ensure; $stdout = saved; end; o.t }
check("$stderr wrong") { $stderr = nil }
check("$stdin") { [$stdin.equal?(STDIN), $stdin.fileno] }
check("$VERBOSE") { saved = $VERBOSE; r = [true, false, nil].map { |v| $VERBOSE = v; [$VERBOSE, $-v, $-w] }; $VERBOSE = saved; r }
check("$VERBOSE takes truth") { saved = $VERBOSE; $VERBOSE = 5; r = $VERBOSE; $VERBOSE = saved; r }
check("$DEBUG") { [$DEBUG, $-d] }
check("$, wrong") { $, = 5 }
check("$/ wrong") { $/ = 5 }
check("$LOAD_PATH") { [$LOAD_PATH.equal?($:), $:.class, $-I.equal?($:)] }
check("$LOADED_FEATURES") { [$LOADED_FEATURES.equal?($"), $".any? { |f| f.end_with?("check.rb") }] }
check("$LOAD_PATH is read only") { eval("$: = []") }
check("$! read only") { eval("$! = nil") }
check("$$ read only") { eval("$$ = 1") }
check("$1 cannot be assigned") { eval("$1 = 2") }
check("$& cannot be assigned") { eval("$& = 2") }
check("$-a, $-l, $-p, $-i") { [$-a, $-l, $-p, $-i] }
check("unset") { [$never_assigned.inspect, defined?($never_assigned).inspect] }
check("defined? after assignment") { $now_assigned = nil; defined?($now_assigned) }
check("names") { $_under = 1; $CamelCase = 2; $x1 = 3; $ünicode = 4; [$_under, $CamelCase, $x1, $ünicode] }
check("global_variables") { [:$stdout, :$!, :$~, :$_under, :$1].map { |n| global_variables.include?(n) } }
check("alias") { alias $aliased $original; $original = 5; $aliased += 1; [$original, $aliased, defined?($aliased)] }
check("alias of a special") { alias $error_now $!; begin; raise "x"; rescue; $error_now.message; end }
check("alias of a number") { eval("alias $nth $1") }
check("op-assignment") { $op ||= 1; $op += 2; $op &&= $op * 2; $op }
check("multiple assignment") { $ma, ($mb, *$mc) = 1, [2, 3, 4]; [$ma, $mb, $mc] }
check("in a for") { for $each in [1, 2]; end; $each }
check("interpolated without braces") { $text = "t"; "#$text #$0" }
check("in nested methods and threads of control") { def read_global = $shared_one; $shared_one = :set; [read_global, Fiber.new { $shared_one }.resume] }
check("$! is nil outside") { $!.inspect }
check("$! within") { begin; raise "a"; rescue; $!.message; end }
check("$! per fiber") { begin; raise "a"; rescue; Fiber.new { $!.inspect }.resume; end }
check("$@") { begin; raise "a"; rescue; $@.class; end }
check("$? before") { $?.inspect }
check("$SAFE is an ordinary one") { $SAFE.inspect }
check("__FILE__ and friends") { [__FILE__, __LINE__, __method__.inspect, __dir__.end_with?("scopes"), __ENCODING__] }
check("DATA") { DATA.read }
check("ENV") { ENV["SVM_TEST_UNSET_NAME"].inspect }
check("ARGV can be changed") { ARGV.shift; [ARGV, $*] }
check("RUBY constants") { [RUBY_VERSION[0, 3], RUBY_ENGINE.class, RUBY_PATCHLEVEL.class, RUBY_PLATFORM.class, RUBY_COPYRIGHT.class] }
check("self at the top") { [self.to_s, self.class, self.inspect] }
check("TOPLEVEL_BINDING") { TOPLEVEL_BINDING.receiver.equal?(self) }
__END__
after the end
