//! The outline of a random program: constants, modules, classes with methods
//! of the same names, functions that call one another, then steps that use
//! them in loops and print the checksum.

use super::generate::{Function, Generator, Place};
use super::steps::{BASE, CHANGES, PRELUDE};
use super::tree::{Node, Piece, Sort};

/// The time that the steps of a program may take, in nodes evaluated.
const BUDGET: f64 = 40_000.0;
/// The same of a method that many classes have.
const METHOD: f64 = 120.0;
/// The same of a function.
const FUNCTION: f64 = 1_500.0;

/// Things that a program has or not.
const EXTRAS: &[&str] = &[
    "class C0\n  @@count = 0\n  def self.bump = @@count += 1\n  def self.count = defined?(@@count) ? @@count : nil\nend\n3.times { C0.bump }\nnote(C0.count)",
    "class C0\n  alias again w0\n  def again_twice(x) = again(again(x).to_i & 255)\n  undef again\nend\nnote((C0.new(3).again_twice(4) rescue 5))",
    "class << C0\n  def make(x) = new(x)\n  attr_accessor :made\nend\nC0.made = C0.make(5)\nnote(C0.made)",
    "module M0::Part\n  X = 5\n  def self.x = X\nend\nnote(M0::Part::X + M0::Part.x)",
    "C0::Part = 6\nnote([C0::Part, ::K0, defined?(::K1), defined?(C0::Nothing)])",
    "note((1..9).select { |i| true if (i == 3)..(i == 5) })\nnote((1..9).select { |i| true if (i == 3)...(i == 3) })",
    "def many(a, b = a, *c, d, k: 1, **o, &e) = [a, b, c, d, k, o, e&.call]\nnote(many(1, 2))\nnote(many(1, 2, 3, 4, k: 5, z: 6) { 7 })\nnote(many(*[1, 2], **{k: 3}))\nundef many",
    "def pass(...) = passed(...)\ndef passed(*a, **b) = block_given? ? yield(a, b) : [a, b]\nnote(pass(1, x: 2))\nnote(pass(3) { |a, b| a.size + b.size })",
    "def anonymous(*, **, &) = anonymous2(*, **, &)\ndef anonymous2(*a, **b, &c) = [a, b, c&.call(1)]\nnote(anonymous(1, y: 2) { |x| x + 1 })",
    "class Later < C0\n  def w0(x) = super\n  private def hidden(x) = x\n  protected def half(x) = x / 2\n  public\n  def both(other, x) = other.half(x) + hidden(x)\nend\nnote(Later.new(1).both(Later.new(2), 9))\nnote((Later.new(1).hidden(2) rescue $!.message))",
    "o = Object.new\ndef o.each\n  yield 1\n  yield 2, 3\n  yield [4, 5]\nend\no.each { |a, b| note([a, b]) }\no.each { |a| note(a) }\no.each { |*a| note(a) }\no.singleton_class.include(Enumerable)\nnote(o.map { |a| a })\nnote(o.each_slice(2).to_a)",
    "note(begin\n  Integer(\"x\")\nrescue ArgumentError\n  $!.message\nend)\nnote($!)",
    "if /(?<year>\\d+)-(?<month>\\d+)/ =~ \"on 2024-05\"\n  note([year, month, $~.pre_match, $1])\nend",
    "a = *nil, *[1, 2], 3\nb, (c, *d), e = 1, [2, 3, 4], 5\nnote([a, b, c, d, e])\nx = {a: 1}\nx => {a:}\nnote(a)",
    "case [1, [2, {k: \"v\"}]]\nin [Integer => a, [b, {k: String => c}]] unless a > 5\n  note([a, b, c])\nend\nnote((case 5\nin 6 then 1\nend rescue $!.message))\nbegin\n  {a: 1} => {b:}\nrescue => e\n  note(e.message)\nend",
    "find = ->(all) { all in [*, Integer => x, String, *rest] and [x, rest] }\nnote(find.([nil, 1, \"a\", 2]))\nnote(find.([nil]))",
    "class Point\n  attr_reader :x, :y\n  def initialize(x, y) = (@x, @y = x, y)\n  def deconstruct = [x, y]\n  def deconstruct_keys(names) = {x:, y:}\nend\ncase Point.new(1, 2)\nin Point(x:, y: 1) then note(x)\nin Point[a, b] then note([a, b])\nend",
    "$trail = []\ndef leave(n)\n  [1, 2, 3].each do |x|\n    begin\n      return x if x == n\n      next if x == 1\n      $trail << x\n    ensure\n      $trail << -x\n    end\n  end\n  :end\nend\nnote([leave(2), leave(9), $trail])",
    "made = [1, 2, 3].each_with_index.map { |x, i| proc { |y = x| y * 10 + i } }\nnote(made.map(&:call))\nnote(made.map { |p| p.call(5) })\nnote([made[0].arity, made[0].lambda?, made[0].parameters])",
    "e = [1, 2, 3].each\nnote([e.next, e.next, e.next])\nnote((e.next rescue $!.class))\nnote(loop { e.next } == [1, 2, 3])",
    "g = Enumerator.produce(1) { |x| x * 2 }\nnote(g.take(5))\nnote(g.lazy.select(&:even?).map { _1 + 1 }.first(3))",
    "f = Fiber.new { |x| y = Fiber.yield(x + 1); Fiber.yield(y * 2); raise E0, \"end\" }\nnote([f.resume(1), f.resume(5)])\nnote((f.resume rescue $!.message))\nnote((f.resume rescue $!.class))",
    "note([__LINE__, __method__.inspect, __FILE__.size > 0, __dir__.class == nil])",
    "def opt(a, b = (return :early; 1), *c) = [a, b, c]\nnote([opt(1), opt(1, 2), opt(1, 2, 3)])",
    "def block_to_proc(&b) = b\nb = block_to_proc { |x| next x * 2 if x > 1; x }\nnote([b.call(1), b.call(2)])\nnote((block_to_proc { break 5 }.call rescue $!.message))",
    "def jump = proc { return 1 }\nnote((jump.call rescue $!.message))\ndef catches = [1, 2].each { |x| return x }\nnote(catches)",
    "note([1 <=> \"a\", (1 < \"a\" rescue $!.message), (nil + 1 rescue $!.message), (1 + nil rescue $!.message), ([] <=> [1])])",
    "s = +\"ab\"\ns << \"cd\" << 101\ns[0] = \"X\"\ns[-1..] = \"yz\"\nnote([s, s.frozen?, :\"a b\", %i[x y], %w[p q], \"a\" \"b\", ?c])",
    "BEGIN { $g1 = 3 }\nnote($g1)",
    "note([1, 2, 3, 4].each_slice(2).with_index.map { |(a, b), i| a * b + i })\nnote({a: 1, b: 2}.each_with_object({}) { |(k, v), h| h[v] = k })\nnote({a: 1}.map { |k, v| [k, v] })",
    "x = 5\nadd = lambda { |y| x += y }\nadd.(1)\nadd.call(2)\n1.then { |y; x| x = y }\nnote(x)\nnote(binding.local_variables.size > 1)",
    "note(Class.new(C0) { def w0(x) = x + 100 }.new(1).w0(5))\nnote(C0.instance_method(:to_i).bind(C0.new(9)).call)",
    "h = Hash.new { |hash, key| hash[key] = key.to_s * 2 }\nnote([h[1], h[:b], h])\nh.default = 5\nnote(h[:zz])\nnote({\"a\" => 1, nil => 2, 1.5 => 3, [1] => 4, 2 => 5}.sum { |_, v| v })",
    "note((1.0 / 0).to_s + (0.0 / 0).to_s + -0.0.to_s + 1e20.to_s + 1e15.to_s + 1.0e-5.to_s + 100.0.to_s)\nnote([7.fdiv(2), 7 % -3, -7 / 2, 7.divmod(-2), -7.remainder(2), 2**-1, 2**100, 10.pow(20, 7)])",
    "module Loud\n  def w0(x) = super.to_s + \"!\"\nend\nC0.prepend(Loud)\nnote((C0.new(1).w0(2) rescue $!.class))\nLoud.send(:remove_method, :w0)\nnote((C0.new(1).w0(2) rescue $!.class))",
    "def far(n)\n  v = n\n  yield proc {}\n  v + n\nend\nnote(far(1) { |p| eval(\"v += 1; v = v * n; note(v)\", p.binding) })\nnote(far(5) { |p| p.binding.local_variable_set(:v, 9) })",
    "o = C0.new(1)\nbegin\n  raise E0, \"kept\"\nrescue => o.b\nend\nnote(o.b.message)\nfor o.a in [4, 5] do end\nfor h in [{}] do for h[o.a] in [1, 2] do end end\no.a, h[2], (o.b, *t), K9 = 6, 7, [8, 9]\nnote([o, o.b, h, t, K9])",
    "module Refined\n  refine Integer do\n    def doubled = self * 2\n  end\nend\nusing Refined\nnote(4.doubled)",
];

