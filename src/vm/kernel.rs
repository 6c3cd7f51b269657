//! Kernel Ruby: methods of the core library written in Ruby, compiled at their
//! first call.
//!
//! Files keep to a strict layout (see `builtins/mod.rs`), so an index of all
//! methods is made by scanning lines; no parser runs before a method is called.

use corosensei::stack::{DefaultStack, Stack as _};

use crate::bytecode::code::CompileRequest;
use crate::object::{ClassId, MethodBody, MethodEntry, MethodId, ScopeId, Sym, Visibility, known};

use super::Vm;

/// A kernel method that may not be compiled yet.
struct KernelMethod {
    file: &'static str,
    source: &'static str,
    first_line: u32,
    function: Option<u32>,
}

/// All kernel methods of a vm.
#[derive(Default)]
pub struct Kernel {
    methods: Vec<KernelMethod>,
    /// What they are compiled on, one after the other: also when no address space
    /// is left by then.
    stack: Option<DefaultStack>,
}

/// Native stack for compiling a kernel method, which nests little.
const STACK_BYTES: usize = 4 << 20;

/// One line of a kernel file that means something at this level.
enum Item<'s> {
    Open {
        name: &'s str,
        superclass: Option<&'s str>,
        module: bool,
    },
    Close,
    Method {
        name: &'s str,
        singleton: bool,
        private: bool,
        primitive: Option<&'s str>,
        source: &'s str,
        line: u32,
    },
    Alias {
        new: &'s str,
        old: &'s str,
    },
    Include(&'s str),
}

/// Iterates over the items of a kernel file.
fn items(text: &'static str) -> Vec<Item<'static>> {
    let mut items = Vec::new();
    let mut offset = 0;
    let mut open: Option<(usize, u32, &'static str)> = None;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let start = offset;
        offset += line.len();
        if let Some((from, first, head)) = open {
            // Most lines of the library pass here when a vm starts.
            if line.starts_with("  end") && line.trim_end() == "  end" {
                items.push(method(head, &text[from..offset], first));
                open = None;
            }
            continue;
        }
        let end_of_line = line.trim_end();
        let number = number as u32 + 1;
        if let Some(rest) = end_of_line
            .strip_prefix("class ")
            .or_else(|| end_of_line.strip_prefix("module "))
        {
            let (name, superclass) = match rest.split_once(" < ") {
                Some((name, superclass)) => (name.trim(), Some(superclass.trim())),
                None => (rest.trim(), None),
            };
            items.push(Item::Open {
                name,
                superclass,
                module: end_of_line.starts_with("module"),
            });
        } else if end_of_line == "end" {
            items.push(Item::Close);
        } else if let Some(head) = method_head(end_of_line) {
            if is_one_line(head) {
                items.push(method(head, &text[start..offset], number));
            } else {
                open = Some((start, number, head));
            }
        } else if let Some(rest) = end_of_line.strip_prefix("  alias_method :") {
            let (new, old) = rest
                .split_once(", :")
                .unwrap_or_else(|| panic!("kernel alias: {end_of_line}"));
            items.push(Item::Alias {
                new: unquote(new),
                old: unquote(old),
            });
        } else if let Some(rest) = end_of_line.strip_prefix("  include ") {
            items.push(Item::Include(rest.trim()));
        } else {
            debug_assert!(
                end_of_line.is_empty() || end_of_line.trim_start().starts_with('#'),
                "kernel line {number} is not understood: {end_of_line}"
            );
        }
    }
    debug_assert!(open.is_none(), "kernel method without end");
    items
}

fn unquote(name: &str) -> &str {
    name.trim().trim_matches('"')
}

/// The text after `def`, if the line defines a method at the second column.
fn method_head(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("  ")?;
    if rest.starts_with("def ") || rest.starts_with("private def ") {
        Some(rest)
    } else {
        None
    }
}

/// Whether the definition ends on its line: `def x(..) = ..`, `; end`.
fn is_one_line(head: &str) -> bool {
    if head.ends_with(" end") || head.ends_with(";end") {
        return true;
    }
    let text = definition(head).1;
    // Skip the parameter list, then look for the `=` of an endless method.
    let mut depth = 0usize;
    let name_end = text.find(['(', ' ']).unwrap_or(text.len());
    for (at, c) in text[name_end..].char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 && c != '(' {
            let rest = text[name_end + at..].trim_start_matches(')');
            return rest.starts_with(" = ");
        }
    }
    false
}

