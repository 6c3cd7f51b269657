//! Our own matcher: runs programs by backtracking.
//!
//! Owns the states of a search: position, slots of groups, calls under way, and
//! the trail of what to undo on the way back. Uses no native recursion, except
//! for absent operators within each other.

use super::NO_SPAN;
use super::engine::{Failure, Limit, span};
use super::program::{Program, Step};
use super::tree::Anchor;

/// A position that was not noted.
const NONE: usize = usize::MAX;
/// Calls within calls.
const MOST_CALLS: usize = 100_000;
/// Absent operators within absent operators, at run time.
const MOST_LEVELS: u32 = 20;

/// What to do on the way back.
enum Trail {
    /// Goes on there.
    Way {
        step: usize,
        at: usize,
    },
    /// The longest of several ways: goes on there with a shorter text.
    Shorter {
        step: usize,
        low: usize,
        at: usize,
    },
    /// The shortest of several ways: goes over one character more, if it may.
    Longer {
        over: usize,
        count: u32,
        at: usize,
    },
    Slot(usize, usize),
    Group(Noted),
    Mark(usize, usize),
    Opened,
    Closed(usize, usize),
    Called,
    Returned(Frame),
}

/// A group's text that was noted, and the one before.
#[derive(Clone, Copy)]
struct Noted {
    group: usize,
    before: (usize, usize),
    now: (usize, usize),
}

/// What follows an empty round of a loop.
enum Round {
    Leave,
    Again,
    Fail,
}

/// A call under way.
#[derive(Clone)]
struct Frame {
    step: usize,
    /// Where it began.
    at: usize,
    marks: Vec<usize>,
}

/// A search.
pub(super) struct Machine<'p, 't> {
    program: &'p Program,
    text: &'t [u8],
    from: usize,
    limit: &'p Limit,
    level: u32,
    slots: Vec<usize>,
    marks: Vec<usize>,
    /// Height of the trail and position where open parts began.
    opens: Vec<(usize, usize)>,
    calls: Vec<Frame>,
    trail: Vec<Trail>,
}

/// Looks for a match and writes its spans.
pub(super) fn search(
    program: &Program,
    text: &[u8],
    from: usize,
    anchored: bool,
    limit: &Limit,
    spans: &mut Vec<u64>,
) -> Result<bool, Failure> {
    let mut machine = Machine::new(program, text, from, limit, 0);
    let mut at = from;
    loop {
        if let Some(first) = &program.first
            && !anchored
        {
            let Some(found) = text[at..].iter().position(|&byte| first[byte as usize]) else {
                return Ok(false);
            };
            at += found;
        }
        if machine.run(0, at)?.is_some() {
            spans.clear();
            for pair in machine.slots.chunks(2) {
                let took_part = pair[0] != NONE && pair[1] != NONE;
                let ends = || span(pair[0].min(pair[1]), pair[1]);
                spans.push(if took_part { ends() } else { NO_SPAN });
            }
            return Ok(true);
        }
        if anchored || at >= text.len() {
            return Ok(false);
        }
        at += machine.width(at);
    }
}

impl<'p, 't> Machine<'p, 't> {
    fn new(
        program: &'p Program,
        text: &'t [u8],
        from: usize,
        limit: &'p Limit,
        level: u32,
    ) -> Machine<'p, 't> {
        Machine {
            program,
            text,
            from,
            limit,
            level,
            slots: vec![NONE; program.groups as usize * 2 + 2],
            marks: vec![NONE; program.marks],
            opens: Vec::new(),
            calls: Vec::new(),
            trail: Vec::new(),
        }
    }

    /// Bytes of the character at a position before the end.
    fn width(&self, at: usize) -> usize {
        match self.text.get(at) {
            None => 1,
            Some(_) if self.program.bytes => 1,
            Some(0..=0x7f) => 1,
            Some(0x80..=0xdf) => 2,
            Some(0xe0..=0xef) => 3,
            Some(_) => 4,
        }
    }

    /// The character at a position and its bytes.
    fn read(&self, at: usize) -> Option<(u32, usize)> {
        let first = *self.text.get(at)?;
        if first < 0x80 || self.program.bytes {
            return Some((first.into(), 1));
        }
        let width = self.width(at);
        let bytes = self.text.get(at..at + width)?;
        let c = std::str::from_utf8(bytes).ok()?.chars().next()?;
        Some((c as u32, width))
    }

    /// Where the character before a position begins.
    fn before(&self, mut at: usize) -> Option<usize> {
        at = at.checked_sub(1)?;
        while !self.program.bytes && at > 0 && self.text[at] & 0xc0 == 0x80 {
            at -= 1;
        }
        Some(at)
    }

    fn holds(&self, set: usize, c: u32) -> bool {
        within(&self.program.sets[set], c)
    }

