//! Operating-system calls with a safe face: mapped memory and its return,
//! processes, clocks.
//!
//! Owns every `mmap`, `madvise` and `mprotect`, and the wait for other processes.
//! It never reads or writes the memory it hands out; whoever follows the raw
//! addresses answers for that.

use std::ptr;

/// A range of zeroed pages, given back when dropped. Pages are committed by
/// the system when first touched.
#[derive(Debug)]
pub struct Mapping {
    base: *mut u8,
    bytes: usize,
}

impl Mapping {
    /// Maps at least `bytes` bytes starting at a multiple of `align`, a power
    /// of two. `None` when the system has no such range.
    pub fn new(bytes: usize, align: usize) -> Option<Mapping> {
        let page = page_bytes();
        let bytes = bytes.max(1).checked_add(page - 1)? & !(page - 1);
        let slack = if align > page { align } else { 0 };
        let padded = bytes.checked_add(slack)?;
        if padded > isize::MAX as usize {
            return None;
        }
        // SAFETY: an anonymous mapping at an address of the system's choice
        // touches no memory that anybody else owns.
        let raw = unsafe {
            libc::mmap(
                ptr::null_mut(),
                padded,
                libc::PROT_READ | libc::PROT_WRITE,
                libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
                -1,
                0,
            )
        };
        if raw == libc::MAP_FAILED {
            return None;
        }
        let raw = raw.cast::<u8>();
        let skip = if slack == 0 {
            0
        } else {
            raw.align_offset(align)
        };
        let base = raw.wrapping_add(skip);
        unmap(raw, skip);
        unmap(base.wrapping_add(bytes), padded - skip - bytes);
        Some(Mapping { base, bytes })
    }

    /// First address.
    pub fn base(&self) -> *mut u8 {
        self.base
    }

    /// Length, a multiple of the page size.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Gives the pages of a range back to the system; they read as zero from
    /// then on. The range must consist of whole pages.
    pub fn discard(&mut self, offset: usize, bytes: usize) {
        assert!(
            offset
                .checked_add(bytes)
                .is_some_and(|end| end <= self.bytes)
        );
        // SAFETY: the range lies in this mapping, which nobody else owns; its
        // users hold raw addresses and expect zeros after this call.
        unsafe {
            libc::madvise(self.base.add(offset).cast(), bytes, libc::MADV_DONTNEED);
        }
    }

    /// Makes a range of whole pages inaccessible (a guard). False when the
    /// system refuses.
    pub fn forbid(&mut self, offset: usize, bytes: usize) -> bool {
        assert!(
            offset
                .checked_add(bytes)
                .is_some_and(|end| end <= self.bytes)
        );
        // SAFETY: the range lies in this mapping, which nobody else owns.
        unsafe { libc::mprotect(self.base.add(offset).cast(), bytes, libc::PROT_NONE) == 0 }
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        unmap(self.base, self.bytes);
    }
}

/// Unmaps a range that a [`Mapping`] owned. Nothing happens for no bytes.
fn unmap(base: *mut u8, bytes: usize) {
    if bytes != 0 {
        // SAFETY: callers pass ranges of a mapping they own and forget.
        unsafe {
            libc::munmap(base.cast(), bytes);
        }
    }
}

/// Pages that hold code: written through one address, executed at another, so
/// that nothing is ever writable and executable at once. Where the system has no
/// such double mappings, writing makes all of them writable for a moment: nobody
/// may run them meanwhile.
#[derive(Debug)]
pub struct CodeMapping {
    writable: *mut u8,
    executable: *mut u8,
    bytes: usize,
}

impl CodeMapping {
    /// Maps at least `bytes` bytes; `nameless`: not as a file in memory, which
    /// profilers take for a library. None when the system refuses.
    pub fn new(bytes: usize, nameless: bool) -> Option<CodeMapping> {
        let page = page_bytes();
        let bytes = bytes.max(1).checked_add(page - 1)? & !(page - 1);
        if nameless {
            return CodeMapping::single(bytes);
        }
        let doubled = CodeMapping::doubled(bytes);
        let tried = doubled.and_then(|mut code| code.runs_what_is_written().then_some(code));
        tried.or_else(|| CodeMapping::single(bytes))
    }

