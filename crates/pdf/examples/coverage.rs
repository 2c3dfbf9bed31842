//! Prints `crates/forms/src/glyphs/coverage.txt` as the vendored fonts give it.
#![expect(clippy::print_stdout, reason = "the output is the point")]

fn main() -> Result<(), pdf::TypesetFault> {
    print!("{}", pdf::Typst::new()?.coverage_table());
    Ok(())
}
