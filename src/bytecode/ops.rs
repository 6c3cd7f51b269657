//! The instruction set, declared once.
//!
//! Owns the table `for_each_op!` and what follows from it directly: the enum
//! [`Op`], its metadata [`OpInfo`] and the stack effect of an instruction.
//! Never says how an instruction runs: that is one handler per row in `vm`.
//!
//! A row reads
//!
//! ```text
//! /// What the instruction does (this text is the manual).
//! op_name VariantName [operand: Kind, ...] "pops -- pushes" [flags];
//! ```
//!
//! - `op_name` is the name of the handler; without `op_` it is the mnemonic.
//! - At most two static operands; each kind is a row of `operand.rs`.
//! - The stack picture names the values, the top of the stack last. A name that
//!   ends in `..` stands for a number of values that an operand or site gives.
//! - Flags: `leaf` (never allocates, raises or calls), `allocates`, `raises`,
//!   `calls` (may run Ruby code; implies the two before), `branch` (has a label),
//!   `ends` (control never reaches the next instruction), `skips` (control
//!   continues behind the next instruction), `forks` (at the next instruction or
//!   behind it).

use super::operand::OperandKind;

/// Hands every row of the instruction table to the macro `$consumer`.
macro_rules! for_each_op {
    ($consumer:ident) => {
        $consumer! {
            /// Does nothing.
            op_nop Nop [] "--" [leaf];

            /// Pushes `nil`.
            op_push_nil PushNil [] "-- nil" [leaf];
            /// Pushes `true`.
            op_push_true PushTrue [] "-- true" [leaf];
            /// Pushes `false`.
            op_push_false PushFalse [] "-- false" [leaf];
            /// Pushes the mark of an absent argument.
            op_push_undef PushUndef [] "-- undef" [leaf];
            /// Pushes `self`.
            op_push_self PushSelf [] "-- self" [leaf];
            /// Pushes an integer that fits 32 bits.
            op_push_int PushInt [value: Int] "-- integer" [leaf];
            /// Pushes a literal that all executions share: a large integer, a float, a frozen string, a range of literals.
            op_push_literal PushLiteral [literal: Literal] "-- value" [leaf];
            /// Pushes a symbol.
            op_push_symbol PushSymbol [symbol: Symbol] "-- symbol" [leaf];
            /// Pushes a new String with the bytes of a string literal.
            op_push_string PushString [literal: Literal] "-- string" [allocates];

            /// Drops the top.
            op_pop Pop [] "value --" [leaf];
            /// Copies the top.
            op_dup Dup [] "a -- a a" [leaf];
            /// Copies the two topmost values.
            op_dup2 Dup2 [] "a b -- a b a b" [leaf];
            /// Exchanges the two topmost values.
            op_swap Swap [] "a b -- b a" [leaf];
            /// Copies the value `depth` places below the top; 0 is the top.
            op_pick Pick [depth: Depth] "-- copy" [leaf];
            /// Stores the top `depth` places below itself and keeps it.
            op_poke Poke [depth: Depth] "value -- value" [leaf];
            /// Keeps the top and drops `count` values under it.
            op_drop_under DropUnder [count: Count] "under.. value -- value" [leaf];
            /// Moves the top `depth` places down; those it passes move up.
            op_rotate Rotate [depth: Depth] "value -- value" [leaf];

            /// First instruction of every function: checks the stack limit, clears the other locals, polls.
            op_enter Enter [] "--" [calls];
            /// Gives the frame an activation id; present when the function contains block literals.
            op_activate Activate [] "--" [allocates];
            /// Makes the Env of this frame with `size` slots of `nil`; its parent is the Env of the block being run, if any.
            op_make_env MakeEnv [size: Count] "--" [allocates];
            /// Pushes a local of the frame.
            op_get_local GetLocal [slot: Slot] "-- value" [leaf];
            /// Stores into a local of the frame.
            op_set_local SetLocal [slot: Slot] "value --" [leaf];
            /// Pushes a captured local: `slot` of the Env `depth` Envs up.
            op_get_env GetEnv [depth: EnvDepth, slot: EnvSlot] "-- value" [leaf];
            /// Stores into a captured local.
            op_set_env SetEnv [depth: EnvDepth, slot: EnvSlot] "value --" [leaf];
            /// Pushes a local that stands in the frame of a function around an evaluated text.
            op_get_far GetFar [name: Symbol] "-- value" [raises];
            /// Stores into a local that stands in the frame of a function around an evaluated text.
            op_set_far SetFar [name: Symbol] "value --" [raises];
            /// Jumps if the argument in `slot` was passed (is not the mark of an absent argument).
            op_branch_given BranchGiven [slot: Slot, target: Label] "--" [leaf branch];
            /// Stores the block passed to this method, as a Proc or nil, into `slot`. In blocks the slot of `&block` is filled with the other arguments.
            op_block_param BlockParam [slot: Slot] "--" [allocates];
            /// Pushes the block of the method around, as a Proc or nil.
            op_get_block GetBlock [] "-- block" [allocates];

            /// Pushes an instance variable of `self`; `nil` if it is not set.
            op_get_ivar GetIvar [site: IvarSite] "-- value" [leaf];
            /// Sets an instance variable of `self`.
            op_set_ivar SetIvar [site: IvarSite] "value --" [allocates raises];
            /// Pushes a class variable, looked up from the lexical class.
            op_get_cvar GetCvar [name: Symbol] "-- value" [allocates raises];
            /// Sets a class variable.
            op_set_cvar SetCvar [name: Symbol] "value --" [allocates raises];
            /// Pushes a global variable.
            op_get_global GetGlobal [name: Symbol] "-- value" [calls];
            /// Sets a global variable.
            op_set_global SetGlobal [name: Symbol] "value --" [calls];
            /// Makes the global variable `new` another name of `old`.
            op_alias_global AliasGlobal [new: Symbol, old: Symbol] "--" [raises];
            /// Pushes a constant found from the lexical scope: the modules around, then the ancestors of the innermost; else `const_missing`.
            op_get_const GetConst [site: ConstSite] "-- value" [calls];
            /// Pushes the constant of a given module (`scope::NAME`).
            op_get_const_in GetConstIn [site: ConstSite] "scope -- value" [calls];
            /// Pushes a constant of Object (`::NAME`).
            op_get_const_top GetConstTop [site: ConstSite] "-- value" [calls];
            /// Sets a constant of `scope`.
            op_set_const SetConst [name: Symbol] "scope value -- value" [calls];
            /// Pushes the innermost lexical class or module.
            op_push_cref PushCref [] "-- module" [leaf];
            /// Pushes Object.
            op_push_object_class PushObjectClass [] "-- object_class" [leaf];

            /// `a + b`.
            op_add Add [site: SendSite] "a b -- result" [calls];
            /// `a - b`.
            op_sub Sub [site: SendSite] "a b -- result" [calls];
            /// `a * b`.
            op_mul Mul [site: SendSite] "a b -- result" [calls];
            /// `a / b`.
            op_div Div [site: SendSite] "a b -- result" [calls];
            /// `a % b`.
            op_mod Mod [site: SendSite] "a b -- result" [calls];
            /// `a ** b`.
            op_pow Pow [site: SendSite] "a b -- result" [calls];
            /// `a < b`.
            op_lt Lt [site: SendSite] "a b -- result" [calls];
            /// `a <= b`.
            op_le Le [site: SendSite] "a b -- result" [calls];
            /// `a > b`.
            op_gt Gt [site: SendSite] "a b -- result" [calls];
            /// `a >= b`.
            op_ge Ge [site: SendSite] "a b -- result" [calls];
            /// `a == b`.
            op_eq Eq [site: SendSite] "a b -- result" [calls];
            /// `a != b`.
            op_neq Neq [site: SendSite] "a b -- result" [calls];
            /// `a <=> b`.
            op_cmp Cmp [site: SendSite] "a b -- result" [calls];
            /// `a & b`.
            op_and And [site: SendSite] "a b -- result" [calls];
            /// `a | b`.
            op_or Or [site: SendSite] "a b -- result" [calls];
            /// `a ^ b`.
            op_xor Xor [site: SendSite] "a b -- result" [calls];
            /// `a << b`.
            op_shl Shl [site: SendSite] "a b -- result" [calls];
            /// `a >> b`.
            op_shr Shr [site: SendSite] "a b -- result" [calls];
            /// `a[b]`.
            op_aref Aref [site: SendSite] "recv index -- result" [calls];
            /// `recv[index] = value`; pushes what the method returns.
            op_aset Aset [site: SendSite] "recv index value -- result" [calls];
            /// `!a`.
            op_not Not [site: SendSite] "a -- result" [calls];
            /// `-a`.
            op_neg Neg [site: SendSite] "a -- result" [calls];
            /// `a.length`.
            op_length Length [site: SendSite] "a -- result" [calls];
            /// `a.size`.
            op_size Size [site: SendSite] "a -- result" [calls];
            /// `a.empty?`.
            op_empty_p EmptyP [site: SendSite] "a -- result" [calls];
            /// `a.succ`.
            op_succ Succ [site: SendSite] "a -- result" [calls];
            /// `a.nil?`.
            op_nil_p NilP [site: SendSite] "a -- result" [calls];

            /// Calls a method: receiver, then positional values, keyword values, keyword hash, block value, as the site says.
            op_send Send [site: SendSite] "recv args.. -- result" [calls];
            /// `recv.new(args)`. If `new` is Class#new: `object` is the allocated object, `result` what `initialize` returned, go on at the next instruction (`new_done`). Else call `recv.new(args)`, leave `recv result`, go on behind the next instruction (`new_other`).
            op_send_new SendNew [site: SendSite] "placeholder recv args.. -- object result" [calls forks];
            /// Second of `send_new, new_done, new_other`: drops what `initialize` returned, skips `new_other`.
            op_new_done NewDone [] "object result -- object" [leaf skips];
            /// Third of `send_new, new_done, new_other`: keeps the result of another `new`.
            op_new_other NewOther [] "recv result -- result" [leaf];
            /// Calls the method that this one overrides, on `self`.
            op_super Super [site: SendSite] "args.. -- result" [calls];
            /// Calls the block of the method around; `placeholder` (nil) is the place where the block's `self` goes.
            op_yield Yield [site: SendSite] "placeholder args.. -- result" [calls];
            /// Pushes a Proc of a block literal.
            op_push_block PushBlock [code: Code] "-- proc" [allocates];
            /// Pushes a lambda Proc.
            op_push_lambda PushLambda [code: Code] "-- lambda" [allocates];
            /// First in a kernel method: names the primitive that a call tries before this body. When the body runs, the primitive has declined, so the instruction itself does nothing.
            op_primitive Primitive [name: Symbol] "--" [leaf];

            /// Jumps.
            op_jump Jump [target: Label] "--" [leaf branch ends];
            /// Jumps if the value is neither nil nor false.
            op_branch_true BranchTrue [target: Label] "value --" [leaf branch];
            /// Jumps if the value is nil or false.
            op_branch_false BranchFalse [target: Label] "value --" [leaf branch];
            /// Jumps if the value is nil.
            op_branch_nil BranchNil [target: Label] "value --" [leaf branch];
            /// Jumps if the value is not nil.
            op_branch_not_nil BranchNotNil [target: Label] "value --" [leaf branch];
            /// Head of a loop body: counts the iteration and polls.
            op_loop_head LoopHead [loop_index: Loop] "--" [calls];
            /// Returns from a method, class body or program.
            op_ret Ret [] "value --" [calls ends];
            /// Returns from a block or lambda (its end, or `next`).
            op_block_ret BlockRet [] "value --" [calls ends];
            /// `break` in a block: ends the call that the block was passed to, with this value.
            op_break_ Break [] "value --" [calls ends];
            /// `return` in a block: ends the method around (in a lambda: the lambda), with this value.
            op_return_home ReturnHome [] "value --" [calls ends];

            /// Goes on with what an exception table row caught.
            op_rethrow Rethrow [] "pending --" [calls ends];
            /// `class === exception`, after checking that it is a class or module.
            op_rescue_match RescueMatch [] "exception class -- bool" [calls];
            /// The same for each element of an array, until one matches.
            op_rescue_match_splat RescueMatchSplat [] "exception classes -- bool" [calls];
            /// Pushes `$!`.
            op_get_errinfo GetErrinfo [] "-- exception" [leaf];
            /// Sets `$!` to an exception or nil; does nothing for a pending throw.
            op_set_errinfo SetErrinfo [] "exception --" [leaf];

            /// Defines an instance method of the default definee.
            op_def_method DefMethod [name: Symbol, code: Code] "-- symbol" [calls];
            /// Defines a singleton method.
            op_def_singleton DefSingleton [name: Symbol, code: Code] "recv -- symbol" [calls];
            /// NameError if `name` is a private constant of `module`: a path to it is about to be opened.
            op_check_public CheckPublic [name: Symbol] "module -- module" [calls];
            /// Opens or makes the class `name` of `scope` and runs its body; `superclass` is undef when none is written.
            op_def_class DefClass [name: Symbol, code: Code] "scope superclass -- result" [calls];
            /// Opens or makes the module `name` of `scope` and runs its body.
            op_def_module DefModule [name: Symbol, code: Code] "scope -- result" [calls];
            /// Runs a body in the singleton class of an object.
            op_open_singleton OpenSingleton [code: Code] "object -- result" [calls];
            /// `alias new old`.
            op_alias_method AliasMethod [] "new old -- nil" [calls];
            /// `undef name`.
            op_undef_method UndefMethod [] "name --" [calls];

            /// Makes an Array of `count` values.
            op_new_array NewArray [count: Count] "elements.. -- array" [allocates];
            /// Appends one value.
            op_array_push ArrayPush [] "array value -- array" [allocates];
            /// Appends the elements of a splatted value (`to_a`, or itself).
            op_array_concat ArrayConcat [] "array value -- array" [calls];
            /// Splats one value: a new Array.
            op_to_array ToArray [] "value -- array" [calls];
            /// Makes a Hash of `pairs` keys and values.
            op_new_hash NewHash [pairs: Pairs] "pairs.. -- hash" [calls];
            /// Adds one pair.
            op_hash_set HashSet [] "hash key value -- hash" [calls];
            /// Adds the pairs of another value (`**other`: nil, or `to_hash`).
            op_hash_merge HashMerge [] "hash other -- hash" [calls];
            /// Makes a Range.
            op_new_range NewRange [exclusive: Flag] "low high -- range" [calls];
            /// Makes one String of `count` strings.
            op_concat_strings ConcatStrings [count: Count] "strings.. -- string" [allocates raises];
            /// Interpolation: `value.to_s`, or a general description if that is no String.
            op_to_s ToS [site: SendSite] "value -- string" [calls];
            /// Interns a String.
            op_to_symbol ToSymbol [] "string -- symbol" [allocates raises];
            /// Freezes a String made by interpolation.
            op_freeze_string FreezeString [] "string -- string" [leaf];
            /// Makes a Regexp of a String made by interpolation; `options` are Ruby's.
            op_new_regexp NewRegexp [options: Int] "string -- regexp" [raises];
            /// The text of a named group of a MatchData; nil of nil.
            op_match_group MatchGroup [name: Symbol] "match -- text" [raises];
            /// Pushes what `keep_once` kept here, or nil: a Regexp written with `o`.
            op_get_once GetOnce [site: ConstSite] "-- value" [leaf];
            /// Keeps a value for good.
            op_keep_once KeepOnce [site: ConstSite] "value -- value" [leaf];
            /// Multiple assignment: takes a value apart (`to_ary`) into `pre` values, a rest array if there is one, and the values after it; the first on top. `shape` is the number of values after the rest, times two, plus one if there is a rest.
            op_expand_array ExpandArray [pre: Count, shape: Shape] "value -- elements.." [calls];
            /// `case/when`: `pattern === value`.
            op_check_match CheckMatch [site: SendSite] "pattern value -- bool" [calls];

            /// Pattern matching: checks that `deconstruct` gave an Array, or `deconstruct_keys` a Hash.
            op_check_parts CheckParts [hash: Flag] "value -- value" [raises];
            /// Raises NoMatchingPatternError; NoMatchingPatternKeyError if `missing` is an Array of a key and the Hash without it, instead of nil.
            op_no_match NoMatch [] "message missing --" [raises ends];

            /// `"instance-variable"` or nil.
            op_defined_ivar DefinedIvar [name: Symbol] "-- description" [allocates];
            /// `"global-variable"` or nil.
            op_defined_global DefinedGlobal [name: Symbol] "-- description" [allocates];
            /// `"class variable"` or nil.
            op_defined_cvar DefinedCvar [name: Symbol] "-- description" [allocates];
            /// `"constant"` or nil, from the lexical scope.
            op_defined_const DefinedConst [site: ConstSite] "-- description" [calls];
            /// `"constant"` or nil, of a given module.
            op_defined_const_in DefinedConstIn [site: ConstSite] "scope -- description" [calls];
            /// `"method"` or nil: a public method of the receiver (or `respond_to_missing?`).
            op_defined_method DefinedMethod [name: Symbol] "recv -- description" [calls];
            /// `"method"` or nil: any method of `self`.
            op_defined_function DefinedFunction [name: Symbol] "-- description" [calls];
            /// `"yield"` or nil: is there a block?
            op_defined_yield DefinedYield [] "-- description" [allocates];
            /// `"super"` or nil: is there an overridden method? `name` is that of the method around as written.
            op_defined_super DefinedSuper [name: Symbol] "-- description" [calls];

            /// First of a program in the stack language, behind `enter`: makes ready to use the task's two stacks.
            op_stack_begin StackBegin [] "--" [raises];
            /// Pushes a number that fits 32 bits; labels are such numbers. This and all that follows works on the task's data stack, not on operands.
            op_stack_int StackInt [value: Int] "--" [raises];
            /// Pushes a truth value.
            op_stack_bool StackBool [value: Flag] "--" [raises];
            /// Pushes a larger number or a string.
            op_stack_literal StackLiteral [literal: Literal] "--" [raises];
            /// The definition of a label: does nothing. The label's value is the place behind it.
            op_stack_label StackLabel [name: Symbol] "--" [leaf];
            /// `a b -> a+b`, wrapped to 64 bits like all numbers of the stack language.
            op_stack_add StackAdd [] "--" [allocates raises];
            /// `a b -> a-b`.
            op_stack_sub StackSub [] "--" [allocates raises];
            /// `a b -> a*b`.
            op_stack_mul StackMul [] "--" [allocates raises];
            /// `a b -> a/b`, towards zero.
            op_stack_div StackDiv [] "--" [allocates raises];
            /// `a b -> a%b`, with the sign of a.
            op_stack_rem StackRem [] "--" [allocates raises];
            /// `a b -> a<b`.
            op_stack_lt StackLt [] "--" [raises];
            /// `a b -> a<=b`.
            op_stack_le StackLe [] "--" [raises];
            /// `a b -> a>b`.
            op_stack_gt StackGt [] "--" [raises];
            /// `a b -> a>=b`.
            op_stack_ge StackGe [] "--" [raises];
            /// `x y -> x==y`, of any types.
            op_stack_eq StackEq [] "--" [raises];
            /// `p q -> p and q`.
            op_stack_and StackAnd [] "--" [raises];
            /// `p q -> p or q`.
            op_stack_or StackOr [] "--" [raises];
            /// `p -> not p`.
            op_stack_not StackNot [] "--" [raises];
            /// `p x y -> x if p, else y`.
            op_stack_if StackIf [] "--" [raises];
            /// `x -> x x`.
            op_stack_dup StackDup [] "--" [raises];
            /// `x ->`.
            op_stack_drop StackDrop [] "--" [raises];
            /// `x y -> y x`.
            op_stack_swap StackSwap [] "--" [raises];
            /// `x y -> x y x`.
            op_stack_over StackOver [] "--" [raises];
            /// `x y z -> y z x`.
            op_stack_rot StackRot [] "--" [raises];
            /// `text -> number`, 0 if it is none.
            op_stack_cast_int StackCastInt [] "--" [allocates raises];
            /// `x -> text`.
            op_stack_cast_str StackCastStr [] "--" [allocates raises];
            /// `x ->`, printed as a line.
            op_stack_println StackPrintln [] "--" [raises];
            /// `-> text`: a line of standard input without the blanks around it, empty at the end.
            op_stack_read StackRead [] "--" [allocates raises];
            /// `n ->`: waits so many milliseconds.
            op_stack_sleep StackSleep [] "--" [calls];
            /// `place ->`: goes on there. Polls.
            op_stack_jump StackJump [] "--" [calls];
            /// `place ->`: goes on there; the next place goes to the return stack. Polls.
            op_stack_call StackCall [] "--" [calls];
            /// Goes on at the place on top of the return stack.
            op_stack_return StackReturn [] "--" [raises];
            /// Ends the program.
            op_stack_stop StackStop [] "--" [leaf];
            /// `n ->`: ends the program with a status.
            op_stack_exit StackExit [] "--" [raises];
            /// Behind the last word: ends the program. Whatever ends one leaves its frame from where it is, and an error is kept aside, so no word has a way out of its own.
            op_stack_end StackEnd [] "--" [leaf ends];
        }
    };
}
pub(crate) use for_each_op;

