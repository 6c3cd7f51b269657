café = "naïve ☃"
p café, café.size, café.bytesize
puts "日本語", :"シンボル".inspect
def été(x) = x * 2
p été(21)
HÉ = 1
p HÉ
puts "emoji 🎉 #{"🎉".size}"
