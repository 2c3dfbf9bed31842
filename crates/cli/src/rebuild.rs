//! `mimamori rebuild`: makes the one derived table, the board, anew from the facts.

use std::{process::ExitCode, sync::Arc};

use anyhow::Context as _;
use app::upkeep;
use clap::Args;

use crate::{
    command_look::{self, Reach},
    data::DataArgs,
    outside::{self, Pdf},
};

/// Options of `rebuild`.
#[derive(Args, Debug)]
pub struct RebuildArgs {
    #[command(flatten)]
    data: DataArgs,
}

/// Does so in one transaction, for every office.
pub fn run(args: &RebuildArgs) -> anyhow::Result<ExitCode> {
    let db = args.data.open_existing_checked()?;
    command_look::note(&db, &outside::real(Arc::new(Pdf::default())), "rebuild", None, Reach::Nobody)?;
    let rebuilt = db.write_now(upkeep::rebuild).context("一覧を作り直せませんでした")?;
    for (office, rows) in &rebuilt.boards {
        out!("事業所 {office}: 一覧を作り直しました（{rows}行）");
    }
    Ok(crate::verify::tell_unreadable(&rebuilt.unreadable))
}
