# A template engine in the manner of ERB: templates become Ruby source that is evaluated under a
# binding. Escaping, trim modes, layouts with blocks, partials, filters, a cache, and errors that
# name the template and its line.

class TemplateError < StandardError
  attr_reader :name, :line

  def initialize(message, name, line)
    super(message)
    @name, @line = name, line
  end

  # The message with the offending line of the template and its neighbours.
  def detailed_message(highlight: false, source: nil, **)
    head = "#{name}:#{line}: #{message}"
    return head unless source

    lines = source.lines(chomp: true)
    shown = ([line - 1, 1].max..[line + 1, lines.size].min).map do |n|
      format("%s %3d| %s", n == line ? ">" : " ", n, lines[n - 1])
    end
    [head, *shown].join("\n")
  end
end

module Escape
  HTML = { "&" => "&amp;", "<" => "&lt;", ">" => "&gt;", '"' => "&quot;", "'" => "&#39;" }.freeze

  # Text that is not escaped again.
  class Safe < String
    def safe? = true
    def +(other) = Safe.new(super(Escape.html(other)))
  end

  def self.html(value)
    return value if value.is_a?(Safe)

    Safe.new(value.to_s.each_char.map { |c| HTML.fetch(c, c) }.join)
  end
end

# Splits a template into text and tags, with the line each starts at.
class Lexer
  Token = Struct.new(:kind, :text, :line, :trim_left, :trim_right)

  KINDS = { "=" => :print, "==" => :raw, "#" => :comment, "%" => :literal, "!" => :declare }.freeze

  def initialize(source, name)
    @source, @name = source, name
    @line = 1
  end

  def tokens
    list = []
    at = 0
    while (start = @source.index("<%", at))
      push(list, @source[at...start])
      at = tag(list, start)
    end
    push(list, @source[at..])
    list
  end

  private

  def push(list, text)
    return if text.empty?

    list << Token.new(:text, text, @line, false, false)
    @line += text.count("\n")
  end

  # Reads the tag that starts at the given index; returns the index behind it.
  def tag(list, start)
    finish = @source.index("%>", start + 2) or raise TemplateError.new("tag is not closed", @name, @line)
    body = @source[start + 2...finish]
    if body.start_with?("%")
      push(list, "<%#{body[1..]}%>")
      return finish + 2
    end

    line = @line
    @line += body.count("\n")
    trim_left = body.delete_prefix!("-") ? true : false
    trim_right = body.delete_suffix!("-") ? true : false
    mark = KINDS.keys.sort_by { |k| -k.size }.find { |k| body.start_with?(k) }
    body = body[mark.size..] if mark
    list << Token.new(KINDS.fetch(mark, :code), body, line, trim_left, trim_right)
    finish + 2
  end
end

