inf = Float::INFINITY
nan = Float::NAN
p inf > 1e308, -inf < -1e308, inf == inf, nan == nan, nan != nan, nan.equal?(nan), [nan].include?(nan), [nan] == [nan], inf - inf, inf * 0, inf / inf, 1 / inf, 0 * -1.0, -0.0 == 0.0, 1 / -0.0, inf + 1, -inf.abs, inf.to_s, nan.to_s
p 1.0 <=> nan, nan <=> nan, inf <=> 1, 2**1000 < inf, 2**2000 < inf, 2**2000 > 1e308, -(2**2000) > -inf, 10**400 <=> inf, inf <=> 10**400, (10**400).fdiv(10**399), 2**1024 == inf
p 0.1 + 0.2 == 0.3, (0.1 + 0.2 - 0.3).abs < Float::EPSILON, 1.0.eql?(1), 1.0 == 1, 1 == 1.0, 1.0.equal?(1.0), 3.0.to_i, 1e18.to_i, 1e19.to_i, 4611686018427387904.0.to_i, 4611686018427387903.0.to_i, 2.5e-5.to_s, 1e-10.to_s
p [3.5, 1, 2.25, -0.5].sort, [1.5, 2**70, 1].max, [0.0, -0.0].sort, 1.5.clamp(0, 1), 5.0.floor, -5.5.floor, -5.5.ceil, -5.5.truncate, -5.5.round, 5.5.round, 6.5.round, 1e20.floor, 0.1 * 3, 1.1 + 2.2, 1.0 / 3 * 3 == 1.0
p 1.5.hash == 1.5.hash, { 1.5 => 1 }[1.5], { 1.0 => :f, 1 => :i }.size, { 0.0 => 1 }.key?(-0.0), 100.0.to_s, 1e2 == 100, 12345.678.to_s, 1.0e-5, 1e15 + 0.5, 123456789012345680.0
p 3.7 % 1, -3.7 % 1, 3.7.remainder(1), -3.7.remainder(1), 3.7.divmod(1.5), 2.0**10, 2.0**0.5, (-8.0)**2, 10.0.divmod(3), 1e3.divmod(7), 6.0 / 4, 7.fdiv(2), 7 / 2.0