    /// Runs from a step and position; where it ended, if it matched.
    fn run(&mut self, step: usize, at: usize) -> Result<Option<usize>, Failure> {
        self.slots.fill(NONE);
        self.marks.fill(NONE);
        self.opens.clear();
        self.calls.clear();
        self.trail.clear();
        self.go(step, at)
    }

    fn go(&mut self, mut step: usize, mut at: usize) -> Result<Option<usize>, Failure> {
        loop {
            self.limit.count()?;
            let next = match &self.program.steps[step] {
                Step::Match => return Ok(Some(at)),
                single @ (Step::Char(_) | Step::Byte(_) | Step::Any { .. } | Step::Set(_)) => {
                    self.over(single, at).map(|at| (step + 1, at))
                }
                Step::Over { .. } => self.repeat(step, at),
                Step::Anchor(anchor) => self.stands(*anchor, at).then_some((step + 1, at)),
                Step::Jump(target) => Some((*target, at)),
                Step::Split(first, second) => {
                    self.trail.push(Trail::Way { step: *second, at });
                    Some((*first, at))
                }
                Step::Back(count) => {
                    let mut back = Some(at);
                    for _ in 0..*count {
                        back = back.and_then(|at| self.before(at));
                    }
                    back.map(|at| (step + 1, at))
                }
                Step::Backref {
                    groups,
                    fold,
                    level,
                } => {
                    let found = match level {
                        None => self.repeated(groups, *fold, at),
                        Some(level) => self.repeated_at_level(groups, *fold, at, *level),
                    };
                    found.map(|at| (step + 1, at))
                }
                Step::Condition { group, no } => {
                    let took_part = self.slots[*group as usize * 2 + 1] != NONE;
                    Some((if took_part { step + 1 } else { *no }, at))
                }
                Step::Absent { part, next } => {
                    let (low, next) = (at, *next);
                    let longest = self.longest_without(*part, at)?;
                    if let Some(longest) = longest {
                        self.shorter(next, low, longest);
                    }
                    longest.map(|longest| (next, longest))
                }
                other => self.mutate(other, step, at)?,
            };
            match next.or_else(|| self.back()) {
                Some(next) => (step, at) = next,
                None => return Ok(None),
            }
        }
    }

    /// Where a step ends that goes over one character.
    fn over(&self, step: &Step, at: usize) -> Option<usize> {
        match step {
            Step::Char(c) if c.is_ascii() => {
                (self.text.get(at) == Some(&(*c as u8))).then_some(at + 1)
            }
            Step::Char(c) => {
                let mut buffer = [0; 4];
                let bytes = c.encode_utf8(&mut buffer).as_bytes();
                self.text[at..].starts_with(bytes).then(|| at + bytes.len())
            }
            Step::Byte(byte) => (self.text.get(at) == Some(byte)).then_some(at + 1),
            Step::Any { newline } => {
                let byte = *self.text.get(at)?;
                (*newline || byte != b'\n').then(|| at + self.width(at))
            }
            Step::Set(set) => {
                let (c, width) = self.read(at)?;
                self.holds(*set, c).then_some(at + width)
            }
            _ => None,
        }
    }

    /// Goes over one kind of character again and again.
    fn repeat(&mut self, step: usize, mut at: usize) -> Option<(usize, usize)> {
        let program = self.program;
        let Step::Over {
            what,
            min,
            max,
            lazy,
            after,
        } = program.steps[step]
        else {
            return None;
        };
        let single = &program.steps[what];
        let mut count = 0;
        while count < min {
            at = self.over(single, at)?;
            count += 1;
        }
        if lazy {
            let over = step;
            self.trail.push(Trail::Longer { over, count, at });
            return Some((after, at));
        }
        let low = at;
        while count < max
            && let Some(next) = self.over(single, at)
        {
            at = next;
            count += 1;
        }
        self.shorter(after, low, at);
        Some((after, at))
    }

    /// One character more of a lazy repetition.
    fn longer(&mut self, over: usize, count: u32, at: usize) -> Option<(usize, usize)> {
        let program = self.program;
        let Step::Over {
            what, max, after, ..
        } = program.steps[over]
        else {
            return None;
        };
        if count >= max {
            return None;
        }
        let at = self.over(&program.steps[what], at)?;
        let count = count + 1;
        self.trail.push(Trail::Longer { over, count, at });
        Some((after, at))
    }

