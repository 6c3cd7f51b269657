//! `super`: the site's cache, and the general way.
//!
//! A site remembers which method a method's `super` means for receivers of a
//! shape, if that takes exactly the values given. The receiver is not among the
//! operands: the values move up to make room for it.

use crate::heap::Word;
use crate::object::{MethodBody, known, shape_of, sym};

use super::args::BlockWord;
use super::dispatch::{Handler, Insn, cold_handler, go, op, resume};
use super::frame::{BLOCK, ENTRY, FUNCTION};
use super::function::{Function, FunctionKind, MAX_WAYS, SendSite, Way};
use super::ops_call::{Header, begin};
use super::raise::{CallForm, unwind};
use super::{Stop, Vm};

op!(op_super = Super (vm, ip, sp, fp) {
    let site = (*ip).a as *const SendSite;
    let function = (*fp.add(FUNCTION)).bits() as *const Function;
    let this = *fp.sub((*function).n_slots as usize + 1);
    if shape_of(this) != (*site).shape || (*fp.add(ENTRY)).bits() != (*site).info.from as u64 {
        go!(super_miss, vm, ip, sp, fp);
    }
    go!((*site).handler, vm, ip, sp, fp)
});

cold_handler!(
    /// The site does not know the way, or it is not the one in front.
    super_miss (vm, ip, sp, fp) {
    let site = (*ip).a as *mut SendSite;
    let function = (*fp.add(FUNCTION)).bits() as *const Function;
    let shape = shape_of(*fp.sub((*function).n_slots as usize + 1));
    if (*fp.add(ENTRY)).bits() == (*site).info.from as u64 && (*site).take_way(shape) {
        go!((*site).handler, vm, ip, sp, fp);
    }
    (*vm).save(ip, sp, fp);
    if (*vm).super_call(site) {
        return resume(vm, ip, sp, fp);
    }
    go!(unwind, vm, ip, sp, fp)
});

/// A hit of `super` on compiled Ruby that takes exactly the values.
#[unsafe(link_section = "svm_ops")]
pub unsafe extern "C" fn call_super(
    vm: *mut Vm,
    ip: *const Insn,
    sp: *mut Word,
    fp: *mut Word,
) -> *const Insn {
    // SAFETY: V1; the site's target is such a function (see `teach_super`). The
    // red zone has room for one more word and the header.
    unsafe {
        let site = (*ip).a as *const SendSite;
        let function = (*site).target as *mut Function;
        let running = (*fp.add(FUNCTION)).bits() as *const Function;
        let this = *fp.sub((*running).n_slots as usize + 1);
        let base = sp.sub((*site).pushed as usize);
        let mut at = sp;
        while at > base {
            at.write_volatile(*at.sub(1));
            at = at.sub(1);
        }
        *base = this;
        let sp = sp.add(1);
        let nfp = sp.add(((*function).n_slots - (*function).n_params) as usize);
        Header {
            return_ip: ip.add(1),
            caller: fp,
            function: function as usize,
            entry: (*site).entry as usize,
            block: *fp.add(BLOCK),
            env: Word::NIL,
            info: u64::from((*site).pushed),
        }
        .write(nfp);
        begin(vm, function, sp, nfp)
    }
}

impl Vm {
    /// `super` with the values on the stack. False: pending.
    #[inline(never)]
    pub(crate) fn super_call(&mut self, site: *mut SendSite) -> bool {
        self.try_super(site).is_ok()
    }

    fn try_super(&mut self, site: *mut SendSite) -> Result<(), Stop> {
        // SAFETY: V3: the instruction's operand is a send site.
        let site = unsafe { &mut *site };
        if self.teach_super(site) {
            self.next = self.ip;
            return Ok(());
        }
        let under = self.base_of(site.pushed as usize);
        let mut incoming = self.incoming(&site.info, under)?;
        let frame = self.top_frame().expect("super runs in a frame");
        let this = frame.this();
        if site.info.block.is_none() && !site.info.flags.block_arg {
            incoming.block = BlockWord(frame.block());
        }
        let base = self.sp;
        self.push(this);
        let entry = frame.entry().filter(|entry| entry.name != sym::EMPTY);
        let Some(entry) = entry else {
            return Err(self.raise(known::NO_METHOD_ERROR, b"super called outside of method"));
        };
        if site.info.flags.zsuper && matches!(entry.body.get(), MethodBody::Closure(_)) {
            return Err(self.runtime_error(
                "implicit argument passing of super from method defined by define_method() is not supported. \
                 Specify all arguments explicitly.",
            ));
        }
        let receiver = self.wrap(this);
        let in_block = frame.function().kind == FunctionKind::Block;
        let info = self.refinement_info(entry.defined_in);
        let home = info.map_or(entry.defined_in, |info| info.target);
        if in_block && !self.world.is_a(receiver, home) {
            return Err(self.type_error(format!(
                "self has wrong type to call super in this context: {} (expected {})",
                self.class_name_of(receiver),
                self.class_text(home)
            )));
        }
        let class = self.world.dispatch_class(receiver);
        match self.find_super(class, entry) {
            Some(id) => {
                let above = self.entry(id);
                self.invoke(above, base, incoming, self.next)
            }
            None => {
                let name = entry.original_name;
                self.invoke_missing(name, CallForm::Super, base, incoming, self.next)
            }
        }
    }

    /// Teaches a site what `super` means in the running frame, if that is the
    /// simple case. False: nothing was done.
    fn teach_super(&mut self, site: &mut SendSite) -> bool {
        let frame = self.top_frame().expect("super runs in a frame");
        let Some(from) = frame.entry().filter(|_| site.info.plain) else {
            return false;
        };
        if from.name == sym::EMPTY || matches!(from.body.get(), MethodBody::Closure(_)) {
            return false;
        }
        if self.super_is_refined(from) {
            return false;
        }
        let this = frame.this();
        let class = self.world.dispatch_class(self.wrap(this));
        let Some(id) = self.find_super(class, from) else {
            return false;
        };
        let (entry, argc) = (self.entry(id), site.pushed as usize);
        let Some(function) = self.takes_in_place(entry, argc) else {
            return false;
        };
        if !std::ptr::eq(site.info.from, from) {
            site.reset();
            site.info.from = from;
        }
        // SAFETY: self of a frame is live.
        let shape = unsafe { shape_of(this) };
        let way = Way {
            shape,
            handler: call_super as Handler,
            target: std::ptr::from_ref(function) as usize,
            entry,
        };
        if site.info.ways.is_empty() && !site.info.megamorphic {
            self.send_cache.note(from.original_name, site);
        }
        if site.info.ways.len() < MAX_WAYS {
            site.info.ways.push(way);
        } else {
            site.info.megamorphic = true;
        }
        site.put_in_front(way);
        true
    }
}
