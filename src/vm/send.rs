//! Sends: inline caches, the global method cache, and how they are filled.
//!
//! A site is empty, monomorphic, polymorphic (up to four shapes, the last one
//! taken stands in front) or megamorphic (the global cache decides). A miss
//! fills the site and executes the same instruction again. Caches hold no
//! version: whoever changes what a name means resets the sites of that name
//! (Hölzle, Chambers, Ungar: "Optimizing dynamically-typed object-oriented
//! languages with polymorphic inline caches", 1991).

use rustc_hash::{FxHashMap, FxHashSet};

use crate::heap::{ShapeId, Survivors, Word, layout};
use crate::object::records::table;
use crate::object::{
    ClassId, MethodBody, MethodEntry, MethodId, Sym, Visibility, shape, shape_of, sym,
};

use super::dispatch::{COUNT, Handler, cold_handler, go, resume};
use super::function::{Function, MAX_WAYS, SendSite, SiteInfo, Way};
use super::natives::{NativeFn, Special};
use super::ops_call::{
    EXACT, OPTIONAL, WITH_BLOCK, call_block_given, call_function, call_general, call_proc,
    call_reader, call_shared, call_writer,
};
use super::raise::{CallForm, unwind};
use super::{Stop, Vm};

/// Entries of the global cache; a power of two.
const GLOBAL_ENTRIES: usize = 1024;

/// One remembered look-up.
#[derive(Clone, Copy)]
struct GlobalEntry {
    class: ClassId,
    name: Sym,
    method: Option<MethodId>,
}

/// Look-ups by class and name, and which sites know which name.
pub struct GlobalCache {
    entries: Vec<Option<GlobalEntry>>,
    sites: FxHashMap<Sym, Vec<*mut SendSite>>,
    pub(crate) hits: u64,
    pub(crate) misses: u64,
}

impl GlobalCache {
    /// An empty cache.
    pub fn new() -> GlobalCache {
        GlobalCache {
            entries: vec![None; GLOBAL_ENTRIES],
            sites: FxHashMap::default(),
            hits: 0,
            misses: 0,
        }
    }

    /// Forgets what is dead, and all sites: they are to be noted anew.
    pub(crate) fn sweep(&mut self, survivors: &Survivors) {
        let lives = |entry: &GlobalEntry| {
            survivors.has(table::CLASS, entry.class.0)
                && (entry.method).is_none_or(|id| survivors.has(table::METHOD, id.0))
        };
        for entry in &mut self.entries {
            *entry = entry.filter(lives);
        }
        self.sites.values_mut().for_each(Vec::clear);
    }

    /// Notes a site under the names that it caches, if it caches any.
    pub(crate) fn note_filled(&mut self, site: &mut SendSite) {
        if site.info.ways.is_empty() && !site.info.megamorphic {
            return;
        }
        // SAFETY: V3: a site is swept before the entries it names.
        let from = unsafe { site.info.from.as_ref() };
        let name = from.map_or(site.info.name, |from| from.original_name);
        self.note(name, site);
        if site.info.name == sym::NEW {
            self.note(sym::INITIALIZE, site);
        }
    }

    /// Remembers that a site caches what `name` means.
    pub(crate) fn note(&mut self, name: Sym, site: *mut SendSite) {
        self.sites.entry(name).or_default().push(site);
    }

    fn slot(class: ClassId, name: Sym) -> usize {
        (class.0.wrapping_mul(31) ^ name.0.wrapping_mul(17)) as usize & (GLOBAL_ENTRIES - 1)
    }
}

impl Default for GlobalCache {
    fn default() -> Self {
        Self::new()
    }
}

cold_handler!(
    /// The receiver's shape is not the one in front of the site.
    send_miss (vm, ip, sp, fp) {
    let site = (*ip).a as *mut SendSite;
    let this = shape_of(*sp.sub((*site).pushed as usize + 1));
    if (*vm).base_mode == COUNT {
        go!(send_counted, vm, ip, sp, fp);
    }
    if (*site).take_way(this) {
        go!((*site).handler, vm, ip, sp, fp);
    }
    (*vm).save(ip, sp, fp);
    if (*vm).fill_site(site) {
        return resume(vm, ip, sp, fp);
    }
    go!(unwind, vm, ip, sp, fp)
});

