//! コマンド: who runs a command sees the data behind it without signing in, so the log of looks tells of it. The same place
//! refuses what is frozen while 漏えい等のおそれ is declared.

use std::fmt;

use app::{
    Outside,
    breach::{FROZEN_COMMANDS, is_frozen},
    looks::{Look, LookKind},
};
use domain::id::OfficeId;
use store::Db;

/// What a command looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Everybody of the office, or of every office.
    Everybody,
    /// Nobody: it only does something.
    Nobody,
}

/// Tells the log of an office (of every one, where none is named) that a command runs, before it shows anything.
pub fn note(db: &Db, outside: &Outside, command: &str, office: Option<OfficeId>, reach: Reach) -> anyhow::Result<()> {
    let offices = match office {
        Some(office) => vec![office],
        None => db.read_now(store::offices::all)?.into_iter().map(|office| office.id).collect(),
    };
    if FROZEN_COMMANDS.contains(&command) {
        for office in offices.iter().copied() {
            if db.read_now(move |tx| is_frozen(tx, office))? {
                return Err(Frozen.into());
            }
        }
    }
    for office in offices {
        let look = Look {
            at: (outside.now)(),
            name: format!("mimamori {command}"),
            device: device(),
            everybody: reach == Reach::Everybody,
            ..Look::default()
        };
        db.looks().note(office.into(), LookKind::Command, look);
    }
    Ok(db.write_looks_now()?)
}

/// What leaves the office is frozen: status 1.
#[derive(Debug)]
pub struct Frozen;

impl fmt::Display for Frozen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "漏えい等のおそれが宣言されているため、書き出しを止めています。\
             管理者が、画面の「記録」の「漏えい等のおそれ」で解除すると、また使えます",
        )
    }
}

impl std::error::Error for Frozen {}

/// Who sits at the console, as the machine knows it.
fn device() -> String {
    let who = ["SUDO_USER", "USER"].iter().find_map(|name| std::env::var(name).ok()).unwrap_or_default();
    if who.is_empty() { "コンソール".to_owned() } else { format!("コンソール（{who}）") }
}
