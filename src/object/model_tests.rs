//! Strings, arrays and hashes against simple models, with collections and
//! heap checks in between.

use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};

use super::{Array, CodeRange, Encoding, Hash, SetError, Str, Value, World, encoding, known};
use crate::heap::{Collection, HeapConfig, Word};

/// A world whose objects under test stand in a list of roots.
struct Bench {
    world: World,
    roots: Vec<Word>,
}

impl Bench {
    fn new(tenure_age: u8) -> Bench {
        let config = HeapConfig {
            poison: true,
            tenure_age,
            ..HeapConfig::default()
        };
        Bench {
            world: World::new(config),
            roots: Vec::new(),
        }
    }

    fn get(&self, i: usize) -> Value<'_> {
        // SAFETY: the list is shown to every collection.
        unsafe { self.world.value(self.roots[i]) }
    }

    fn collect(&mut self, full: bool) {
        let kind = if full {
            Collection::Full
        } else {
            Collection::Young
        };
        // SAFETY: the list holds all words outside the world.
        unsafe {
            self.world.collect(&mut self.roots, kind);
            self.world.verify(&mut self.roots).expect("a sound heap");
        }
    }
}

#[derive(Clone, Debug)]
enum StringOp {
    New(Vec<u8>),
    Push(usize, Vec<u8>),
    PushSelf(usize),
    Concat(usize, usize),
    Dup(usize),
    Slice(usize, usize, usize),
    Splice(usize, usize, usize, Vec<u8>),
    Truncate(usize, usize),
    Replace(usize, Vec<u8>),
    Become(usize, usize),
    SetByte(usize, usize, u8),
    Reserve(usize, usize),
    Collect(bool),
}

fn text() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        3 => "[a-z]{0,12}".prop_map(String::into_bytes),
        2 => "[aé漢😀]{0,8}".prop_map(String::into_bytes),
        1 => proptest::collection::vec(any::<u8>(), 0..6),
        1 => "[a-z]{100,300}".prop_map(String::into_bytes),
    ]
}

fn string_op() -> impl Strategy<Value = StringOp> {
    let (i, n) = (0usize..6, 0usize..40);
    prop_oneof![
        text().prop_map(StringOp::New),
        (i.clone(), text()).prop_map(|(i, t)| StringOp::Push(i, t)),
        i.clone().prop_map(StringOp::PushSelf),
        (i.clone(), i.clone()).prop_map(|(i, j)| StringOp::Concat(i, j)),
        i.clone().prop_map(StringOp::Dup),
        (i.clone(), n.clone(), n.clone()).prop_map(|(i, a, b)| StringOp::Slice(i, a, b)),
        (i.clone(), n.clone(), n.clone(), text())
            .prop_map(|(i, a, b, t)| StringOp::Splice(i, a, b, t)),
        (i.clone(), n.clone()).prop_map(|(i, n)| StringOp::Truncate(i, n)),
        (i.clone(), text()).prop_map(|(i, t)| StringOp::Replace(i, t)),
        (i.clone(), i.clone()).prop_map(|(i, j)| StringOp::Become(i, j)),
        (i.clone(), n.clone(), any::<u8>()).prop_map(|(i, n, b)| StringOp::SetByte(i, n, b)),
        (i, n).prop_map(|(i, n)| StringOp::Reserve(i, n)),
        any::<bool>().prop_map(StringOp::Collect),
    ]
}

fn string(bench: &Bench, i: usize) -> Str<'_> {
    bench.get(i).as_string().expect("all roots are strings")
}

fn check_strings(bench: &Bench, model: &[Vec<u8>]) {
    for (i, expected) in model.iter().enumerate() {
        let s = string(bench, i);
        assert_eq!(s.bytes(), expected, "string {i}");
        let range = encoding::scan(expected, Encoding::Utf8);
        assert_eq!(s.code_range(), range);
        let count = match range {
            CodeRange::Broken => encoding::chars(expected, Encoding::Utf8).count(),
            _ => std::str::from_utf8(expected)
                .expect("valid")
                .chars()
                .count(),
        };
        assert_eq!(s.char_count(), count);
        assert_eq!(s.char_to_byte(count), Some(expected.len()));
    }
}

