//! Handlers: locals, environments, instance variables, constants, globals.

use crate::heap::{self, Flag, Kind, Word, layout};
use crate::object::{ClassId, ScopeId, Sym, shape_of};

use super::Stop;
use super::dispatch::{COUNT, cold_handler, go, next, op, slow_op};
use super::frame::{BLOCK, ENV};
use super::function::{ConstSite, IvarSite};
use super::raise::unwind;

op!(op_get_local = GetLocal (vm, ip, sp, fp) {
    *sp = *fp.offset((*ip).a as isize);
    next!(vm, ip.add(1), sp.add(1), fp)
});

op!(op_set_local = SetLocal (vm, ip, sp, fp) {
    *fp.offset((*ip).a as isize) = *sp.sub(1);
    next!(vm, ip.add(1), sp.sub(1), fp)
});

// The operand holds the depth in the high half, the slot in the low half.
op!(op_get_env = GetEnv (vm, ip, sp, fp) {
    let mut env = *fp.add(ENV);
    let mut depth = (*ip).a >> 32;
    while depth > 0 {
        env = heap::barrier::load(env, layout::env::PARENT);
        depth -= 1;
    }
    *sp = heap::barrier::load(env, layout::env::TAIL + ((*ip).a as u32) as usize);
    next!(vm, ip.add(1), sp.add(1), fp)
});

op!(op_set_env = SetEnv (vm, ip, sp, fp) {
    let mut env = *fp.add(ENV);
    let mut depth = (*ip).a >> 32;
    while depth > 0 {
        env = heap::barrier::load(env, layout::env::PARENT);
        depth -= 1;
    }
    if (*sp.sub(1)).is_object() && heap::barrier::header(env).has(Flag::MATURE) {
        go!(set_env_mature, vm, ip, sp, fp);
    }
    heap::barrier::store_init(env, layout::env::TAIL + ((*ip).a as u32) as usize, *sp.sub(1));
    next!(vm, ip.add(1), sp.sub(1), fp)
});

cold_handler!(
    /// A store into a mature Env: with the write barrier.
    set_env_mature (vm, ip, sp, fp) {
    let mut env = *fp.add(ENV);
    let mut depth = (*ip).a >> 32;
    while depth > 0 {
        env = heap::barrier::load(env, layout::env::PARENT);
        depth -= 1;
    }
    (*vm).world.heap.store(env, layout::env::TAIL + ((*ip).a as u32) as usize, *sp.sub(1));
    next!(vm, ip.add(1), sp.sub(1), fp)
});

op!(op_make_env = MakeEnv (vm, ip, sp, fp) {
    let env = (*vm).new_env(*fp.add(ENV), (*ip).a as usize, Word::NIL);
    *fp.add(ENV) = env;
    next!(vm, ip.add(1), sp, fp)
});

slow_op!(op_block_param = BlockParam (vm, a) {
    // A block's own block was bound with its other parameters.
    if vm.top_frame().expect("running").function().kind == super::function::FunctionKind::Block {
        return Ok(());
    }
    let block = vm.block_as_proc();
    let fp = vm.fp;
    // SAFETY: V2: the operand is a slot of this function's frames.
    unsafe { *fp.offset(a as isize) = block };
    Ok(())
});

slow_op!(op_get_block = GetBlock (vm, _a) {
    let block = vm.block_as_proc();
    vm.push(block);
    Ok(())
});

op!(op_get_ivar = GetIvar (vm, ip, sp, fp) {
    let site = (*ip).a as *const IvarSite;
    let this = *fp.offset((*site).this_offset);
    if !this.is_object() || heap::barrier::header(this).shape() != (*site).shape {
        if M == COUNT {
            (*vm).counters.ivar_get.note(false);
        }
        go!(get_ivar_slow, vm, ip, sp, fp);
    }
    if M == COUNT {
        (*vm).counters.ivar_get.note(true);
    }
    *sp = heap::barrier::load(this, (*site).offset);
    next!(vm, ip.add(1), sp.add(1), fp)
});

cold_handler!(get_ivar_slow (vm, ip, sp, fp) {
    *sp = (*vm).get_ivar_at((*ip).a as *mut IvarSite, fp);
    next!(vm, ip.add(1), sp.add(1), fp)
});

