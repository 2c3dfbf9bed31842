//! 市町村の決まり as the office entered them: municipality, setting, from a day on. What they amount to on a day is for
//! `domain::office::SettingsBook` to say.

use calendar::Date;
use domain::{id::OfficeId, office::DatedSetting};

use crate::{Row, StoreError, Tx, read::parsed};

/// A value with who entered it and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnteredSetting {
    /// The value, its municipality and its day.
    pub setting: DatedSetting,
    /// Id of the user who entered it.
    pub set_by: String,
    /// When, UTC.
    pub set_at: String,
}

/// A day that may be the beginning, as it is kept.
fn day_text(from: Option<Date>) -> String {
    from.map(|day| day.to_string()).unwrap_or_default()
}

fn entered(row: &mut Row) -> Result<EnteredSetting, StoreError> {
    let (municipality, key, from) = (row.next()?, row.next()?, row.next::<String>()?);
    let from = if from.is_empty() { None } else { Some(parsed("municipality_setting", "from_on", from)?) };
    Ok(EnteredSetting {
        setting: DatedSetting { municipality, key, from, value: row.next()? },
        set_by: row.next()?,
        set_at: row.next()?,
    })
}

/// Everything the office entered, by municipality and setting, the earliest day first.
pub fn all(tx: &mut Tx, office: OfficeId) -> Result<Vec<EnteredSetting>, StoreError> {
    tx.readable(
        "select municipality, key, from_on, value, set_by, set_at from municipality_setting where office_id = $1 \
         order by municipality, key, from_on",
        &[&office],
        entered,
    )
}

/// Keeps a value with who entered it and when; one of the same municipality, setting and day is replaced.
pub fn set(tx: &mut Tx, office: OfficeId, it: &DatedSetting, (by, at): (&str, &str)) -> Result<(), StoreError> {
    tx.execute(
        "insert into municipality_setting (office_id, municipality, key, from_on, value, set_by, set_at) \
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (office_id, municipality, key, from_on) \
         do update set value = excluded.value, set_by = excluded.set_by, set_at = excluded.set_at",
        &[&office, &it.municipality, &it.key, &day_text(it.from), &it.value, &by, &at],
    )?;
    Ok(())
}

/// Takes a value of one day back: what held before it holds on.
pub fn reset(
    tx: &mut Tx,
    office: OfficeId,
    municipality: &str,
    key: &str,
    from: Option<Date>,
) -> Result<(), StoreError> {
    tx.execute(
        "delete from municipality_setting where office_id = $1 and municipality = $2 and key = $3 and from_on = $4",
        &[&office, &municipality, &key, &day_text(from)],
    )?;
    Ok(())
}
