//! Choosing: from a seed to a tree, by the rules.
//!
//! Owns the random numbers, what is known at a place in the program (locals,
//! methods, whether `next` may stand there) and the estimate of the time that
//! the program takes. The outline of a program is in `program`.

use super::rules::{self, Rule, WRONG};
use super::tree::{Node, Piece, Sort};

/// Random numbers, the same ones for a seed everywhere.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5bf0_3635)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Below `end`.
    pub fn below(&mut self, end: u32) -> u32 {
        (self.next() % u64::from(end.max(1))) as u32
    }

    pub fn one_in(&mut self, count: u32) -> bool {
        self.below(count) == 0
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u32) as usize]
    }
}

/// A local variable that may be used.
#[derive(Clone)]
struct Local {
    name: String,
    sort: Sort,
    /// Whether statements may assign it.
    free: bool,
    /// What a call costs, of a proc.
    cost: f64,
}

/// A method of the program that is called without a receiver.
#[derive(Clone)]
pub struct Function {
    pub name: String,
    /// The arguments, as a rule.
    pub arguments: String,
    pub cost: f64,
    /// Calls of its block, if it takes one.
    pub yields: u32,
}

/// What may stand at a place.
#[derive(Clone)]
pub struct Place {
    pub in_method: bool,
    pub in_block: bool,
    pub in_loop: bool,
    pub in_class: bool,
    pub yields: bool,
    /// How often the place is reached.
    pub times: f64,
    /// Methods of many classes that may be called: those with a lower number.
    pub families: usize,
    /// Whether functions and procs may be called.
    pub calls: bool,
    pub depth: u32,
}

pub struct Generator {
    pub random: Random,
    locals: Vec<Local>,
    pub place: Place,
    names: u32,
    /// Estimated time, in nodes evaluated.
    pub cost: f64,
    pub budget: f64,
    pub functions: Vec<Function>,
    /// What a call of `w0`, `w1`.. costs.
    pub families: Vec<f64>,
    pub classes: u32,
    pub modules: u32,
    /// One in so many places of an Integer gets something else.
    pub wrong: u32,
}

const MASKS: &[&str] = &[
    "0xff",
    "0xffff",
    "0xfffff",
    "0x3fffffff",
    "0x7fffffffffffffff",
    "0x3fffffffffffffff",
    "0x1fffffffffffffff",
];
const PRIMES: &[&str] = &[
    "7",
    "13",
    "101",
    "1009",
    "10007",
    "1000003",
    "4611686018427387847",
];
const LITERALS: &[&str] = &[
    "0",
    "1",
    "2",
    "3",
    "5",
    "-1",
    "-2",
    "7",
    "10",
    "63",
    "64",
    "100",
    "255",
    "-100",
    "1000",
    "65536",
    "1073741823",
    "1073741824",
    "-1073741825",
    "2147483647",
    "4294967296",
    "4611686018427387903",
    "-4611686018427387904",
    "4611686018427387904",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551616",
    "123456789012345678901",
];
const FLOATS: &[&str] = &[
    "0.5",
    "1.5",
    "-2.25",
    "1e10",
    "1e-7",
    "0.1",
    "3.0",
    "1e308",
    "Float::INFINITY",
    "Float::NAN",
    "-0.0",
    "4611686018427387904.0",
    "2.5e-310",
];
const STRINGS: &[&str] = &[
    "\"\"", "\"a\"", "\"abc\"", "\"b3\"", "\"12\"", "\"é\"", "\"Az09\"", "+\"x\"",
];
const KEYS: &[&str] = &[":a", ":b", ":n", "1", "2", "\"b\"", "nil"];
const SYMBOLS: &[&str] = &[":a", ":b", ":w0", ":+", ":odd?"];
const ERRORS: &[&str] = &[
    "E0",
    "E1",
    "E2",
    "StandardError",
    "ZeroDivisionError",
    "NoMethodError",
    "NameError",
    "TypeError",
    "KeyError",
    "ArgumentError",
    "RuntimeError",
    "IndexError",
    "StopIteration",
];

/// The sort that a letter stands for.
fn sort_of(letter: &str) -> Option<Sort> {
    Some(match letter {
        "i" => Sort::Int,
        "f" => Sort::Float,
        "s" => Sort::Str,
        "a" => Sort::Array,
        "h" => Sort::Hash,
        "b" => Sort::Bool,
        "o" => Sort::Object,
        "p" => Sort::Proc,
        "x" => Sort::Any,
        _ => return None,
    })
}

