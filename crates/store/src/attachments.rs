//! 添付: files of a record. A file's bytes stand in chunks, written before any row names them and never changed; an
//! attachment is one row that names a file, and is taken back by another row.

use domain::{
    id::{AttachmentId, CertificateId, ClientId, FactId, FileId, OfficeId, UserId},
    paper::ScanKind,
};

use crate::{Row, StoreError, Tx, read::of_word};

/// A file that was attached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Id.
    pub id: AttachmentId,
    /// The client.
    pub client: ClientId,
    /// What it is of.
    pub kind: ScanKind,
    /// 受給者証, where it is of one.
    pub certificate: Option<CertificateId>,
    /// The version of a plan, where it is of one and somebody said of which.
    pub plan: Option<FactId>,
    /// Its bytes.
    pub file: FileId,
    /// SHA-256 of the bytes, hex.
    pub sha256: String,
    /// What the bytes are, e.g. `application/pdf`.
    pub media: String,
    /// Bytes.
    pub length: i64,
    /// What it is, as typed.
    pub note: String,
    /// When it was added, UTC.
    pub added_at: String,
    /// Who added it.
    pub added_by: UserId,
    /// Name at that time.
    pub added_by_name: String,
    /// That it was taken back.
    pub withdrawal: Option<AttachmentWithdrawal>,
}

/// That an attachment was taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachmentWithdrawal {
    /// Why.
    pub reason: String,
    /// When, UTC.
    pub at: String,
    /// Name of whoever did.
    pub by_name: String,
}

/// A file that an attachment names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// Its bytes.
    pub file: FileId,
    /// SHA-256 of them, hex.
    pub sha256: String,
    /// Bytes.
    pub length: i64,
}

const WRITE: &str = "insert into file_chunk (office_id, file_id, seq, content, written_at) values ($1, $2, $3, $4, $5)";
const READ: &str = "select content from file_chunk where office_id = $1 and file_id = $2 and seq = $3";
const WHOLE: &str = "select count(*), cast(coalesce(sum(length(content)), 0) as bigint), coalesce(max(seq), -1) \
    from file_chunk where office_id = $1 and file_id = $2";
const FORGET: &str = "delete from file_chunk where office_id = $1 and file_id = $2";
const ORPHANS: &str = "delete from file_chunk where office_id = $1 and written_at < $2 and file_id not in \
    (select file_id from attachment where office_id = $1)";
const OFFICES: &str = "select office_id from file_chunk group by office_id order by office_id";
const SAME: &str = "select file_id from attachment where office_id = $1 and sha256 = $2 order by added_at, id limit 1";
const INSERT: &str = "insert into attachment (office_id, id, certificate_id, file_id, sha256, media, length, note, \
    added_at, added_by, added_by_name, client_id, kind, plan_id) \
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
const WITHDRAW: &str = "insert into attachment_withdrawal (office_id, attachment_id, reason, withdrawn_at, \
    withdrawn_by, withdrawn_by_name) values ($1, $2, $3, $4, $5, $6)";
const FILES: &str =
    "select distinct file_id, sha256, length from attachment where office_id = $1 order by sha256, file_id";
macro_rules! attachments {
    ($which:literal) => {
        concat!(
            "select a.id, a.client_id, a.kind, a.certificate_id, a.plan_id, a.file_id, a.sha256, a.media, a.length, a.note, a.added_at, a.added_by, \
             a.added_by_name, w.reason, w.withdrawn_at, w.withdrawn_by_name from attachment a \
             left join attachment_withdrawal w on w.office_id = a.office_id and w.attachment_id = a.id \
             where a.office_id = $1 and ",
            $which
        )
    };
}

const FIND: &str = attachments!("a.id = $2");
const OF_CLIENT: &str = attachments!("a.client_id = $2 order by a.added_at, a.id");
const OF_CERTIFICATE: &str = attachments!("a.certificate_id = $2 order by a.added_at, a.id");

/// Keeps one chunk of a file, counted from 0.
pub fn write_chunk(
    tx: &mut Tx,
    office: OfficeId,
    (file, seq): (FileId, i64),
    content: &[u8],
    at: &str,
) -> Result<(), StoreError> {
    tx.execute(WRITE, &[&office, &file, &seq, &content, &at])?;
    Ok(())
}

/// One chunk of a file; none behind its end.
pub fn chunk(tx: &mut Tx, office: OfficeId, file: FileId, seq: i64) -> Result<Option<Vec<u8>>, StoreError> {
    tx.optional(READ, &[&office, &file, &seq], |row| row.next())
}

