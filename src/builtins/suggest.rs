//! "Did you mean?": names and keys that are near to a wrong one.
//!
//! Owns the dictionaries and the measure of nearness. The measure is that of
//! CRuby's did_you_mean: Jaro-Winkler finds candidates, Levenshtein tells slips
//! of the finger from words that only look alike. Runs no Ruby.

use std::collections::BTreeSet;

use super::object::method_names;
use crate::object::{ClassId, Sym, Value, Visibility, known, sym};
use crate::vm::Vm;
use crate::vm::backtrace::RaiseSite;

/// Words of the language that a misspelt name may have meant.
const WORDS: &[&str] = &[
    "BEGIN",
    "END",
    "alias",
    "and",
    "begin",
    "break",
    "case",
    "class",
    "def",
    "defined?",
    "do",
    "else",
    "elsif",
    "end",
    "ensure",
    "false",
    "for",
    "if",
    "in",
    "module",
    "next",
    "nil",
    "not",
    "or",
    "redo",
    "rescue",
    "retry",
    "return",
    "self",
    "super",
    "then",
    "true",
    "undef",
    "unless",
    "until",
    "when",
    "while",
    "yield",
    "__LINE__",
    "__FILE__",
    "__ENCODING__",
];

/// What the program may have meant where it raised this exception, best first,
/// written as it would be in a program.
pub(super) fn suggestions(
    vm: &Vm,
    exception: Value<'_>,
    site: Option<&RaiseSite<'_>>,
) -> Vec<String> {
    let receiver = vm.ivar_find(exception, sym::RECEIVER);
    if vm.is_a(exception, known::KEY_ERROR) {
        let key = vm.ivar_find(exception, sym::KEY);
        return match (receiver.and_then(|hash| hash.as_hash()), key) {
            (Some(hash), Some(key)) => keys(vm, hash.iter().map(|(key, _)| key), key),
            _ => Vec::new(),
        };
    }
    let name = vm.ivar_get(exception, sym::NAME).as_symbol();
    let (Some(name), Some(receiver)) = (name, receiver) else {
        return Vec::new();
    };
    if !vm.is_a(exception, known::NAME_ERROR) {
        return Vec::new();
    }
    let wrong = vm.symbols.text(name);
    let mut words = BTreeSet::new();
    if vm.is_a(exception, known::NO_METHOD_ERROR) {
        methods(vm, receiver, site, &mut words);
    } else if wrong.starts_with("@@") {
        if let Some(class) = vm.as_class(receiver) {
            class_variables(vm, class, &mut words);
        }
    } else if wrong.starts_with(char::is_uppercase) {
        constants(vm, receiver, &mut words);
    } else {
        methods(vm, receiver, site, &mut words);
        variables(vm, receiver, site, &mut words);
        words.extend(WORDS.iter().map(|&word| word.to_owned()));
    }
    near(&wrong, words)
}

/// Names of the methods that could be called there.
fn methods(
    vm: &Vm,
    receiver: Value<'_>,
    site: Option<&RaiseSite<'_>>,
    words: &mut BTreeSet<String>,
) {
    let own = site.is_some_and(|site| site.called_on_self);
    let line = vm.classes.ancestors(vm.dispatch_class(receiver));
    let names = method_names(vm, &line, |visibility| {
        own || visibility == Visibility::Public
    });
    words.extend(names.iter().map(|&name| vm.symbols.text(name).into_owned()));
}

/// Names of locals, and variables that lack their `@`.
fn variables(
    vm: &Vm,
    receiver: Value<'_>,
    site: Option<&RaiseSite<'_>>,
    words: &mut BTreeSet<String>,
) {
    words.extend(site.iter().flat_map(|site| site.locals.iter().cloned()));
    let visible = |name: &Sym| vm.symbols.name(*name).starts_with(b"@");
    let names = vm.ivar_names(receiver);
    words.extend(
        names
            .iter()
            .filter(|name| visible(name))
            .map(|&name| vm.symbols.text(name).into_owned()),
    );
    class_variables(vm, vm.class_of(receiver), words);
}

fn class_variables(vm: &Vm, class: ClassId, words: &mut BTreeSet<String>) {
    for &module in vm.classes.ancestors(class).iter() {
        let record = vm.classes.get(module);
        let names = record.class_variables.borrow();
        words.extend(
            names
                .names()
                .iter()
                .map(|&name| vm.symbols.text(name).into_owned()),
        );
    }
}