/// What is known about an instruction, from its row.
#[derive(Debug)]
pub struct OpInfo {
    /// The instruction.
    pub op: Op,
    /// Its name in listings.
    pub mnemonic: &'static str,
    /// Its documentation.
    pub doc: &'static str,
    /// Its static operands: name and kind.
    pub operands: &'static [(&'static str, OperandKind)],
    /// The stack picture as written.
    pub picture: &'static str,
    /// Its flags.
    pub flags: OpFlags,
    /// Values always popped.
    pub pops: u32,
    /// Values always pushed.
    pub pushes: u32,
    /// Pops a number of further values that an operand gives.
    pub pops_more: bool,
    /// Pushes a number of further values that an operand gives.
    pub pushes_more: bool,
}

/// What the verifier and the decoder look up for each instruction of a program:
/// small, so that the table of them stays in the processor's nearest memory.
pub(super) struct OpShape {
    /// The number of operands.
    pub count: u8,
    /// Their kinds; [`OperandKind::Int`] for those it lacks.
    pub kinds: [OperandKind; 2],
    /// Which operand is the label.
    pub label: Option<u8>,
    /// Its first operand is a place on the operand stack.
    pub reaches: bool,
    /// As in [`OpInfo`].
    pub pops: u8,
    /// As in [`OpInfo`].
    pub pushes: u8,
    /// As in [`OpInfo`].
    pub pops_more: bool,
    /// As in [`OpInfo`].
    pub pushes_more: bool,
    /// As in [`OpInfo`].
    pub flags: OpFlags,
}