/// The program of a seed.
pub fn program(seed: u64) -> Node {
    let mut g = Generator::new(seed, BUDGET);
    g.classes = 2 + g.random.below(4);
    g.modules = 1 + g.random.below(2);
    let mut parts = vec![
        Node::text(Sort::Step, PRELUDE),
        Node::text(Sort::Step, CHANGES),
    ];
    for name in ["K0", "K1", "K2"] {
        let text = format!("{name} = ‹lit›");
        parts.extend(g.fill(Sort::Step, &text));
    }
    parts.extend(kinds(&mut g));
    for _ in 0..g.random.below(5) + 1 {
        let function = function(&mut g);
        parts.push(function);
    }
    steps(&mut g, &mut parts);
    Node::list(parts)
}

fn place(g: &Generator) -> Place {
    Place {
        in_method: true,
        in_block: false,
        in_loop: false,
        in_class: false,
        yields: false,
        times: 1.0,
        families: g.families.len(),
        calls: true,
        depth: 3,
    }
}

/// Generates with little time; the result and what it takes.
fn measured<T>(g: &mut Generator, budget: f64, work: impl FnOnce(&mut Generator) -> T) -> (T, f64) {
    let outer = (
        std::mem::take(&mut g.cost),
        std::mem::replace(&mut g.budget, budget),
    );
    let made = work(g);
    let cost = g.cost;
    (g.cost, g.budget) = outer;
    (made, cost)
}

