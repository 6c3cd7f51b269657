//! Cranelift as this vm uses it: the host's instruction set, compiling, linking.
//!
//! Owns settings, reused memory of the compiler, and the two pieces of code that
//! every vm has: the bridge from Rust, and what native callers call for a
//! function without code.

use std::cell::Cell;
use std::time::Instant;

use cranelift_codegen::binemit::Reloc;
use cranelift_codegen::control::ControlPlane;
use cranelift_codegen::ir::Signature;
use cranelift_codegen::isa::{self, OwnedTargetIsa};
use cranelift_codegen::settings::{self, Configurable};
use cranelift_codegen::{Context, FinalizedMachReloc};
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext};
use rustc_hash::FxHashMap;

use crate::heap::{ShapeId, Word};
use crate::jit::code_memory::{Arena, Piece};
use crate::jit::hir::{Graph, Insn};
use crate::jit::listing;
use crate::object::MethodEntry;
use crate::vm::Vm;
use crate::vm::frame::HEADER;
use crate::vm::function::Function;
use crate::vm::native::{Assumption, Bridge, CallNative, CodeTexts, ExitRecord, NativeCode, Texts};
use crate::vm::native_calls::{Helper, HelperRow, helpers};

use super::emit::{Emitter, bridge_signature, native_signature};
use super::live::Live;
use super::places::{Places, Source};
use super::snippets::Snippets;
use super::{Ground, Lower};

/// Makes machine code.
pub(crate) struct Backend {
    isa: OwnedTargetIsa,
    context: Context,
    frontend: FunctionBuilderContext,
    arena: Arena,
    bridge: Bridge,
    /// The bridge's code.
    _pieces: Vec<Piece>,
    helpers: Vec<HelperRow>,
    /// What is told about code.
    told: Told,
    /// Cranelift's form of the code made last, and its listing of it.
    text: [String; 2],
    /// Where in it each instruction begins.
    places: Vec<(u32, u32)>,
}

/// Code that can run.
struct Compiled<T> {
    piece: Piece,
    bytes: usize,
    /// What its frame takes of the native stack, with what its call pushes.
    frame_bytes: usize,
    /// What came of writing it.
    more: T,
}

/// The caller's frame pointer and the return address.
const FRAME_LINK_BYTES: usize = 2 * size_of::<usize>();

/// Whether a function's frames take more of the native stack than of the VM stack
/// (see `Vm::native_full_from`).
fn is_large(function: &Function, frame_bytes: usize) -> bool {
    frame_bytes > (1 + function.n_slots as usize + HEADER) * size_of::<Word>()
}

/// What is told about code besides making it.
#[derive(Clone, Copy, Default)]
pub(crate) struct Told {
    /// Its texts.
    pub texts: Texts,
    /// Which instruction each part is for.
    pub places: bool,
}

fn settings() -> Result<settings::Flags, String> {
    let mut builder = settings::builder();
    let verifier = if cfg!(debug_assertions) {
        "true"
    } else {
        "false"
    };
    let wanted = [
        ("opt_level", "speed"),
        ("preserve_frame_pointers", "true"),
        ("enable_pinned_reg", "true"),
        ("enable_probestack", "false"),
        ("is_pic", "false"),
        ("unwind_info", "false"),
        ("enable_verifier", verifier),
    ];
    for (name, value) in wanted {
        builder
            .set(name, value)
            .map_err(|error| format!("{name}: {error}"))?;
    }
    Ok(settings::Flags::new(builder))
}

impl Backend {
    /// Whether there is code for the machine that this runs on; cheap to ask.
    pub fn check_host() -> Result<(), String> {
        let host = target_lexicon::Triple::host();
        Backend::check_machine(host.clone())?;
        // Cranelift may also ask for features that this processor lacks.
        match cranelift_native::builder() {
            Ok(_) => Ok(()),
            Err(why) => Err(format!("no native code for this {host}: {why}")),
        }
    }

    /// Whether there is code for some machine.
    pub fn check_machine(machine: target_lexicon::Triple) -> Result<(), String> {
        match isa::lookup(machine.clone()) {
            Ok(_) => Ok(()),
            Err(error) => Err(format!("no native code for {machine}: {error}")),
        }
    }