impl OpShape {
    const fn of(info: &OpInfo) -> OpShape {
        let mut shape = OpShape {
            count: info.operands.len() as u8,
            kinds: [OperandKind::Int; 2],
            label: None,
            reaches: false,
            pops: info.pops as u8,
            pushes: info.pushes as u8,
            pops_more: info.pops_more,
            pushes_more: info.pushes_more,
            flags: info.flags,
        };
        let mut at = 0;
        while at < info.operands.len() {
            let kind = info.operands[at].1;
            shape.kinds[at] = kind;
            if matches!(kind, OperandKind::Label) {
                shape.label = Some(at as u8);
            }
            shape.reaches |= matches!(kind, OperandKind::Depth);
            at += 1;
        }
        shape
    }
}

/// The flags of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpFlags {
    /// Never allocates, raises or calls.
    pub leaf: bool,
    /// May allocate.
    pub allocates: bool,
    /// May raise.
    pub raises: bool,
    /// May run Ruby code, hence also allocate and raise.
    pub calls: bool,
    /// Has a label operand.
    pub branch: bool,
    /// Control never reaches the next instruction.
    pub ends: bool,
    /// Control continues behind the next instruction.
    pub skips: bool,
    /// Control continues at the next instruction or behind it.
    pub forks: bool,
}

