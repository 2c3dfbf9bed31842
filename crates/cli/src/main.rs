//! The program `mimamori`: one binary for the server, the demo and the commands.
//!
//! Exit status: 0 done, 1 the input was refused, 2 wrong usage, 3 fault.

#[macro_use]
mod screen;

mod account;
mod backup;
mod claims;
mod command_look;
mod commands;
mod copies;
mod copy_key;
mod data;
mod deleted;
mod demo;
mod explain;
mod export;
mod head;
mod healthz;
mod holidays;
mod import;
mod key_file;
mod mail;
mod move_data;
mod office_args;
mod organisation;
mod outside;
mod papers;
mod private_file;
mod rebuild;
mod restore;
mod rules;
mod sealing_key;
mod serve;
mod sheets;
mod simulate;
mod tls;
mod verify;
mod worker;

use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser as _;

/// Typesetting a paper and making a page ask for much small memory; see `bench/README.md`.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let commands = commands::Commands::parse();
    // Nothing runs on a law that is not sound: what would be answered, recorded or billed with it would be wrong.
    let sound = law::LawBook::embedded().context("法令のデータを読めません");
    match sound.and_then(|_| commands.run()) {
        Ok(code) => code,
        Err(fault) => {
            err!("mimamori: {fault:#}");
            let refused = fault.is::<command_look::Frozen>();
            ExitCode::from(if fault.is::<office_args::WrongUsage>() {
                2
            } else if refused {
                1
            } else {
                3
            })
        }
    }
}