cold_handler!(
    /// Any send in a counting vm, where nothing stands in front of a site.
    send_counted (vm, ip, sp, fp) {
    let site = (*ip).a as *mut SendSite;
    let this = shape_of(*sp.sub((*site).pushed as usize + 1));
    if (*vm).count_send(&*site, ip, this) || (*vm).bring_to_front(&mut *site, this) {
        go!((*site).handler, vm, ip, sp, fp);
    }
    (*vm).save(ip, sp, fp);
    if (*vm).fill_site(site) {
        return resume(vm, ip, sp, fp);
    }
    go!(unwind, vm, ip, sp, fp)
});

/// The send of an operator whose shortcut did not apply.
#[unsafe(link_section = "svm_ops")]
pub unsafe extern "C" fn send_site(
    vm: *mut Vm,
    ip: *const super::dispatch::Insn,
    sp: *mut Word,
    fp: *mut Word,
) -> *const super::dispatch::Insn {
    // SAFETY: V1; the instruction's operand is a send site.
    unsafe {
        let site = (*ip).a as *const SendSite;
        if shape_of(*sp.sub((*site).pushed as usize + 1)) != (*site).shape {
            go!(send_miss, vm, ip, sp, fp);
        }
        go!((*site).handler, vm, ip, sp, fp)
    }
}

impl SendSite {
    /// Makes the way for a shape the one that is tried first; false if there is
    /// none.
    pub fn take_way(&mut self, shape: ShapeId) -> bool {
        let known = self.info.ways.iter().find(|way| way.shape == shape);
        let Some(&way) = known else {
            return false;
        };
        self.put_in_front(way);
        true
    }

    /// Makes `way` the one that is tried first.
    pub fn put_in_front(&mut self, way: Way) {
        (self.shape, self.handler, self.target, self.entry) =
            (way.shape, way.handler, way.target, way.entry);
    }

    /// Forgets everything the site learned.
    pub fn reset(&mut self) {
        self.shape = shape::fixed::NONE;
        self.entry = std::ptr::null();
        self.info.front = shape::fixed::NONE;
        self.info.ways.clear();
        self.info.megamorphic = false;
    }
}

impl Vm {
    /// What `name` means for objects of `class`, through the global cache.
    pub(crate) fn look_up(&mut self, class: ClassId, name: Sym) -> Option<MethodId> {
        let slot = GlobalCache::slot(class, name);
        if let Some(entry) = self.send_cache.entries[slot]
            && entry.class == class
            && entry.name == name
        {
            self.send_cache.hits += 1;
            return entry.method;
        }
        self.send_cache.misses += 1;
        let method = self.find_above(class, name);
        self.send_cache.entries[slot] = Some(GlobalEntry {
            class,
            name,
            method,
        });
        method
    }

    /// The same without a look into the cache for the class itself. What is
    /// known of a class above ends the search, so that a long line of classes
    /// is walked once and not for each class at its end.
    fn find_above(&self, class: ClassId, name: Sym) -> Option<MethodId> {
        let mut class = class;
        loop {
            if let Some(found) = self.world.find_method_in(class, name) {
                return found;
            }
            class = self.world.classes.get(class).superclass.get()?;
            let entry = self.send_cache.entries[GlobalCache::slot(class, name)];
            if let Some(entry) = entry.filter(|e| e.class == class && e.name == name) {
                return entry.method;
            }
        }
    }

    /// Forgets what any cache knows about `name`.
    pub(crate) fn forget_name(&mut self, name: Sym) {
        for entry in &mut self.send_cache.entries {
            if entry.is_some_and(|entry| entry.name == name) {
                *entry = None;
            }
        }
        self.reset_sites(name);
    }