fn letter_of(sort: Sort) -> char {
    match sort {
        Sort::Int => 'i',
        Sort::Float => 'f',
        Sort::Str => 's',
        Sort::Array => 'a',
        Sort::Hash => 'h',
        Sort::Object => 'o',
        Sort::Proc => 'p',
        _ => 'x',
    }
}

/// What the holes of one rule share.
#[derive(Default)]
struct Filling {
    pieces: Vec<Piece>,
    /// Names of the rule's own.
    own: Vec<(String, String)>,
    /// The name named last.
    same: String,
    /// The place of the rule, and how many locals there are.
    start: Option<(Place, usize)>,
    /// Locals for what follows the rule.
    declared: Vec<Local>,
}

impl Generator {
    pub fn new(seed: u64, budget: f64) -> Generator {
        let mut random = Random::new(seed);
        let wrong = random.pick(&[60, 150, 400, u32::MAX]);
        Generator {
            random,
            locals: Vec::new(),
            place: Place {
                in_method: false,
                in_block: false,
                in_loop: false,
                in_class: false,
                yields: false,
                times: 1.0,
                families: 0,
                calls: true,
                depth: 4,
            },
            names: 0,
            cost: 0.0,
            budget,
            functions: Vec::new(),
            families: Vec::new(),
            classes: 1,
            modules: 1,
            wrong,
        }
    }

    /// A new name.
    pub fn name(&mut self, letter: char) -> String {
        self.names += 1;
        format!("{letter}{}", self.names)
    }

    /// Adds a local for what is generated from now on.
    pub fn add_local(&mut self, name: &str, sort: Sort) {
        self.locals.push(local(name, sort));
    }

    /// Adds an Integer local that is not assigned.
    pub fn add_index(&mut self, name: &str) {
        self.locals.push(Local {
            free: false,
            ..local(name, Sort::Int)
        });
    }

    /// Generates something with its own locals and place.
    pub fn apart<T>(&mut self, place: Place, work: impl FnOnce(&mut Generator) -> T) -> T {
        let outer = std::mem::replace(&mut self.place, place);
        let locals = std::mem::take(&mut self.locals);
        let result = work(self);
        self.place = outer;
        self.locals = locals;
        result
    }

    /// Statements.
    pub fn steps(&mut self, most: u32) -> Node {
        let known = self.locals.len();
        let count = 1 + self.random.below(most);
        let steps = (0..count).map(|_| self.node(Sort::Step, false)).collect();
        self.locals.truncate(known);
        Node::list(steps)
    }

    /// A statement or expression; a simple one if there is no depth or time left.
    fn node(&mut self, sort: Sort, simple: bool) -> Node {
        self.cost += self.place.times;
        if sort == Sort::Int && self.random.one_in(self.wrong) {
            return Node::text(sort, self.random.pick(WRONG));
        }
        let poor = self.cost > self.budget || self.place.depth == 0;
        let shallow = sort != Sort::Step && self.random.one_in(3);
        if !simple && !poor && !shallow {
            for _ in 0..6 {
                let text = choose(&mut self.random, rules::rules(sort));
                if let Some(node) = self.fill(sort, text) {
                    return node;
                }
            }
        }
        for _ in 0..12 {
            let text = choose(&mut self.random, rules::leaves(sort));
            if let Some(node) = self.fill(sort, text) {
                return node;
            }
        }
        Node::text(sort, sort.constants().first().copied().unwrap_or("note(0)"))
    }

    /// A rule with its holes filled, unless it does not apply.
    pub fn fill(&mut self, sort: Sort, text: &str) -> Option<Node> {
        let place = self.place.clone();
        let known = self.locals.len();
        let cost = self.cost;
        let is_method = text.contains("‹param›") || text.contains("‹bare›");
        let hidden = is_method.then(|| self.locals.clone());
        self.place.depth = self.place.depth.saturating_sub(1);
        let mut filling = Filling {
            start: Some((self.place.clone(), known)),
            ..Filling::default()
        };
        let filled = self.fill_holes(text, &mut filling);
        self.place = place;
        match hidden {
            Some(locals) => self.locals = locals,
            None => self.locals.truncate(known),
        }
        if filled.is_none() {
            // What was generated in vain takes no time.
            self.cost = cost;
            return None;
        }
        let spent = (self.cost - cost) / self.place.times;
        for mut local in filling.declared {
            local.cost = spent;
            self.locals.push(local);
        }
        Some(Node {
            sort,
            pieces: filling.pieces,
        })
    }

