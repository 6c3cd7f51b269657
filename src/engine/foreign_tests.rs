//! Code for another machine: every graph of the benchmarks and of some of the
//! test programs is lowered for aarch64, whatever this runs on, and each of its
//! instructions has to decode. Nothing of it is run.
//!
//! `SVM_ALL=1` takes all test programs.

use std::cell::RefCell;
use std::rc::Rc;

use yaxpeax_arch::{Decoder as _, U8Reader};
use yaxpeax_arm::armv8::a64::{InstDecoder, Instruction, Opcode};

use super::hir_tests::{config, programs, watched_by};
use crate::jit::hir::Graph;
use crate::jit::lower::Backend;
use crate::vm::Vm;

/// One in so many of the test programs.
const ONE_IN: usize = 8;

/// What was made.
#[derive(Default)]
struct Made {
    pieces: usize,
    insns: usize,
    constants: usize,
    refused: Vec<String>,
}

/// Decodes code and counts what it consists of. Data are only what is loaded by an
/// address relative to the program counter, and what aligns it.
fn decode(code: &[u8], made: &mut Made) -> Result<(), String> {
    if !code.len().is_multiple_of(4) {
        return Err(format!("{} bytes", code.len()));
    }
    let word = |at: usize| u32::from_le_bytes(code[at..at + 4].try_into().expect("four bytes"));
    let decoder = InstDecoder::default();
    let mut data = vec![false; code.len() / 4];
    for at in (0..code.len()).step_by(4) {
        if data[at / 4] {
            made.constants += 1;
            continue;
        }
        let word = word(at);
        // LDR (literal): what it loads stands behind all code.
        if word & 0x3b00_0000 == 0x1800_0000 {
            let bytes = match (word >> 26 & 1, word >> 30) {
                (0, 0) | (1, 0) => 4,
                (1, 2) => 16,
                _ => 8,
            };
            let distance = ((word << 8) as i32 >> 13) as isize * 4;
            let target = at.checked_add_signed(distance);
            let target = target.filter(|target| *target > at && target + bytes <= code.len());
            let target = target.ok_or_else(|| format!("{at:#x} loads from outside"))?;
            data[target / 4..(target + bytes).div_ceil(4)].fill(true);
        }
        if word == 0 {
            // Data may have to be aligned; else code was forgotten.
            if !data[at / 4..].contains(&true) {
                return Err(format!("{at:#x}: nothing"));
            }
            made.constants += 1;
            continue;
        }
        // Permanently undefined, on purpose.
        let is_trap = word >> 16 == 0;
        if !is_trap {
            let insn = decoder.decode(&mut U8Reader::new(&code[at..]));
            let insn: Instruction =
                insn.map_err(|error| format!("{at:#x}: {word:#010x}: {error}"))?;
            if insn.opcode == Opcode::Invalid {
                return Err(format!("{at:#x}: {word:#010x} is no instruction"));
            }
        }
        made.insns += 1;
    }
    Ok(())
}

/// Lowers every graph of a program.
fn lower_all(
    path: &std::path::Path,
    eager: bool,
    made: &Rc<RefCell<Made>>,
    backend: &Rc<RefCell<Backend>>,
) {
    let source = std::fs::read_to_string(path).unwrap_or_default();
    let name = path.to_string_lossy().into_owned();
    let (made, backend) = (made.clone(), backend.clone());
    let place = name.clone();
    let then = move |vm: &mut Vm, graph: &Graph| {
        let code = backend.borrow_mut().bytes_of(vm, graph);
        let made = &mut *made.borrow_mut();
        match code {
            Ok(code) => {
                made.pieces += 1;
                if let Err(why) = decode(&code, made) {
                    panic!(
                        "{place}: {why} in\n{}",
                        crate::jit::hir::print::print(graph, Some(vm))
                    );
                }
            }
            Err(why) => made.refused.push(format!("{place}: {why}")),
        }
    };
    watched_by(&source, &name, (config(eager), true, 100), Box::new(then));
}

fn lower_folder(folder: &str, one_in: usize) -> Made {
    let backend = Backend::foreign("aarch64-unknown-linux-gnu").expect("Cranelift has it");
    let made = Rc::new(RefCell::new(Made::default()));
    for code in backend.bridge().code {
        assert_eq!(decode(code, &mut made.borrow_mut()), Ok(()));
    }
    let backend = Rc::new(RefCell::new(backend));
    let mut found = Vec::new();
    programs(folder, &mut found);
    for path in found.iter().step_by(one_in) {
        for eager in [false, true] {
            lower_all(path, eager, &made, &backend);
        }
    }
    let made = made.take();
    println!(
        "{folder}: {} pieces, {} instructions, {} words of constants",
        made.pieces, made.insns, made.constants
    );
    assert!(made.refused.is_empty(), "refused: {:#?}", made.refused);
    made
}

#[test]
fn benchmarks_for_aarch64() {
    let made = lower_folder("benches/rb", 1);
    assert!(made.pieces > 200 && made.insns > 50_000);
}

#[test]
fn programs_for_aarch64() {
    let all = std::env::var_os("SVM_ALL").is_some();
    let one_in = if all { 1 } else { ONE_IN };
    let made = lower_folder("tests/language", one_in);
    assert!(made.pieces > 200 && made.insns > 20_000);
    for folder in ["tests/limits", "tests/errors", "tests/memory", "examples"] {
        assert!(lower_folder(folder, one_in).pieces > 0, "{folder}");
    }
}

#[test]
fn what_is_no_code_is_found() {
    let ret = 0xd65f_03c0_u32;
    let check = |words: &[u32]| {
        let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        decode(&bytes, &mut Made::default())
    };
    assert_eq!(check(&[ret]), Ok(()));
    // ldr d0, +8; ret; a double
    assert_eq!(check(&[0x5c00_0040, ret, 0x9999_999a, 0x3fb9_9999]), Ok(()));
    assert!(check(&[0x5c00_0080, ret, 1, 2]).is_err());
    assert!(check(&[ret, 0]).is_err());
    assert!(check(&[0xffff_ffff, ret]).is_err());
}

#[test]
fn a_machine_without_code_is_named() {
    let check = |name: &str| Backend::check_machine(name.parse().expect("a machine"));
    for name in ["x86_64-unknown-linux-gnu", "aarch64-apple-darwin"] {
        assert_eq!(check(name), Ok(()));
    }
    let why = check("powerpc64-unknown-linux-gnu").expect_err("there is none");
    assert!(
        why.starts_with("no native code for powerpc64-unknown-linux-gnu: "),
        "{why}"
    );
}