    /// Whether code that takes the place of other code runs: an emulator may not
    /// notice what is written at the other address (qemu-user does from 8.1 on).
    #[cfg(target_arch = "aarch64")]
    fn runs_what_is_written(&mut self) -> bool {
        const RET: u32 = 0xd65f_03c0;
        [1u32, 2].into_iter().all(|number| {
            // `mov w0, number`
            let code = [0x5280_0000 | number << 5, RET].map(u32::to_le_bytes);
            if !self.write(0, code.as_flattened()) {
                return false;
            }
            // SAFETY: a function without parameters was just written there; nothing
            // else lies in this mapping yet.
            let function: extern "C" fn() -> u32 = unsafe { std::mem::transmute(self.executable) };
            function() == number
        })
    }

    /// Elsewhere the processor, and whoever plays it, has to notice.
    #[cfg(not(target_arch = "aarch64"))]
    fn runs_what_is_written(&mut self) -> bool {
        true
    }

    /// A file in memory, mapped twice.
    #[cfg(target_os = "linux")]
    fn doubled(bytes: usize) -> Option<CodeMapping> {
        // SAFETY: a new file of our own; the name is only shown.
        let file = unsafe { libc::memfd_create(c"svm-code".as_ptr(), libc::MFD_CLOEXEC) };
        if file < 0 {
            return None;
        }
        let map = |protection: i32| {
            // SAFETY: mappings of our own file at addresses of the system's choice.
            unsafe {
                let flags = libc::MAP_SHARED;
                libc::mmap(ptr::null_mut(), bytes, protection, flags, file, 0)
            }
        };
        // SAFETY: the file is ours.
        let sized = unsafe { libc::ftruncate(file, bytes as libc::off_t) } == 0;
        let (writable, executable) = match sized {
            true => (
                map(libc::PROT_READ | libc::PROT_WRITE),
                map(libc::PROT_READ | libc::PROT_EXEC),
            ),
            false => (libc::MAP_FAILED, libc::MAP_FAILED),
        };
        // SAFETY: the mappings keep what they need of the file.
        unsafe { libc::close(file) };
        if writable == libc::MAP_FAILED || executable == libc::MAP_FAILED {
            for half in [writable, executable] {
                unmap(
                    half.cast(),
                    if half == libc::MAP_FAILED { 0 } else { bytes },
                );
            }
            return None;
        }
        Some(CodeMapping {
            writable: writable.cast(),
            executable: executable.cast(),
            bytes,
        })
    }

    #[cfg(not(target_os = "linux"))]
    fn doubled(_bytes: usize) -> Option<CodeMapping> {
        None
    }

    fn single(bytes: usize) -> Option<CodeMapping> {
        // SAFETY: an anonymous mapping at an address of the system's choice.
        let raw = unsafe {
            let protection = libc::PROT_READ | libc::PROT_EXEC;
            let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
            libc::mmap(ptr::null_mut(), bytes, protection, flags, -1, 0)
        };
        (raw != libc::MAP_FAILED).then(|| CodeMapping {
            writable: raw.cast(),
            executable: raw.cast(),
            bytes,
        })
    }

    /// Where the code runs.
    pub fn address(&self) -> usize {
        self.executable as usize
    }

    /// Length, a multiple of the page size.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Writes code, which may run when this returns true. False when the system
    /// refuses.
    pub fn write(&mut self, offset: usize, code: &[u8]) -> bool {
        let end = offset.checked_add(code.len());
        assert!(end.is_some_and(|end| end <= self.bytes));
        let single = self.writable == self.executable;
        if single && !self.protect(libc::PROT_READ | libc::PROT_WRITE) {
            return false;
        }
        // SAFETY: the range lies in this mapping, which is writable here; nobody
        // runs it before it is written.
        unsafe { ptr::copy_nonoverlapping(code.as_ptr(), self.writable.add(offset), code.len()) };
        if single && !self.protect(libc::PROT_READ | libc::PROT_EXEC) {
            return false;
        }
        self.publish(offset, code.len());
        true
    }

    fn protect(&mut self, protection: i32) -> bool {
        // SAFETY: this mapping is ours.
        unsafe { libc::mprotect(self.executable.cast(), self.bytes, protection) == 0 }
    }