/// Whether a definition is private, and what stands behind its `def`.
fn definition(head: &str) -> (bool, &str) {
    let (private, rest) = match head.strip_prefix("private ") {
        Some(rest) => (true, rest),
        None => (false, head),
    };
    (private, rest.strip_prefix("def ").unwrap_or(rest))
}

fn method(head: &'static str, source: &'static str, line: u32) -> Item<'static> {
    let (private, rest) = definition(head);
    let (singleton, rest) = match rest.strip_prefix("self.") {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let name = &rest[..rest.find(['(', ' ', ';']).unwrap_or(rest.len())];
    let primitive = source
        .lines()
        .nth(1)
        .and_then(|l| l.trim().strip_prefix("primitive :"))
        .map(str::trim);
    Item::Method {
        name,
        singleton,
        private,
        primitive,
        source,
        line,
    }
}

impl Vm {
    /// Indexes kernel files and defines their methods.
    pub fn install_kernel(&mut self, files: &[(&'static str, &'static str)]) {
        for &(file, text) in files {
            // The body of a class is one lexical scope, as in any program.
            let (mut owner, mut scope) = (known::OBJECT, ScopeId::TOP);
            for item in items(text) {
                match item {
                    Item::Open {
                        name,
                        superclass,
                        module,
                    } => {
                        owner = self.kernel_class(name, superclass, module);
                        scope = self.world.new_scope(Some(ScopeId::TOP), owner);
                    }
                    Item::Close => (owner, scope) = (known::OBJECT, ScopeId::TOP),
                    Item::Alias { new, old } => {
                        let (new, old) = (self.world.intern_own(new), self.world.intern_own(old));
                        self.alias(owner, new, old).unwrap_or_else(|_| {
                            panic!("kernel alias of a method that is not there")
                        });
                    }
                    Item::Include(module) => {
                        let module = self.kernel_class(module, None, true);
                        self.world.include(owner, module);
                    }
                    Item::Method {
                        name,
                        singleton,
                        private,
                        primitive,
                        source,
                        line,
                    } => {
                        let target = if singleton {
                            self.world.singleton_class_of_class(owner)
                        } else {
                            owner
                        };
                        self.kernel.methods.push(KernelMethod {
                            file,
                            source,
                            first_line: line,
                            function: None,
                        });
                        let kernel = self.kernel.methods.len() as u32 - 1;
                        self.define_kernel_method(scope, target, name, kernel, primitive, private);
                    }
                }
            }
        }
    }

    fn kernel_class(&mut self, path: &str, superclass: Option<&str>, module: bool) -> ClassId {
        let mut outer = known::OBJECT;
        let mut class = outer;
        for part in path.split("::") {
            let name = self.world.intern(part);
            let found = self
                .world
                .const_get_own(outer, name)
                .and_then(|v| self.world.as_class(v));
            class = match found {
                Some(class) => class,
                None => {
                    let made = if module {
                        self.world.new_module()
                    } else {
                        let above =
                            superclass.map_or(known::OBJECT, |s| self.kernel_class(s, None, false));
                        self.world.new_class(above)
                    };
                    let object = self.world.class_object(made);
                    self.world.const_set(outer, name, object);
                    self.world.set_class_name(made, path.as_bytes());
                    made
                }
            };
            outer = class;
        }
        class
    }