fn run_string_op(bench: &mut Bench, model: &mut Vec<Vec<u8>>, op: StringOp) {
    let n = model.len();
    let mut made = None;
    {
        let w = &bench.world;
        let at = |i: usize| string(bench, i % n);
        match op.clone() {
            StringOp::New(t) => made = Some((w.new_string(&t).expect("short").value().word(), t)),
            StringOp::Push(i, t) => {
                // A view taken before must not change.
                let before = at(i).bytes();
                w.str_push(at(i), &t).expect("short");
                assert_eq!(before, model[i % n]);
                model[i % n].extend_from_slice(&t);
            }
            StringOp::PushSelf(i) if model[i % n].len() < 1000 => {
                w.str_push(at(i), at(i).bytes()).expect("short");
                let copy = model[i % n].clone();
                model[i % n].extend(copy);
            }
            StringOp::Concat(i, j) if model[i % n].len() < 1000 => {
                w.str_concat(at(i), at(j)).expect("same encoding");
                let copy = model[j % n].clone();
                model[i % n].extend(copy);
            }
            StringOp::Dup(i) => {
                made = Some((
                    w.str_dup(at(i)).expect("memory").value().word(),
                    model[i % n].clone(),
                ));
            }
            StringOp::Slice(i, a, b) => {
                let m = &model[i % n];
                let a = a.min(m.len());
                let slice = w.str_slice(at(i), a, b).expect("memory");
                made = Some((slice.value().word(), m[a..m.len().min(a + b)].to_vec()));
            }
            StringOp::Splice(i, a, b, t) => {
                w.str_splice(at(i), a, b, &t).expect("short");
                let m = &mut model[i % n];
                let a = a.min(m.len());
                m.splice(a..m.len().min(a + b), t);
            }
            StringOp::Truncate(i, len) => {
                w.str_truncate(at(i), len);
                model[i % n].truncate(len);
            }
            StringOp::Replace(i, t) => {
                w.str_replace(at(i), &t).expect("short");
                model[i % n] = t;
            }
            StringOp::Become(i, j) => {
                w.str_become(at(i), at(j));
                model[i % n] = model[j % n].clone();
            }
            StringOp::Reserve(i, capacity) => w.str_reserve(at(i), capacity).expect("short"),
            _ => {}
        }
    }
    match op {
        StringOp::SetByte(i, at, byte) => {
            let word = bench.roots[i % n];
            // SAFETY: no collection since the word was read.
            let done = bench
                .world
                .str_set_byte(|w| unsafe { w.value(word) }.as_string(), at, byte);
            let done = done.expect("short");
            assert_eq!(done, at < model[i % n].len());
            if done {
                model[i % n][at] = byte;
            }
        }
        StringOp::Collect(full) => bench.collect(full),
        _ => {}
    }
    if let Some((word, bytes)) = made {
        if n < 6 {
            bench.roots.push(word);
            model.push(bytes);
        } else {
            let place = bytes.len() % n;
            bench.roots[place] = word;
            model[place] = bytes;
        }
    }
}

#[derive(Clone, Debug)]
enum ArrayOp {
    Set(usize, i64),
    Push(i64),
    Pop,
    Shift,
    Unshift(i64),
    Insert(usize, i64),
    DeleteAt(usize),
    Concat,
    Splice(usize, usize, Vec<i64>),
    Truncate(usize),
    Fill(usize, usize, i64),
    Reverse,
    Slice(usize, usize),
    Clear,
    Collect(bool),
}

