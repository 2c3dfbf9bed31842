//! 控え: the copies that the server makes by itself. Which are kept and when the next is due (`generations`), the paper key to which they are
//! sealed (`key`), what was done (`runs`), the drills of people (`drill`), and the page that tells all of it (`page`). The copies themselves
//! are made by the program (`cli`): only it reads clock and disk. See `docs/adr/0013-sealed-copies.md`.

mod drill;
pub mod generations;
mod key;
mod page;
mod runs;

pub use drill::{drill_is_due, record_drill};
pub use key::{MadeKey, PaperKeyFault, keep_key_by_command, make_key, public_of, secret_of};
pub use page::{CopiesPage, Warning, copies_page};
pub use runs::{CopyFault, note_run};
pub use store::copies::{CopyDrill, CopyKey, CopyRun, RunKind};
