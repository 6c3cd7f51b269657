p nil, true, false
p nil.to_a, nil.to_s, nil.to_i, nil.to_f, nil.inspect, nil.to_h
p nil & true, nil | 1, true & 3, true ^ true, false ^ 1, false | nil
p nil.nil?, 1.nil?, !nil, !1, !!1
p nil.class, true.class, false.class
p __FILE__.end_with?("special_values.rb"), __LINE__
p self.to_s, self.inspect, self.class
p __method__.inspect
def named = __method__
p named
p defined?(x), defined?(p), defined?(String), defined?(3), defined?(nil), defined?(self)
