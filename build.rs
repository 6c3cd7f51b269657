//! Chooses how handlers pass control to the next one.
//!
//! From opt-level 1 on, LLVM turns the call at the end of a handler into a
//! jump (`cfg(svm_tail)`); at opt-level 0 it does not, so the same handlers
//! return to a small trampoline instead. `SVM_DISPATCH=tail|loop` overrides.

fn main() {
    println!("cargo:rerun-if-env-changed=SVM_DISPATCH");
    println!("cargo:rustc-check-cfg=cfg(svm_tail)");
    let opt_level = std::env::var("OPT_LEVEL").unwrap_or_default();
    let tail = match std::env::var("SVM_DISPATCH").as_deref() {
        Ok("tail") => true,
        Ok("loop") => false,
        _ => opt_level != "0",
    };
    if tail {
        println!("cargo:rustc-cfg=svm_tail");
    }
}