    fn fill_holes(&mut self, text: &str, filling: &mut Filling) -> Option<()> {
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once('‹') {
            push_text(filling, before);
            let (hole, after) = behind.split_once('›').expect("a hole ends");
            self.fill_hole(hole, filling)?;
            rest = after;
        }
        push_text(filling, rest);
        Some(())
    }

    fn fill_hole(&mut self, hole: &str, filling: &mut Filling) -> Option<()> {
        let (letter, simple) = match hole.strip_suffix('.') {
            Some(letter) => (letter, true),
            None => (hole, false),
        };
        if let Some(sort) = sort_of(letter) {
            let node = self.node(sort, simple);
            filling.pieces.push(Piece::Node(node));
            return Some(());
        }
        if let Some((kind, letter)) = hole.split_once(':') {
            let sort = sort_of(letter).expect("the letter of a sort");
            return self.fill_local(kind, sort, filling);
        }
        if let Some(text) = self.literal(hole) {
            push_text(filling, &text);
            return Some(());
        }
        if self.condition(hole)? {
            return Some(());
        }
        match hole {
            "end" => {
                let (place, known) = filling.start.clone().expect("set at the start");
                self.place = place;
                self.locals.truncate(known);
            }
            "same" => {
                let name = filling.same.clone();
                push_text(filling, &name);
            }
            "count" => {
                let left = (self.budget - self.cost) / (self.place.times * 40.0);
                let most = left.clamp(2.0, 300.0) as u32;
                let count = 2 + self.random.below(most);
                self.place.times *= f64::from(count);
                filling.pieces.push(Piece::Count(count));
            }
            "body" | "loop" | "then" => {
                let list = self.nested(hole);
                filling.pieces.push(Piece::Node(list));
            }
            "call" => {
                let node = self.call()?;
                filling.pieces.push(Piece::Node(node));
            }
            _ if hole.starts_with('t') => {
                let known = filling.own.iter().find(|(own, _)| own == hole);
                let name = match known {
                    Some((_, name)) => name.clone(),
                    None => {
                        let name = self.name('t');
                        filling.own.push((hole.to_owned(), name.clone()));
                        name
                    }
                };
                push_text(filling, &name);
            }
            _ => return self.fill_definition(hole, filling),
        }
        Some(())
    }

    /// Holes that begin a method, and names of methods.
    fn fill_definition(&mut self, hole: &str, filling: &mut Filling) -> Option<()> {
        match hole {
            "w" => {
                let family = self.random.below(self.place.families as u32) as usize;
                if self.place.families == 0 {
                    return None;
                }
                self.cost += self.place.times * self.families[family];
                if self.cost > self.budget {
                    return None;
                }
                push_text(filling, &format!("w{family}"));
            }
            "dw" => {
                if self.families.is_empty() || !self.place.calls {
                    return None;
                }
                let family = self.random.below(self.families.len() as u32) as usize;
                self.place.families = self.place.families.min(family);
                self.place.calls = false;
                self.place.in_loop = false;
                self.place.depth = self.place.depth.min(2);
                push_text(filling, &format!("w{family}"));
            }
            "param" | "bare" => {
                let name = self.name('v');
                self.locals = vec![local(&name, Sort::Int)];
                self.place.in_method = true;
                self.place.in_block = false;
                self.place.in_loop = false;
                self.place.in_class = hole == "param";
                self.place.yields = false;
                push_text(filling, &name);
            }
            "index" => {
                let name = self.name('n');
                self.add_index(&name);
                push_text(filling, &name);
                filling.same = name;
            }
            _ => panic!("no such hole: {hole}"),
        }
        Some(())
    }

    /// Holes that leave no text: None if the rule does not apply, true if this
    /// is one of them.
    fn condition(&mut self, hole: &str) -> Option<bool> {
        let holds = match hole {
            "self" => self.place.in_class,
            "in_method" => self.place.in_method,
            "in_block" => self.place.in_block,
            "in_loop" => self.place.in_loop,
            "yields" => self.place.yields,
            _ => {
                if let Some(times) = hole.strip_prefix('x') {
                    self.place.times *= times.parse::<f64>().expect("a number");
                    return Some(true);
                }
                let Some(cost) = hole.strip_prefix("cost") else {
                    return Some(false);
                };
                self.cost += self.place.times * cost.parse::<f64>().expect("a number");
                self.cost <= self.budget
            }
        };
        holds.then_some(true)
    }

