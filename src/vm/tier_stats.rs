//! What is counted about the native tier, and the lists made of it.
//!
//! Owns the counts that the tier keeps in every vm, those that native code keeps
//! itself where the vm counts, and the ways to read them by function and site.
//! Never decides anything: `tiering.rs` does.

use std::time::Duration;

use rustc_hash::FxHashMap;

use crate::bytecode::code::CodeKind;
use crate::bytecode::ops::Op;
use crate::object::Sym;

use super::Vm;
use super::function::{Function, LoopCell};
use super::native::{ExitReason, NativeCode, NativeEntry, Tiering};

/// What native code counts about what it does.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Counts {
    /// Nothing: it pays for nothing.
    #[default]
    Nothing,
    /// Calls and iterations.
    Calls,
    /// The same, and what is a hit of an inline cache.
    All,
}

macro_rules! counted {
    ($($(#[doc = $doc:literal])+ $name:ident $text:literal;)*) => {
        /// What native code counts, each at its place in a row of words.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Counted {
            $($(#[doc = $doc])+ $name,)*
        }

        impl Counted {
            /// All of them, in order.
            pub const ALL: &[Counted] = &[$(Counted::$name),*];

            /// Its name in listings.
            pub fn text(self) -> &'static str {
                match self {
                    $(Counted::$name => $text,)*
                }
            }
        }
    };
}

counted! {
    /// Functions entered.
    Calls "call";
    /// Iterations of loops.
    Iterations "iteration";
    /// Sends made for one receiver shape.
    Monomorphic "send of one shape";
    /// Sends made for several.
    Polymorphic "send of several shapes";
    /// Reads of instance variables made for shapes.
    GetIvar "get_ivar";
    /// Writes.
    SetIvar "set_ivar";
    /// Constants whose site was up to date.
    Constant "constant";
    /// Yields to the block that they were made for.
    Yield "yield";
}

/// What native code counted.
pub type NativeCounts = [u64; Counted::ALL.len()];

macro_rules! discard_causes {
    ($($(#[doc = $doc:literal])+ $name:ident $(($of:ty))? $text:literal;)*) => {
        /// Why code was discarded.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum DiscardCause {
            $($(#[doc = $doc])+ $name $(($of))?,)*
        }

        /// Names of the causes, in order.
        pub const DISCARD_CAUSES: &[&str] = &[$($text),*];

        #[derive(Clone, Copy)]
        enum CauseNumber {
            $($name,)*
        }

        impl DiscardCause {
            /// Its place in [`DISCARD_CAUSES`].
            pub fn number(self) -> usize {
                match self {
                    $(discard_causes!(@pattern $name $($of)?) => CauseNumber::$name as usize,)*
                }
            }
        }
    };
    (@pattern $name:ident) => { DiscardCause::$name };
    (@pattern $name:ident $of:ty) => { DiscardCause::$name(_) };
}

discard_causes! {
    /// It left too often.
    Exits "too many exits";
    /// A name means other methods now.
    Method(Sym) "a method changed";
    /// An operator of a core class was redefined.
    Operators "an operator was redefined";
    /// A shape, method or function that stands in the code died.
    Died "what it names died";
    /// Somebody wants to see each instruction.
    Traced "somebody traces";
    /// Refinements came into force in its unit.
    Refinements "refinements came into force";
    /// To test.
    Random "at random";
}

/// What a vm counts about its native tier.
#[derive(Clone, Debug, Default)]
pub struct TierCounters {
    /// Functions that ever had code.
    pub functions: u64,
    /// Versions of them.
    pub versions: u64,
    /// Time that each piece of code took to make.
    pub pieces: Vec<Duration>,
    /// Attempts refused.
    pub refused: u64,
    /// Time in the compiler, refused attempts included.
    pub compile_time: Duration,
    /// Bytes made.
    pub code_bytes: u64,
    /// Entries from the interpreter at functions.
    pub entries: u64,
    /// Entries from the interpreter at loops.
    pub loop_entries: u64,
    /// Functions that native code had the interpreter run.
    pub interpreted_calls: u64,
    /// Times that it had the interpreter execute instructions, by the first one.
    pub handed_over: HandedOver,
    /// Native code that left to the interpreter.
    pub exits: u64,
    /// Entries that ended because something was pending already.
    pub unwound: u64,
    /// Pieces of code discarded, by cause.
    pub discarded: [u64; DISCARD_CAUSES.len()],
    /// Pieces of code freed.
    pub freed: u64,
    /// Exits, by reason, of functions that were freed.
    pub freed_exits: FxHashMap<ExitReason, u64>,
}

impl TierCounters {
    /// Median and maximum of the times that pieces took.
    pub fn piece_times(&self) -> (Duration, Duration) {
        let mut times = self.pieces.clone();
        times.sort_unstable();
        let at = |index: usize| times.get(index).copied().unwrap_or_default();
        let middle = times.len() / 2;
        let median = match times.len() % 2 {
            0 => (at(middle.saturating_sub(1)) + at(middle)) / 2,
            _ => at(middle),
        };
        (median, times.last().copied().unwrap_or_default())
    }
}

/// Counts by instruction.
#[derive(Clone, Debug)]
pub struct HandedOver(pub [u64; Op::COUNT]);

impl Default for HandedOver {
    fn default() -> HandedOver {
        HandedOver([0; Op::COUNT])
    }
}

impl HandedOver {
    /// All of them.
    pub fn sum(&self) -> u64 {
        self.0.iter().sum()
    }
}

/// Exits from one place in code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExitSite {
    /// Function, file and line of the instruction; None: of functions that were
    /// freed since.
    pub place: Option<(String, String, u32)>,
    /// The instruction.
    pub pc: Option<u32>,
    /// Why.
    pub reason: String,
    /// How often.
    pub count: u64,
}

/// A function that stays interpreted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RefusedFunction {
    /// Its name.
    pub name: String,
    /// Its file.
    pub file: String,
    /// Its line.
    pub line: u32,
    /// Why.
    pub reason: String,
}

/// What is known of how a function ran.
#[derive(Clone, PartialEq, Debug)]
pub struct HotFunction {
    /// Its name.
    pub name: String,
    /// Its file.
    pub file: String,
    /// Its line.
    pub line: u32,
    /// How it runs: native, interpreted or refused.
    pub tier: &'static str,
    /// Calls.
    pub calls: u64,
    /// Iterations of its loops.
    pub iterations: u64,
    /// Time attributed to it, in nanoseconds.
    pub nanoseconds: u64,
    /// Time that its native code took to make, in nanoseconds.
    pub compile_nanoseconds: u64,
    /// Bytes of its native code now.
    pub code_bytes: u64,
    /// Times that its native code was left.
    pub exits: u64,
}

impl Tiering {
    /// Counts of exits by instruction and reason, of all code that there ever
    /// was.
    fn exits_by_site(&self) -> FxHashMap<(u32, ExitReason), u64> {
        let mut sites = self.past_exits.clone();
        for code in self.code.iter().chain(&self.retired) {
            add_exits(&mut sites, code);
        }
        sites
    }

    /// Keeps the counts of code that is about to be freed.
    pub(crate) fn keep_exits(&mut self) {
        for code in &self.retired {
            add_exits(&mut self.past_exits, code);
        }
    }
}

fn add_exits(sites: &mut FxHashMap<(u32, ExitReason), u64>, code: &NativeCode) {
    for exit in code.exits.iter().filter(|exit| exit.count.get() > 0) {
        *sites.entry((exit.pc, exit.reason)).or_default() += exit.count.get();
    }
}

/// Where a function is written.
fn place_of(function: &Function) -> (String, u32) {
    let span = function.code().map(|code| code.span.start);
    let place = function.unit().zip(span).map(|(linked, start)| {
        let source = &linked.unit.source;
        (source.name.clone(), source.line(start))
    });
    place.unwrap_or_else(|| ("?".to_owned(), 0))
}

impl Vm {
    /// Whether native code counts cache hits.
    pub(crate) fn counts_hits(&self) -> bool {
        self.native.config.counts == Counts::All
    }

    /// Keeps what is known of a function's native code, before it is freed.
    pub(crate) fn note_freed_native(&mut self, number: u32) {
        let function = self.functions.get(number);
        let Some(tiering) = function.tier.as_deref() else {
            return;
        };
        for ((_, reason), count) in tiering.exits_by_site() {
            *self.native.counters.freed_exits.entry(reason).or_default() += count;
        }
        let pieces = tiering.code.iter().chain(&tiering.retired);
        let (count, bytes) = pieces.fold((0, 0), |(count, bytes), code| {
            (count + 1, bytes + code.bytes)
        });
        self.log_freed(function, count, bytes);
        self.native.counters.freed += count;
        self.native.held_bytes -= bytes.min(self.native.held_bytes);
    }

    /// A line about code that is gone.
    pub(crate) fn log_freed(&self, function: &Function, pieces: u64, bytes: usize) {
        if pieces > 0 {
            let plural = if pieces == 1 { "piece" } else { "pieces" };
            let text = format!("freed: {pieces} {plural}, {bytes} bytes");
            self.log_native(function, NativeEntry::Function, &text);
        }
    }

    /// What a cause of discarding is called, with what it is about.
    pub(crate) fn cause_text(&self, cause: DiscardCause) -> String {
        match cause {
            DiscardCause::Method(name) => {
                format!("`{}` changed", self.world.symbols.text(name))
            }
            _ => DISCARD_CAUSES[cause.number()].to_owned(),
        }
    }

    /// Every place that native code left from, the most frequent first. The
    /// counts sum up to all exits.
    pub fn exit_sites(&self) -> Vec<ExitSite> {
        let mut sites = Vec::new();
        for (_, function) in self.functions.iter() {
            let Some(tiering) = function.tier.as_deref() else {
                continue;
            };
            for ((pc, reason), count) in tiering.exits_by_site() {
                let place = function.location(pc as usize);
                let (file, line) = place.map_or_else(
                    || place_of(function),
                    |(file, line)| (file.to_owned(), line),
                );
                sites.push(ExitSite {
                    place: Some((self.function_label(function), file, line)),
                    pc: Some(pc),
                    reason: reason.text(),
                    count,
                });
            }
        }
        let freed = self.native.counters.freed_exits.iter();
        sites.extend(freed.map(|(reason, &count)| ExitSite {
            place: None,
            pc: None,
            reason: reason.text(),
            count,
        }));
        let key = |site: &ExitSite| (site.place.clone(), site.pc, site.reason.clone());
        sites.sort_by(|a, b| (b.count.cmp(&a.count)).then_with(|| key(a).cmp(&key(b))));
        sites
    }

    /// Exits by reason; they sum up to all exits.
    pub fn exits_by_reason(&self) -> FxHashMap<ExitReason, u64> {
        let mut reasons = self.native.counters.freed_exits.clone();
        let functions = self.functions.iter();
        for tiering in functions.filter_map(|(_, function)| function.tier.as_deref()) {
            for ((_, reason), count) in tiering.exits_by_site() {
                *reasons.entry(reason).or_default() += count;
            }
        }
        reasons
    }

    /// Functions that will have no native code, and why.
    pub fn refused_functions(&self) -> Vec<RefusedFunction> {
        if self.native.tier.is_none() {
            return Vec::new();
        }
        let refused = self.functions.iter().filter_map(|(_, function)| {
            let stack = (function.code()).is_some_and(|code| code.kind == CodeKind::Stack);
            let reason = match function.tier.as_deref() {
                Some(tiering) => tiering.refusal.clone()?,
                None if stack && function.calls > 0 => {
                    "a program in the stack language is interpreted".to_owned()
                }
                None => return None,
            };
            let (file, line) = place_of(function);
            Some(RefusedFunction {
                name: self.function_label(function),
                file,
                line,
                reason,
            })
        });
        let mut refused: Vec<RefusedFunction> = refused.collect();
        refused.sort_by(|a, b| (&a.file, a.line, &a.name).cmp(&(&b.file, b.line, &b.name)));
        refused
    }

    /// The functions that the program spends its time in, at most `count`.
    pub fn hot_functions(&self, count: usize) -> Vec<HotFunction> {
        let ran = |function: &&Function| function.code().is_some() && function.has_run();
        let functions = self.functions.iter().map(|(_, function)| function);
        let mut ran: Vec<&Function> = functions.filter(ran).collect();
        ran.sort_by_key(|function| {
            let ran = function.calls + function.iterations();
            std::cmp::Reverse((function.nanoseconds, ran))
        });
        ran.truncate(count);
        ran.into_iter()
            .map(|function| self.hot_function(function))
            .collect()
    }

    fn hot_function(&self, function: &Function) -> HotFunction {
        let tiering = function.tier.as_deref();
        let (file, line) = place_of(function);
        let tier = match tiering {
            Some(_) if function.is_hot() => "native",
            Some(_) if !function.is_watched() => "refused",
            _ => "interpreted",
        };
        let code = tiering.map_or(&[][..], |tiering| &tiering.code);
        HotFunction {
            name: self.function_label(function),
            file,
            line,
            tier,
            calls: function.calls,
            iterations: function.iterations(),
            nanoseconds: function.nanoseconds,
            compile_nanoseconds: tiering.map_or(0, |t| t.compile_time.as_nanos() as u64),
            code_bytes: code.iter().map(|code| code.bytes as u64).sum(),
            exits: tiering.map_or(0, |tiering| tiering.exits_by_site().values().sum()),
        }
    }
}

impl Function {
    /// Iterations of its loops.
    pub(crate) fn iterations(&self) -> u64 {
        self.loops.iter().map(LoopCell::iterations).sum()
    }

    fn has_run(&self) -> bool {
        self.calls > 0 || self.nanoseconds > 0 || self.iterations() > 0
    }
}
