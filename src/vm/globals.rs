//! Global variables: the table, aliases, and those with a meaning of their own.
//!
//! Owns what may be stored in a special variable and what reading one gives.
//! Never decides who uses them.

use crate::heap::Word;
use crate::object::{Sym, Value, sym};

use super::warn::Category;
use super::{Stop, Vm};

/// What a special variable accepts; all others take anything.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rule {
    /// Nothing.
    ReadOnly,
    /// What has a method `write`.
    Output,
    /// A String or nil; nil is what it should be.
    Text,
    /// A String or nil.
    Suffix,
    /// A String, a Regexp or nil.
    Separator,
    /// A String, of which a frozen copy is kept.
    Name,
    /// An Integer.
    Number,
    /// Anything, which is forgotten.
    Ignored,
    /// nil, false, or anything else for true.
    Level,
    /// The backtrace of `$!`.
    Backtrace,
}

const RULES: &[(&str, Rule)] = &[
    ("$!", Rule::ReadOnly),
    ("$&", Rule::ReadOnly),
    ("$`", Rule::ReadOnly),
    ("$'", Rule::ReadOnly),
    ("$+", Rule::ReadOnly),
    ("$$", Rule::ReadOnly),
    ("$?", Rule::ReadOnly),
    ("$*", Rule::ReadOnly),
    ("$LOAD_PATH", Rule::ReadOnly),
    ("$LOADED_FEATURES", Rule::ReadOnly),
    ("$FILENAME", Rule::ReadOnly),
    ("$<", Rule::ReadOnly),
    ("$-W", Rule::ReadOnly),
    ("$=", Rule::Ignored),
    ("$-i", Rule::Suffix),
    ("$-p", Rule::ReadOnly),
    ("$-l", Rule::ReadOnly),
    ("$-a", Rule::ReadOnly),
    ("$@", Rule::Backtrace),
    ("$stdout", Rule::Output),
    ("$stderr", Rule::Output),
    ("$,", Rule::Text),
    ("$/", Rule::Text),
    ("$\\", Rule::Text),
    ("$;", Rule::Separator),
    ("$0", Rule::Name),
    ("$.", Rule::Number),
    ("$VERBOSE", Rule::Level),
];

/// Other names of variables.
const ALIASES: &[(&str, &str)] = &[
    ("$>", "$stdout"),
    ("$-0", "$/"),
    ("$-F", "$;"),
    ("$-I", "$LOAD_PATH"),
    ("$:", "$LOAD_PATH"),
    ("$\"", "$LOADED_FEATURES"),
    ("$-v", "$VERBOSE"),
    ("$-w", "$VERBOSE"),
    ("$-d", "$DEBUG"),
    ("$PROGRAM_NAME", "$0"),
];

impl Vm {
    /// Makes the variables that are there from the start.
    pub(crate) fn install_globals(&mut self) {
        for (new, old) in ALIASES {
            let (new, old) = (self.world.intern(new), self.world.intern(old));
            self.global_aliases.insert(new, old);
        }
        let pid = i64::from(std::process::id());
        let values = [
            ("$VERBOSE", Word::FALSE),
            ("$DEBUG", Word::FALSE),
            ("$-p", Word::FALSE),
            ("$-l", Word::FALSE),
            ("$-a", Word::FALSE),
            ("$.", Word::from_int(0)),
            ("$$", self.world.int(pid).word()),
        ];
        for (name, value) in values {
            self.put_global(name, value);
        }
        for name in ["$,", "$;", "$\\", "$?", "$-i", "$-W", "$=", "$FILENAME"] {
            let name = self.world.intern(name);
            self.globals.entry(name).or_insert(Word::NIL);
        }
        for name in ["$LOAD_PATH", "$LOADED_FEATURES"] {
            let list = self.world.new_array(0).expect("memory for a list").value();
            let word = list.word();
            self.put_global(name, word);
        }
    }

    /// Sets a global variable such as `$0`, whatever it accepts; runs no Ruby.
    pub(crate) fn put_global(&mut self, name: &str, value: Word) {
        let name = self.world.intern(name);
        let name = self.global_name(name);
        self.globals.insert(name, value);
    }

    fn global_name(&self, name: Sym) -> Sym {
        self.global_aliases.get(&name).copied().unwrap_or(name)
    }

    /// Makes `new` another name of `old`.
    pub(crate) fn alias_global(&mut self, new: Sym, old: Sym) {
        let old = self.global_name(old);
        if old != new {
            self.global_aliases.insert(new, old);
        }
    }

    /// A global variable; some are the vm's own.
    pub(crate) fn get_global(&mut self, name: Sym) -> Result<Word, Stop> {
        let name = self.global_name(name);
        let text = self.world.symbols.name(name);
        if let Some(word) = self.match_global(text) {
            return Ok(word);
        }
        let word = match text {
            b"$!" => self.errinfo,
            b"$@" if !self.errinfo.is_nil() => {
                let errinfo = self.errinfo;
                self.call_words(errinfo, sym::BACKTRACE, &[], Word::NIL)?
            }
            b"$-W" => Word::from_int(self.verbosity().map_or(0, |all| 1 + i64::from(all))),
            b"$=" => {
                self.warn_of(Category::Deprecated, "variable $= is no longer effective")?;
                Word::FALSE
            }
            b"$FILENAME" => {
                let files = self.global(b"$<").word();
                let name = self.world.intern("filename");
                self.call_words(files, name, &[], Word::NIL)?
            }
            _ => self.globals.get(&name).copied().unwrap_or(Word::NIL),
        };
        Ok(word)
    }

