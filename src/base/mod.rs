//! What stands below everything: operating-system calls, and later typed
//! indices, metrics and options. It knows nothing of Ruby and imports nothing
//! of ours.

pub mod sys;
