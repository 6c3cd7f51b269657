p __FILE__ == $0, __LINE__, __method__, __dir__.class
p RUBY_VERSION.class, RUBY_ENGINE.class, ARGV, ENV.class, $PROGRAM_NAME == $0
p Float::INFINITY, Float::MAX > 1e300, Float::EPSILON < 1e-10, Math::PI.to_s[0, 4], nil.to_a, TRUE_IS = true
p [__FILE__].size, "#{__LINE__}", defined?(__FILE__), defined?(DATA)
