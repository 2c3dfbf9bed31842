//! コマンド: who runs a command sees the data behind it without signing in, so the log of looks tells of it.

use app::{
    Outside,
    looks::{Look, LookKind},
};
use domain::id::OfficeId;
use store::{Db, StoreError};

/// What a command looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Everybody of the office, or of every office.
    Everybody,
    /// Nobody: it only does something.
    Nobody,
}

/// Tells the log of an office (of every one, where none is named) that a command runs, before it shows anything.
pub fn note(
    db: &Db,
    outside: &Outside,
    command: &str,
    office: Option<OfficeId>,
    reach: Reach,
) -> Result<(), StoreError> {
    let offices = match office {
        Some(office) => vec![office],
        None => db.read_now(store::offices::all)?.into_iter().map(|office| office.id).collect(),
    };
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
    db.write_looks_now()
}

/// Who sits at the console, as the machine knows it.
fn device() -> String {
    let who = ["SUDO_USER", "USER"].iter().find_map(|name| std::env::var(name).ok()).unwrap_or_default();
    if who.is_empty() { "コンソール".to_owned() } else { format!("コンソール（{who}）") }
}
