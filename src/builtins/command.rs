//! Commands of the operating system: what backticks and `system` run.
//!
//! Owns starting a process and waiting for it. A vm runs commands only if its
//! host allows it; otherwise these raise SecurityError.

use std::io::{ErrorKind, Write};
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};

use crate::natives;
use crate::object::{Value, known};
use crate::vm::natives::Args;
use crate::vm::{Outcome, Stop, Vm};

use super::arg;

natives! {
    pub static ROWS;
    kernel_command: "Kernel" ["__command"] 2 shared command [private];
    kernel_set_status: "Kernel" ["__set_status"] 1 exclusive set_status [private];
}

/// Characters that make a line a matter of the shell.
const SHELL: &[u8] = b"*?{}[]<>()~&|\\$;'`\"\n#=%";

/// Words that only the shell knows.
const SHELL_WORDS: &[&str] = &[
    ".", ":", "break", "case", "cd", "continue", "do", "done", "elif", "else", "esac", "eval",
    "exec", "exit", "export", "fi", "for", "if", "in", "readonly", "return", "set", "shift",
    "then", "times", "trap", "type", "ulimit", "umask", "unset", "until", "while",
];

/// Runs a command, given as a list: one element is a line, several are a program
/// and its arguments. Gives an Array of process number, status word and, if the
/// second argument is true, what it printed. The status word is nil if there is
/// no such program.
fn command<'w>(vm: &'w Vm, args: &Args<'w>) -> Outcome<'w> {
    if !vm.commands {
        return Err(vm.security_error("this program may not run commands"));
    }
    let Some(list) = args[0].as_array() else {
        return Err(Stop::Decline);
    };
    let mut words = Vec::with_capacity(list.len());
    for word in list.iter() {
        let bytes = arg::str(vm, word)?.bytes();
        if bytes.contains(&0) {
            return Err(vm.argument_error("string contains null byte"));
        }
        words.push(String::from_utf8_lossy(bytes).into_owned());
    }
    let capture = args[1].truthy();
    let _ = vm.output.borrow_mut().flush();
    let _ = std::io::stdout().flush();
    let mut command = prepare(&words);
    if capture {
        command.stdout(Stdio::piped());
    }
    let run = || -> std::io::Result<(u32, i32, Vec<u8>)> {
        let child = command.spawn()?;
        let pid = child.id();
        let output = child.wait_with_output()?;
        Ok((pid, output.status.into_raw(), output.stdout))
    };
    let answer = vm.new_array(3).map_err(|e| vm.too_big(e))?;
    let (pid, status, text) = match { run }() {
        Ok((pid, status, text)) => (
            Value::fixnum(pid.into()),
            Value::fixnum(status.into()),
            text,
        ),
        Err(error) if error.kind() == ErrorKind::NotFound => (Value::NIL, Value::NIL, Vec::new()),
        Err(error) => return Err(vm.raise(known::SYSTEM_CALL_ERROR, error.to_string().as_bytes())),
    };
    let text = vm.new_string(&text).map_err(|e| vm.too_big(e))?;
    for value in [pid, status, text.value()] {
        vm.array_push(answer, value).map_err(|e| vm.too_big(e))?;
    }
    Ok(answer.value())
}

fn prepare(words: &[String]) -> Command {
    let [line] = words else {
        let (program, arguments) = words.split_first().map_or(("", words), |(p, a)| (p, a));
        let mut command = Command::new(program);
        command.args(arguments);
        return command;
    };
    let mut parts = line.split_ascii_whitespace();
    let first = parts.next().unwrap_or("");
    let simple = !line.bytes().any(|byte| SHELL.contains(&byte));
    if simple && !SHELL_WORDS.contains(&first) {
        let mut command = Command::new(first);
        command.args(parts);
        return command;
    }
    let mut command = Command::new("/bin/sh");
    command.arg("-c").arg(line);
    command
}

/// Sets `$?`.
fn set_status<'v>(vm: &'v mut Vm, _argc: usize) -> Outcome<'v> {
    let (name, status) = (vm.intern("$?"), vm.arg(0).word());
    vm.globals.insert(name, status);
    Ok(Value::NIL)
}