    fn fill_local(&mut self, kind: &str, sort: Sort, filling: &mut Filling) -> Option<()> {
        if kind == "var" || kind == "get" {
            let calls = self.place.calls;
            let left = (self.budget - self.cost) / self.place.times;
            let fits = |local: &&Local| {
                local.sort == sort
                    && (local.free || kind == "get")
                    && (sort != Sort::Proc || calls && local.cost <= left)
            };
            let count = self.locals.iter().filter(fits).count();
            if count == 0 {
                return None;
            }
            // The newest more often than the others.
            let at = self
                .random
                .below(count as u32)
                .max(self.random.below(count as u32));
            let found = self.locals.iter().filter(fits).nth(at as usize);
            let found = found.expect("one of those counted").clone();
            self.cost += self.place.times * found.cost;
            push_text(filling, &found.name);
            filling.same = found.name;
            return Some(());
        }
        let name = self.name(letter_of(sort));
        push_text(filling, &name);
        match kind {
            "decl" => filling.declared.push(local(&name, sort)),
            _ => {
                self.locals.push(local(&name, sort));
                if kind == "new" {
                    self.place.in_block = true;
                    self.place.in_loop = false;
                }
            }
        }
        filling.same = name;
        Some(())
    }

    /// Statements in a statement.
    fn nested(&mut self, kind: &str) -> Node {
        let outer = self.place.clone();
        match kind {
            "body" => {
                self.place.in_block = true;
                self.place.in_loop = false;
            }
            "loop" => {
                self.place.in_loop = true;
                self.place.in_block = false;
            }
            _ => {}
        }
        let most = if self.place.depth >= 2 { 4 } else { 2 };
        let list = self.steps(most);
        self.place = outer;
        list
    }

    fn literal(&mut self, hole: &str) -> Option<String> {
        let random = &mut self.random;
        let text = match hole {
            "lit" => random.pick(LITERALS),
            "nz" => random.pick(&LITERALS[1..]),
            "prime" => random.pick(PRIMES),
            "mask" => random.pick(MASKS),
            "float" => random.pick(FLOATS),
            "str" => random.pick(STRINGS),
            "key" => random.pick(KEYS),
            "sym" => random.pick(SYMBOLS),
            "error" => random.pick(ERRORS),
            "global" => random.pick(&["$g0", "$g0", "$g1", "$g2"]),
            "const" => random.pick(&["K0", "K1", "K2"]),
            "small" => return Some(random.below(8).to_string()),
            "near" => return Some((1 + random.below(60)).to_string()),
            "class" => return Some(format!("C{}", random.below(self.classes))),
            "module" => return Some(format!("M{}", random.below(self.modules))),
            _ => return None,
        };
        Some(text.to_owned())
    }

    /// A call of a function, with a block if it takes one.
    fn call(&mut self) -> Option<Node> {
        if self.functions.is_empty() || !self.place.calls {
            return None;
        }
        let at = self.random.below(self.functions.len() as u32) as usize;
        let function = self.functions[at].clone();
        let cost = self.place.times * function.cost;
        if self.cost + cost > self.budget {
            return None;
        }
        self.cost += cost;
        let mut text = format!("{}({})", function.name, function.arguments);
        if function.yields > 0 {
            let block = match self.random.below(6) {
                0 => " { |‹new:i›| ‹x#›‹i› }",
                1 | 2 => " { |‹new:i›, ‹new:i›| ‹x#›‹i› }",
                3 => " do |‹new:i›, ‹new:i› = 3, *‹t1›|‹x#›\n‹body›\n  ‹i›\nend",
                4 => "",
                _ => " do |‹new:i›, ‹new:i›|‹x#›\n‹body›\n  ‹i›\nend",
            };
            text.push_str(&block.replace('#', &function.yields.to_string()));
        }
        self.fill(Sort::Int, &text)
    }
}

fn local(name: &str, sort: Sort) -> Local {
    Local {
        name: name.to_owned(),
        sort,
        free: true,
        cost: 0.0,
    }
}

fn push_text(filling: &mut Filling, text: &str) {
    if text.is_empty() {
        return;
    }
    match filling.pieces.last_mut() {
        Some(Piece::Text(last)) => last.push_str(text),
        _ => filling.pieces.push(Piece::Text(text.to_owned())),
    }
}

fn choose(random: &mut Random, rules: &[Rule]) -> &'static str {
    let total: u32 = rules.iter().map(|(weight, _)| weight).sum();
    let mut at = random.below(total);
    for (weight, text) in rules {
        if at < *weight {
            return text;
        }
        at -= weight;
    }
    unreachable!("below the sum of the weights")
}
