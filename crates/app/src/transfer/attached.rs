//! 添付したファイル in an export: each a file of its own, named by its hash, read and written chunk by chunk.

use std::{collections::BTreeMap, io::Read};

use domain::id::{FileId, OfficeId};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use store::{Db, StoreError, Tx, attachments};

use crate::{Outside, Reason, Refusal, limits};

/// What stands before the hash in the name of a file.
const PREFIX: &str = "attachment-";

/// The bytes of a file that was attached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachedFile {
    /// Its chunks.
    pub file: FileId,
    /// SHA-256, hex.
    pub sha256: String,
    /// Bytes.
    pub length: i64,
}

impl AttachedFile {
    /// The name of the file that holds it; tells nothing but its hash.
    pub fn name(&self) -> String {
        format!("{PREFIX}{}", self.sha256)
    }
}

/// Whether a file of that name holds the bytes of one that was attached.
pub fn is_attached(name: &str) -> bool {
    name.strip_prefix(PREFIX).is_some_and(|hash| hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Every file that an attachment of the office names, each once.
pub(super) fn attached_files(tx: &mut Tx, office: OfficeId) -> Result<Vec<AttachedFile>, Refusal> {
    let files = attachments::files(tx, office)?.into_iter();
    Ok(files.map(|it| AttachedFile { file: it.file, sha256: it.sha256, length: it.length }).collect())
}

/// Refuses where an attachment names a file whose bytes did not come.
pub(super) fn check_whole(tx: &mut Tx, office: OfficeId) -> Result<(), Refusal> {
    for file in attachments::files(tx, office)? {
        if attachments::length(tx, office, file.file)? != Some(file.length) {
            return Err(refused(format!("{PREFIX}{} がないか、途中で終わっています。", file.sha256)));
        }
    }
    Ok(())
}

/// The files that the rows of an export name, by hash; with the office they belong to.
pub fn named_files(files: &BTreeMap<String, Vec<u8>>) -> (Option<OfficeId>, BTreeMap<String, FileId>) {
    let manifest = files.get("manifest.json").and_then(|bytes| serde_json::from_slice::<Value>(bytes).ok());
    let office = manifest.as_ref().and_then(|it| it.get("office")?.as_str()?.parse().ok());
    let rows = files.get("table-attachment.jsonl").map(Vec::as_slice).unwrap_or_default();
    let file = |line: &[u8]| {
        let row: Value = serde_json::from_slice(line).ok()?;
        Some((row.get("sha256")?.as_str()?.to_owned(), row.get("file_id")?.as_str()?.parse().ok()?))
    };
    (office, rows.split(|byte| *byte == b'\n').filter_map(file).collect())
}

/// Keeps the bytes of a file under the id that the rows of the export give it, each chunk in a transaction of its own;
/// nothing names them yet. Refuses bytes that are not those of the hash.
pub fn take_file(
    db: &Db,
    outside: &Outside,
    office: OfficeId,
    (file, sha256): (FileId, &str),
    mut bytes: impl Read,
) -> Result<(), Refusal> {
    let mut hash = Sha256::new();
    for seq in 0.. {
        let mut chunk = Vec::new();
        let limit = u64::try_from(limits::CHUNK_BYTES).unwrap_or(u64::MAX);
        let unreadable = |_| refused(format!("{PREFIX}{sha256} を読めません。"));
        bytes.by_ref().take(limit).read_to_end(&mut chunk).map_err(unreadable)?;
        if chunk.is_empty() {
            break;
        }
        hash.update(&chunk);
        let at = (outside.now)();
        db.write_now_in(office, move |tx| attachments::write_chunk(tx, office, (file, seq), &chunk, &at))?;
    }
    if base16ct::lower::encode_string(&hash.finalize()) != sha256 {
        db.write_now_in(office, move |tx| attachments::forget(tx, office, file))?;
        return Err(refused(format!("{PREFIX}{sha256} が、書き出したときと違います。")));
    }
    Ok(())
}

/// Takes away what an import that was not kept had written.
pub fn forget_files(db: &Db, office: OfficeId, files: impl Iterator<Item = FileId>) -> Result<(), StoreError> {
    for file in files {
        db.write_now_in(office, move |tx| attachments::forget(tx, office, file))?;
    }
    Ok(())
}

/// SHA-256 over the chunks of a file, hex: what `verify` compares.
pub(crate) fn hash_of_chunks(tx: &mut Tx, office: OfficeId, file: FileId) -> Result<String, StoreError> {
    let mut hash = Sha256::new();
    for seq in 0.. {
        let Some(chunk) = attachments::chunk(tx, office, file, seq)? else { break };
        hash.update(&chunk);
    }
    Ok(base16ct::lower::encode_string(&hash.finalize()))
}

fn refused(sentence: String) -> Refusal {
    Refusal::Refused(vec![Reason::at("", sentence)])
}
