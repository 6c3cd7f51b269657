# Names, aliases and constants of the encodings, and what each says of itself.
Encoding.list.each { |e| puts [e.name, e.names.sort.join("|"), e.ascii_compatible?, e.dummy?].join(" ") }
constants = Encoding.constants.select { |name| Encoding === Encoding.const_get(name) }
puts constants.map { |name| "#{name}=#{Encoding.const_get(name).name}" }.sort
p Encoding.aliases.size, Encoding.aliases["BINARY"], Encoding.aliases["locale"], Encoding.name_list.size
def t(label)
  puts "#{label}: #{yield.inspect}"
rescue Exception => e
  puts "#{label}: #{e.class}: #{e.message}"
end
t("find") { [Encoding.find("utf-8"), Encoding.find("external"), Encoding.find("internal"), Encoding.find(Encoding::BINARY)] }
t("find none") { Encoding.find("foo") }
t("find symbol") { Encoding.find(:utf_8) }
t("force none") { "a".dup.force_encoding("foo") }
t("force nil") { "a".dup.force_encoding(nil) }
t("force integer") { "a".dup.force_encoding(3) }
t("new") { Encoding.new }
t("dup") { Encoding::UTF_8.dup }
t("external nil") { Encoding.default_external = nil }
t("external none") { Encoding.default_external = "foo" }
t("internal") { Encoding.default_internal = "EUC-JP"; [Encoding.default_internal.name, "é".encode.encoding.name, Encoding.find("internal").name] }
Encoding.default_internal = nil
t("external") { Encoding.default_external = "US-ASCII"; [Encoding.default_external, Encoding.find("locale"), Encoding.find("external")] }
Encoding.default_external = "UTF-8"
t("compatible") { [["a", :b], ["", "é".encode("UTF-16LE")], [3, "a"], [/é/, "a"], [Encoding::UTF_8, "a".b], ["a".b, Encoding::UTF_8], [Encoding::UTF_8, "\xff".b], [:é, "é".b], ["é", "a".encode("UTF-16LE")], [/a/, "é".b]].map { |a, b| Encoding.compatible?(a, b)&.name } }
t("compatible encodings") { Encoding.compatible?(Encoding::UTF_8, Encoding::UTF_16LE) }
t("equal") { [Encoding::UTF_8 == Encoding.find("utf8-mac"), Encoding::CP932 == Encoding::Windows_31J, Encoding::UTF_16.inspect, Encoding::BINARY.inspect, Encoding::UTF_8.to_s] }