    /// What a global variable without a meaning of its own holds.
    pub fn global(&self, name: &[u8]) -> Value<'_> {
        let word = self.globals.get(&self.world.symbols.intern(name)).copied();
        self.wrap(word.unwrap_or(Word::NIL))
    }

    /// Whether `join` and `print` put something between items (`$,`).
    pub fn has_field_separator(&self) -> bool {
        let word = self.globals.get(&sym::FIELD_SEPARATOR);
        word.is_some_and(|word| !word.is_nil())
    }

    /// Whether lines end in something else than a line feed (`$/`).
    pub fn line_separator_changed(&self) -> bool {
        let word = self.globals.get(&sym::LINE_SEPARATOR).copied();
        let text = self.wrap(word.unwrap_or(Word::NIL)).as_string();
        text.is_none_or(|text| text.bytes() != b"\n")
    }

    /// Sets a global variable, and tells who wants to know.
    pub(crate) fn set_global(&mut self, written: Sym, value: Word) -> Result<(), Stop> {
        if self.global_traces.is_empty() {
            return self.store_global(written, value);
        }
        let handle = self.protect_word(value);
        let stored = self.store_global(written, value);
        let value = self.get(handle).word();
        self.handles.pop();
        stored?;
        let name = self.global_name(written);
        if let Some(&commands) = self.global_traces.get(&name) {
            let run = self.world.intern_own("__run_traces");
            let this = self.main_object;
            self.call_words(this, run, &[commands, value], Word::NIL)?;
        }
        Ok(())
    }

    /// What `trace_var` was given for a variable, an Array that may be changed.
    pub(crate) fn global_traces(&mut self, written: Sym) -> Result<Value<'_>, Stop> {
        let name = self.global_name(written);
        if !self.global_traces.contains_key(&name) {
            let list = self.new_array_of(&[])?;
            self.global_traces.insert(name, list);
        }
        Ok(self.wrap(self.global_traces[&name]))
    }

    fn store_global(&mut self, written: Sym, value: Word) -> Result<(), Stop> {
        let name = self.global_name(written);
        if self.set_match_global(self.world.symbols.name(name), value)? {
            return Ok(());
        }
        let text = self.world.symbols.text(name);
        let Some((_, rule)) = RULES.iter().find(|(known, _)| *known == text) else {
            self.globals.insert(name, value);
            return Ok(());
        };
        let shown = self.world.symbols.text(written).into_owned();
        if let Some(value) = self.accept(*rule, &shown, written, value)? {
            self.globals.insert(name, value);
        }
        Ok(())
    }

    /// What a special variable stores for a value; None if it is stored elsewhere.
    fn accept(
        &mut self,
        rule: Rule,
        shown: &str,
        name: Sym,
        value: Word,
    ) -> Result<Option<Word>, Stop> {
        let given = self.wrap(value);
        let is_text = given.is_nil() || given.as_string().is_some();
        match rule {
            Rule::ReadOnly => {
                let message = format!("{shown} is a read-only variable");
                return Err(self.name_error(message, Value::NIL, name));
            }
            Rule::Output => {
                let class = self.world.dispatch_class(given);
                if self.look_up(class, sym::WRITE).is_none() {
                    let class = self.class_name_of(self.wrap(value));
                    let message = format!("{shown} must have write method, {class} given");
                    return Err(self.type_error(message));
                }
            }
            Rule::Text if !is_text => {
                return Err(self.type_error(format!("value of {shown} must be String")));
            }
            Rule::Separator if !is_text && given.as_regexp().is_none() => {
                let message = format!("value of {shown} must be String or Regexp");
                return Err(self.type_error(message));
            }
            Rule::Name => {
                let Some(text) = given.as_string() else {
                    return Err(self.conversion_error(given, "String"));
                };
                let copy = self.world.str_dup(text).map_err(|e| self.too_big(e))?;
                self.world.freeze(copy.value());
                return Ok(Some(copy.value().word()));
            }
            Rule::Number if given.is_nil() => {
                return Err(self.type_error("no implicit conversion from nil to integer"));
            }
            Rule::Suffix if !is_text => {
                return Err(self.conversion_error(given, "String"));
            }
            Rule::Number if given.as_integer().is_none() => {
                return Err(self.conversion_error(given, "Integer"));
            }
            Rule::Level if !given.is_nil() => {
                return Ok(Some(Word::from_bool(given.truthy())));
            }
            Rule::Backtrace => {
                if self.errinfo.is_nil() {
                    return Err(self.argument_error("$! not set"));
                }
                let name = self.world.intern("set_backtrace");
                let errinfo = self.errinfo;
                self.call_words(errinfo, name, &[value], Word::NIL)?;
                return Ok(None);
            }
            Rule::Ignored => {
                let message = format!("variable {shown} is no longer effective; ignored");
                self.warn_of(Category::Deprecated, &message)?;
                return Ok(None);
            }
            Rule::Text | Rule::Separator if !given.is_nil() => {
                let handle = self.protect_word(value);
                let shown = if rule == Rule::Separator { "$;" } else { shown };
                let message = format!("'{shown}' is deprecated");
                let told = self.warn_of(Category::Deprecated, &message);
                let value = self.get(handle).word();
                self.handles.pop();
                return told.map(|()| Some(value));
            }
            Rule::Text | Rule::Separator | Rule::Number | Rule::Level | Rule::Suffix => {}
        }
        Ok(Some(value))
    }

    /// Whether a global variable was ever set.
    pub(crate) fn global_defined(&self, name: Sym) -> bool {
        let name = self.global_name(name);
        let text = self.world.symbols.name(name);
        match self.match_global(text) {
            Some(_) if matches!(text, b"$~" | b"$_") => true,
            Some(word) => !word.is_nil(),
            None if text == b"$<" => true,
            None => self.globals.contains_key(&name) || matches!(text, b"$!" | b"$@"),
        }
    }
}
