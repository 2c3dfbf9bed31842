//! Rebuilds the crate when a file of `law/` is added or taken away; changed files are noticed without it.

fn main() {
    println!("cargo:rerun-if-changed=../../law");
}