const NO_FLAGS: OpFlags = OpFlags {
    leaf: false,
    allocates: false,
    raises: false,
    calls: false,
    branch: false,
    ends: false,
    skips: false,
    forks: false,
};

impl OpFlags {
    /// The names of the flags that are set.
    pub fn names(self) -> Vec<&'static str> {
        [
            (self.leaf, "leaf"),
            (self.allocates, "allocates"),
            (self.raises, "raises"),
            (self.calls, "calls"),
            (self.branch, "branch"),
            (self.ends, "ends"),
            (self.skips, "skips"),
            (self.forks, "forks"),
        ]
        .into_iter()
        .filter_map(|(set, name)| set.then_some(name))
        .collect()
    }
}

macro_rules! define_ops {
    ($(
        $(#[doc = $doc:literal])+
        $handler:ident $name:ident [$($operand:ident : $kind:ident),*] $picture:literal [$($flag:ident)*];
    )*) => {
        /// An instruction. The numbers are internal to one build.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Op {
            $($(#[doc = $doc])+ $name,)*
        }

        /// Every row of the table, in order.
        pub static OPS: [OpInfo; Op::COUNT] = [$(OpInfo {
            op: Op::$name,
            mnemonic: mnemonic(stringify!($handler)),
            doc: concat!($($doc),+),
            operands: &[$((stringify!($operand), OperandKind::$kind)),*],
            picture: $picture,
            flags: OpFlags { $($flag: true,)* ..NO_FLAGS },
            pops: picture($picture).pops,
            pushes: picture($picture).pushes,
            pops_more: picture($picture).pops_more,
            pushes_more: picture($picture).pushes_more,
        }),*];

        static SHAPES: [OpShape; Op::COUNT] = [$(OpShape::of(&OPS[Op::$name as usize])),*];

        const ALL: [Op; Op::COUNT] = [$(Op::$name),*];

        impl Op {
            /// The number of instructions.
            pub const COUNT: usize = [$(stringify!($name)),*].len();
        }

        /// The rows as text, their documentation left out.
        pub const TABLE_TEXT: &str = concat!($(
            stringify!($handler [$($operand: $kind),*] $picture [$($flag)*];)
        ),*);
    };
}
for_each_op!(define_ops);

impl Op {
    /// Whether it belongs to the stack language.
    pub fn is_stack(self) -> bool {
        self as u8 >= Op::StackBegin as u8
    }

    /// The row of this instruction.
    pub fn info(self) -> &'static OpInfo {
        &OPS[self as usize]
    }

    /// The shape of this instruction.
    #[inline]
    pub(super) fn shape(self) -> &'static OpShape {
        &SHAPES[self as usize]
    }

    /// The instruction with this number.
    pub fn from_number(number: u32) -> Option<Op> {
        ALL.get(number as usize).copied()
    }

    /// The name in listings.
    pub fn mnemonic(self) -> &'static str {
        self.info().mnemonic
    }

    /// The instruction with this mnemonic.
    pub fn from_mnemonic(mnemonic: &str) -> Option<Op> {
        ALL.into_iter().find(|op| op.mnemonic() == mnemonic)
    }

    /// All instructions in table order.
    pub fn all() -> impl Iterator<Item = Op> {
        ALL.into_iter()
    }
}

