//! Tests of reading, writing and searching patterns.

use proptest::prelude::{ProptestConfig, any, prop, proptest};

use super::{Form, NO_SPAN, Options, Pattern, Search, print};

fn read(source: &str, options: &str) -> Result<Pattern, String> {
    let options = Options {
        ignore_case: options.contains('i'),
        extended: options.contains('x'),
        multiline: options.contains('m'),
        utf8: false,
        binary: options.contains('n'),
    };
    Pattern::new(source.as_bytes(), options, Form::Text).map_err(|error| error.message)
}

/// The engine's text of a pattern.
fn printed(source: &str) -> String {
    let pattern = read(source, "").unwrap_or_else(|error| panic!("{source}: {error}"));
    print::print(&pattern.node, false).unwrap_or_else(|error| panic!("{source}: {error:?}"))
}

/// The texts of the match and its groups.
fn found(source: &str, options: &str, text: &str) -> Option<Vec<Option<String>>> {
    let pattern = read(source, options).unwrap_or_else(|error| panic!("{source}: {error}"));
    let mut spans = Vec::new();
    let search = Search {
        text: text.as_bytes(),
        bytes: false,
        from: 0,
        anchored: false,
        seconds: None,
    };
    let matched = pattern.search(search, &mut spans);
    let matched = matched.unwrap_or_else(|failure| panic!("{source}: {failure:?}"));
    matched.then(|| {
        let part = |&span: &u64| {
            let (start, end) = (span as u32 as usize, (span >> 32) as usize);
            (span != NO_SPAN).then(|| text[start..end].to_owned())
        };
        spans.iter().map(part).collect()
    })
}

fn whole(source: &str, options: &str, text: &str) -> Option<String> {
    found(source, options, text).map(|groups| groups[0].clone().expect("a match has a text"))
}

#[test]
fn patterns_as_the_engine_gets_them() {
    for (source, expected) in [
        ("ab", "ab"),
        ("a.b", "a.b"),
        ("^a$", "(?m:^)a(?m:$)"),
        (r"\Aa\z", r"\Aa\z"),
        ("a{2}+", "(?:(?:a){2})+"),
        ("a{,3}?", "(?:a){0,3}?"),
        ("(a)(?<n>b)", "a(b)"),
        (r"\h", "[[0-9A-Fa-f]]"),
        ("[a-c&&[^b]]", "[[\\x61-\\x63]&&[[^\\x62]]]"),
        ("(?i)ab|c", "(?i:ab)|(?i:c)"),
        ("a(?#c)*", "(?:a)*"),
        ("a-b", r"a\x2Db"),
    ] {
        assert_eq!(printed(source), expected, "{source}");
    }
}

