p 5.method(:+).call(3), [1, 2].method(:map).call { |x| x * 2 }, "a".method(:upcase).call, { a: 1 }.method(:[]).call(:a), method(:puts).arity, [].method(:push).arity, "".method(:sub).arity, 5.method(:between?).arity
p [3, 1].method(:sort).owner, 5.method(:succ).name, "x".method(:size).receiver, Kernel.method(:format).call("%d", 1), Math.method(:sqrt).to_proc.call(4), [[1, 2]].map(&:first.to_proc), Array.instance_method(:first).bind([7]).call, Integer.instance_method(:to_s).bind(10).call(2)
p 5.public_method(:+).call(1), 5.respond_to?(:+), 5.methods.include?(:+), 5.singleton_methods, [].public_methods(false).class, String.instance_methods(false).include?(:upcase), Comparable.instance_methods.sort, Kernel.instance_method(:then).class
um = Array.instance_method(:map)
p um.name, um.bind_call([1, 2]) { |x| x + 1 }, (um.bind("x") rescue $!.message), [1, 2].method(:each_slice).unbind.bind([1, 2, 3]).call(2).to_a
def local(a, b = 1) = [a, b]
p method(:local).to_proc.(1), method(:local).unbind.bind(self).call(2), [1, 2].each_with_index.map(&method(:local)), method(:local) == method(:local), method(:local).eql?(method(:local)), method(:local).hash == method(:local).hash