fn array_op() -> impl Strategy<Value = ArrayOp> {
    let (n, v) = (0usize..30, 0i64..1000);
    prop_oneof![
        1 => (n.clone(), v.clone()).prop_map(|(n, v)| ArrayOp::Set(n, v)),
        4 => v.clone().prop_map(ArrayOp::Push),
        2 => Just(ArrayOp::Pop),
        3 => Just(ArrayOp::Shift),
        3 => v.clone().prop_map(ArrayOp::Unshift),
        1 => (n.clone(), v.clone()).prop_map(|(n, v)| ArrayOp::Insert(n, v)),
        1 => n.clone().prop_map(ArrayOp::DeleteAt),
        1 => Just(ArrayOp::Concat),
        1 => (n.clone(), n.clone(), proptest::collection::vec(v.clone(), 0..5)).prop_map(|(a, b, v)| ArrayOp::Splice(a, b, v)),
        1 => n.clone().prop_map(ArrayOp::Truncate),
        1 => (n.clone(), n.clone(), v).prop_map(|(a, b, v)| ArrayOp::Fill(a, b, v)),
        1 => Just(ArrayOp::Reverse),
        1 => (n.clone(), n).prop_map(|(a, b)| ArrayOp::Slice(a, b)),
        1 => Just(ArrayOp::Clear),
        2 => any::<bool>().prop_map(ArrayOp::Collect),
    ]
}

/// Odd numbers stand for themselves, even ones as strings, nil for -1.
fn element(w: &World, v: i64) -> Value<'_> {
    match v {
        -1 => Value::NIL,
        v if v % 2 == 1 => Value::fixnum(v),
        v => w.string(&v.to_string()),
    }
}

fn number(value: Value<'_>) -> i64 {
    match value.as_string() {
        Some(s) => s.to_text().parse().expect("a number"),
        None => value.as_int().unwrap_or(-1),
    }
}

fn numbers(array: Array<'_>) -> Vec<i64> {
    array.iter().map(number).collect()
}

fn array_from<'w>(w: &'w World, numbers: &[i64]) -> Array<'w> {
    let values: Vec<Value<'_>> = numbers.iter().map(|&v| element(w, v)).collect();
    w.array_from(&values).expect("short")
}

fn run_array_op(w: &World, a: Array<'_>, model: &mut Vec<i64>, op: ArrayOp) {
    let len = model.len();
    match op {
        ArrayOp::Set(i, v) => {
            w.array_set(a, i, element(w, v)).expect("short");
            model.resize(len.max(i + 1), -1);
            model[i] = v;
        }
        ArrayOp::Push(v) => {
            w.array_push(a, element(w, v)).expect("short");
            model.push(v);
        }
        ArrayOp::Pop => assert_eq!(w.array_pop(a).map(number), model.pop()),
        ArrayOp::Shift => {
            let first = (len > 0).then(|| model.remove(0));
            assert_eq!(w.array_shift(a).map(number), first);
        }
        ArrayOp::Unshift(v) => {
            w.array_unshift(a, element(w, v)).expect("short");
            model.insert(0, v);
        }
        ArrayOp::Insert(i, v) => {
            w.array_insert(a, i, element(w, v)).expect("short");
            model.resize(len.max(i), -1);
            model.insert(i, v);
        }
        ArrayOp::DeleteAt(i) => {
            let gone = (i < len).then(|| model.remove(i));
            assert_eq!(w.array_delete_at(a, i).map(number), gone);
        }
        ArrayOp::Concat if len < 100 => {
            w.array_concat(a, a).expect("short");
            model.extend(model.clone());
        }
        ArrayOp::Splice(from, n, values) => {
            w.array_splice(a, from, n, Some(array_from(w, &values)))
                .expect("short");
            model.resize(len.max(from), -1);
            let to = model.len().min(from + n);
            model.splice(from..to, values);
        }
        ArrayOp::Truncate(n) => {
            w.array_truncate(a, n);
            model.truncate(n);
        }
        ArrayOp::Fill(from, to, v) => {
            w.array_fill(a, from..to, element(w, v));
            let to = to.min(len);
            model[from.min(to)..to].fill(v);
        }
        ArrayOp::Reverse => {
            w.array_reverse(a);
            model.reverse();
        }
        ArrayOp::Slice(from, n) => {
            let from = from.min(len);
            let slice = w.array_slice(a, from, n).expect("short");
            assert_eq!(numbers(slice), model[from..len.min(from + n)]);
        }
        ArrayOp::Clear => {
            w.array_clear(a);
            model.clear();
        }
        _ => {}
    }
}

#[derive(Clone, Debug)]
enum HashOp {
    Set(i64, i64),
    Delete(i64),
    Shift,
    Clear,
    Copy,
    SetWhileIterating(i64, i64),
    Collect(bool),
}