    fn define_kernel_method(
        &mut self,
        scope: ScopeId,
        owner: ClassId,
        name: &str,
        kernel: u32,
        primitive: Option<&str>,
        private: bool,
    ) {
        let name = self.world.intern_own(name);
        let body = match primitive {
            Some(primitive) => {
                let native = *(self.native_names.get(primitive))
                    .unwrap_or_else(|| panic!("kernel Ruby names unknown primitive {primitive}"));
                MethodBody::Native {
                    native,
                    fallback: Some(kernel),
                }
            }
            None => MethodBody::Kernel(kernel),
        };
        let visibility = if private {
            Visibility::Private
        } else {
            Visibility::Public
        };
        self.insert(owner, name, body, visibility, scope);
    }

    /// Compiles the kernel method behind an entry, which then says so.
    pub(crate) fn compile_kernel(&mut self, entry: &MethodEntry) {
        if let MethodBody::Kernel(kernel) = entry.body.get() {
            let function = self.kernel_function(kernel);
            entry.body.set(MethodBody::Code(function));
        }
    }

    /// Whether a method is the library's own: nobody has defined it anew.
    pub fn is_kernel_method(&self, id: crate::object::MethodId) -> bool {
        match self.world.methods.get(id).body.get() {
            MethodBody::Kernel(_) | MethodBody::Native { .. } => true,
            MethodBody::Code(function) => self.functions.get(function).is_kernel(),
            _ => false,
        }
    }

    /// The number of the kernel method that a function is the body of.
    pub(super) fn kernel_of(&self, function: u32) -> Option<u32> {
        let mut methods = self.kernel.methods.iter();
        let index = methods.position(|method| method.function == Some(function))?;
        Some(index as u32)
    }

    /// The function of a kernel method, compiled if need be.
    pub(crate) fn kernel_function(&mut self, kernel: u32) -> u32 {
        let method = &self.kernel.methods[kernel as usize];
        if let Some(function) = method.function {
            return function;
        }
        let compile = self
            .compile
            .expect("the engine installs a compiler before Ruby runs");
        let stack = (self.kernel.stack)
            .get_or_insert_with(|| DefaultStack::new(STACK_BYTES).expect("address space"));
        let request = CompileRequest {
            source: method.source.as_bytes(),
            name: method.file,
            first_line: method.first_line,
            kernel: true,
            frozen_strings: None,
            surroundings: None,
            stack_end: Some(stack.limit().get()),
        };
        let unit = corosensei::on_stack(stack, || compile(&request));
        let unit = unit.unwrap_or_else(|error| {
            panic!(
                "kernel method in {} line {}: {error:?}",
                method.file, method.first_line
            )
        });
        let main = self.link(unit, true, None);
        // The unit defines one method: its main function, then the method.
        // SAFETY: V3: kernel code is never freed.
        let linked = unsafe { (*main).unit() }.expect("just linked");
        let index = (linked.unit.codes.iter())
            .position(|code| code.kind == crate::bytecode::code::CodeKind::Method)
            .expect("a kernel snippet defines one method");
        let function = linked.functions[index];
        // SAFETY: V3.
        let id = unsafe { (*function).id };
        self.kernel.methods[kernel as usize].function = Some(id);
        id
    }

    /// Inserts a method without telling any cache: only while the vm starts.
    fn insert(
        &mut self,
        owner: ClassId,
        name: Sym,
        body: MethodBody,
        visibility: Visibility,
        scope: ScopeId,
    ) -> MethodId {
        self.world.insert_method(owner, name, |id| MethodEntry {
            visibility,
            ..MethodEntry::new(id, owner, name, body, scope)
        })
    }

    /// Defines a primitive as a method while the vm starts.
    pub(crate) fn define_native(&mut self, owner: ClassId, name: Sym, native: u32, private: bool) {
        let visibility = if private {
            Visibility::Private
        } else {
            Visibility::Public
        };
        self.insert(
            owner,
            name,
            MethodBody::Native {
                native,
                fallback: None,
            },
            visibility,
            ScopeId::TOP,
        );
    }
}