# Tokens to Ruby source in which every line of code keeps its line number.
class Generator
  def initialize(tokens, trim:)
    @tokens, @trim = tokens, trim
    @source = +""
    @line = 1
    @declared = []
  end

  attr_reader :declared

  def generate
    trimmed.each { |token| send(:"emit_#{token.kind}", token) }
    @source
  end

  private

  # Applies `-%>` and `<%-`, and with `trim: true` removes lines that hold only code.
  def trimmed
    tokens = @tokens.map(&:dup)
    tokens.each_with_index do |token, i|
      next if token.kind == :text

      before, after = (tokens[i - 1] if i.positive?), tokens[i + 1]
      alone = @trim && %i[code comment declare].include?(token.kind) && alone?(before, after)
      strip_before(before) if token.trim_left || alone
      strip_after(after) if token.trim_right || alone
    end
  end

  def alone?(before, after)
    starts = before.nil? || (before.kind == :text && before.text[before.text.rindex("\n").then { |n| n ? n + 1 : 0 }..].strip.empty?)
    ends = after.nil? || (after.kind == :text && after.text.lines.first.then { |l| l.strip.empty? && l.end_with?("\n") })
    starts && ends
  end

  def strip_before(token)
    token.text = token.text.sub(/[ \t]*\z/, "") if token&.kind == :text
  end

  def strip_after(token)
    token.text = token.text.sub(/\A[ \t]*\n/, "").tap { |t| token.line += 1 if t != token.text } if token&.kind == :text
  end

  # Adds line breaks until the source has reached the line of the template.
  def at(line)
    @source << "\n" while @line < line && (@line += 1)
    @source << ";" unless @source.empty? || @source.end_with?("\n")
  end

  def append(text)
    @source << text
    @line += text.count("\n")
  end

  def emit_text(token)
    return if token.text.empty?

    at(token.line)
    append("@out << #{token.text.dump}")
  end

  def emit_code(token)
    at(token.line)
    append(token.text.strip.empty? ? "nil" : token.text)
  end

  def emit_print(token) = emit_output(token, "@out << show((", "))")
  def emit_raw(token) = emit_output(token, "@out << ((", ")).to_s")

  # An output tag that opens a block is not wrapped: `<%= each do |x| %>` passes the block on.
  def emit_output(token, before, after)
    at(token.line)
    if token.text.match?(/(\bdo|\{)\s*(\|[^|]*\|)?\s*\z/)
      append("@out << #{token.text}")
    else
      append("#{before}#{token.text}#{after}")
    end
  end

  def emit_comment(_) = nil

  def emit_declare(token)
    @declared.concat(token.text.split(/[\s,]+/).reject(&:empty?).map(&:to_sym))
  end
end

class Template
  attr_reader :name, :source, :code

  def initialize(source, name: "(template)", trim: false)
    @source, @name = source, name
    generator = Generator.new(Lexer.new(source, name).tokens, trim:)
    body = generator.generate
    @parameters = generator.declared
    # The head stands on the first line of the template, so lines agree.
    @code = "#{head}#{body}\n"
  end

  # Renders with a context's own binding and the locals as new local variables.
  def render(context = Context.new, locals = {}, &block)
    missing = @parameters - locals.keys
    raise TemplateError.new("missing local: #{missing.join(", ")}", name, 1) unless missing.empty?

    context.capture(block) do |scope|
      locals.each { |key, value| scope.local_variable_set(key, value) }
      evaluate(scope)
    end
  end

  private

  def head = ""

  def evaluate(scope)
    eval(@code, scope, @name, 1)
  rescue SyntaxError => e
    raise TemplateError.new("syntax error", name, e.message[/:(\d+)/, 1].to_i)
  rescue TemplateError
    raise
  rescue StandardError, NotImplementedError => e
    frame = e.backtrace_locations&.find { |l| l.path == name }
    raise TemplateError.new("#{e.message} (#{e.class})", name, frame&.lineno || 0)
  end
end

# What templates see as self.
class Context
  def initialize(loader: nil, **values)
    @loader = loader
    values.each { |key, value| instance_variable_set(:"@#{key}", value) }
    @depth = 0
  end

  # Runs the block with a fresh buffer and a fresh binding; gives what was written.
  def capture(yielder = nil)
    saved, @out = @out, Escape::Safe.new
    saved_yielder, @yielder = @yielder, yielder
    yield fresh_binding
    @out
  ensure
    @out = saved
    @yielder = saved_yielder
  end

  # The output of a template's block.
  def block_text(*arguments)
    saved, @out = @out, Escape::Safe.new
    yield(*arguments)
    @out
  ensure
    @out = saved
  end

  def show(value) = Escape.html(value)
  def raw(value) = Escape::Safe.new(value.to_s)
  def content = @yielder ? @yielder.call : raw("")

  def partial(name, **locals)
    raise ArgumentError, "partials nest too deeply" if (@depth += 1) > 5

    @loader.fetch(name).render(self, locals)
  ensure
    @depth -= 1
  end

  def each_row(items, &block) = raw(items.map.with_index(1) { |x, i| block_text(x, i, &block) }.join)

  def tag(name, **attributes, &block)
    list = attributes.map { |key, value| %( #{key}="#{Escape.html(value)}") }.join
    raw("<#{name}#{list}>#{block ? block_text(&block) : ""}</#{name}>")
  end

  def method_missing(name, *arguments)
    return super unless arguments.empty? && instance_variable_defined?(:"@#{name}")

    instance_variable_get(:"@#{name}")
  end

  def respond_to_missing?(name, all = false) = instance_variable_defined?(:"@#{name}") || super

  private

  def fresh_binding = binding
end

# Named templates, compiled once.
class Loader
  attr_reader :compiled

  def initialize(**sources)
    @sources = sources.transform_keys(&:to_s)
    @compiled = []
    @cache = Hash.new do |cache, name|
      source = @sources.fetch(name) { raise TemplateError.new("no template #{name}", name, 0) }
      @compiled << name
      cache[name] = Template.new(source, name:, trim: true)
    end
  end

  def fetch(name) = @cache[name.to_s]
end

def section(title)
  puts "== #{title}"
  yield
rescue TemplateError => e
  puts "#{e.class}: #{e.detailed_message}"
  puts "  cause #{e.cause.class}" if e.cause
end

def render(source, trim: false, **locals) = Template.new(source, trim:).render(Context.new, locals)

section("plain text") { puts render("no tags at all: 100% <b>\n") }
section("expressions") { puts render("<%= 1 + 2 %> <%= name.upcase %> <%= [1, nil, :a] %>|<%= nil %>|", name: "ruby") }
section("escapes") { puts render("<%= s %> <%== s %> <%= raw(s) %> <%= raw('<i>') + s %>", s: %(<a href="x">'&'</a>)) }
section("literal tags") { puts render("<%% code %> and <%%= 1 %>") }
section("comments") { puts render("a<%# never %>b<%# nor\nthis %>c") }
section("quotes") { puts render(%q(a "quoted" 'text' \\n #{not} #x \\ <%= "in #{1 + 1}" %>)) }

section "loops" do
  puts render(<<~TEXT, items: %w[x y z])
    <ul>
    <% items.each_with_index do |item, i| %>
      <li class="<%= i.even? ? "even" : "odd" %>"><%= item %></li>
    <% end %>
    </ul>
  TEXT
end

section "trim mode" do
  puts render(<<~TEXT, trim: true, items: { a: 1, b: 2 })
    <% unless items.empty? %>
    <ul>
      <% items.each do |key, value| %>
      <li><%= key %>: <%= value %></li>
      <% end %>
    </ul>
    <% else %>
    nothing
    <% end %>
    kept <% 1 %> here
  TEXT
end

section "explicit trimming" do
  puts render(<<~TEXT, n: 3)
    [
      <%- n.times do |i| -%>
      <%= i %>,
      <%- end -%>
    ]
    a   <%- 1 -%>   
    b
  TEXT
end

section "conditions" do
  source = "<% if n > 5 %>big<% elsif n > 2 %>mid<% else %>small<% end %> "
  puts [1, 3, 9].map { |n| render(source, n:) }.join
end

section "case and while" do
  puts render(<<~TEXT, trim: true, kind: :b)
    <% case kind
       when :a %>
    first
    <% when :b %>
    second
    <% end %>
    <% n = 0
       while n < 3 %>
    n is <%= n += 1 %>
    <% end %>
    <% begin %>
    <%= Integer("x") %>
    <% rescue ArgumentError => e %>
    rescued: <%= e.message %>
    <% ensure %>
    always
    <% end %>
  TEXT
end

section "locals stay apart" do
  first = Template.new("<% x = (defined?(x) ? x.to_s : 'none') + '!' %><%= x %>")
  context = Context.new
  puts first.render(context, x: 5), first.render(context), first.render(context, x: "again")
end

section "bindings" do
  def plain_binding(a, b) = binding

  outer = 10
  scope = plain_binding(1, 2)
  scope.local_variable_set(:c, 3)
  code = Template.new("<%= a + b + c %> <%= defined?(outer).inspect %> <% a = 100 %>").code
  puts eval("@out = +''; def self.show(x) = x.to_s; #{code}; @out", scope)
  puts scope.local_variable_get(:a), scope.local_variables.first(3).inspect, eval("outer + 1", binding)
end

section "instance variables and method_missing" do
  context = Context.new(title: "T & T", count: 2)
  puts Template.new("<%= @title %> <%= title %> <%= respond_to?(:count) %> <%= count * 2 %> <%= respond_to?(:nope) %>").render(context)
end

section "blocks" do
  puts Template.new(<<~TEXT, trim: true).render(Context.new(names: %w[Ann <Bob>]))
    <%= each_row(names) do |name, i| %>
    <%= i %>. <%= name %>
    <% end %>
    <%= tag(:p, class: "a \\"b\\"") { %>inner <%= 1 < 2 %><% } %>
    <%= tag(:br) %>
  TEXT
end

loader = Loader.new(
  layout: "<html>\n<title><%= @title %></title>\n<%= content %>\n</html>\n",
  page: "<%! rows %>\n<% rows.each do |row| %>\n<%= partial :row, cells: row %>\n<% end %>",
  row: "<%! cells %>\n<tr><% cells.each do |cell| %><td><%= cell %></td><% end %></tr>",
  broken: "line one\n<%= partial :deeper, x: 1 %>\nline three",
  deeper: "ok\n\n<%= x.unknown_method %>",
  forever: "<%= partial :forever %>",
)
section "layouts and partials" do
  context = Context.new(loader:, title: "Tables")
  page = loader.fetch(:page).render(context, rows: [[1, 2], ["<", nil]])
  puts loader.fetch(:layout).render(context) { page }
  loader.fetch(:row).render(context, cells: [])
  puts loader.compiled.inspect
end

section("missing local") { loader.fetch(:page).render(Context.new(loader:)) }
section("missing template") { Context.new(loader:).partial(:nowhere) }
section("error in a partial") { loader.fetch(:broken).render(Context.new(loader:)) }
section("too deep") { loader.fetch(:forever).render(Context.new(loader:)) }
section("not closed") { render("one\ntwo <%= 1 ") }
section("unknown name") { render("a\nb\n<%= nobody %>\n") }
section("zero division") { render("<% x = 0 %>\n\n\n<%= 1 / x %>") }
section("many lines of code") { render("<%\n  a = 1\n  b = 2\n  raise ArgumentError, 'line 4'\n%>") }
section("after trimmed lines") { render("<% if true -%>\n\n  <% [1].each do |x| -%>\n<%= x.fetch(1) %>\n<% end %><% end %>") }
section("raise") { render("<% raise TypeError, 'by hand' %>") }
section("syntax") { render("fine\n<% if true %>\nno end\n") }
section("extra end") { render("fine\n<% end %>\n") }

section "context of an error" do
  source = "<h1>\n<% total = 5 %>\n<%= total.fetch(:x) %>\n</h1>\n<p>\n"
  Template.new(source, name: "report.html").render
rescue TemplateError => e
  puts e.detailed_message(source:), e.cause.class, e.cause.backtrace.first
end

section "generated code" do
  puts Template.new("a <%= x %>\n<% if y %>\n  \"b\"\n<% end %>c\n", trim: true).code
end