    /// The steps that change more than the position.
    fn mutate(
        &mut self,
        what: &Step,
        step: usize,
        at: usize,
    ) -> Result<Option<(usize, usize)>, Failure> {
        match what {
            Step::Save(slot) => {
                let old = std::mem::replace(&mut self.slots[*slot], at);
                self.trail.push(Trail::Slot(*slot, old));
            }
            Step::Group { group, mark } => {
                let began = match mark {
                    Some(mark) => self.marks[*mark],
                    None => self.calls.last().expect("a group's part is called").at,
                };
                let noted = Noted {
                    group: *group,
                    before: (self.slots[group * 2], self.slots[group * 2 + 1]),
                    now: (began, at),
                };
                self.note(*group, noted.now);
                self.trail.push(Trail::Group(noted));
            }
            Step::Mark(mark) => {
                let old = std::mem::replace(&mut self.marks[*mark], at);
                self.trail.push(Trail::Mark(*mark, old));
            }
            Step::Progress { mark, exit, groups } if self.marks[*mark] == at => {
                let next = if *groups {
                    self.empty_round(*mark, at)
                } else {
                    Round::Leave
                };
                return Ok(match next {
                    Round::Leave => Some((*exit, at)),
                    Round::Again => Some((step + 1, at)),
                    Round::Fail => None,
                });
            }
            Step::Open | Step::Look(_) => self.open(self.trail.len(), at),
            Step::Not(after) => {
                let height = self.trail.len();
                self.trail.push(Trail::Way { step: *after, at });
                self.open(height, at);
            }
            Step::Atomic => {
                self.close();
            }
            Step::Seen => {
                let (_, began) = self.close();
                return Ok(Some((step + 1, began)));
            }
            Step::Found => {
                let (height, _) = *self.opens.last().expect("a look is open");
                while self.trail.len() > height {
                    self.undo();
                }
                return Ok(None);
            }
            Step::Call(entry) => {
                if self.calls.len() >= MOST_CALLS {
                    return Err(Failure::TimeOut);
                }
                let marks = self.marks.clone();
                self.calls.push(Frame {
                    step: step + 1,
                    at,
                    marks,
                });
                self.trail.push(Trail::Called);
                return Ok(Some((*entry, at)));
            }
            Step::Return => {
                let frame = self.calls.pop().expect("a call is under way");
                let next = frame.step;
                // The rounds of the caller's loops go on where they were.
                let marks = std::mem::replace(&mut self.marks, frame.marks);
                self.trail.push(Trail::Returned(Frame { marks, ..frame }));
                return Ok(Some((next, at)));
            }
            _ => {}
        }
        Ok(Some((step + 1, at)))
    }

    /// Notes a group's text.
    fn note(&mut self, group: usize, (start, end): (usize, usize)) {
        self.slots[group * 2] = start;
        self.slots[group * 2 + 1] = end;
    }

    /// What follows a round that went over nothing: another one if it set a group
    /// that had no text or some, none if all were empty here before.
    fn empty_round(&self, mark: usize, at: usize) -> Round {
        let begins = |trail: &Trail| matches!(trail, Trail::Mark(m, _) if *m == mark);
        let round = self.trail.iter().rposition(begins).unwrap_or(0);
        let mut next = Round::Leave;
        for trail in &self.trail[round..] {
            let Trail::Group(Noted { before, .. }) = trail else {
                continue;
            };
            if before.1 == NONE || before.0 != before.1 {
                return Round::Again;
            }
            if before.1 != at {
                next = Round::Fail;
            }
        }
        next
    }

    fn open(&mut self, height: usize, at: usize) {
        self.opens.push((height, at));
        self.trail.push(Trail::Opened);
    }

    /// Forgets the other ways of the innermost open part, and where it began.
    fn close(&mut self) -> (usize, usize) {
        let (height, at) = self.opens.pop().expect("a part is open");
        let kept = self.trail.split_off(height);
        let ways = |trail: &Trail| {
            use Trail::{Longer, Shorter, Way};
            matches!(trail, Way { .. } | Shorter { .. } | Longer { .. })
        };
        self.trail
            .extend(kept.into_iter().filter(|trail| !ways(trail)));
        self.trail.push(Trail::Closed(height, at));
        (height, at)
    }

    /// The last way not taken yet.
    fn back(&mut self) -> Option<(usize, usize)> {
        loop {
            if let Some(way) = self.undo()? {
                return Some(way);
            }
        }
    }

    /// Takes back the last thing done; None when nothing is left.
    fn undo(&mut self) -> Option<Option<(usize, usize)>> {
        match self.trail.pop()? {
            Trail::Way { step, at } => return Some(Some((step, at))),
            Trail::Shorter { step, low, at } => {
                self.shorter(step, low, at);
                return Some(Some((step, at)));
            }
            Trail::Longer { over, count, at } => {
                if let Some(way) = self.longer(over, count, at) {
                    return Some(Some(way));
                }
            }
            Trail::Slot(slot, old) => self.slots[slot] = old,
            Trail::Group(noted) => self.note(noted.group, noted.before),
            Trail::Mark(mark, old) => self.marks[mark] = old,
            Trail::Opened => {
                self.opens.pop();
            }
            Trail::Closed(height, at) => self.opens.push((height, at)),
            Trail::Called => {
                self.calls.pop();
            }
            Trail::Returned(frame) => {
                let marks = std::mem::replace(&mut self.marks, frame.marks);
                self.calls.push(Frame { marks, ..frame });
            }
        }
        Some(None)
    }

