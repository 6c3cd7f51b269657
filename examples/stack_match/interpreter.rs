//! The stack language as plainly as Rust can say it: a `match` over resolved
//! code, two vectors for stacks. Shares no code with svm: what speed is
//! compared with, and what random programs must agree with.

use std::collections::HashMap;
use std::io::{BufRead, Write};
use std::rc::Rc;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Num(i64),
    Bool(bool),
    Str(Rc<str>),
    Label(Rc<str>),
    Word(&'static str),
    Name(Rc<str>),
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Num(n) => write!(f, "{n}"),
            Value::Bool(b) => write!(f, "{b}"),
            Value::Str(s) | Value::Name(s) => f.write_str(s),
            Value::Label(s) => write!(f, "{s}:"),
            Value::Word(s) => write!(f, "<{s}>"),
        }
    }
}

/// Why a program does not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Missing,
    WrongType,
    Divide,
    Place,
    NoCaller,
    Full,
    Time,
    Outside,
    /// The steps are used up.
    Steps,
}

macro_rules! words {
    ($($name:ident $word:literal)*) => {
        /// A resolved token.
        #[derive(Clone, Debug)]
        pub enum Insn { Push(Value), Label, $($name),* }

        fn word(text: &str) -> Option<(Insn, &'static str)> {
            match text { $($word => Some((Insn::$name, $word)),)* _ => None }
        }
    };
}
words! {
    Add "+" Sub "-" Mul "*" Div "/" Rem "%" Lt "<" Le "<=" Gt ">" Ge ">=" Eq "==" And "and" Or "or" Not "not" If "if"
    Dup "dup" Drop "drop" Swap "swap" Over "over" Rot "rot" CastInt "cast_int" CastStr "cast_str" Println "println"
    Read "read" Sleep "sleep_ms" Jmp "jmp" Call "call" Return "return" Stop "stop" Exit "exit"
}

/// The tokens of a text with where they begin; None if a string is wrong.
pub fn tokens(text: &str) -> Option<Vec<(usize, Value)>> {
    let mut found = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if " \n\t\r".contains(c) {
            continue;
        }
        if c == '#' {
            while chars.next_if(|&(_, c)| c != '\n').is_some() {}
            continue;
        }
        let mut token = String::from(if c == '"' {
            ""
        } else {
            text[start..].get(..c.len_utf8())?
        });
        if c == '"' {
            loop {
                match chars.next()?.1 {
                    '"' => break,
                    '\\' => token.push(match chars.next()?.1 {
                        'n' => '\n',
                        't' => '\t',
                        c @ ('"' | '\\') => c,
                        _ => return None,
                    }),
                    c => token.push(c),
                }
            }
            if chars.peek().is_some_and(|&(_, c)| !" \n\t\r#".contains(c)) {
                return None;
            }
            found.push((start, Value::Str(token.into())));
            continue;
        }
        while let Some((_, c)) = chars.next_if(|&(_, c)| !" \n\t\r#".contains(c)) {
            token.push(c);
        }
        if token.contains(['"', '\\']) {
            return None;
        }
        found.push((start, sort(&token)));
    }
    Some(found)
}

fn sort(token: &str) -> Value {
    match (token, token.parse(), word(token)) {
        ("true" | "false", _, _) => Value::Bool(token == "true"),
        (_, Ok(number), _) => Value::Num(number),
        (_, _, Some((_, word))) => Value::Word(word),
        _ if token.len() > 1 && token.ends_with(':') => {
            Value::Label(token[..token.len() - 1].into())
        }
        _ => Value::Name(token.into()),
    }
}

/// Resolves labels; None if one is defined twice or not at all.
pub fn resolve(tokens: &[(usize, Value)]) -> Option<Vec<Insn>> {
    let mut labels = HashMap::new();
    for (index, (_, token)) in tokens.iter().enumerate() {
        if let Value::Label(name) = token
            && labels.insert(name.clone(), index as i64 + 1).is_some()
        {
            return None;
        }
    }
    let resolved = tokens.iter().map(|(_, token)| match token {
        Value::Label(_) => Some(Insn::Label),
        Value::Name(name) => labels.get(name).map(|&place| Insn::Push(Value::Num(place))),
        Value::Word(text) => word(text).map(|(insn, _)| insn),
        value => Some(Insn::Push(value.clone())),
    });
    resolved.collect()
}

/// The two stacks, and where it is.
pub struct Machine {
    pub at: usize,
    pub stack: Vec<Value>,
    pub returns: Vec<usize>,
    pub limit: usize,
}

impl Machine {
    fn push(&mut self, value: Value) -> Result<(), Fault> {
        if self.stack.len() >= self.limit {
            return Err(Fault::Full);
        }
        self.stack.push(value);
        Ok(())
    }

    fn pop(&mut self) -> Result<Value, Fault> {
        self.stack.pop().ok_or(Fault::Missing)
    }

    fn num(&mut self) -> Result<i64, Fault> {
        match self.pop()? {
            Value::Num(n) => Ok(n),
            _ => Err(Fault::WrongType),
        }
    }