#[test]
fn searching() {
    let some = |text: &str| Some(text.to_owned());
    for (source, options, text, expected) in [
        ("o+", "", "foo", some("oo")),
        ("a.c", "", "a\nc", None),
        ("a.c", "m", "a\nc", some("a\nc")),
        ("a b # c", "x", "ab", some("ab")),
        ("É", "i", "é", some("é")),
        ("ss", "i", "Straße", some("ß")),
        ("ß", "i", "STRASSE", some("SS")),
        (r"\w+", "", "éab", some("ab")),
        (r"(?u)\w+", "", "éab", some("éab")),
        ("[[:alpha:]]+", "", "éab1", some("éab")),
        (r"\R", "", "a\r\n", some("\r\n")),
        (r"\X", "", "e\u{301}x", some("e\u{301}")),
        (
            r"\X+?x",
            "",
            "\u{1f468}\u{200d}\u{1f469}x",
            some("\u{1f468}\u{200d}\u{1f469}x"),
        ),
        (r"a++b", "", "aab", some("aab")),
        (r"(?:){2}a", "", "a", some("a")),
        (r"a\Z", "", "ba\n", some("a")),
        (r"(?~|a)", "", "xx", some("")),
        (r"(?~[^a]{1,2})", "", "bbb", some("b")),
        ("ffi", "i", "x\u{fb03}", some("\u{fb03}")),
        ("ffi", "i", "\u{fb00}I", some("\u{fb00}I")),
        ("\u{149}", "i", "\u{2bc}N", some("\u{2bc}N")),
        ("s{2}", "i", "\u{df}", some("\u{df}")),
        (r"\P{InHighSurrogates}", "", "a", some("a")),
        ("(?<=ss)x", "i", "\u{df}x", some("x")),
        (
            r"\p{InHiragana}+",
            "",
            "a\u{3042}\u{3044}",
            some("\u{3042}\u{3044}"),
        ),
        (r"[^\p{InBasicLatin}x]", "", "ax\u{e9}", some("\u{e9}")),
        (
            r"\A(?<a>|.|(?:(?<b>.)\g<a>\k<b+0>))\z",
            "",
            "reviver",
            some("reviver"),
        ),
        (r"(?:(?<n>a)){0}\g<n>b", "", "ab", some("ab")),
        (r"\B.", "", "ae\u{301}", some("e")),
        (r"a\Kb", "", "ab", some("b")),
        ("(?~ab)", "", "xxabx", some("xxa")),
        (r"\((?:[^()]|\g<0>)*\)", "", "x(a(b)c)y", some("(a(b)c)")),
        (r"(?<=a|bc)d", "", "bcd", some("d")),
        (r"(a)?(?(1)b|c)", "", "c", some("c")),
        (r"\u{61 62}\x63\144", "", "abcd", some("abcd")),
        ("[\\u{61 63}]+", "", "abca", some("a")),
        ("a{1,2}{2}", "", "aaaaa", some("aaaa")),
        ("[^a-y&&[b-z]]", "", "abz", some("a")),
        (r"(?=a)*b", "", "b", some("b")),
        (r"\Ga", "", "ba", None),
        (r"(.)(.)\k<-1>", "", "abb", some("abb")),
        ("(?<a>.)(?<b>.)\\k<a>", "", "xyx", some("xyx")),
        ("{", "", "a{", some("{")),
    ] {
        assert_eq!(whole(source, options, text), expected, "{source} in {text}");
    }
    let groups = found("(a*)*", "", "aa").expect("matches");
    assert_eq!(groups, [some("aa"), some("")]);
    let groups = found("(a|b*)*c", "", "abc").expect("matches");
    assert_eq!(groups, [some("abc"), some("")]);
    let groups = found("(a)|(b)", "", "b").expect("matches");
    assert_eq!(groups, [some("b"), None, some("b")]);
}

#[test]
fn errors_of_syntax() {
    for (source, message) in [
        ("(", "end pattern with unmatched parenthesis"),
        (")", "unmatched close parenthesis"),
        ("*", "target of repeat operator is not specified"),
        ("[", "premature end of char-class"),
        ("[b-a]", "empty range in char class"),
        (r"\1", "invalid backref number/name"),
        (
            r"(?<a>.)\1",
            "numbered backref/call is not allowed. (use name)",
        ),
        (r"\k<x>", "undefined name <x> reference"),
        ("(?<=a*)", "invalid pattern in look-behind"),
        (r"\p{nope}", "invalid character property name {nope}"),
        ("(?z)", "undefined group option"),
        (r"\xC3", "too short escaped multibyte character"),
        (r"(?<a>\g<a>)", "never ending recursion"),
        ("a{100001}", "too big number for repeat range"),
    ] {
        assert_eq!(read(source, "").err().as_deref(), Some(message), "{source}");
    }
    let groups = format!("{}{}", "(".repeat(5_000), ")".repeat(5_000));
    let rounds = format!("a{}", "*".repeat(1_000_000));
    let chain = (0..4_000).map(|n| format!(r"(?<n{n}>\g<n{}>)", n + 1));
    let calls = chain.chain(["(?<n4000>x)".to_owned()]).collect::<String>();
    for deep in [groups, rounds, calls] {
        assert_eq!(
            read(&deep, "").err().as_deref(),
            Some("too deep nest level")
        );
    }
}

