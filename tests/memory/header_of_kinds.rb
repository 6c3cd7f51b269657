def h(o) = ObjectSpace.header_of(o)
p [1, nil, true, false, :sym].map { |x| h(x) }     #=> [nil, nil, nil, nil, nil]
p h("str").klass, h([]).klass, h({}).klass, h(Object.new).klass, h(2**80).klass    #=> String ⏎ Array ⏎ Hash ⏎ Object ⏎ Integer
p h(Object).klass, h(-> {}).klass, h(1..2).klass   #=> Class ⏎ Proc ⏎ Range
p h("s").header_bytes <= 16, h("s").address.class, h("s").age.class, h("s").flags.class   #=> true ⏎ Integer ⏎ Integer ⏎ Array
p h("s").class.name                                #=> "ObjectSpace::Header"
p h(Object).zone                                   #=> :mature
p h("s" + "t").flags.all? { |f| f.is_a?(Symbol) }, h("x").flags == h("x").flags.sort    #=> true ⏎ true
