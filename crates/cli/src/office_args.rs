//! `--office`: which office a command is for, where the database holds several.

use std::fmt;

use anyhow::bail;
use app::Staff;
use calendar::Date;
use clap::Args;
use domain::{
    id::{OfficeId, UserId},
    office::{Office, Role, Sections},
};
use store::{Db, StoreError, Tx, office_facts, offices};

use crate::outside;

/// Wrong usage, found where the database was asked: status 2.
#[derive(Debug)]
pub struct WrongUsage(pub String);

impl fmt::Display for WrongUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WrongUsage {}

/// Which office, where the database holds several.
#[derive(Args, Clone, Debug)]
pub struct OfficeArgs {
    /// 事業所番号（または事業所のid）。データベースに事業所が1つなら要りません
    #[arg(long, value_name = "NUMBER")]
    office: Option<String>,
}

impl OfficeArgs {
    /// The office that is meant; none where there is no office yet.
    pub fn place(&self, db: &Db) -> anyhow::Result<Option<OfficeId>> {
        let today = outside::today();
        let offices = db.read_now(move |tx| all_on(tx, today))?;
        let Some(wanted) = self.office.as_deref().map(str::trim) else {
            return match offices.as_slice() {
                [] => Ok(None),
                [one] => Ok(Some(one.id)),
                _ => Err(WrongUsage(asked("事業所が2つ以上あります。", &offices)).into()),
            };
        };
        let is_meant = |office: &&Office| {
            let numbers = [&office.number_plan, &office.number_child];
            numbers.into_iter().any(|number| number == wanted) || office.id.to_string() == wanted
        };
        match offices.iter().filter(is_meant).collect::<Vec<_>>().as_slice() {
            [one] => Ok(Some(one.id)),
            [] => Err(WrongUsage(asked("その番号の事業所はありません。", &offices)).into()),
            _ => Err(WrongUsage(asked("その番号の事業所が2つ以上あります。idで指定してください。", &offices)).into()),
        }
    }

    /// The office that is meant.
    pub fn office(&self, db: &Db) -> anyhow::Result<OfficeId> {
        match self.place(db)? {
            Some(office) => Ok(office),
            None => bail!("事業所がまだありません。先に mimamori serve で最初の設定をしてください"),
        }
    }

    /// The program itself as the one who acts in the office.
    pub fn actor(&self, db: &Db, name: &str) -> anyhow::Result<Staff> {
        // No person: the nil id, as in the records `system`.
        let user = UserId(uuid::Uuid::nil());
        Ok(Staff {
            user,
            office: self.office(db)?,
            name: name.to_owned(),
            role: Role::Manager,
            sections: Sections::all(),
        })
    }
}

/// Every office as it stands on a day.
pub fn all_on(tx: &mut Tx, today: Date) -> Result<Vec<Office>, StoreError> {
    let mut found = Vec::new();
    for office in offices::all(tx)? {
        let history = office_facts::history(tx, office.id)?;
        found.push(history.map_or(office, |history| history.on(today)));
    }
    Ok(found)
}

/// How an office is named on the command line.
pub fn number(office: &Office) -> String {
    let numbers = [&office.number_plan, &office.number_child];
    numbers.into_iter().find(|number| !number.is_empty()).cloned().unwrap_or_else(|| office.id.to_string())
}

fn asked(what: &str, offices: &[Office]) -> String {
    let lines: String =
        offices.iter().map(|office| format!("\n  --office {}  {}", number(office), office.name)).collect();
    format!("{what}--office に事業所番号を指定してください。{lines}")
}