    fn bool(&mut self) -> Result<bool, Fault> {
        match self.pop()? {
            Value::Bool(b) => Ok(b),
            _ => Err(Fault::WrongType),
        }
    }

    fn nums(&mut self, f: impl FnOnce(i64, i64) -> Option<i64>) -> Result<(), Fault> {
        let (b, a) = (self.num()?, self.num()?);
        let n = f(a, b).ok_or(Fault::Divide)?;
        self.push(Value::Num(n))
    }

    fn compare(&mut self, f: impl FnOnce(&i64, &i64) -> bool) -> Result<(), Fault> {
        let (b, a) = (self.num()?, self.num()?);
        self.push(Value::Bool(f(&a, &b)))
    }

    fn place(&mut self, code: &[Insn]) -> Result<usize, Fault> {
        let place = usize::try_from(self.num()?).ok();
        place
            .filter(|&place| place <= code.len())
            .ok_or(Fault::Place)
    }

    /// Runs; at most so many steps if they are counted. `at` tells where it
    /// ended.
    pub fn run<const COUNTED: bool>(
        &mut self,
        code: &[Insn],
        steps: u64,
        input: &mut dyn BufRead,
        output: &mut dyn Write,
    ) -> Result<Option<i64>, Fault> {
        let mut left = steps;
        self.at = 0;
        while let Some(insn) = code.get(self.at) {
            if COUNTED {
                left = left.checked_sub(1).ok_or(Fault::Steps)?;
            }
            match insn {
                Insn::Push(value) => self.push(value.clone())?,
                Insn::Label => {}
                Insn::Add => self.nums(|a, b| Some(a.wrapping_add(b)))?,
                Insn::Sub => self.nums(|a, b| Some(a.wrapping_sub(b)))?,
                Insn::Mul => self.nums(|a, b| Some(a.wrapping_mul(b)))?,
                Insn::Div => self.nums(i64::checked_div)?,
                Insn::Rem => self.nums(i64::checked_rem)?,
                Insn::Lt => self.compare(i64::lt)?,
                Insn::Le => self.compare(i64::le)?,
                Insn::Gt => self.compare(i64::gt)?,
                Insn::Ge => self.compare(i64::ge)?,
                Insn::Eq => {
                    let (y, x) = (self.pop()?, self.pop()?);
                    self.push(Value::Bool(x == y))?;
                }
                Insn::And => {
                    let (q, p) = (self.bool()?, self.bool()?);
                    self.push(Value::Bool(p && q))?;
                }
                Insn::Or => {
                    let (q, p) = (self.bool()?, self.bool()?);
                    self.push(Value::Bool(p || q))?;
                }
                Insn::Not => {
                    let p = self.bool()?;
                    self.push(Value::Bool(!p))?;
                }
                Insn::If => {
                    let (y, x, p) = (self.pop()?, self.pop()?, self.bool()?);
                    self.push(if p { x } else { y })?;
                }
                Insn::Dup => {
                    let x = self.stack.last().cloned().ok_or(Fault::Missing)?;
                    self.push(x)?;
                }
                Insn::Drop => drop(self.pop()?),
                Insn::Swap => {
                    let len = self.stack.len();
                    let under = len.checked_sub(2).ok_or(Fault::Missing)?;
                    self.stack.swap(under, len - 1);
                }
                Insn::Over => {
                    let under = self.stack.len().checked_sub(2).ok_or(Fault::Missing)?;
                    self.push(self.stack[under].clone())?;
                }
                Insn::Rot => {
                    let start = self.stack.len().checked_sub(3).ok_or(Fault::Missing)?;
                    self.stack[start..].rotate_left(1);
                }
                Insn::CastInt => match self.pop()? {
                    Value::Str(text) => self.push(Value::Num(text.parse().unwrap_or(0)))?,
                    _ => return Err(Fault::WrongType),
                },
                Insn::CastStr => {
                    let text = self.pop()?.to_string();
                    self.push(Value::Str(text.into()))?;
                }
                Insn::Println => {
                    let value = self.pop()?;
                    writeln!(output, "{value}").map_err(|_| Fault::Outside)?;
                }
                Insn::Read => {
                    let mut line = String::new();
                    input.read_line(&mut line).map_err(|_| Fault::Outside)?;
                    self.push(Value::Str(line.trim().into()))?;
                }
                Insn::Sleep => {
                    let time = u64::try_from(self.num()?).map_err(|_| Fault::Time)?;
                    std::thread::sleep(std::time::Duration::from_millis(time));
                }
                Insn::Jmp => {
                    self.at = self.place(code)?;
                    continue;
                }
                Insn::Call => {
                    let place = self.place(code)?;
                    if self.returns.len() >= self.limit {
                        return Err(Fault::Full);
                    }
                    self.returns.push(self.at + 1);
                    self.at = place;
                    continue;
                }
                Insn::Return => {
                    self.at = self.returns.pop().ok_or(Fault::NoCaller)?;
                    continue;
                }
                Insn::Stop => return Ok(None),
                Insn::Exit => return self.num().map(Some),
            }
            self.at += 1;
        }
        Ok(None)
    }
}
