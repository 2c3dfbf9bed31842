//! 送られてくるファイル: counted, hashed and cut into chunks while it comes; what it is, is decided by its first bytes.

use domain::id::FileId;
use sha2::{Digest as _, Sha256};

use crate::{Outside, limits};

/// What may be attached. Decided by the content alone, never by a name or by what the browser says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// PDF.
    Pdf,
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
}

domain::words!(Media { Pdf, "application/pdf", "PDF"; Jpeg, "image/jpeg", "JPEG画像"; Png, "image/png", "PNG画像"; });

impl Media {
    /// What the first bytes of a file say it is.
    fn of(content: &[u8]) -> Option<Self> {
        infer::get(content).and_then(|found| Self::from_word(found.mime_type()))
    }
}

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadFault {
    /// Nothing came.
    Empty,
    /// More than [`limits::FILE_BYTES`].
    TooLarge,
    /// Neither PDF nor JPEG nor PNG.
    OtherMedia,
}

impl UploadFault {
    /// What to do, at the field.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Empty => "ファイルを選んでください。",
            Self::TooLarge => {
                "ファイルが大きすぎます（20メガバイトまで）。スキャンの解像度を下げるか、分けて添付してください。"
            }
            Self::OtherMedia => {
                "添付できるのは PDF・JPEG・PNG です。ほかの形のファイルは、PDFにしてから選んでください。"
            }
        }
    }
}

/// A file on its way in.
pub struct Upload {
    file: FileId,
    hash: Sha256,
    length: usize,
    chunks: i64,
    rest: Vec<u8>,
    media: Option<Media>,
}

/// A file whose bytes are all written; no row names it yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadedFile {
    /// Its bytes.
    pub file: FileId,
    /// SHA-256 of them, hex.
    pub sha256: String,
    /// What it is.
    pub media: Media,
    /// Bytes.
    pub length: i64,
}

/// One chunk to be written: its place and its bytes.
pub type Chunk = (FileId, i64, Vec<u8>);

impl Upload {
    /// Before the first byte.
    pub fn begin(outside: &Outside) -> Self {
        let (file, hash) = (FileId((outside.new_id)()), Sha256::new());
        Self { file, hash, length: 0, chunks: 0, rest: Vec::new(), media: None }
    }

    /// Takes what came; the chunks that are full now. A file of another kind is seen with its first chunk.
    pub fn take(&mut self, bytes: &[u8]) -> Result<Vec<Chunk>, UploadFault> {
        self.length += bytes.len();
        if self.length > limits::FILE_BYTES {
            return Err(UploadFault::TooLarge);
        }
        self.hash.update(bytes);
        self.rest.extend_from_slice(bytes);
        let mut full = Vec::new();
        while self.rest.len() >= limits::CHUNK_BYTES {
            let behind = self.rest.split_off(limits::CHUNK_BYTES);
            full.push(self.next(behind)?);
        }
        Ok(full)
    }

    fn next(&mut self, behind: Vec<u8>) -> Result<Chunk, UploadFault> {
        let content = std::mem::replace(&mut self.rest, behind);
        if self.chunks == 0 {
            self.media = Some(Media::of(&content).ok_or(UploadFault::OtherMedia)?);
        }
        let seq = self.chunks;
        self.chunks += 1;
        Ok((self.file, seq, content))
    }

    /// After the last byte: the last chunk, and the file.
    pub fn end(mut self) -> Result<(Option<Chunk>, UploadedFile), UploadFault> {
        let last = if self.rest.is_empty() { None } else { Some(self.next(Vec::new())?) };
        let media = self.media.ok_or(UploadFault::Empty)?;
        let sha256 = base16ct::lower::encode_string(&self.hash.finalize());
        let length = i64::try_from(self.length).map_err(|_| UploadFault::TooLarge)?;
        Ok((last, UploadedFile { file: self.file, sha256, media, length }))
    }
}