macro_rules! define_calls {
    (
        operators { $($op:ident $name:literal $argc:literal;)* }
        others { $($other:ident $other_name:literal $other_argc:literal;)* }
    ) => {
        impl Op {
            /// The instruction of an operator with so many arguments.
            pub fn of_operator(name: &[u8], argc: u32) -> Option<Op> {
                match (name, argc) {
                    $(($name, $argc) => Some(Op::$op),)*
                    _ => None,
                }
            }

            /// What the site of this instruction calls, and with how many values,
            /// if the instruction says.
            pub fn usual_call(self) -> Option<(&'static [u8], u32)> {
                match self {
                    $(Op::$op => Some((&$name[..], $argc)),)*
                    $(Op::$other => Some((&$other_name[..], $other_argc)),)*
                    _ => None,
                }
            }
        }
    };
}

define_calls! {
    operators {
        Add b"+" 1;
        Sub b"-" 1;
        Mul b"*" 1;
        Div b"/" 1;
        Mod b"%" 1;
        Pow b"**" 1;
        Lt b"<" 1;
        Le b"<=" 1;
        Gt b">" 1;
        Ge b">=" 1;
        Eq b"==" 1;
        Neq b"!=" 1;
        Cmp b"<=>" 1;
        And b"&" 1;
        Or b"|" 1;
        Xor b"^" 1;
        Shl b"<<" 1;
        Shr b">>" 1;
        Aref b"[]" 1;
        Aset b"[]=" 2;
        Not b"!" 0;
        Neg b"-@" 0;
        Length b"length" 0;
        Size b"size" 0;
        EmptyP b"empty?" 0;
        Succ b"succ" 0;
        NilP b"nil?" 0;
    }
    others {
        SendNew b"new" 0;
        Yield b"yield" 0;
        ToS b"to_s" 0;
        CheckMatch b"===" 1;
    }
}

