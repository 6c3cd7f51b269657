class Html
  def initialize = (@out = []; @depth = 0)
  def self.build(&b) = new.tap { |h| h.instance_eval(&b) }.to_s
  def method_missing(tag, text = nil, **attrs, &b)
    a = attrs.map { |k, v| " #{k}=\"#{v}\"" }.join
    if b
      line("<#{tag}#{a}>")
      @depth += 1
      instance_eval(&b)
      @depth -= 1
      line("</#{tag}>")
    else
      line("<#{tag}#{a}>#{text}</#{tag}>")
    end
  end
  def respond_to_missing?(*) = true
  def to_s = @out.join("\n")
  private def line(s) = @out << ("  " * @depth + s)
end
puts(Html.build do
  html do
    head { title "Page" }
    body(id: "main") do
      h1 "Hello", class: "big"
      ul { 3.times { |i| li "item #{i}" } }
    end
  end
end)
