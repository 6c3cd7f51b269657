//! The core library.

pub mod algo;
mod arg;
pub mod encoding;
pub mod float;
pub mod integer;
pub mod math;
pub mod random;
pub mod string;
pub mod string_change;
pub mod string_index;
pub mod string_parts;