op!(op_set_ivar = SetIvar (vm, ip, sp, fp) {
    let site = (*ip).a as *const IvarSite;
    let this = *fp.offset((*site).this_offset);
    if !this.is_object() {
        if M == COUNT {
            (*vm).counters.ivar_set.note(false);
        }
        go!(set_ivar_slow, vm, ip, sp, fp);
    }
    let header = heap::barrier::header(this);
    if header.shape() != (*site).shape || header.has(Flag::FROZEN) {
        if M == COUNT {
            (*vm).counters.ivar_set.note(false);
        }
        go!(set_ivar_slow, vm, ip, sp, fp);
    }
    if M == COUNT {
        (*vm).counters.ivar_set.note(true);
    }
    if (*sp.sub(1)).is_object() && header.has(Flag::MATURE) {
        go!(set_ivar_mature, vm, ip, sp, fp);
    }
    heap::barrier::store_init(this, (*site).offset, *sp.sub(1));
    if (*site).next_shape != (*site).shape {
        heap::barrier::set_shape(this, (*site).next_shape);
    }
    next!(vm, ip.add(1), sp.sub(1), fp)
});

cold_handler!(
    /// The same for a mature object: with the write barrier.
    set_ivar_mature (vm, ip, sp, fp) {
    let site = (*ip).a as *const IvarSite;
    let this = *fp.offset((*site).this_offset);
    (*vm).world.heap.store(this, (*site).offset, *sp.sub(1));
    if (*site).next_shape != (*site).shape {
        heap::barrier::set_shape(this, (*site).next_shape);
    }
    next!(vm, ip.add(1), sp.sub(1), fp)
});

cold_handler!(set_ivar_slow (vm, ip, sp, fp) {
    (*vm).save(ip, sp, fp);
    if (*vm).set_ivar_at((*ip).a as *mut IvarSite) {
        next!(vm, ip.add(1), sp.sub(1), fp)
    }
    go!(unwind, vm, ip, sp, fp)
});

op!(op_get_const = GetConst (vm, ip, sp, fp) {
    let site = (*ip).a as *const ConstSite;
    if (*site).epoch != (*vm).world.constant_epoch.get() || (*site).scope != (*vm).scope_of_frame(fp) {
        if M == COUNT {
            (*vm).counters.constant.note(false);
        }
        go!(get_const_slow, vm, ip, sp, fp);
    }
    if M == COUNT {
        (*vm).counters.constant.note(true);
    }
    *sp = (*site).value;
    next!(vm, ip.add(1), sp.add(1), fp)
});

cold_handler!(get_const_slow (vm, ip, sp, fp) {
    (*vm).save(ip, sp, fp);
    if (*vm).find_const_at((*ip).a as *mut ConstSite) {
        *sp = (*vm).pop();
        next!(vm, ip.add(1), sp.add(1), fp)
    }
    go!(unwind, vm, ip, sp, fp)
});

op!(op_get_const_in = GetConstIn (vm, ip, sp, fp) {
    let site = (*ip).a as *const ConstSite;
    if (*site).epoch != (*vm).world.constant_epoch.get() || (*site).from != *sp.sub(1) {
        go!(get_const_in_slow, vm, ip, sp, fp);
    }
    *sp.sub(1) = (*site).value;
    next!(vm, ip.add(1), sp, fp)
});

cold_handler!(get_const_in_slow (vm, ip, sp, fp) {
    (*vm).save(ip, sp, fp);
    if (*vm).find_const_in((*ip).a as *mut ConstSite) {
        next!(vm, ip.add(1), sp, fp)
    }
    go!(unwind, vm, ip, sp, fp)
});

slow_op!(op_get_const_top = GetConstTop (vm, a) {
    // SAFETY: as above.
    let name = unsafe { (*(a as *const ConstSite)).name };
    let scope = vm.world.classes.object(crate::object::known::OBJECT);
    let value = vm.const_in(scope, name)?;
    vm.push(value);
    Ok(())
});

slow_op!(op_set_const = SetConst (vm, a) {
    // They stay on the stack meanwhile: a hook may run.
    let (scope, value) = (vm.peek(1), vm.peek(0));
    vm.set_const(scope, Sym(a as u32), value)?;
    let value = vm.pop();
    vm.pop();
    vm.push(value);
    Ok(())
});

slow_op!(op_push_cref = PushCref (vm, _a) {
    let module = vm.definition_scope()?;
    vm.push(vm.world.classes.object(module));
    Ok(())
});

op!(op_push_object_class = PushObjectClass (vm, ip, sp, fp) {
    *sp = (*vm).world.classes.object(crate::object::known::OBJECT);
    next!(vm, ip.add(1), sp.add(1), fp)
});

slow_op!(op_get_cvar = GetCvar (vm, a) {
    let value = vm.get_class_variable(Sym(a as u32))?;
    vm.push(value);
    Ok(())
});

slow_op!(op_set_cvar = SetCvar (vm, a) {
    let value = vm.pop();
    vm.set_class_variable(Sym(a as u32), value)
});

slow_op!(op_get_far = GetFar (vm, a) {
    let value = vm.get_far(Sym(a as u32))?;
    vm.push(value);
    Ok(())
});

slow_op!(op_set_far = SetFar (vm, a) {
    let value = vm.pop();
    vm.set_far(Sym(a as u32), value)
});