/// How many bytes the chunks of a file have in all; none where one of them is not there.
pub fn length(tx: &mut Tx, office: OfficeId, file: FileId) -> Result<Option<i64>, StoreError> {
    let (count, bytes, last): (i64, i64, i64) =
        tx.one(WHOLE, &[&office, &file], |row| Ok((row.next()?, row.next()?, row.next()?)))?;
    Ok((count > 0 && last == count - 1).then_some(bytes))
}

/// Takes away the chunks of a file that nothing names.
pub fn forget(tx: &mut Tx, office: OfficeId, file: FileId) -> Result<u64, StoreError> {
    tx.execute(FORGET, &[&office, &file])
}

/// Takes away the chunks that were written before a time and that nothing names; how many.
pub fn sweep(tx: &mut Tx, office: OfficeId, before: &str) -> Result<u64, StoreError> {
    tx.execute(ORPHANS, &[&office, &before])
}

/// The offices that have chunks of files.
pub fn offices(tx: &mut Tx) -> Result<Vec<OfficeId>, StoreError> {
    tx.rows(OFFICES, &[], |row| row.next())
}

/// The file that has these bytes already.
pub fn same_file(tx: &mut Tx, office: OfficeId, sha256: &str) -> Result<Option<FileId>, StoreError> {
    tx.optional(SAME, &[&office, &sha256], |row| row.next())
}

/// Names a file. Its chunks are there.
pub fn add(tx: &mut Tx, office: OfficeId, new: &Attachment) -> Result<(), StoreError> {
    tx.execute(
        INSERT,
        &[
            &office,
            &new.id,
            &new.certificate,
            &new.file,
            &new.sha256,
            &new.media,
            &new.length,
            &new.note,
            &new.added_at,
            &new.added_by,
            &new.added_by_name,
            &new.client,
            &new.kind.word(),
            &new.plan,
        ],
    )?;
    Ok(())
}

/// Takes an attachment back; its bytes stay. Fails as not unique where it was taken back already.
pub fn withdraw(
    tx: &mut Tx,
    office: OfficeId,
    id: AttachmentId,
    withdrawal: &AttachmentWithdrawal,
    by: UserId,
) -> Result<(), StoreError> {
    let AttachmentWithdrawal { reason, at, by_name } = withdrawal;
    tx.execute(WITHDRAW, &[&office, &id, reason, at, &by, by_name])?;
    Ok(())
}

/// One attachment, taken back or not.
pub fn find(tx: &mut Tx, office: OfficeId, id: AttachmentId) -> Result<Option<Attachment>, StoreError> {
    tx.optional(FIND, &[&office, &id], attachment)
}

/// The attachments of a certificate in the order in which they were added, those taken back among them.
pub fn of_certificate(
    tx: &mut Tx,
    office: OfficeId,
    certificate: CertificateId,
) -> Result<Vec<Attachment>, StoreError> {
    tx.readable(OF_CERTIFICATE, &[&office, &certificate], attachment)
}

/// The attachments of a client, of certificates and of papers, in the order in which they were added, those taken back among them.
pub fn of_client(tx: &mut Tx, office: OfficeId, client: ClientId) -> Result<Vec<Attachment>, StoreError> {
    tx.readable(OF_CLIENT, &[&office, &client], attachment)
}

/// Every file that an attachment of the office names, each once.
pub fn files(tx: &mut Tx, office: OfficeId) -> Result<Vec<StoredFile>, StoreError> {
    tx.rows(FILES, &[&office], |row| Ok(StoredFile { file: row.next()?, sha256: row.next()?, length: row.next()? }))
}

fn attachment(row: &mut Row) -> Result<Attachment, StoreError> {
    Ok(Attachment {
        id: row.next()?,
        client: row.next()?,
        kind: of_word("attachment", "kind", row.next()?, ScanKind::from_word)?,
        certificate: row.next()?,
        plan: row.next()?,
        file: row.next()?,
        sha256: row.next()?,
        media: row.next()?,
        length: row.next()?,
        note: row.next()?,
        added_at: row.next()?,
        added_by: row.next()?,
        added_by_name: row.next()?,
        withdrawal: match (row.next::<Option<String>>()?, row.next::<Option<String>>()?, row.next::<Option<String>>()?)
        {
            (Some(reason), Some(at), Some(by_name)) => Some(AttachmentWithdrawal { reason, at, by_name }),
            _ => None,
        },
    })
}
