//! The file behind a connection. It stays open when it is moved, replaced or removed: whatever is written then goes into a file that nobody
//! finds again. And another program can write over it in its place: what is then read is of two databases. So it is looked at whether the
//! path still leads to it, and whether its head is still the one that was opened.
//!
//! The head of a file (its first 100 bytes) holds a number of our choice and how many pages there are. The number is drawn once for each
//! database and is none in a copy, so that a copy put over the file has another. The pages only grow (what is deleted leaves free ones): a raw
//! copy of before, with the same number, has fewer, unless the file has not grown since. The count of changes beside them would tell more, but with a
//! write-ahead log it stands still. Both are read past SQLite, by a handle of our own ([`Handle`]).

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use super::{Fault, StoreError};

#[cfg(unix)]
use handle::Handle;

/// A file as it was opened.
pub(super) struct Opened {
    path: PathBuf,
    identity: (u64, u64),
    #[cfg(unix)]
    handle: Handle,
    /// The number of the database.
    number: u32,
    /// What stood in its place in the file when it was opened: one that was drawn then comes there by and by.
    before: u32,
}

/// What the head says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Head {
    number: u32,
    pages: u32,
}

/// How often a head that does not fit is read again: it may just be written.
const AGAIN: usize = 3;

impl Opened {
    /// The file that was just opened at this path; `number`: that of the database, as SQLite says it.
    pub(super) fn at(path: &Path, number: u32) -> Result<Self, StoreError> {
        let identity = identity(path)?;
        #[cfg(unix)]
        {
            let handle = Handle::of(path, identity).map_err(|error| gone(error.to_string()))?;
            let before = handle.head().map_or(number, |head| head.number);
            Ok(Self { path: path.to_owned(), identity, handle, number, before })
        }
        #[cfg(not(unix))]
        Ok(Self { path: path.to_owned(), identity, number, before: number })
    }

    /// Refuses where the path leads to another file, or to none, or where the file was written over.
    pub(super) fn is_there(&self) -> Result<(), StoreError> {
        if identity(&self.path)? != self.identity {
            return Err(gone("another file stands in its place"));
        }
        if self.is_written_over() { Err(gone("another program wrote over it")) } else { Ok(()) }
    }

    /// Whether what stands in the file is of another database, or of this one before.
    #[cfg(unix)]
    pub(super) fn is_written_over(&self) -> bool {
        for again in 0..AGAIN {
            if again > 0 {
                std::thread::sleep(Duration::from_millis(2));
            }
            if self.handle.head().is_some_and(|head| self.fits(head)) {
                return false;
            }
        }
        true
    }

    #[cfg(unix)]
    fn fits(&self, head: Head) -> bool {
        let is_number = head.number == self.number;
        let of_this = is_number || (head.number == self.before && !self.handle.has_arrived());
        self.handle.note_arrival(is_number);
        of_this && self.handle.grows(head)
    }

    /// Another program cannot write into an open file there.
    #[cfg(not(unix))]
    pub(super) fn is_written_over(&self) -> bool {
        let _ = (self.number, self.before, AGAIN, Duration::ZERO);
        false
    }
}

fn gone(why: impl Into<String>) -> StoreError {
    StoreError::engine(Fault::Gone, why.into())
}

/// What tells a file from every other one: device and number.
fn identity(path: &Path) -> Result<(u64, u64), StoreError> {
    let found = fs::metadata(path).map_err(|error| gone(error.to_string()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        Ok((found.dev(), found.ino()))
    }
    #[cfg(not(unix))]
    {
        // An open file cannot be moved or removed there.
        let _ = found;
        Ok((0, 0))
    }
}

#[cfg(unix)]
mod handle {
    use std::{
        collections::BTreeMap,
        fs::File,
        io,
        os::unix::fs::FileExt as _,
        path::Path,
        sync::{
            Arc, Mutex, PoisonError,
            atomic::{AtomicBool, AtomicU32, Ordering},
        },
    };

    use super::Head;

    /// A handle of a database's file beside SQLite's. One for all connections of the process, closed after the last of them: closing one gives
    /// up every lock that the process holds on the file, SQLite's too.
    pub(super) struct Handle {
        identity: (u64, u64),
        /// None while it is being let go.
        kept: Option<Arc<Kept>>,
    }

    struct Kept {
        file: File,
        /// The most pages that were seen.
        pages: AtomicU32,
        /// Whether the number of the database was seen in the file.
        arrived: AtomicBool,
    }

    static HANDLES: Mutex<BTreeMap<(u64, u64), Arc<Kept>>> = Mutex::new(BTreeMap::new());

    impl Handle {
        pub(super) fn of(path: &Path, identity: (u64, u64)) -> io::Result<Self> {
            let mut all = HANDLES.lock().unwrap_or_else(PoisonError::into_inner);
            let kept = match all.get(&identity) {
                Some(kept) => Arc::clone(kept),
                None => {
                    let kept = Arc::new(Kept {
                        file: File::open(path)?,
                        pages: AtomicU32::new(0),
                        arrived: AtomicBool::new(false),
                    });
                    all.insert(identity, Arc::clone(&kept));
                    kept
                }
            };
            Ok(Self { identity, kept: Some(kept) })
        }

        /// The head, where there is a whole one.
        pub(super) fn head(&self) -> Option<Head> {
            // https://www.sqlite.org/fileformat.html#the_database_header: big-endian, the pages at 28, the number at 60.
            let mut bytes = [0; 100];
            self.kept.as_ref()?.file.read_exact_at(&mut bytes, 0).ok()?;
            let word = |at: usize| bytes.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
            Some(Head { number: word(60)?, pages: word(28)? })
        }

        /// Whether the number of the database was seen in the file: from then on no other one is its.
        pub(super) fn has_arrived(&self) -> bool {
            self.kept.as_ref().is_some_and(|kept| kept.arrived.load(Ordering::Relaxed))
        }

        pub(super) fn note_arrival(&self, arrived: bool) {
            if let Some(kept) = self.kept.as_ref().filter(|_| arrived) {
                kept.arrived.store(true, Ordering::Relaxed);
            }
        }

        /// Whether there are no fewer pages than were seen before.
        pub(super) fn grows(&self, head: Head) -> bool {
            let Some(kept) = &self.kept else { return true };
            kept.pages.fetch_max(head.pages, Ordering::Relaxed) <= head.pages
        }
    }

    impl Drop for Handle {
        fn drop(&mut self) {
            let mut all = HANDLES.lock().unwrap_or_else(PoisonError::into_inner);
            self.kept = None;
            // The list's own is the last one.
            if all.get(&self.identity).is_some_and(|kept| Arc::strong_count(kept) == 1) {
                all.remove(&self.identity);
            }
        }
    }
}
