//! Operand kinds and the typed indices that portable code uses.
//!
//! Owns the table of operand kinds (what a static operand of an instruction
//! refers to) and one index type per table of a code object. Never decides how
//! an operand is stored at run time.

/// Declares an index type: a position in one particular table.
macro_rules! index_type {
    ($($(#[doc = $doc:literal])+ $name:ident;)*) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// As a position in a slice.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

index_type! {
    /// A name in the symbol table of a unit.
    SymbolIdx;
    /// A function of a unit.
    CodeIdx;
    /// A literal of a function.
    LiteralIdx;
    /// A site of a function.
    SiteIdx;
    /// A loop of a function.
    LoopIdx;
    /// A local slot of a frame; `self` is not counted.
    Slot;
}

macro_rules! define_kinds {
    ($($(#[doc = $doc:literal])+ $name:ident;)*) => {
        /// What a static operand refers to.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum OperandKind {
            $($(#[doc = $doc])+ $name,)*
        }

        impl OperandKind {
            /// Every kind with its name and documentation.
            pub const ALL: &'static [(OperandKind, &'static str, &'static str)] =
                &[$((OperandKind::$name, stringify!($name), concat!($($doc),+))),*];
        }
    };
}

define_kinds! {
    /// A signed 32-bit number.
    Int;
    /// A frame slot.
    Slot;
    /// A number of Envs to walk up.
    EnvDepth;
    /// A slot of an Env.
    EnvSlot;
    /// A distance from the top of the operand stack.
    Depth;
    /// A number of values.
    Count;
    /// A number of key and value pairs.
    Pairs;
    /// The values after a rest array, times two, plus one if there is a rest.
    Shape;
    /// Zero or one.
    Flag;
    /// A literal of the function.
    Literal;
    /// A name of the unit.
    Symbol;
    /// A function of the unit.
    Code;
    /// The number of an instruction in the function.
    Label;
    /// A loop of the function.
    Loop;
    /// A site of a call.
    SendSite;
    /// A site of an instance variable.
    IvarSite;
    /// A site of a constant.
    ConstSite;
}

impl OperandKind {
    /// Whether it is a jump target.
    pub fn is_label(self) -> bool {
        self == OperandKind::Label
    }

    /// Whether it is a call site.
    pub fn is_send_site(self) -> bool {
        self == OperandKind::SendSite
    }

    /// Whether it is a site of any kind.
    pub fn is_site(self) -> bool {
        matches!(
            self,
            OperandKind::SendSite | OperandKind::IvarSite | OperandKind::ConstSite
        )
    }

    /// Whether it says how many values a `..` in a stack picture stands for.
    pub fn counts_values(self) -> bool {
        matches!(
            self,
            OperandKind::Count | OperandKind::Pairs | OperandKind::Shape | OperandKind::SendSite
        )
    }
}