/// A rule that always applies.
fn made(g: &mut Generator, text: &str) -> Node {
    g.fill(Sort::Step, text).expect("the rule always applies")
}

/// Modules and classes, some of them Ruby's own, with methods `w0`, `w1`..
fn kinds(g: &mut Generator) -> Vec<Node> {
    let mut methods = vec![Vec::new(); (g.classes + g.modules) as usize];
    let mut own = Vec::new();
    for family in 0..2 + g.random.below(3) {
        let mut most: f64 = 20.0;
        for (index, methods) in methods.iter_mut().enumerate() {
            if index > 0 && g.random.one_in(3) {
                continue;
            }
            let text = method(g, family, index > 0);
            let at = place(g);
            let (node, cost) = measured(g, METHOD, |g| g.apart(at, |g| made(g, &text)));
            methods.push(node);
            most = most.max(cost);
        }
        let at = place(g);
        let (text, cost) = measured(g, METHOD, |g| g.apart(at, |g| of_ruby(g, family)));
        own.push(text);
        g.families.push(2.5 * most.max(cost));
    }
    let mut methods = methods.into_iter();
    let mut parts = Vec::new();
    for index in 0..g.classes {
        let methods = methods.next().expect("methods of each class");
        parts.push(class(g, index, methods));
    }
    for (index, methods) in methods.enumerate() {
        parts.push(Node {
            sort: Sort::Step,
            pieces: vec![
                Piece::Text(format!("module M{index}\n")),
                Piece::Node(Node::list(methods)),
                Piece::Text("\nend".to_owned()),
            ],
        });
    }
    parts.extend(own);
    parts
}

fn class(g: &mut Generator, index: u32, mut methods: Vec<Node>) -> Node {
    let (head, more) = if index == 0 {
        let fields = [
            "def initialize(a)\n  @a = a\n  @b = nil\n  @s = +\"s\"\nend",
            "def initialize(a = 0)\n  @s = +\"t\"\n  @a = a\nend",
        ];
        methods.insert(0, Node::text(Sort::Step, g.random.pick(&fields)));
        ("class C0\n".to_owned(), format!("{BASE}\n"))
    } else {
        let parent = g.random.below(index);
        let fields = [
            "def initialize(a)\n  @x = 1\n  super\nend",
            "def initialize(a)\n  super(a)\n  @y = a\n  @b = self.class\nend",
            "def initialize(a, b = 5)\n  @b = b\n  super(a)\nend",
            "def a = @a",
            "def a=(value)\n  @a = value\nend",
        ];
        methods.insert(0, Node::text(Sort::Step, g.random.pick(&fields)));
        (format!("class C{index} < C{parent}\n"), String::new())
    };
    Node {
        sort: Sort::Step,
        pieces: vec![
            Piece::Text(head + &more),
            Piece::Node(Node::list(methods)),
            Piece::Text("\nend".to_owned()),
        ],
    }
}