    /// Makes instruction fetches see what was written.
    #[cfg(target_arch = "aarch64")]
    fn publish(&self, offset: usize, bytes: usize) {
        // The smallest line that the architecture allows.
        const LINE: usize = 16;
        let lines = |base: *mut u8| {
            let start = (base as usize + offset) & !(LINE - 1);
            (start..base as usize + offset + bytes).step_by(LINE)
        };
        // SAFETY: cache maintenance of lines of this mapping, and barriers.
        unsafe {
            for line in lines(self.writable) {
                std::arch::asm!("dc cvau, {}", in(reg) line, options(nostack));
            }
            std::arch::asm!("dsb ish", options(nostack));
            for line in lines(self.executable) {
                std::arch::asm!("ic ivau, {}", in(reg) line, options(nostack));
            }
            std::arch::asm!("dsb ish", "isb", options(nostack));
        }
    }

    #[cfg(not(target_arch = "aarch64"))]
    fn publish(&self, _offset: usize, _bytes: usize) {}
}

impl Drop for CodeMapping {
    fn drop(&mut self) {
        unmap(self.executable, self.bytes);
        if self.writable != self.executable {
            unmap(self.writable, self.bytes);
        }
    }
}

/// Maps the first page of a file as if it were code, for as long as the process
/// lives; profilers take note of such mappings. False when the system refuses.
pub fn map_as_code(file: &std::fs::File) -> bool {
    use std::os::fd::AsRawFd as _;
    // SAFETY: a mapping at an address of the system's choice that nobody reads,
    // executes or knows.
    let raw = unsafe {
        let protection = libc::PROT_READ | libc::PROT_EXEC;
        let descriptor = file.as_raw_fd();
        let flags = libc::MAP_PRIVATE;
        libc::mmap(
            ptr::null_mut(),
            page_bytes(),
            protection,
            flags,
            descriptor,
            0,
        )
    };
    raw != libc::MAP_FAILED
}

/// The clock that never goes back.
pub const CLOCK_MONOTONIC: i32 = libc::CLOCK_MONOTONIC;

/// The number of the running thread, as profilers show it.
pub fn thread_id() -> u32 {
    #[cfg(target_os = "linux")]
    {
        // SAFETY: only asks for a number.
        unsafe { libc::gettid() as u32 }
    }
    #[cfg(not(target_os = "linux"))]
    {
        std::process::id()
    }
}

/// The size of a page.
pub fn page_bytes() -> usize {
    // SAFETY: sysconf only reads a constant of the system.
    let bytes = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    usize::try_from(bytes).unwrap_or(4096)
}

/// The largest resident size this process has had, in bytes.
pub fn peak_resident_bytes() -> Option<u64> {
    let mut usage = std::mem::MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: getrusage fills the structure it is given.
    let failed = unsafe { libc::getrusage(libc::RUSAGE_SELF, usage.as_mut_ptr()) } != 0;
    if failed {
        return None;
    }
    // SAFETY: all bytes were zeroed, then filled by the successful call.
    let usage = unsafe { usage.assume_init() };
    Some(resident_bytes(&usage))
}

/// Waits for a process that this one started: its status, and the largest
/// resident size it had, in bytes, which is never below this process's own. The
/// caller must not wait for it again.
pub fn wait_for(child: &std::process::Child) -> std::io::Result<(std::process::ExitStatus, u64)> {
    use std::os::unix::process::ExitStatusExt as _;
    let mut status = 0;
    let mut usage = std::mem::MaybeUninit::<libc::rusage>::zeroed();
    let id = child.id() as libc::pid_t;
    loop {
        // SAFETY: wait4 fills the number and the structure it is given.
        let waited = unsafe { libc::wait4(id, &mut status, 0, usage.as_mut_ptr()) };
        if waited == id {
            break;
        }
        let error = std::io::Error::last_os_error();
        if error.kind() != std::io::ErrorKind::Interrupted {
            return Err(error);
        }
    }
    // SAFETY: all bytes were zeroed, then filled by the successful call.
    let usage = unsafe { usage.assume_init() };
    let status = std::process::ExitStatus::from_raw(status);
    Ok((status, resident_bytes(&usage)))
}

/// The largest resident size, in bytes.
fn resident_bytes(usage: &libc::rusage) -> u64 {
    let unit = if cfg!(target_os = "macos") { 1 } else { 1024 };
    u64::try_from(usage.ru_maxrss).unwrap_or(0) * unit
}

