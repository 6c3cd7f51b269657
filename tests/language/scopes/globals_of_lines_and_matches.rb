# $_ and $~ belong to a method; $; and $, are read; trace_var.
require_relative "../lib/check"

check("$_ is local to the method") { def set_line = ($_ = "inner"); $_ = "outer"; set_line; $_ }
check("$~ nil") { "x".match?("y"); $~.inspect }
check("$~ wrong") { $~ = 5 }
check("$; can be set") { saved = $;; $VERBOSE, v = nil, $VERBOSE; $; = ","; r = "a,b".split; $; = saved; $VERBOSE = v; r }
check("$, can be set") { $VERBOSE, v = nil, $VERBOSE; $, = "-"; r = [1, 2].join; $, = nil; $VERBOSE = v; r }
check("defined? of specials") { [defined?($stdout), defined?($!), defined?($~), defined?($1), defined?($&)].map(&:inspect) }
check("trace_var") { log = []; trace_var(:$traced) { |v| log << v }; $traced = 1; $traced = 2; untrace_var(:$traced); $traced = 3; log }
