//! `mimamori copy-key`: makes the key of the sealed copies and shows it once, for paper.

use std::{process::ExitCode, sync::Arc};

use app::copies::{self, MadeKey};
use clap::Args;
use qrcode::{EcLevel, QrCode, render::unicode::Dense1x2};

use crate::{
    data::DataArgs,
    outside::{self, Pdf},
};

/// Options of `copy-key`.
#[derive(Args, Debug)]
pub struct CopyKeyArgs {
    #[command(flatten)]
    data: DataArgs,
}

/// Makes a key and shows it.
pub fn run(args: &CopyKeyArgs) -> anyhow::Result<ExitCode> {
    let db = args.data.open_existing_checked()?;
    let outside = outside::real(Arc::new(Pdf::default()));
    let made = db.write_now(move |tx| copies::keep_key_by_command(tx, &outside))?;
    show(&made);
    Ok(ExitCode::SUCCESS)
}

fn show(made: &MadeKey) {
    out!("控えの鍵を作りました。この画面を閉じると、もう見られません。");
    out!("印刷するか書き写し、サーバーとは別の、鍵のかかるところに保管してください。");
    out!("");
    if let Ok(code) = QrCode::with_error_correction_level(&made.secret, EcLevel::M) {
        out!("{}", code.render::<Dense1x2>().build());
    }
    for line in made.groups().chunks(5) {
        out!("  {}", line.join(" "));
    }
    out!("");
    out!("これから作る控えは、この鍵で開きます。前の鍵の紙も、前の控えがあるあいだは捨てないでください。");
}