fn hash_op() -> impl Strategy<Value = HashOp> {
    let (k, v) = (0i64..60, 0i64..1000);
    prop_oneof![
        8 => (k.clone(), v.clone()).prop_map(|(k, v)| HashOp::Set(k, v)),
        5 => k.clone().prop_map(HashOp::Delete),
        2 => Just(HashOp::Shift),
        1 => (0..20i64).prop_map(|n| if n == 0 { HashOp::Clear } else { HashOp::Copy }),
        1 => (k, v).prop_map(|(k, v)| HashOp::SetWhileIterating(k, v)),
        1 => any::<bool>().prop_map(HashOp::Collect),
    ]
}

fn run_hash_op(bench: &mut Bench, model: &mut Vec<(i64, i64)>, op: HashOp) {
    let mut copied = None;
    {
        let w = &bench.world;
        let h = bench.get(0).as_hash().expect("a hash");
        let place = |model: &[(i64, i64)], k: i64| model.iter().position(|e| e.0 == k);
        match op {
            HashOp::Set(k, v) => {
                w.hash_set(h, element(w, k), element(w, v))
                    .expect("simple key");
                match place(model, k) {
                    Some(i) => model[i].1 = v,
                    None => model.push((k, v)),
                }
            }
            HashOp::Delete(k) => {
                let key = element(w, k);
                let hash = w.simple_hash(key).expect("simple key");
                let at = w.hash_lookup(h, hash, |other| w.simple_eql(key, other) == Some(true));
                let gone = at.and_then(|at| w.hash_delete_at(h, at)).map(number);
                assert_eq!(gone, place(model, k).map(|i| model.remove(i).1));
            }
            HashOp::Shift => {
                let first = (!model.is_empty()).then(|| model.remove(0));
                assert_eq!(w.hash_shift(h).map(|(k, v)| (number(k), number(v))), first);
            }
            HashOp::Clear => {
                w.hash_clear(h);
                model.clear();
            }
            HashOp::Copy => {
                copied = Some(w.hash_copy(h, known::HASH).expect("short").value().word())
            }
            HashOp::SetWhileIterating(k, v) => {
                w.hash_enter_iteration(h);
                let result = w.hash_set(h, element(w, k), element(w, v));
                match place(model, k) {
                    Some(i) => model[i].1 = v,
                    None => assert_eq!(result, Err(SetError::Iterating)),
                }
                w.hash_leave_iteration(h);
            }
            HashOp::Collect(_) => {}
        }
    }
    if let Some(word) = copied {
        bench.roots[0] = word;
    }
    if let HashOp::Collect(full) = op {
        bench.collect(full);
    }
}

fn check_hash(w: &World, h: Hash<'_>, model: &[(i64, i64)]) {
    assert_eq!(h.len(), model.len());
    let entries: Vec<(i64, i64)> = h.iter().map(|(k, v)| (number(k), number(v))).collect();
    assert_eq!(entries, model);
    for k in 0..60 {
        let found = w
            .hash_get(h, element(w, k))
            .expect("simple key")
            .map(number);
        assert_eq!(found, model.iter().find(|e| e.0 == k).map(|e| e.1));
    }
}

proptest! {
    #[test]
    fn strings_behave_like_byte_vectors(ops in proptest::collection::vec(string_op(), 1..60), age in 0u8..3) {
        let mut bench = Bench::new(age);
        let mut model = vec![b"start".to_vec()];
        bench.roots.push(bench.world.string("start").word());
        for op in ops {
            run_string_op(&mut bench, &mut model, op);
            check_strings(&bench, &model);
        }
    }

    #[test]
    fn arrays_behave_like_vectors(ops in proptest::collection::vec(array_op(), 1..80), age in 0u8..3) {
        let mut bench = Bench::new(age);
        let mut model = Vec::new();
        bench.roots.push(bench.world.new_array(0).expect("empty").value().word());
        for op in ops {
            if let ArrayOp::Collect(full) = op {
                bench.collect(full);
            } else {
                let array = bench.get(0).as_array().expect("an array");
                run_array_op(&bench.world, array, &mut model, op);
            }
            let array = bench.get(0).as_array().expect("an array");
            assert_eq!(numbers(array), model);
        }
    }

    #[test]
    fn hashes_behave_like_ordered_maps(ops in proptest::collection::vec(hash_op(), 1..150), age in 0u8..3) {
        let mut bench = Bench::new(age);
        let mut model = Vec::new();
        bench.roots.push(bench.world.new_hash(0).expect("empty").value().word());
        for op in ops {
            run_hash_op(&mut bench, &mut model, op);
            let hash = bench.get(0).as_hash().expect("a hash");
            check_hash(&bench.world, hash, &model);
        }
    }
}