    /// The same for many names.
    pub(crate) fn forget_names(&mut self, names: &FxHashSet<Sym>) {
        if names.is_empty() {
            return;
        }
        for entry in &mut self.send_cache.entries {
            if entry.is_some_and(|entry| names.contains(&entry.name)) {
                *entry = None;
            }
        }
        for name in names {
            self.reset_sites(*name);
        }
    }

    fn reset_sites(&mut self, name: Sym) {
        self.break_method(name);
        for site in self.send_cache.sites.remove(&name).unwrap_or_default() {
            // SAFETY: V3: sweeping drops the sites of freed functions.
            unsafe { (*site).reset() };
        }
    }

    /// A miss: looks the method up, teaches the site and arranges for the same
    /// instruction to run again. False: pending.
    #[inline(never)]
    fn fill_site(&mut self, site: *mut SendSite) -> bool {
        // SAFETY: V3; the receiver stands below the pushed values (V2).
        let (site, this) = unsafe { (&mut *site, *self.sp.sub((*site).pushed as usize + 1)) };
        // SAFETY: an operand is live.
        let shape = unsafe { shape_of(this) };
        let class = self.world.shapes.class(shape);
        let found = self
            .look_up(class, site.info.name)
            .and_then(|id| self.callable(id, this, &site.info));
        let Some(entry) = found else {
            return self.send_missing(site, this).is_ok();
        };
        if let MethodBody::Kernel(_) = entry.body.get() {
            self.compile_kernel(entry);
        }
        if self.watches_blocks() {
            match self.warn_unused_block(entry, &site.info) {
                Ok(false) => {}
                Ok(true) => {
                    self.next = self.ip;
                    return true;
                }
                Err(_) => return false,
            }
        }
        let way = self.way(shape, entry, &site.info);
        if site.info.ways.is_empty() && !site.info.megamorphic {
            self.send_cache.note(site.info.name, site);
        }
        if site.info.ways.len() < MAX_WAYS {
            site.info.ways.push(way);
        } else {
            site.info.megamorphic = true;
        }
        site.put_in_front(way);
        self.hide_front(site);
        self.count_once();
        self.next = self.ip;
        true
    }

