//! Names of character properties, as Ruby spells them.
//!
//! Owns the translation of `\p{...}` and `[:...:]` names. What a name means is
//! the engine's.

use super::blocks;
use super::tree::Class;

/// The kinds that brackets and `\p{}` share.
const CLASSES: &[(&str, Class)] = &[
    ("alnum", Class::Alnum),
    ("alpha", Class::Alpha),
    ("ascii", Class::Ascii),
    ("blank", Class::Blank),
    ("cntrl", Class::Cntrl),
    ("digit", Class::Digit),
    ("graph", Class::Graph),
    ("lower", Class::Lower),
    ("print", Class::Print),
    ("punct", Class::Punct),
    ("space", Class::Space),
    ("upper", Class::Upper),
    ("word", Class::Word),
    ("xdigit", Class::Xdigit),
];

/// The kind that a bracket names.
pub(super) fn bracket(name: &str) -> Option<Class> {
    CLASSES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|&(_, class)| class)
}

/// What `\p{name}` means.
pub(super) enum Property {
    /// A kind of character.
    Class(Class),
    /// A property that the engine knows by this name.
    Engine(String),
    /// A block: its ranges.
    Ranges(Vec<(u32, u32)>),
    /// Nothing.
    Unknown,
}

/// Looks a name up: case, spaces, `_` and `-` do not matter.
pub(super) fn property(name: &str) -> Property {
    let plain: String = name
        .chars()
        .filter(|c| !matches!(c, ' ' | '_' | '-'))
        .map(|c| c.to_ascii_lowercase())
        .collect();
    if let Some(class) = bracket(&plain) {
        return Property::Class(class);
    }
    if plain.is_empty()
        || !plain
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '=' || c == '.')
    {
        return Property::Unknown;
    }
    if let Some(ranges) = plain.strip_prefix("in").and_then(blocks::ranges) {
        return Property::Ranges(ranges);
    }
    if plain.contains('=') {
        let known = ["age=", "graphemeclusterbreak="];
        if !known.iter().any(|prefix| plain.starts_with(prefix)) {
            return Property::Unknown;
        }
    }
    if engine_knows(&plain) {
        Property::Engine(plain)
    } else {
        Property::Unknown
    }
}

/// Whether the engine has the property.
fn engine_knows(name: &str) -> bool {
    regex_syntax::Parser::new()
        .parse(&format!(r"\p{{{name}}}"))
        .is_ok()
}

#[cfg(test)]
mod tests {
    use super::{Property, property};

    #[test]
    fn names_are_loose() {
        for name in [
            "Greek",
            "greek",
            "G r_e-ek",
            "Lu",
            "L",
            "Uppercase_Letter",
            "Any",
            "Emoji",
        ] {
            assert!(matches!(property(name), Property::Engine(_)), "{name}");
        }
        assert!(matches!(property("Alpha"), Property::Class(_)));
        assert!(matches!(property("Age=6.0"), Property::Engine(_)));
        assert!(matches!(property("InBasicLatin"), Property::Ranges(_)));
        for name in ["foo", "", "Script=Greek", "}", "infoo"] {
            assert!(matches!(property(name), Property::Unknown), "{name}");
        }
    }
}
