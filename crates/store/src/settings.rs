//! 市町村の決まり as the office entered them: municipality, setting, from a day on. What they amount to on a day is for
//! `domain::office::SettingsBook` to say.

use calendar::Date;
use domain::{
    id::OfficeId,
    office::{BrokenSetting, DatedSetting, MunicipalitySettings},
};

use crate::{Row, StoreError, Tx};

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

/// What the office entered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entered {
    /// What can be read, by municipality and setting, the earliest day first.
    pub values: Vec<EnteredSetting>,
    /// What cannot be read, and so says nothing.
    pub broken: Vec<BrokenSetting>,
}

/// A row as it stands there.
struct Stored {
    municipality: String,
    key: String,
    from: String,
    value: Option<String>,
    by: String,
    at: String,
}

fn stored(row: &mut Row) -> Result<Stored, StoreError> {
    Ok(Stored {
        municipality: row.next()?,
        key: row.next()?,
        from: row.next()?,
        value: row.next()?,
        by: row.next()?,
        at: row.next()?,
    })
}

impl Stored {
    /// The value, or the column that cannot be read.
    fn read(self) -> Result<EnteredSetting, (&'static str, BrokenSetting)> {
        // What is no number of a municipality and no name of a setting could be anything: it is not repeated.
        let plain = |text: &str| text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
        let known = |text: &str| (!text.is_empty() && text.len() <= 60 && plain(text)).then(|| text.to_owned());
        let broken = BrokenSetting { municipality: known(&self.municipality), key: known(&self.key) };
        let from = match self.from.as_str() {
            "" => Ok(None),
            day => day.parse().map(Some),
        };
        let understood = self.value.as_ref().is_none_or(|value| MunicipalitySettings::understands(&self.key, value));
        match from {
            _ if broken.municipality.is_none() => Err(("municipality", broken)),
            _ if broken.key.is_none() => Err(("key", broken)),
            Err(_) => Err(("from_on", broken)),
            Ok(_) if !understood => Err(("value", broken)),
            Ok(from) => Ok(EnteredSetting {
                setting: DatedSetting { municipality: self.municipality, key: self.key, from, value: self.value },
                set_by: self.by,
                set_at: self.at,
            }),
        }
    }
}

/// Everything the office entered. What cannot be read is told by [`Tx::unreadable`], also in a transaction that writes:
/// a record never waits for a setting, and what decides money asks for the broken ones.
pub fn all(tx: &mut Tx, office: OfficeId) -> Result<Entered, StoreError> {
    let rows = tx.rows(
        "select municipality, key, from_on, value, set_by, set_at from municipality_setting where office_id = $1 \
         order by municipality, key, from_on",
        &[&office],
        stored,
    )?;
    let mut entered = Entered::default();
    for row in rows {
        match row.read() {
            Ok(value) => entered.values.push(value),
            Err((column, broken)) => {
                let place = |part: &Option<String>| part.clone().unwrap_or_else(|| "?".to_owned());
                let id = format!("{} {}", place(&broken.municipality), place(&broken.key));
                tx.tell_unreadable("municipality_setting", column, id);
                entered.broken.push(broken);
            }
        }
    }
    Ok(entered)
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