/// A method that many classes have, as a rule.
fn method(g: &mut Generator, family: u32, has_super: bool) -> String {
    let forms: &[&str] = if has_super {
        &[
            "def NAME(‹param›) = ‹i›",
            "def NAME(‹param›)\n‹then›\n  ‹i›\nend",
            "def NAME(‹param›)\n‹then›\n  super(‹i›) ^ ‹i›\nend",
            "def NAME(‹param›) = super & ‹i›",
            "def NAME(‹param›)\n  x = super\n‹then›\n  x + ‹i›\nend",
        ]
    } else {
        &[
            "def NAME(‹param›) = ‹i›",
            "def NAME(‹param›)\n‹then›\n  ‹i›\nend",
            "def NAME(‹param›)\n‹then›\n  @a = (‹i›) & ‹mask›\nend",
        ]
    };
    g.random.pick(forms).replace("NAME", &format!("w{family}"))
}

/// The same method of some of Ruby's classes.
fn of_ruby(g: &mut Generator, family: u32) -> Node {
    let forms = [
        "class Integer\n  def NAME(‹bare›) = ‹i› + (self & 15)\nend",
        "class String\n  def NAME(‹bare›) = ‹i› ^ size\nend",
        "class NilClass\n  def NAME(‹bare›) = ‹i›\nend",
        "class Float\n  def NAME(‹bare›) = self > 1 ? ‹i› : ‹i›\nend",
        "class Array\n  def NAME(‹bare›) = ‹i› - size\nend",
        "class Symbol\n  def NAME(‹bare›) = ‹i›\nend",
    ];
    let kept: Vec<&str> = forms.into_iter().filter(|_| !g.random.one_in(4)).collect();
    made(g, &kept.join("\n").replace("NAME", &format!("w{family}")))
}

/// A function that the rest of the program may call.
fn function(g: &mut Generator) -> Node {
    let name = g.name('f');
    let form = g.random.below(8);
    let at = place(g);
    let ((node, mut function), cost) = measured(g, FUNCTION, |g| {
        g.apart(at, |g| match form {
            0 | 1 => recursive(g, &name),
            2..=4 => yielding(g, &name),
            _ => plain(g, &name),
        })
    });
    function.cost += cost;
    g.functions.push(function);
    node
}

/// Takes parameters of many kinds.
fn plain(g: &mut Generator, name: &str) -> (Node, Function) {
    let (mut parameters, mut arguments) = (Vec::new(), Vec::new());
    for _ in 0..g.random.below(4) {
        let (sort, letter) = g.random.pick(&[
            (Sort::Int, 'i'),
            (Sort::Int, 'i'),
            (Sort::Int, 'i'),
            (Sort::Any, 'x'),
            (Sort::Object, 'o'),
            (Sort::Float, 'f'),
            (Sort::Array, 'a'),
            (Sort::Str, 's'),
            (Sort::Hash, 'h'),
        ]);
        let parameter = g.name(letter);
        g.add_local(&parameter, sort);
        parameters.push(parameter);
        arguments.push(format!("‹{letter}›"));
    }
    if g.random.one_in(3) {
        let parameter = g.name('i');
        parameters.push(format!("{parameter} = ‹i.›"));
        g.add_local(&parameter, Sort::Int);
        arguments.extend(g.random.one_in(2).then(|| "‹i›".to_owned()));
    }
    if g.random.one_in(6) {
        let parameter = g.name('a');
        g.add_local(&parameter, Sort::Array);
        parameters.push(format!("*{parameter}"));
        arguments.extend(g.random.one_in(2).then(|| "*‹a.›".to_owned()));
    }
    if g.random.one_in(3) {
        let parameter = g.name('k');
        parameters.push(format!("{parameter}: ‹i.›"));
        g.add_local(&parameter, Sort::Int);
        arguments.extend(g.random.one_in(2).then(|| format!("{parameter}: ‹i›")));
    }
    let node = made(
        g,
        &format!("def {name}({})\n‹then›\n  ‹i›\nend", parameters.join(", ")),
    );
    let function = Function {
        name: name.to_owned(),
        arguments: arguments.join(", "),
        cost: 4.0,
        yields: 0,
    };
    (node, function)
}

