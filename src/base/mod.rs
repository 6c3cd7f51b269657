//! What stands below everything: operating-system calls, the table of options,
//! files for `perf`, and later typed indices and metrics. It knows nothing of
//! Ruby and imports nothing of ours.

pub mod options;
pub mod perf;
pub mod signal;
pub mod sys;
