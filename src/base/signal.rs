//! Signals of the process: Ctrl-C sets a word, a broken pipe ends quietly.
//!
//! Owns the two handlers of the `svm` command. A signal belongs to the process,
//! so the word that Ctrl-C sets is the one thing here that is not part of a vm;
//! programs that embed the library and never ask for it have no handler.

use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering};

/// The word that SIGINT sets, and the bits it sets there.
static TARGET: AtomicPtr<AtomicU32> = AtomicPtr::new(std::ptr::null_mut());
static BITS: AtomicU32 = AtomicU32::new(0);

extern "C" fn on_interrupt(_signal: libc::c_int) {
    // SAFETY: the pointer is null or was made from a `&'static AtomicU32`.
    if let Some(word) = unsafe { TARGET.load(Ordering::Acquire).as_ref() } {
        word.fetch_or(BITS.load(Ordering::Relaxed), Ordering::Relaxed);
    }
}

/// From now on SIGINT sets `bits` in `word`. System calls that wait are
/// interrupted by it.
pub fn interrupt_sets(word: &'static AtomicU32, bits: u32) {
    BITS.store(bits, Ordering::Relaxed);
    TARGET.store(std::ptr::from_ref(word).cast_mut(), Ordering::Release);
    let handler: extern "C" fn(libc::c_int) = on_interrupt;
    // SAFETY: the handler only touches atomics; all fields of the zeroed
    // structure have a meaning, and SA_RESTART is left out on purpose.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = handler as *const () as usize;
        libc::sigemptyset(&mut action.sa_mask);
        libc::sigaction(libc::SIGINT, &action, std::ptr::null_mut());
    }
}

/// Writing to a pipe that nobody reads ends the process, as is usual for
/// commands (Rust programs ignore the signal by default).
pub fn end_on_broken_pipe() {
    // SAFETY: restores the system's own action.
    unsafe {
        libc::signal(libc::SIGPIPE, libc::SIG_DFL);
    }
}