    /// For the machine that this runs on; or why that cannot be.
    pub fn new(told: Told, nameless: bool) -> Result<Backend, String> {
        let mut backend = Backend::of(cranelift_native::builder()?, told, nameless)?;
        backend.make_bridge()?;
        Ok(backend)
    }

    fn of(isa: isa::Builder, told: Told, nameless: bool) -> Result<Backend, String> {
        let isa = isa.finish(settings()?).map_err(|error| error.to_string())?;
        let unset: unsafe extern "C" fn(*mut Vm, *mut crate::heap::Word, *const u8) -> _ =
            no_bridge;
        Ok(Backend {
            isa,
            context: Context::new(),
            frontend: FunctionBuilderContext::new(),
            arena: Arena::new(nameless),
            bridge: Bridge {
                call: unset,
                interpret: std::ptr::null(),
                code: [&[]; 2],
            },
            _pieces: Vec::new(),
            helpers: helpers(),
            told,
            text: Default::default(),
            places: Vec::new(),
        })
    }

    /// For another machine: its code, that of the bridge too, is to be looked at.
    /// Nothing may run it, so functions are not told of the bridge.
    #[cfg(test)]
    pub fn foreign(triple: &str) -> Result<Backend, String> {
        let isa = isa::lookup_by_name(triple).map_err(|error| error.to_string())?;
        let mut backend = Backend::of(isa, Told::default(), false)?;
        backend.make_bridge()?;
        backend.bridge.interpret = std::ptr::null();
        Ok(backend)
    }

    /// The bytes of the code of a graph, which is forgotten.
    #[cfg(test)]
    pub fn bytes_of(&mut self, vm: &mut Vm, graph: &Graph) -> Result<Vec<u8>, String> {
        let code = self.lower(vm, graph, Instant::now())?;
        // SAFETY: the code holds so many readable bytes until it is dropped, below.
        let bytes = unsafe { std::slice::from_raw_parts(code.address, code.bytes) };
        Ok(bytes.to_vec())
    }

    /// Where native code is called from.
    pub fn bridge(&self) -> Bridge {
        self.bridge
    }

    fn make_bridge(&mut self) -> Result<(), String> {
        let host = self.isa.default_call_conv();
        let call = self.compile(bridge_signature(host), |mut e| {
            let args = e.entry();
            let outer = e.vm();
            e.set_vm(args[0]);
            let result = e.call_native(args[2], args[1]);
            e.set_vm(outer);
            e.ret(result);
            Ok((e, ()))
        })?;
        let row = &self.helpers[Helper::Interpret as usize];
        let (address, args) = (row.address, row.args);
        let interpret = self.compile(native_signature(), |mut e| {
            let frame = e.entry()[0];
            let vm = e.vm();
            let result = e.call_rust(address, args, true, &[vm, frame]);
            e.ret(result.expect("its row says that it returns a word"));
            Ok((e, ()))
        })?;
        self.bridge = Bridge {
            // SAFETY: the code just made has this signature.
            call: unsafe { std::mem::transmute::<*const u8, CallNative>(call.piece.address()) },
            interpret: interpret.piece.address(),
            // SAFETY: the backend keeps both, as long as the vm has the tier.
            code: unsafe {
                [
                    call.piece.bytes(call.bytes),
                    interpret.piece.bytes(interpret.bytes),
                ]
            },
        };
        self._pieces = vec![call.piece, interpret.piece];
        Ok(())
    }

