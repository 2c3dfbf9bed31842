//! 祝日 that the office imported from 内閣府's file.

use calendar::Date;
use domain::id::OfficeId;

use crate::{StoreError, Tx};

/// A 祝日 or 休日.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// The day.
    pub day: Date,
    /// 名称.
    pub name: String,
}

/// Every imported one, the earliest first.
pub fn all(tx: &mut Tx, office: OfficeId) -> Result<Vec<Holiday>, StoreError> {
    tx.rows("select day, name from holiday where office_id = $1 order by day", &[&office], |row| {
        Ok(Holiday { day: row.next()?, name: row.next()? })
    })
}

/// Puts these in the place of every one that was imported before.
pub fn replace(tx: &mut Tx, office: OfficeId, holidays: &[Holiday], (by, at): (&str, &str)) -> Result<(), StoreError> {
    tx.execute("delete from holiday where office_id = $1", &[&office])?;
    for holiday in holidays {
        tx.execute(
            "insert into holiday (office_id, day, name, imported_by, imported_at) values ($1, $2, $3, $4, $5)",
            &[&office, &holiday.day, &holiday.name, &by, &at],
        )?;
    }
    Ok(())
}
