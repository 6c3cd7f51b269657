# svm: tenure-age=6
# A look at svm's memory from Ruby: objects move while they are young and stay put once promoted.

def describe(label, object)
  header = ObjectSpace.header_of(object)
  puts format("%-22s %-7s age %d  %-6s %d fields", label, header.klass, header.age, header.zone, header.fields)
end

record = Tuple.new(3)
describe "a new record", record

id = record.object_id
address = ObjectSpace.header_of(record).address
GC.run(true)
describe "one collection later", record
puts "it #{ObjectSpace.header_of(record).address == address ? "stayed" : "moved"}, " \
     "its object_id #{record.object_id == id ? "did not change" : "changed"}"

7.times { GC.run(true) }
describe "after seven more", record

record[0] = "a young " + "string"
puts "a store into an old object is remembered: #{ObjectSpace.header_of(record).flags.include?(:Remember)}"
GC.run(true)
puts "and so #{record[0].inspect} survived"

watched = WeakRef.new("nobody holds " + "this")
GC.start
puts "unreachable means collected: #{watched.weakref_alive? ? "still here" : "gone"}"