    /// Compiles what `write` writes and puts it where it can run.
    fn compile<T>(
        &mut self,
        signature: Signature,
        write: impl FnOnce(Emitter<'_>) -> Result<(Emitter<'_>, T), String>,
    ) -> Result<Compiled<T>, String> {
        self.context.clear();
        self.context.func.signature = signature;
        let listed = self.told.texts.asm && !listing::KNOWS_MACHINE;
        self.context.set_disasm(listed);
        let builder = FunctionBuilder::new(&mut self.context.func, &mut self.frontend);
        let emitter = Emitter::new(builder, self.isa.default_call_conv());
        let (emitter, more) = match write(emitter) {
            Ok(written) => written,
            Err(error) => {
                // What is half written is forgotten.
                self.frontend = FunctionBuilderContext::new();
                return Err(error);
            }
        };
        emitter.finish(self.isa.frontend_config());
        if self.told.texts.clif {
            self.text[0] = self.context.func.display().to_string();
        }
        let mut plane = ControlPlane::default();
        let compiled = self.context.compile(&*self.isa, &mut plane);
        let compiled = compiled.map_err(|error| format!("Cranelift: {:?}", error.inner))?;
        if listed {
            self.text[1] = compiled.vcode.clone().unwrap_or_default();
        }
        self.places.clear();
        let places = compiled.buffer.get_srclocs_sorted().iter();
        let places = places.filter(|place| !place.loc.is_default());
        self.places
            .extend(places.map(|place| (place.start, place.loc.bits())));
        let relocations = compiled.buffer.relocs();
        let code = compiled.code_buffer();
        let mut linked = Ok(());
        let piece = self.arena.place(code, |bytes, address| {
            linked = relocations
                .iter()
                .try_for_each(|relocation| relocate(bytes, address, relocation));
        });
        linked?;
        let piece = piece.ok_or("no memory for code")?;
        let frame = compiled.buffer.frame_layout();
        let frame = frame.map_or(0, |layout| layout.frame_to_fp_offset as usize);
        Ok(Compiled {
            piece,
            bytes: code.len(),
            frame_bytes: frame + FRAME_LINK_BYTES,
            more,
        })
    }

    fn lower_once(&mut self, ground: &Ground<'_>) -> Result<Compiled<Box<[ExitRecord]>>, String> {
        self.compile(native_signature(), |e| {
            let written = Lower::new(e, ground).run()?;
            Ok((written.emitter, written.exits))
        })
    }

    /// Makes native code of a graph.
    pub fn lower(
        &mut self,
        vm: &mut Vm,
        graph: &Graph,
        began: Instant,
    ) -> Result<Box<NativeCode>, String> {
        // SAFETY: V3: the graph is made of a function that runs.
        let function = unsafe { &*graph.function };
        let named = Named::of(vm, graph);
        let live = Live::of(graph)?;
        let insns = function.code().map(|code| code.insns()).unwrap_or_default();
        let plain = vm.plain_insns(function);
        let snippets = Snippets::of(graph, &live.flow.order, &plain, &insns);
        let source = Source {
            graph,
            function,
            insns,
            looked_at: function.keeps_hidden_locals(),
        };
        let starts = Places::of_blocks(&source, &live.flow.order);
        let stress = vm.native.config.stress_exits;
        if vm.native.stress_left <= 0 {
            vm.native.stress_left = i64::from(stress);
        }
        let helpers = std::mem::take(&mut self.helpers);
        let mut ground = Ground {
            source,
            live,
            snippets,
            starts,
            vm,
            helpers: &helpers,
            stress,
            places: self.told.places,
            large: false,
        };
        let mut compiled = self.lower_once(&ground);
        if let Ok(code) = &compiled
            && is_large(function, code.frame_bytes)
        {
            ground.large = true;
            compiled = self.lower_once(&ground);
        }
        let Ground { snippets, .. } = ground;
        self.helpers = helpers;
        let Compiled {
            piece,
            bytes,
            more: exits,
            ..
        } = compiled?;
        let watch = function.watch(graph.entry).ok_or("nobody watches it")?;
        let version = 1 + watch.versions;
        let mut assumptions = graph.assumptions.clone();
        if snippets.operators
            && !vm.operators_redefined
            && !assumptions.contains(&Assumption::Operators)
        {
            assumptions.push(Assumption::Operators);
        }
        let texts = self.texts(function, (&piece, bytes), &exits);
        Ok(Box::new(NativeCode {
            function: graph.function,
            entry: graph.entry,
            version,
            address: piece.address(),
            bytes,
            snippets: snippets.insns,
            pcs: snippets.pcs,
            exits,
            assumptions,
            shapes: named.shapes,
            entries: named.entries,
            functions: named.functions,
            texts,
            places: std::mem::take(&mut self.places),
            compile_time: began.elapsed(),
            valid: Cell::new(true),
            wrong: Cell::new(0),
            patience: watch.patience(),
            judged: Cell::new(0),
            memory: Box::new(piece),
        }))
    }
}