#[test]
fn a_long_array_survives_collections() {
    let mut bench = Bench::new(0);
    bench
        .roots
        .push(bench.world.new_array(0).expect("empty").value().word());
    for i in 0..20_000i64 {
        {
            let array = bench.get(0).as_array().expect("an array");
            bench
                .world
                .array_push(array, element(&bench.world, i))
                .expect("short");
            if i % 3 == 0 {
                bench.world.array_shift(array);
            }
        }
        if i % 2_000 == 0 {
            bench.collect(i % 4_000 == 0);
        }
    }
    let array = bench.get(0).as_array().expect("an array");
    let shifted = 20_000 - array.len() as i64;
    assert_eq!(numbers(array), (shifted..20_000).collect::<Vec<_>>());
}

#[test]
fn a_large_hash_survives_collections() {
    let mut bench = Bench::new(0);
    bench
        .roots
        .push(bench.world.new_hash(0).expect("empty").value().word());
    for i in 0..10_000i64 {
        {
            let w = &bench.world;
            let h = bench.get(0).as_hash().expect("a hash");
            w.hash_set(h, element(w, i), element(w, i + 1))
                .expect("simple key");
            if i % 2 == 1 {
                w.hash_shift(h);
            }
        }
        if i % 1_000 == 0 {
            bench.collect(i % 2_000 == 0);
        }
    }
    let h = bench.get(0).as_hash().expect("a hash");
    let entries: Vec<i64> = h.iter().map(|(k, _)| number(k)).collect();
    assert_eq!(entries, (5_000..10_000).collect::<Vec<_>>());
}

#[test]
fn too_big_is_an_error() {
    let w = World::new(HeapConfig {
        limit_bytes: Some(8 << 20),
        ..HeapConfig::default()
    });
    let array = w.new_array(0).expect("empty");
    assert!(
        w.array_set(array, u32::MAX as usize + 5, Value::NIL)
            .is_err()
    );
    assert!(w.array_set(array, 1 << 30, Value::NIL).is_err());
    assert!(w.new_string_with_capacity(u32::MAX as usize + 1).is_err());
    let string = w.new_string(&[b'x'; 1 << 20]).expect("fits");
    let failed = (0..20).any(|_| w.str_push(string, string.bytes()).is_err());
    assert!(failed && string.len() >= 1 << 20);
}

#[test]
fn encodings_meet_as_ruby_says() {
    let w = World::new(HeapConfig::default());
    let utf8 = |t: &str| w.new_string(t.as_bytes()).expect("short");
    let binary = |t: &[u8]| w.new_string_in(t, Encoding::Binary).expect("short");
    let met = |a, b| super::compatible(a, b);
    assert_eq!(met(utf8("a"), binary(b"b")), Some(Encoding::Utf8));
    assert_eq!(met(binary(b""), utf8("é")), Some(Encoding::Utf8));
    assert_eq!(met(utf8(""), binary(b"\xff")), Some(Encoding::Binary));
    assert_eq!(met(binary(b""), utf8("a")), Some(Encoding::Binary));
    assert_eq!(met(utf8("é"), binary(b"\xff")), None);
    let joined = utf8("ab");
    w.str_concat(joined, binary(b"\xff"))
        .expect("ASCII meets all");
    assert_eq!(
        (joined.encoding(), joined.code_range()),
        (Encoding::Binary, CodeRange::Valid)
    );
    assert!(!utf8("é").eql(binary("é".as_bytes())) && utf8("a").eql(binary(b"a")));
}