/// Constants that a module's code can name: its own, those of the modules
/// around it, and the top level's. Nested ones get their path.
fn constants(vm: &Vm, module: Value<'_>, words: &mut BTreeSet<String>) {
    let class = vm.as_class(module).unwrap_or_else(|| vm.class_of(module));
    let mut places: Vec<ClassId> = vm.classes.ancestors(class).to_vec();
    let path = vm.class_text(class);
    let mut outer = known::OBJECT;
    for part in path.split("::") {
        let Some(inner) = vm.symbols.find(part.as_bytes()) else {
            break;
        };
        let Some(value) = vm.const_get_own(outer, inner) else {
            break;
        };
        let Some(class) = vm.as_class(value) else {
            break;
        };
        places.push(class);
        outer = class;
    }
    places.push(known::OBJECT);
    for place in places {
        let record = vm.classes.get(place);
        for &name in record.constants.borrow().names() {
            let text = vm.symbols.text(name).into_owned();
            words.insert(match place == known::OBJECT {
                true => text,
                false => format!("{}::{text}", vm.class_text(place)),
            });
        }
    }
}

/// Keys near to the wrong one, as `inspect` shows them.
fn keys<'w>(vm: &Vm, keys: impl Iterator<Item = Value<'w>>, wrong: Value<'_>) -> Vec<String> {
    let text = |value: Value<'_>| {
        let name = value
            .as_symbol()
            .map(|name| vm.symbols.text(name).into_owned());
        name.or_else(|| {
            value
                .as_string()
                .map(|text| String::from_utf8_lossy(text.bytes()).into_owned())
        })
    };
    let Some(wrong) = text(wrong) else {
        return Vec::new();
    };
    let shown: Vec<(String, String)> = keys
        .filter_map(|key| {
            let shown = String::from_utf8_lossy(&vm.inspect_briefly(key)).into_owned();
            Some((text(key)?, shown))
        })
        .collect();
    let found = near(&wrong, shown.iter().map(|(name, _)| name.clone()).collect());
    found
        .iter()
        .filter_map(|name| shown.iter().find(|(text, _)| text == name))
        .map(|(_, shown)| shown.clone())
        .collect()
}

/// Upper and lower case, and the signs of variables, make no difference; of a
/// path only the last name counts.
fn plain(name: &str) -> String {
    let name = name.rsplit("::").next().unwrap_or(name);
    name.trim_start_matches('@').to_lowercase()
}

/// Least likeness of a candidate, for short names and for others.
const LIKENESS: (f64, f64) = (0.77, 0.834);

/// The words near to a wrong one, best first.
fn near(wrong: &str, words: BTreeSet<String>) -> Vec<String> {
    let input = plain(wrong);
    let length = input.chars().count();
    let least = if length > 3 { LIKENESS.1 } else { LIKENESS.0 };
    let mut likely: Vec<(f64, String)> = words
        .into_iter()
        .filter(|word| word != wrong)
        .map(|word| (strsim::jaro_winkler(&plain(&word), &input), word))
        .filter(|(likeness, _)| *likeness >= least)
        .collect();
    likely.sort_by(|a, b| b.0.total_cmp(&a.0));
    let distance = |word: &str| strsim::levenshtein(&plain(word), &input);
    let slips = length.div_ceil(4);
    let mistyped: Vec<String> = likely
        .iter()
        .map(|(_, word)| word.clone())
        .filter(|word| distance(word) <= slips)
        .collect();
    if !mistyped.is_empty() {
        return mistyped;
    }
    // No slip of a finger: the likest word, if it shares letters at all.
    let shares = |word: &String| distance(word) < length.min(plain(word).chars().count());
    let mut misspelt = likely.into_iter().map(|(_, word)| word).filter(shares);
    misspelt.next().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::near;

    fn of(wrong: &str, words: &[&str]) -> Vec<String> {
        near(wrong, words.iter().map(|&word| word.to_owned()).collect())
    }

    #[test]
    fn slips_are_corrected() {
        assert_eq!(of("frist", &["first", "last", "find"]), ["first"]);
        assert_eq!(of("lenght", &["length", "size"]), ["length"]);
        assert_eq!(
            of("usr_name", &["user_name", "@user_name", "user_id"]),
            ["@user_name", "user_name"]
        );
        assert_eq!(of("Strng", &["String", "Struct"]), ["String"]);
    }

    #[test]
    fn other_words_are_left_alone() {
        assert!(of("foo", &["first", "each", "map"]).is_empty());
        assert!(of("size", &["size"]).is_empty());
        assert!(of("", &["a", "ab"]).is_empty());
    }
}
