text = <<~T
  the quick brown fox jumps over the lazy dog
  the dog barks
  a fox runs
T
words = text.split
p words.size, words.tally.select { |_, n| n > 1 }, words.group_by(&:size).transform_values(&:size).sort.to_h, words.uniq.max_by(&:size)
puts text.lines.map.with_index(1) { |l, i| "#{i.to_s.rjust(3)}: #{l}" }
def wrap(s, width)
  s.split.each_with_object([+""]) do |w, lines|
    lines << +"" if lines.last.size + w.size + 1 > width
    lines.last << " " unless lines.last.empty?
    lines.last << w
  end
end
puts wrap(text, 20)
def caesar(s, k) = s.each_char.map { |c| c.between?("a", "z") ? ((c.ord - 97 + k) % 26 + 97).chr : c }.join
puts caesar("hello, world", 3), caesar(caesar("hello", 5), -5)
def rle(s) = s.each_char.chunk_while { |a, b| a == b }.map { |g| "#{g.first}#{g.size if g.size > 1}" }.join
puts rle("aaabccdddd"), rle("abc"), rle("")
p %w[listen silent enlist google elbow below].group_by { |w| w.chars.sort.join }.values.select { |g| g.size > 1 }
def palindrome?(s) = (t = s.downcase.delete("^a-z")) == t.reverse
p palindrome?("A man, a plan, a canal: Panama"), palindrome?("no"), "hello world".split.map(&:capitalize).join(" "), "snake_case_word".split("_").map.with_index { |w, i| i == 0 ? w : w.capitalize }.join
rows = [["name", "qty", "price"], ["apple", 3, 1.5], ["kiwi", 12, 0.25]]
widths = rows.transpose.map { |c| c.map { |x| x.to_s.size }.max }
rows.each { |r| puts r.zip(widths).map { |x, w| x.is_a?(Numeric) ? x.to_s.rjust(w) : x.to_s.ljust(w) }.join(" | ") }