/// The handler name without its prefix.
const fn mnemonic(handler: &'static str) -> &'static str {
    let (prefix, name) = handler.split_at(3);
    assert!(prefix.len() == 3, "a handler name starts with op_");
    name
}

/// What a stack picture says.
struct Picture {
    pops: u32,
    pushes: u32,
    pops_more: bool,
    pushes_more: bool,
}

/// Reads a stack picture: words before and after `--`, `..` marks a variable one.
const fn picture(text: &str) -> Picture {
    let bytes = text.as_bytes();
    let mut read = Picture {
        pops: 0,
        pushes: 0,
        pops_more: false,
        pushes_more: false,
    };
    let mut behind = false;
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        while at < bytes.len() && bytes[at] != b' ' {
            at += 1;
        }
        let variable = at >= start + 2 && bytes[at - 1] == b'.' && bytes[at - 2] == b'.';
        if bytes[start] == b'-' {
            assert!(!behind, "a stack picture has one --");
            behind = true;
        } else if variable && behind {
            read.pushes_more = true;
        } else if variable {
            read.pops_more = true;
        } else if behind {
            read.pushes += 1;
        } else {
            read.pops += 1;
        }
        at += 1;
    }
    assert!(behind, "a stack picture has a --");
    read
}

#[cfg(test)]
mod tests {
    use super::{OPS, Op};
    use crate::bytecode::operand::OperandKind;