impl Backend {
    /// The texts of the code made last, as far as they are wanted.
    fn texts(
        &mut self,
        function: &Function,
        (piece, bytes): (&Piece, usize),
        exits: &[ExitRecord],
    ) -> CodeTexts {
        let [clif, listed] = self.text.each_mut().map(std::mem::take);
        let asm = self.told.texts.asm.then(|| {
            let helpers = self.helpers.iter();
            let names = helpers.map(|row| (row.address as u64, row.name.to_owned()));
            let mut names: FxHashMap<u64, String> = names.collect();
            names.insert(exits.as_ptr() as u64, "exits".to_owned());
            names.insert(std::ptr::from_ref(function) as u64, "function".to_owned());
            names.insert(self.bridge.interpret as u64, "interpret".to_owned());
            // SAFETY: the piece holds so many bytes and is not written any more.
            let code = unsafe { piece.bytes(bytes) };
            let marks = self.marks(function);
            let asm = listing::machine_code(code, &names, &marks, exits.len());
            let mut asm = asm.unwrap_or(listed);
            asm.push_str(&listing::exits(exits));
            asm
        });
        CodeTexts {
            hir: None,
            clif: self.told.texts.clif.then_some(clif),
            asm,
        }
    }

    /// What each part of the code made last is for.
    fn marks(&self, function: &Function) -> Vec<(u32, String)> {
        let insns = function.code().map(|code| code.insns()).unwrap_or_default();
        let mark = |&(offset, pc): &(u32, u32)| {
            let op = insns.get(pc as usize).map_or("", |insn| insn.op.mnemonic());
            let line = function.location(pc as usize).map_or(0, |(_, line)| line);
            (offset, format!("{pc} {op} (line {line})"))
        };
        self.places.iter().map(mark).collect()
    }
}

/// What is called before there is a bridge: nothing calls it.
unsafe extern "C" fn no_bridge(
    _vm: *mut Vm,
    _fp: *mut crate::heap::Word,
    _address: *const u8,
) -> crate::heap::Word {
    std::process::abort()
}

/// Fills in an address: code names only itself.
fn relocate(
    bytes: &mut [u8],
    address: usize,
    relocation: &FinalizedMachReloc,
) -> Result<(), String> {
    let at = relocation.offset as usize;
    // The target is the first byte.
    let distance = relocation.addend - at as i64;
    let field = bytes
        .get_mut(at..at + 4)
        .ok_or("a relocation outside the code")?;
    match relocation.kind {
        Reloc::X86CallPCRel4 | Reloc::X86PCRel4 => {
            let distance = i32::try_from(distance).map_err(|error| error.to_string())?;
            field.copy_from_slice(&distance.to_le_bytes());
        }
        Reloc::Arm64Call => {
            let old = u32::from_le_bytes([field[0], field[1], field[2], field[3]]);
            let words = (distance >> 2) as u32 & 0x03ff_ffff;
            field.copy_from_slice(&(old & 0xfc00_0000 | words).to_le_bytes());
        }
        kind => return Err(format!("a relocation of kind {kind:?} at {address:#x}")),
    }
    Ok(())
}

/// What stands in the code by number or address.
struct Named {
    shapes: Vec<ShapeId>,
    entries: Vec<*const MethodEntry>,
    functions: Vec<*const Function>,
}

impl Named {
    fn of(vm: &Vm, graph: &Graph) -> Named {
        let mut named = Named {
            shapes: Vec::new(),
            entries: graph.method.into_iter().collect(),
            functions: Vec::new(),
        };
        for node in &graph.nodes {
            match &node.insn {
                Insn::GuardShape { shape, .. }
                | Insn::HasShape { shape, .. }
                | Insn::SetShape { shape, .. } => named.shapes.push(*shape),
                Insn::New { class } => named.shapes.push(vm.world().root_shape(*class)),
                Insn::Call { callee, .. } => {
                    named.entries.push(callee.entry);
                    named.functions.push(callee.function);
                }
                Insn::Yield {
                    outer, function, ..
                } => named.functions.extend([*outer, *function]),
                _ => {}
            }
        }
        named.shapes.sort_unstable();
        named.shapes.dedup();
        named.entries.sort_unstable();
        named.entries.dedup();
        named.functions.sort_unstable();
        named.functions.dedup();
        named
    }
}
