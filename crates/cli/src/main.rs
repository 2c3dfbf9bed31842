//! The program `mimamori`: one binary for the server, the demo and the commands.
//!
//! Exit status: 0 done, 1 the input was refused, 2 wrong usage, 3 fault.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command talks to the person who called it")]

mod backup;
mod claims;
mod commands;
mod data;
mod demo;
mod explain;
mod export;
mod healthz;
mod import;
mod outside;
mod rebuild;
mod rules;
mod serve;
mod simulate;
mod verify;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let commands = commands::Commands::parse();
    match commands.run() {
        Ok(code) => code,
        Err(fault) => {
            eprintln!("mimamori: {fault:#}");
            ExitCode::from(3)
        }
    }
}