    #[test]
    fn rows_are_consistent() {
        for (number, row) in OPS.iter().enumerate() {
            assert_eq!(row.op as usize, number);
            assert_eq!(Op::from_number(number as u32), Some(row.op));
            assert_eq!(Op::from_mnemonic(row.mnemonic), Some(row.op));
            assert!(row.operands.len() <= 2, "{}", row.mnemonic);
            assert!(
                row.doc.trim().ends_with('.') || row.doc.ends_with('?'),
                "{}",
                row.mnemonic
            );
            let flags = row.flags;
            let acts = flags.allocates || flags.raises || flags.calls;
            assert_ne!(flags.leaf, acts, "{}: leaf or not", row.mnemonic);
            let has_label = row.operands.iter().any(|(_, kind)| kind.is_label());
            assert_eq!(flags.branch, has_label, "{}", row.mnemonic);
            let kinds = row.operands.iter().map(|&(_, kind)| kind);
            let depth = kinds
                .into_iter()
                .position(|kind| kind == OperandKind::Depth);
            assert!(matches!(depth, None | Some(0)), "{}", row.mnemonic);
            let gives = row
                .operands
                .iter()
                .filter(|(_, kind)| kind.counts_values())
                .count();
            let has_site = row.operands.iter().any(|(_, kind)| kind.is_send_site());
            if row.pops_more || row.pushes_more {
                assert!(gives >= 1, "{}: no operand counts the values", row.mnemonic);
            } else if !has_site {
                assert_eq!(
                    gives,
                    usize::from(row.op == Op::MakeEnv),
                    "{}: an operand counts values that the picture lacks",
                    row.mnemonic
                );
            }
        }
        assert_eq!(Op::from_number(Op::COUNT as u32), None);
    }

    #[test]
    fn mnemonics_are_unique() {
        let mut names: Vec<_> = OPS.iter().map(|row| row.mnemonic).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Op::COUNT);
    }
}
