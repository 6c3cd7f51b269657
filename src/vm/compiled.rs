//! Units as data: what RubyVM::InstructionSequence compiles, looks at and runs.

use crate::bytecode::binary;
use crate::bytecode::code::{CompileRequest, Unit};
use crate::heap::Word;

use super::function::Function;
use super::{Handle, Stop, Vm};

impl Vm {
    /// Compiles a program without running it; raises SyntaxError.
    pub(crate) fn compile_program(
        &self,
        source: &[u8],
        name: &str,
        first_line: u32,
        frozen_strings: Option<bool>,
    ) -> Result<Unit, Stop> {
        let compile = self
            .compile
            .expect("the engine installs a compiler before Ruby runs");
        let unit = compile(&CompileRequest {
            source,
            name,
            first_line,
            kernel: false,
            frozen_strings,
            surroundings: None,
            stack_end: None,
        });
        unit.map_err(|refusal| self.syntax_error_in(name, refusal))
    }

    /// The unit of a Method or Proc as bytes, and the number of its function
    /// there; None if it is the library's.
    pub(crate) fn compiled_bytes_of(&self, of: Handle) -> Option<(Vec<u8>, u32)> {
        let function = self.target_function(of)?;
        // SAFETY: V3: what a live Proc or method names lives.
        let function: &Function = unsafe { &*function };
        let (linked, index) = function.linked.as_ref()?;
        (!linked.kernel).then(|| (binary::encode(&linked.unit), *index))
    }

    /// Runs a program that was loaded as a whole, at the top level.
    pub(crate) fn run_loaded(&mut self, unit: Unit) -> Result<Word, Stop> {
        let function = self.link(unit, false, None);
        let (this, entry) = (self.main_object, self.top_entry);
        self.run_function(function, this, entry)
    }
}
