raise RuntimeError, "with a backtrace", ["other.rb:10:in 'meth'", "other.rb:20:in 'caller'"]
