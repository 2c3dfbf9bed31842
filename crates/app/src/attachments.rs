//! 添付: the scanned papers of certificates and clients. The bytes come first, chunk by chunk, each in a short transaction of its own;
//! the row that names them is written last, with its audit entry. What was taken back stays, and so do its bytes.

mod add;
mod list;
mod upload;

pub use add::{AttachTo, attach_file, withdraw_attachment};
pub use list::{
    AttachedPlace, AttachmentLine, Attachments, FileToShow, SignedPlan, attachments, note_file_opened, open_attachment,
    scans,
};
pub use upload::{Chunk, Media, Upload, UploadFault, UploadedFile};

use store::{Db, StoreError, Tx, attachments as files};

use crate::{Outside, accounts::shifted};
use domain::id::{FileId, OfficeId};

/// Hours after which chunks that nothing names are taken away: no upload takes longer.
const ORPHAN_HOURS: i64 = 24;

/// Takes away what uploads left that came to no end; asked from time to time by the worker.
pub fn sweep(db: &Db, outside: &Outside) -> Result<u64, StoreError> {
    let mut gone = 0;
    for office in db.read_now(files::offices)? {
        let before = shifted(&(outside.now)(), -ORPHAN_HOURS * 60);
        gone += db.write_now_in(office, move |tx| files::sweep(tx, office, &before))?;
    }
    Ok(gone)
}

/// Keeps one chunk of a file that is on its way in. No row names it yet, so it belongs to nobody and tells nothing.
pub fn keep_chunk(
    tx: &mut Tx,
    office: OfficeId,
    place: (FileId, i64),
    content: &[u8],
    at: &str,
) -> Result<(), StoreError> {
    files::write_chunk(tx, office, place, content, at)
}

/// One chunk of a file, for whoever reads it to its end; none behind it.
pub fn chunk(tx: &mut Tx, office: OfficeId, file: FileId, seq: i64) -> Result<Option<Vec<u8>>, StoreError> {
    files::chunk(tx, office, file, seq)
}
