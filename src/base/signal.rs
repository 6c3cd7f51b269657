//! Signals of the process: Ctrl-C sets a word, a broken pipe ends quietly.
//!
//! Owns the two handlers of the `svm` command. A signal belongs to the process,
//! so the word that Ctrl-C sets is the one thing here that is not part of a vm;
//! programs that embed the library and never ask for it have no handler.

use std::sync::atomic::{AtomicPtr, AtomicU32, AtomicU64, Ordering};

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

/// Signals that arrived, a bit each, and the word that says so.
static ARRIVED: AtomicU64 = AtomicU64::new(0);
static REPORT_TO: AtomicPtr<AtomicU32> = AtomicPtr::new(std::ptr::null_mut());
static REPORT_BITS: AtomicU32 = AtomicU32::new(0);

extern "C" fn on_signal(number: libc::c_int) {
    ARRIVED.fetch_or(1 << (number & 63), Ordering::Relaxed);
    // SAFETY: the pointer is null or was made from a `&'static AtomicU32`.
    if let Some(word) = unsafe { REPORT_TO.load(Ordering::Acquire).as_ref() } {
        word.fetch_or(REPORT_BITS.load(Ordering::Relaxed), Ordering::Relaxed);
    }
}

/// From now on a signal is noted for [`take`] and sets `bits` in `word`.
pub fn report(number: i32, word: &'static AtomicU32, bits: u32) {
    REPORT_BITS.store(bits, Ordering::Relaxed);
    REPORT_TO.store(std::ptr::from_ref(word).cast_mut(), Ordering::Release);
    let handler: extern "C" fn(libc::c_int) = on_signal;
    // SAFETY: as in `interrupt_sets`.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = handler as *const () as usize;
        libc::sigemptyset(&mut action.sa_mask);
        libc::sigaction(number, &action, std::ptr::null_mut());
    }
}

/// Takes the signals that arrived.
pub fn take() -> u64 {
    ARRIVED.swap(0, Ordering::Relaxed)
}

/// From now on a signal does nothing.
pub fn ignore(number: i32) {
    // SAFETY: one of the system's own actions.
    unsafe {
        libc::signal(number, libc::SIG_IGN);
    }
}

/// From now on a signal does what the system does.
pub fn default(number: i32) {
    // SAFETY: one of the system's own actions.
    unsafe {
        libc::signal(number, libc::SIG_DFL);
    }
}

/// Sends a signal; false if the process cannot be reached.
pub fn send(number: i32, process: i32) -> bool {
    // SAFETY: takes two numbers.
    unsafe { libc::kill(process, number) == 0 }
}
