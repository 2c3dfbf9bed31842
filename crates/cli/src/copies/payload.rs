//! What is sealed: a plain copy of the database, exactly what `backup` without `--seal` writes, so that any program that knows age opens it.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::Stdio,
};

use app::copies::CopyFault;
use store::{Db, Location, backup};

use super::{
    Failed, postgres,
    seal::{Recipients, Sealed, seal},
};
use crate::private_file;

/// The plain copy on its way: in the folder of the data, never where copies lie.
const PLAIN: &str = "copying.plain";

/// What a copy holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// Without the bytes of attached files.
    WithoutFiles,
}

/// Seals a copy of the database into a file without a name in a folder.
pub fn sealed_payload(
    place: &Location,
    data: &Path,
    extent: Extent,
    recipients: &Recipients,
    folder: &Path,
) -> Result<Sealed, Failed> {
    match place {
        Location::SqliteFile(path) => {
            let plain = Plain::make(path, data, extent)?;
            seal(recipients, folder, &mut File::open(&plain.0).map_err(Failed::place)?)
        }
        Location::SqliteMemory => Err(Failed::new(CopyFault::Database, "a database in memory")),
        Location::Postgres(_) => sealed_dump(place, extent, recipients, folder),
    }
}

/// `pg_dump` writes into the seal: nothing lies open on the disk in between.
fn sealed_dump(place: &Location, extent: Extent, recipients: &Recipients, folder: &Path) -> Result<Sealed, Failed> {
    let mut command = postgres::dump(place, extent)?;
    let program = |error| Failed::new(CopyFault::Program, error);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(program)?;
    let mut out = child.stdout.take().ok_or_else(|| Failed::new(CopyFault::Program, "no output"))?;
    let sealed = seal(recipients, folder, &mut out);
    if sealed.is_err() {
        drop(child.kill());
    }
    drop(out);
    let ended = child.wait_with_output().map_err(program)?;
    let sealed = sealed?;
    postgres::went_well(&ended)?;
    Ok(sealed)
}

/// A plain copy, which goes when it is dropped; what a killed program left goes before the next.
struct Plain(PathBuf);

impl Plain {
    fn make(from: &Path, data: &Path, extent: Extent) -> Result<Self, Failed> {
        private_file::make_folder(data).map_err(|error| Failed::new(CopyFault::Place, error))?;
        let plain = Self(data.join(PLAIN));
        drop(fs::remove_file(&plain.0));
        match extent {
            Extent::Whole => backup::save(from, &plain.0)?,
            Extent::WithoutFiles => backup::save_without_files(from, &plain.0)?,
        }
        Ok(plain)
    }
}

impl Drop for Plain {
    fn drop(&mut self) {
        drop(fs::remove_file(&self.0));
    }
}

/// Whether a database is one of a server, by its place; for the programs that only know one kind.
pub fn state_of(place: &Location) -> Result<backup::ServerState, Failed> {
    Ok(Db::open(place, 1)?.read_now(backup::server_state)?)
}
