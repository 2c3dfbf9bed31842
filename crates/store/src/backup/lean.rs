//! 控え without the bytes of attached files: those are sealed once, each in a file of its own, and only named by the copies.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::{beside, check, clear, mark, put, refuse_existing};
use crate::{
    Fault, StoreError,
    engine::{make_private, sqlite_fault},
};

/// The table whose rows stay behind.
pub const LEFT_OUT: &str = "file_chunk";

/// What makes a table of the copy, then the rows, then what looks at them: an index is made once over all rows, and no trigger runs.
const MADE_FIRST: &str = "select name, sql from source.sqlite_schema \
    where type = 'table' and name not like 'sqlite!_%' escape '!' order by rowid";
const MADE_LAST: &str = "select sql from source.sqlite_schema where type in ('index', 'trigger', 'view') and sql is not null \
    and name not like 'sqlite!_%' escape '!' order by case type when 'index' then 1 else 2 end, rowid";

/// As [`super::save`], without the bytes of attached files. All of it is read in one transaction, which shows one moment; in a database with a
/// write-ahead log nobody who writes waits for it.
pub fn save_without_files(from: &Path, to: &Path) -> Result<(), StoreError> {
    if !from.is_file() {
        return Err(StoreError::engine(Fault::Disk, "there is no database"));
    }
    refuse_existing(to)?;
    let beside = beside(to);
    clear(&beside);
    make_private(&beside)?;
    let copied = copy(from, &beside)
        .and_then(|()| check(&beside))
        .and_then(|()| mark::put(&beside))
        .and_then(|()| put(&beside, to));
    if copied.is_err() {
        clear(&beside);
    }
    copied
}

fn copy(from: &Path, to: &Path) -> Result<(), StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(to, flags).map_err(sqlite_fault)?;
    let done = copy_into(&connection, from).map_err(sqlite_fault);
    let closed = connection.close().map_err(|(_, error)| sqlite_fault(error));
    done.and(closed)
}

fn copy_into(copy: &Connection, from: &Path) -> rusqlite::Result<()> {
    copy.busy_timeout(std::time::Duration::from_secs(5))?;
    // A copy that was cut off is thrown away whole, so that nothing has to be rolled back; and it goes onto the disk when it is sealed.
    copy.execute_batch("pragma journal_mode = off; pragma synchronous = off; pragma foreign_keys = off;")?;
    copy.execute("attach database ?1 as source", [from.to_string_lossy()])?;
    let mark: i64 = copy.query_row("pragma source.application_id", [], |row| row.get(0))?;
    copy.pragma_update(Some("main"), "application_id", mark)?;
    copy.execute_batch("begin")?;
    let tables = texts(copy, MADE_FIRST, |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    for (name, made_by) in tables {
        copy.execute_batch(&made_by)?;
        if name != LEFT_OUT {
            let name = name.replace('"', "\"\"");
            copy.execute(&format!("insert into main.\"{name}\" select * from source.\"{name}\""), [])?;
        }
    }
    for made_by in texts(copy, MADE_LAST, |row| row.get::<_, String>(0))? {
        copy.execute_batch(&made_by)?;
    }
    copy.execute_batch("commit; detach database source")
}

fn texts<T>(
    copy: &Connection,
    sql: &str,
    read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    let mut statement = copy.prepare(sql)?;
    statement.query_map([], read)?.collect()
}