/// Calls itself, at most so many levels deep as its first argument says.
fn recursive(g: &mut Generator, name: &str) -> (Node, Function) {
    g.add_index("n");
    g.add_local("x", Sort::Int);
    g.place.times = 8.0;
    let forms = [
        "def NAME(n, x)\n  return ‹i› if n <= 0\n‹then›\n  NAME(n - 1, (‹i›) & ‹mask›) ^ ‹i›\nend",
        "def NAME(n, x)\n‹x4›  n < 2 ? ‹i.› : NAME(n - 1, x) + NAME(n - 2, ‹i.›)\nend",
        "def NAME(n, x)\n  return x if n <= 0\n  [1, 2].each do |y|\n‹body›\n    return NAME(n - 1, (‹i›) & ‹mask›) + y if ‹b›\n  end\n  ‹i›\nend",
        "def NAME(n, x)\n  raise E0, \"deep #{x}\" if n <= 0\n  begin\n    NAME(n - 1, (‹i›) & ‹mask›)\n  rescue E0 => e\n    raise if ‹b›\n    ‹i›\n  ensure\n‹then›\n  end\nend",
    ];
    let text = g.random.pick(&forms).replace("NAME", name);
    let node = made(g, &text);
    let function = Function {
        name: name.to_owned(),
        arguments: "‹small›, ‹i›".to_owned(),
        cost: 60.0,
        yields: 0,
    };
    (node, function)
}

/// Calls its block.
fn yielding(g: &mut Generator, name: &str) -> (Node, Function) {
    g.add_local("x", Sort::Int);
    g.place.yields = true;
    let times = 2 + g.random.below(8);
    let forms = [
        "def NAME(x)\n  i = 0\n  while i < TIMES\n    i += 1\n‹loop›\n    x = yield(x & 0xffff, i).to_i & ‹mask›\n  end\n  ‹i›\nend",
        "def NAME(x, &b)\n  return to_enum(:NAME, x).first(2).sum unless b\n‹then›\n  TIMES.times { |i| x ^= b.call(i, x & 255).to_i & ‹mask› }\n  ‹i›\nend",
        "def NAME(x)\n  return -1 unless block_given?\n  (1..TIMES).map { |i| yield(i, x).to_i & ‹mask› }.sum + ‹i›\nend",
        "def NAME(x)\n  yield(‹i›, 1)\n‹then›\n  yield(‹i›)\nensure\n  $g1 += 1\n  $g0 ^= yield(3) & 255 if ‹b›\nend",
        "def NAME(x, &b)\n  [x, 3, ‹i›].each_with_index(&b)\n  ‹i›\nend",
        "def NAME(x)\n  r = [x, 1, 2].each { |y| break y if yield(y, 0) == ‹i.› }\n  r.is_a?(Array) ? ‹i› : r\nend",
    ];
    let text = g.random.pick(&forms).replace("NAME", name);
    let node = made(g, &text.replace("TIMES", &times.to_string()));
    let function = Function {
        name: name.to_owned(),
        arguments: "‹i›".to_owned(),
        cost: 10.0 * f64::from(times),
        yields: times + 2,
    };
    (node, function)
}

/// What the program does.
fn steps(g: &mut Generator, parts: &mut Vec<Node>) {
    g.place.families = g.families.len();
    let locals = [
        "‹decl:i› = ‹lit›",
        "‹decl:i› = ‹small›",
        "‹decl:f› = ‹float›",
        "‹decl:s› = +‹str›",
        "‹decl:a› = [‹lit›, ‹small›, ‹small›, ‹lit›]",
        "‹decl:h› = {a: ‹lit›, \"b\" => ‹small›, 3 => ‹lit›}",
        "‹decl:o› = ‹class›.new(‹lit›)",
        "‹decl:o› = ‹class›.new(‹small›)",
        "‹decl:x› = ‹x.›",
        "‹decl:p› = ‹p›",
    ];
    for text in locals {
        parts.extend(g.fill(Sort::Step, text));
    }
    for _ in 0..2 {
        parts.push(Node::text(Sort::Step, g.random.pick(EXTRAS)));
    }
    let count = 4 + g.random.below(5);
    for index in 0..count {
        g.budget = BUDGET * f64::from(index + 1) / f64::from(count);
        let list = g.steps(4);
        parts.push(Node {
            sort: Sort::Step,
            pieces: vec![
                Piece::Text("begin\n".to_owned()),
                Piece::Node(list),
                Piece::Text(format!(
                    "\nrescue StandardError, SystemStackError => error\n  oops(error)\nend\nshow({index})"
                )),
            ],
        });
    }
}
