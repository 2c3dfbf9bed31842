//! What a command says. Whoever reads may go away (`mimamori import … | head`): the command does its work to the end all
//! the same, and says no more.

use std::{
    fmt,
    io::{self, Write as _},
    process::ExitCode,
};

use app::Reason;

/// A line on standard output.
macro_rules! out {
    ($($text:tt)*) => { $crate::screen::line(format_args!($($text)*)) };
}

/// A line on standard error.
macro_rules! err {
    ($($text:tt)*) => { $crate::screen::error_line(format_args!($($text)*)) };
}

/// Says why something was refused, and that nothing was done; status 1.
pub fn refused(reasons: &[Reason], nothing: &str) -> ExitCode {
    reasons.iter().for_each(|reason| err!("{}", reason.sentence));
    err!("{nothing}");
    ExitCode::FAILURE
}

/// Writes a line to standard output; a reader who has gone is no fault.
pub fn line(text: fmt::Arguments<'_>) {
    drop(writeln!(io::stdout().lock(), "{text}"));
}

/// Writes a line to standard error; a reader who has gone is no fault.
pub fn error_line(text: fmt::Arguments<'_>) {
    drop(writeln!(io::stderr().lock(), "{text}"));
}

/// Writes a text as it is to standard output.
pub fn text(text: &str) {
    let mut output = io::stdout().lock();
    drop(output.write_all(text.as_bytes()).and_then(|()| output.flush()));
}
