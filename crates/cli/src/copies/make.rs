//! A generation: the database without the bytes of attached files, sealed, and those that are not sealed yet. The copy gets its name last, so that
//! whatever bears the name of a copy is whole, and so is all that it names.

use std::{fs, io::Write as _, time::Instant};

use app::copies::{self, CopyRun, RunKind};
use jiff::civil::DateTime;
use store::Db;

use super::{
    CopiesFolder, Failed, files,
    payload::{Extent, sealed_payload},
    seal::{self, Recipients},
};

/// Makes the copy of this moment, and takes away those whose time is over. What was done, for the page.
pub fn make(
    db: &Db,
    copies: &CopiesFolder,
    recipients: &Recipients,
    (at, now): (&str, DateTime),
) -> (CopyRun, Option<Failed>) {
    let begun = Instant::now();
    let done = copies.check().and_then(|()| generation(db, copies, recipients, now));
    let mut run = CopyRun {
        kind: RunKind::Copy,
        at: at.to_owned(),
        fault: String::new(),
        place: copies.file(now).display().to_string(),
        bytes: 0,
        files: 0,
        findings: 0,
        milliseconds: 0,
    };
    let failed = match done {
        Ok((bytes, files)) => {
            (run.bytes, run.files, run.findings) =
                (i64::try_from(bytes).unwrap_or(i64::MAX), count(&files), files.damaged);
            // The new copy lies there: that an old one could not be taken away makes it no worse.
            copies.prune().err()
        }
        Err(failed) => {
            copies.clear_unfinished();
            failed.fault.word().clone_into(&mut run.fault);
            Some(failed)
        }
    };
    run.milliseconds = i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX);
    (run, failed)
}

fn count(files: &files::SealedFiles) -> i64 {
    i64::try_from(files.hashes.len()).unwrap_or(i64::MAX)
}

fn generation(
    db: &Db,
    copies: &CopiesFolder,
    recipients: &Recipients,
    now: DateTime,
) -> Result<(u64, files::SealedFiles), Failed> {
    copies.clear_unfinished();
    let folder = &copies.folder;
    let sealed = sealed_payload(&copies.place, &copies.data, Extent::WithoutFiles, recipients, folder)?;
    // After the copy, so that whatever it names is among them: an attachment is never taken out of the database before its row.
    let files = files::seal_all(db, recipients, folder)?;
    let mut list = seal::unfinished(folder)?;
    list.write_all(files::list(recipients.tag(), &files.hashes).as_bytes()).map_err(Failed::place)?;
    list.as_file().sync_all().map_err(Failed::place)?;
    // A list without its copy was left by a killed program.
    drop(fs::remove_file(copies.list(now)));
    seal::publish(list, &copies.list(now))?;
    let bytes = sealed.bytes;
    sealed.publish(&copies.file(now))?;
    Ok((bytes, files))
}

/// Keeps what was done; that it cannot be kept is told to the server's log alone.
pub fn note(db: &Db, run: CopyRun, failed: Option<Failed>) {
    if let Some(failed) = failed {
        tracing::warn!(%failed, kind = run.kind.word(), "a copy did not go well");
    }
    if let Err(fault) = copies::note_run(db, run) {
        tracing::warn!(%fault, "what was done with a copy could not be kept");
    }
}