    /// Leaves a way to try with one character less, down to `low`.
    fn shorter(&mut self, step: usize, low: usize, at: usize) {
        if at > low
            && let Some(at) = self.before(at)
        {
            self.trail.push(Trail::Shorter { step, low, at });
        }
    }

    /// The end of the longest text from a position on in which a part does not
    /// occur; none if it occurs in the empty text there.
    fn longest_without(&self, part: usize, at: usize) -> Result<Option<usize>, Failure> {
        if self.level >= MOST_LEVELS {
            return Err(Failure::TimeOut);
        }
        let mut longest = self.text.len();
        let mut start = at;
        // Only the first way to match at each place counts, in the text so far.
        while start == at || start < longest {
            let text = &self.text[..longest];
            let level = self.level + 1;
            let mut inner = Machine::new(self.program, text, self.from, self.limit, level);
            inner.slots.copy_from_slice(&self.slots);
            if let Some(found) = inner.go(part, start)? {
                // It may not be whole: end one character before.
                match self.before(found).filter(|&before| before >= at) {
                    Some(before) => longest = longest.min(before),
                    None => return Ok((at == self.text.len()).then_some(at)),
                }
            }
            start += self.width(start);
        }
        Ok(Some(longest))
    }

    /// Where the text of the last group that took part ends when it is repeated.
    fn repeated(&self, groups: &[u32], fold: bool, at: usize) -> Option<usize> {
        for &group in groups.iter().rev() {
            let (start, end) = (
                self.slots[group as usize * 2],
                self.slots[group as usize * 2 + 1],
            );
            if start == NONE || end == NONE || start > end {
                continue;
            }
            let found = self.text_again((start, end), fold, at);
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// The same with the text that a group had so many calls deeper.
    fn repeated_at_level(
        &self,
        groups: &[u32],
        fold: bool,
        at: usize,
        wanted: i32,
    ) -> Option<usize> {
        let mut level = 0;
        for trail in self.trail.iter().rev() {
            match trail {
                Trail::Called => level -= 1,
                Trail::Returned(_) => level += 1,
                Trail::Group(noted)
                    if level == wanted && groups.contains(&(noted.group as u32)) =>
                {
                    return self.text_again(noted.now, fold, at);
                }
                _ => {}
            }
        }
        None
    }

    /// Where a part of the text ends when it is repeated at a position.
    fn text_again(&self, part: (usize, usize), fold: bool, at: usize) -> Option<usize> {
        let wanted = &self.text[part.0..part.1];
        if !fold {
            let found = self.text[at..].starts_with(wanted);
            return found.then(|| at + wanted.len());
        }
        let lower = |bytes: &[u8]| String::from_utf8_lossy(bytes).to_lowercase();
        let mut stop = at;
        let mut left = String::from_utf8_lossy(wanted).chars().count();
        while left > 0 && stop < self.text.len() {
            stop += self.width(stop);
            left -= 1;
        }
        (left == 0 && lower(wanted) == lower(&self.text[at..stop])).then_some(stop)
    }

    fn stands(&self, anchor: Anchor, at: usize) -> bool {
        let (text, end) = (self.text, self.text.len());
        match anchor {
            Anchor::LineStart => at == 0 || text[at - 1] == b'\n' && at < end,
            Anchor::LineEnd => at == end || text[at] == b'\n',
            Anchor::TextStart => at == 0,
            Anchor::TextEnd => at == end,
            Anchor::LastLineEnd => at == end || at + 1 == end && text[at] == b'\n',
            Anchor::SearchStart => at == self.from,
            Anchor::Word(ascii) => self.is_word_edge(at, ascii),
            Anchor::NotWord(ascii) => !self.is_word_edge(at, ascii),
        }
    }

    fn is_word_edge(&self, at: usize, ascii: bool) -> bool {
        let is_word = |(c, _): (u32, usize)| match u8::try_from(c) {
            Ok(byte) if byte.is_ascii() => byte == b'_' || byte.is_ascii_alphanumeric(),
            _ => !ascii && within(&self.program.word, c),
        };
        let before = self.before(at).and_then(|at| self.read(at));
        before.is_some_and(is_word) != self.read(at).is_some_and(is_word)
    }
}

/// Whether sorted ranges hold a code.
fn within(ranges: &[(u32, u32)], code: u32) -> bool {
    let at = ranges.partition_point(|&(_, high)| high < code);
    ranges.get(at).is_some_and(|&(low, _)| low <= code)
}
