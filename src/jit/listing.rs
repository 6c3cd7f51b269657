//! Machine code as text.
//!
//! Owns how instructions are shown: address, bytes' meaning, names of addresses
//! that stand in them, what each part is for. Only looks.

use std::fmt::Write as _;

use rustc_hash::FxHashMap;

use crate::vm::native::ExitRecord;

/// Whether [`machine_code`] knows the instructions of this machine; Cranelift's
/// own listing is shown elsewhere.
pub(crate) const KNOWS_MACHINE: bool = cfg!(target_arch = "x86_64");

/// The instructions in some bytes of code, where they are. `marks`: offsets from
/// which on something is said in front; `exits`: how many ways out there are.
#[cfg(target_arch = "x86_64")]
pub(crate) fn machine_code(
    code: &[u8],
    names: &FxHashMap<u64, String>,
    marks: &[(u32, String)],
    exits: usize,
) -> Option<String> {
    use iced_x86::{Decoder, DecoderOptions, Formatter as _, IntelFormatter, Mnemonic};

    let start = code.as_ptr() as u64;
    let decoder = Decoder::with_ip(64, code, start, DecoderOptions::NONE);
    let insns: Vec<iced_x86::Instruction> = decoder.into_iter().collect();
    // Constants follow the last instruction, which returns.
    let is_return = |insn: &iced_x86::Instruction| insn.mnemonic() == Mnemonic::Ret;
    let end = insns
        .iter()
        .rposition(is_return)
        .map_or(insns.len(), |at| at + 1);
    let mut text = String::new();
    let mut formatter = IntelFormatter::new();
    let options = formatter.options_mut();
    options.set_uppercase_hex(false);
    options.set_hex_prefix("0x");
    options.set_hex_suffix("");
    options.set_branch_leading_zeros(false);
    let mut marks = marks.iter().peekable();
    let mut said = "";
    for (at, insn) in insns[..end].iter().enumerate() {
        let offset = insn.ip() - start;
        let mut mark = None;
        while let Some((_, here)) = marks.next_if(|(from, _)| u64::from(*from) <= offset) {
            mark = Some(here);
        }
        if let Some(mark) = mark.filter(|mark| *mark != said) {
            let _ = writeln!(text, "  ; {mark}");
            said = mark;
        }
        let mut shown = String::new();
        formatter.format(insn, &mut shown);
        let comment = comment(insn, insns.get(at + 1), names, exits);
        let _ = writeln!(text, "  {:x}  {shown}{comment}", insn.ip());
    }
    if let Some(data) = insns.get(end) {
        let bytes = &code[(data.ip() - start) as usize..];
        let _ = writeln!(
            text,
            "  {:x}  {} bytes of constants",
            data.ip(),
            bytes.len()
        );
    }
    Some(text)
}

/// What an instruction's constant means: a name, or the exit that is taken.
#[cfg(target_arch = "x86_64")]
fn comment(
    insn: &iced_x86::Instruction,
    next: Option<&iced_x86::Instruction>,
    names: &FxHashMap<u64, String>,
    exits: usize,
) -> String {
    use iced_x86::{Mnemonic, OpKind};

    let jumps = next.is_some_and(|next| next.mnemonic() == Mnemonic::Jmp);
    match insn.op_kinds().last() {
        Some(OpKind::Immediate64) => {
            let name = names.get(&insn.immediate64());
            name.map_or(String::new(), |name| format!("  ; {name}"))
        }
        // Every exit but the first sets its offset and jumps to where all leave.
        Some(OpKind::Immediate32) if jumps => {
            let (offset, size) = (insn.immediate32() as usize, size_of::<ExitRecord>());
            let exit = offset / size;
            match offset % size == 0 && exit < exits {
                true => format!("  ; exit {exit}"),
                false => String::new(),
            }
        }
        _ => String::new(),
    }
}

/// The instructions of other machines are Cranelift's to show.
#[cfg(not(target_arch = "x86_64"))]
pub(crate) fn machine_code(
    _code: &[u8],
    _names: &FxHashMap<u64, String>,
    _marks: &[(u32, String)],
    _exits: usize,
) -> Option<String> {
    None
}

/// Where code leaves, by the offset of each record among the exits.
pub(crate) fn exits(exits: &[ExitRecord]) -> String {
    let mut text = String::new();
    for (number, exit) in exits.iter().enumerate() {
        let offset = number * size_of::<ExitRecord>();
        let (pc, reason) = (exit.pc, exit.reason.text());
        let _ = writeln!(
            text,
            "  ; exit {number} (exits+{offset:#x}): pc {pc}, {reason}"
        );
    }
    text
}
