# svm: native block in middle, each_size loop, leaf, middle
# Refinements come into force in code that calls native methods, and evaluated
# text with them is compiled.
require_relative "lib/unrefined"
WARM = 400

module Shout
  refine String do
    def shout = upcase + "!"

    def size = 1000
  end
  refine Integer do
    def +(other) = [:plus, self, other]
  end
end

def plain(text) = [text.size, 1 + 2]

def above(text) = [plain(text), text.size, (text.shout rescue $!.class)]
WARM.times { above("abc") }
p above("abc")

using Shout

def refined(text) = [text.size, 1 + 2, text.shout]

def mixed(text) = [plain(text), refined(text), above(text)]
WARM.times { mixed("abc") }
p mixed("abc")
p plain("abc"), ["a"].map(&:size), "abc".shout

# Native code of another file, which the refinements do not reach, calls back.
unrefined = Unrefined.new
quiet = ->(text) {}
list = ["ab"] * 700
WARM.times { unrefined.middle("abc", quiet) }
p unrefined.middle("abc", quiet)
seen = []
p unrefined.middle("abc", ->(text) { seen << text.size << text.shout }), seen
p unrefined.each_size(list), unrefined.each_size(list) { |total| break [total.class, "a".size] if (total <=> 1390) > 0 }

class Deep
  def run(text, change)
    before = text.size
    change.call
    [before, text.size, 1 + 1, [2].map { |x| x + 3 }]
  end
end
nothing = -> {}
WARM.times { Deep.new.run("abc", nothing) }
p Deep.new.run("abc", nothing)
p Deep.new.run("abc", -> { Shout.module_eval { refine(String) { def size = 2000 } } })