#[test]
fn what_is_odd_is_told() {
    const TWICE: &str = "character class has duplicated range";
    const DASH: &str = "character class has '-' without escape";
    for (source, expected) in [
        ("[ab]", None),
        ("[aa]", Some(TWICE)),
        (r"[\w\d]", Some(TWICE)),
        ("[a[a]]", Some(TWICE)),
        ("[[a]a]", Some(TWICE)),
        ("[a&&a]", None),
        ("[[:alpha:]a]", Some(TWICE)),
        ("[a-b-c]", Some(DASH)),
        ("[+--]", Some(DASH)),
        ("[--x]", Some(DASH)),
        ("[a&&-x]", Some(DASH)),
        ("[a-]", None),
        ("[-a]", None),
        (r"[\d-]", None),
        ("[]a]", Some("character class has ']' without escape")),
        (r"\y", Some(r"Unknown escape \y is ignored")),
        (r"\B", None),
        (r"[\B]", Some(r"Unknown escape \B is ignored")),
        (
            "a**",
            Some("regular expression has redundant nested repeat operator '*'"),
        ),
        (
            "(?:a+)?",
            Some("nested repeat operator '+' and '?' was replaced with '*' in regular expression"),
        ),
        ("(a*)*", None),
        ("a{2}*", None),
    ] {
        let pattern = read(source, "").unwrap_or_else(|error| panic!("{source}: {error}"));
        let told = pattern.warnings().first().map(String::as_str);
        assert_eq!(told, expected, "{source}");
    }
    let twice = read(r"[\d\w]x[aa]", "").expect("a pattern");
    assert_eq!(twice.warnings(), [TWICE]);
}

#[test]
fn bytes() {
    let pattern = Pattern::new(
        b"\\xE9.",
        Options {
            binary: true,
            ..Options::default()
        },
        Form::Text,
    );
    let pattern = pattern.expect("a pattern");
    assert!(pattern.is_binary() && pattern.is_fixed());
    let search = Search {
        text: b"a\xe9\xff",
        bytes: true,
        from: 0,
        anchored: false,
        seconds: None,
    };
    let mut spans = Vec::new();
    assert_eq!(pattern.search(search, &mut spans), Ok(true));
    assert_eq!(spans, [1 | 3 << 32]);
}

#[test]
fn endless_searches_end() {
    let pattern = read(r"(?:(a+)+\1?)+(?=c)b", "").expect("a pattern");
    let text = "a".repeat(40);
    let search = Search {
        text: text.as_bytes(),
        bytes: false,
        from: 0,
        anchored: false,
        seconds: Some(0.01),
    };
    let result = pattern.search(search, &mut Vec::new());
    assert!(
        matches!(result, Err(super::Failure::TimeOut) | Ok(false)),
        "{result:?}"
    );
}

/// Pieces that patterns are made of.
fn pieces() -> impl prop::strategy::Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "é",
        "(",
        ")",
        "(?:",
        "(?<n>",
        "(?i)",
        "(?~",
        "(?=",
        "(?<=",
        "(?<!",
        "(?>",
        "(?(1)",
        "|",
        "*",
        "+",
        "?",
        "{2}",
        "{,3}",
        "{1,",
        "[",
        "]",
        "[^",
        "[[:alpha:]]",
        "&&",
        "-",
        "^",
        "$",
        ".",
        "\\",
        "\\d",
        "\\b",
        "\\k<n>",
        "\\g<n>",
        "\\1",
        "\\x",
        "\\u{61 62}",
        "\\p{Lu}",
        "\\R",
        "\\X",
        "\\K",
        "\\G",
        "\\c",
        "\\M-",
        "#",
        " ",
        "\n",
        "1",
    ]);
    prop::strategy::Strategy::prop_map(prop::collection::vec(piece, 0..14), |pieces| {
        pieces.concat()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_read_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..40), bits in 0u8..64) {
        let options = Options::from_bits(bits);
        for form in [Form::Text, Form::Bytes, Form::Other(9, "é")] {
            if let Ok(pattern) = Pattern::new(&bytes, options, form) {
                let _ = print::print(&pattern.node, pattern.is_binary());
            }
        }
    }

    #[test]
    fn what_was_read_can_be_searched_for(source in pieces(), text in "[aé1\n #-]{0,12}") {
        for options in ["", "ix", "m"] {
            let Ok(pattern) = read(&source, options) else { continue };
            for from in [0, text.len()] {
                let search = Search {
                    text: text.as_bytes(),
                    bytes: false,
                    from,
                    anchored: false,
                    seconds: Some(0.01),
                };
                let mut spans = Vec::new();
                if pattern.search(search, &mut spans) == Ok(true) {
                    let (start, end) = (spans[0] as u32 as usize, (spans[0] >> 32) as usize);
                    assert!(text.get(start..end).is_some(), "/{source}/ in {text:?}");
                }
            }
        }
    }
}