slow_op!(op_get_global = GetGlobal (vm, a) {
    let value = vm.get_global(Sym(a as u32))?;
    vm.push(value);
    Ok(())
});

slow_op!(op_set_global = SetGlobal (vm, a) {
    let value = vm.pop();
    vm.set_global(Sym(a as u32), value)
});

slow_op!(op_alias_global = AliasGlobal (vm, a) {
    let (new, old) = (Sym(a as u32), Sym((a >> 32) as u32));
    vm.alias_global(new, old);
    Ok(())
});

impl super::Vm {
    /// A new Env below `parent` with `size` slots that hold `empty`.
    #[inline(never)]
    pub(crate) fn new_env(&self, parent: Word, size: usize, empty: Word) -> Word {
        let shape = crate::object::shape::fixed::INTERNAL;
        let env = self
            .world
            .heap
            .alloc(Kind::Env, shape, layout::env::FIXED + size);
        // SAFETY: fresh object with exactly these words.
        unsafe {
            heap::barrier::store_init(env, layout::env::PARENT, parent);
            for slot in 0..size {
                heap::barrier::store_init(env, layout::env::TAIL + slot, empty);
            }
        }
        env
    }

    /// Reads an instance variable of a frame's self and teaches the site.
    #[inline(never)]
    fn get_ivar_at(&mut self, site: *mut IvarSite, fp: *mut Word) -> Word {
        // SAFETY: V3: sites stay; V2: self stands where the site says.
        let (site, this) = unsafe { (&mut *site, *fp.offset((*site).this_offset)) };
        if !this.is_object() {
            return Word::NIL;
        }
        // SAFETY: self is live.
        let (shape, kind) = unsafe { (shape_of(this), heap::barrier::header(this).kind()) };
        let Some(position) = self.world.shapes.find(shape, site.name) else {
            return Word::NIL;
        };
        if kind == Kind::Object
            && let crate::object::shape::Place::Inline(slot) =
                self.world.shapes.place(shape, position)
        {
            let offset = layout::object::TAIL + slot as usize;
            // SAFETY: the shape names an inline slot of this object.
            let word = unsafe { heap::barrier::load(this, offset) };
            if word.is_undef() {
                return Word::NIL;
            }
            (site.shape, site.next_shape, site.offset) = (shape, shape, offset);
        }
        self.world.ivar_get(self.wrap(this), site.name).word()
    }

    /// Stores the top operand in an instance variable of the frame's self and
    /// teaches the site. False: pending.
    #[inline(never)]
    fn set_ivar_at(&mut self, site: *mut IvarSite) -> bool {
        // SAFETY: V3, V2 as above.
        let (site, this) = unsafe { (&mut *site, *self.fp.offset((*site).this_offset)) };
        let value = self.peek(0);
        if self.check_frozen(self.wrap(this)).is_err() {
            return false;
        }
        // SAFETY: self is live and not an immediate (those are frozen).
        let (before, kind) = unsafe { (shape_of(this), heap::barrier::header(this).kind()) };
        self.world
            .ivar_set(self.wrap(this), site.name, self.wrap(value));
        // SAFETY: as above.
        let after = unsafe { shape_of(this) };
        let shapes = &self.world.shapes;
        let fits = shapes.count(after) <= shapes.capacity(after);
        if kind == Kind::Object
            && fits
            && let Some(position) = shapes.find(after, site.name)
            && let crate::object::shape::Place::Inline(slot) = shapes.place(after, position)
        {
            (site.shape, site.next_shape) = (before, after);
            site.offset = layout::object::TAIL + slot as usize;
        }
        true
    }

    /// Number of the lexical scope a frame runs in.
    #[inline(always)]
    pub(crate) fn scope_of_frame(&self, fp: *mut Word) -> u32 {
        // SAFETY: V2, V3: every Ruby frame has an entry.
        unsafe {
            let entry = (*fp.add(super::frame::ENTRY)).bits() as *const crate::object::MethodEntry;
            (*entry).scope.0
        }
    }

    /// The module in which the running code sets constants.
    fn definition_scope(&self) -> Result<ClassId, Stop> {
        let scope = self.constant_scope(ScopeId(self.scope_of_frame(self.fp)));
        self.check_sealed(scope)?;
        Ok(self.world.scopes.get(scope).module)
    }

    /// The block of the method around, as a Proc or nil; afterwards the frame
    /// holds that Proc too, so that it stays the same object.
    pub(crate) fn block_as_proc(&mut self) -> Word {
        let fp = self.fp;
        // SAFETY: V2.
        let block = unsafe { *fp.add(BLOCK) };
        let made = self.escape_block(block);
        // SAFETY: V2.
        unsafe { *fp.add(BLOCK) = made };
        made
    }
}