/// The native stack pointer of the caller, roughly.
#[inline(always)]
pub fn stack_pointer() -> usize {
    let sp: usize;
    #[cfg(target_arch = "x86_64")]
    // SAFETY: reads one register.
    unsafe {
        std::arch::asm!("mov {}, rsp", out(reg) sp, options(nomem, nostack, preserves_flags));
    }
    #[cfg(target_arch = "aarch64")]
    // SAFETY: reads one register.
    unsafe {
        std::arch::asm!("mov {}, sp", out(reg) sp, options(nomem, nostack, preserves_flags));
    }
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    {
        let here = 0u8;
        sp = &raw const here as usize;
    }
    sp
}

/// Writes all bytes to a file descriptor, going on after interruptions.
pub fn write_all(descriptor: i32, mut bytes: &[u8]) -> std::io::Result<()> {
    while !bytes.is_empty() {
        // SAFETY: the kernel reads `len` bytes of the live slice.
        let written = unsafe { libc::write(descriptor, bytes.as_ptr().cast(), bytes.len()) };
        match usize::try_from(written) {
            Ok(count) => bytes = &bytes[count..],
            Err(_) => {
                let error = std::io::Error::last_os_error();
                if error.kind() != std::io::ErrorKind::Interrupted {
                    return Err(error);
                }
            }
        }
    }
    Ok(())
}

/// Nanoseconds of one of the system's clocks. `None` for unknown clocks.
pub fn clock_nanoseconds(clock: i32) -> Option<i64> {
    let mut time = std::mem::MaybeUninit::<libc::timespec>::zeroed();
    // SAFETY: clock_gettime fills the structure it is given.
    let failed = unsafe { libc::clock_gettime(clock as libc::clockid_t, time.as_mut_ptr()) } != 0;
    if failed {
        return None;
    }
    // SAFETY: all bytes were zeroed, then filled by the successful call.
    let time = unsafe { time.assume_init() };
    Some(time.tv_sec * 1_000_000_000 + time.tv_nsec)
}

/// Nanoseconds of a monotonic clock that is cheap to look at and may go on in
/// steps of some milliseconds.
pub fn coarse_nanoseconds() -> u64 {
    #[cfg(target_os = "linux")]
    let clock = libc::CLOCK_MONOTONIC_COARSE;
    #[cfg(not(target_os = "linux"))]
    let clock = libc::CLOCK_MONOTONIC as i32;
    let now = clock_nanoseconds(clock);
    now.and_then(|now| u64::try_from(now).ok()).unwrap_or(0)
}

// SAFETY: functions of the C library that only compute with doubles.
unsafe extern "C" {
    /// Inverse hyperbolic sine.
    pub safe fn asinh(x: f64) -> f64;
    /// Inverse hyperbolic cosine.
    pub safe fn acosh(x: f64) -> f64;
    /// Inverse hyperbolic tangent.
    pub safe fn atanh(x: f64) -> f64;
    /// The error function.
    pub safe fn erf(x: f64) -> f64;
    /// Its complement.
    pub safe fn erfc(x: f64) -> f64;
    /// The gamma function.
    safe fn tgamma(x: f64) -> f64;
    fn lgamma_r(x: f64, sign: *mut i32) -> f64;
}

/// The gamma function.
pub fn gamma(x: f64) -> f64 {
    tgamma(x)
}

/// Logarithm of the absolute gamma function, and the sign of the latter.
pub fn lgamma(x: f64) -> (f64, i32) {
    let mut sign = 1;
    // SAFETY: the function writes one number to the place it is given.
    let value = unsafe { lgamma_r(x, &mut sign) };
    (value, if sign < 0 { -1 } else { 1 })
}

#[cfg(test)]
mod tests {
    use super::{Mapping, page_bytes, peak_resident_bytes};

    #[test]
    fn a_mapping_is_aligned_and_zero() {
        let mut map = Mapping::new(100_000, 1 << 20).expect("memory");
        assert_eq!(map.base() as usize % (1 << 20), 0);
        assert!(map.bytes() >= 100_000);
        // SAFETY: the mapping is alive and at least that long.
        unsafe {
            assert_eq!(*map.base().add(99_999), 0);
            *map.base() = 7;
        }
        map.discard(0, page_bytes());
        // SAFETY: as above.
        assert_eq!(unsafe { *map.base() }, 0);
    }

    #[test]
    fn absurd_sizes_are_refused() {
        assert!(Mapping::new(usize::MAX - 10, 8).is_none());
        assert!(Mapping::new(1 << 60, 8).is_none());
    }

    #[test]
    fn the_peak_is_known() {
        assert!(peak_resident_bytes().is_some_and(|b| b > 100_000));
    }
}