    /// Whether a call written like this may call the method.
    pub(crate) fn callable(
        &self,
        id: MethodId,
        this: Word,
        info: &SiteInfo,
    ) -> Option<&'static MethodEntry> {
        let entry = self.entry(id);
        let allowed = match entry.visibility {
            Visibility::Public => true,
            Visibility::Private => info.flags.fcall,
            Visibility::Protected => info.flags.fcall || self.may_call_protected(entry),
        };
        let _ = this;
        allowed.then_some(entry)
    }

    /// Whether a class has a protected method of this name that `self` may call.
    pub(crate) fn may_call_by_kin(&mut self, class: ClassId, name: Sym) -> bool {
        let found = self.look_up(class, name).map(|id| self.entry(id));
        found.is_some_and(|entry| {
            entry.visibility == Visibility::Protected && self.may_call_protected(entry)
        })
    }

    /// Protected methods may be called where self is a kind of the owner.
    fn may_call_protected(&self, entry: &MethodEntry) -> bool {
        let Some(frame) = self.top_frame() else {
            return false;
        };
        self.world.is_a(self.wrap(frame.this()), entry.owner)
    }

    /// An entry, with the lifetime the frames need.
    pub(crate) fn entry(&self, id: MethodId) -> &'static MethodEntry {
        let entry: *const MethodEntry = self.world.methods.get(id);
        // SAFETY: V3: entries are boxed; the reference does not leave the vm,
        // and whoever holds it across a safe point sees to it that it lives.
        unsafe { &*entry }
    }

    /// What a site does for receivers of `shape` that answer with `entry`.
    pub(crate) fn way(&self, shape: ShapeId, entry: &'static MethodEntry, info: &SiteInfo) -> Way {
        let general = Way {
            shape,
            handler: call_general as Handler,
            target: 0,
            entry,
        };
        if entry.visibility == Visibility::Protected {
            // Depends on the caller's self each time; the site only remembers
            // the method when it may always be called.
            if !info.flags.fcall {
                return Way {
                    handler: super::call::call_protected as Handler,
                    ..general
                };
            }
        }
        match entry.body.get() {
            MethodBody::Code(id) => {
                let function: *const Function = self.functions.get(id);
                // SAFETY: V3.
                let simple = unsafe { (*function).takes_exactly(info.argc) };
                let target = function as usize;
                if simple && info.plain {
                    Way {
                        handler: call_function::<EXACT> as Handler,
                        target,
                        ..general
                    }
                } else if simple && info.plain_with_block() {
                    Way {
                        handler: call_function::<WITH_BLOCK> as Handler,
                        target,
                        ..general
                    }
                } else if self.fits_optional(id, info) {
                    Way {
                        handler: call_function::<OPTIONAL> as Handler,
                        target,
                        ..general
                    }
                } else {
                    general
                }
            }
            MethodBody::Native { native, .. } => {
                let row = &self.natives[native as usize];
                let fits = info.plain && row.arity.allows(info.argc as usize);
                match row.function {
                    NativeFn::Special(Special::BlockGiven) if fits => Way {
                        handler: call_block_given as Handler,
                        ..general
                    },
                    NativeFn::Special(Special::ProcCall) if fits => Way {
                        handler: call_proc as Handler,
                        ..general
                    },
                    NativeFn::Shared(_) if fits => Way {
                        handler: call_shared as Handler,
                        target: &raw const *row as usize,
                        ..general
                    },
                    _ => general,
                }
            }
            MethodBody::AttrReader(name) if info.plain && info.argc == 0 => {
                match self.inline_slot(shape, name) {
                    Some(target) => Way {
                        handler: call_reader as Handler,
                        target,
                        ..general
                    },
                    None => general,
                }
            }
            MethodBody::AttrWriter(name) if info.plain && info.argc == 1 => {
                match self.inline_slot(shape, name) {
                    Some(target) => Way {
                        handler: call_writer as Handler,
                        target,
                        ..general
                    },
                    None => general,
                }
            }
            _ => general,
        }
    }

    /// Whether a call can fill the parameters without looking at them: only
    /// positional ones and perhaps a block, only values and perhaps a literal.
    fn fits_optional(&self, id: u32, info: &SiteInfo) -> bool {
        let function = self.functions.get(id);
        let Some(code) = function.code() else {
            return false;
        };
        let params = &code.params;
        let positional = params.required + params.optional + u32::from(params.block);
        let only_positional = params.slot_count() == positional && !params.no_keywords;
        let most = params.required + params.optional;
        let plain = info.plain || info.plain_with_block();
        plain && only_positional && info.argc >= params.required && info.argc <= most
    }

    /// Word offset of a variable that objects of this shape hold inline.
    fn inline_slot(&self, shape: ShapeId, name: Sym) -> Option<usize> {
        if shape.0 < shape::fixed::COUNT {
            return None;
        }
        let position = self.world.shapes.find(shape, name)?;
        match self.world.shapes.place(shape, position) {
            shape::Place::Inline(slot) => Some(layout::object::TAIL + slot as usize),
            shape::Place::Overflow(_) => None,
        }
    }

    /// Nothing callable answers to the site's name: `method_missing`, or an
    /// error.
    pub(crate) fn send_missing(&mut self, site: &SendSite, this: Word) -> Result<(), Stop> {
        let base = self.base_of(site.pushed as usize);
        let incoming = self.incoming(&site.info, base)?;
        let _ = this;
        let form = CallForm::of(site.info.flags);
        self.invoke_missing(site.info.name, form, base, incoming, self.next)
    }

    /// The address of the receiver below `pushed` values.
    #[inline(always)]
    pub(crate) fn base_of(&self, pushed: usize) -> *mut Word {
        // SAFETY: V2: the verifier checked the depth.
        unsafe { self.sp.sub(pushed + 1) }
    }
}

impl SiteInfo {
    /// Only positional values and a block literal.
    pub fn plain_with_block(&self) -> bool {
        let flags = self.flags;
        self.block.is_some() && self.keywords.is_empty() && !flags.splat && !flags.keyword_hash
    }
}
