//! 市町村: those with a file, those that the office entered, and those that only certificates name yet.

use std::collections::{BTreeMap, BTreeSet};

use domain::office::{Municipality, Right, USUAL, WardOfTown};
use law::LawBook;
use serde_json::json;
use store::{certificates, municipalities as kept, settings};

use super::municipality_settings::refresh_board;
use crate::{AuditAction, Cx, Reason, Refusal, changes, input, law_book};

/// A municipality of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MunicipalityLine {
    /// 市町村番号, or `default`.
    pub code: String,
    /// 名称.
    pub name: String,
    /// Whether the program has a file of it.
    pub has_file: bool,
    /// Whether the office entered it.
    pub entered: bool,
    /// Certificates that name it.
    pub certificates: usize,
    /// Values the office entered for it.
    pub values: usize,
}

/// What is typed about a municipality.
#[derive(Clone, Debug, Default)]
pub struct MunicipalityEntry {
    /// 市町村番号.
    pub code: String,
    /// 名称.
    pub name: String,
    /// 区役所・支所, one a line, a telephone number after a comma.
    pub wards: String,
}

/// Letters of a 市町村名 or of a 区役所・支所.
const LONGEST_NAME: usize = 30;

/// Most lines of 区役所・支所.
const MOST_WARDS: usize = 60;

impl MunicipalityEntry {
    fn read(&self, version: i64) -> Result<Municipality, Refusal> {
        let mut reading = input::Reading::default();
        let code = input::municipality_number(&mut reading, "code", &self.code);
        let lines: Vec<&str> = self.wards.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let wards: Vec<WardOfTown> = lines.iter().map(|line| ward(line)).collect();
        for ward in &wards {
            // One mistake is enough for one field; the label says in which line.
            if reading.reasons.iter().all(|reason| reason.field != "wards") {
                input::phone(&mut reading, "wards", &format!("{}の電話番号", ward.name), &ward.tel);
            }
        }
        let name = reading.required("name", "市町村名", &self.name, LONGEST_NAME);
        let mut reasons = reading.reasons;
        let too_long = |ward: &WardOfTown| ward.name.chars().count() > LONGEST_NAME || ward.tel.chars().count() > 20;
        if wards.len() > MOST_WARDS || wards.iter().any(too_long) {
            let sentence = "区役所・支所は60行まで、名前は30文字まで、電話番号は20文字までで入力してください";
            reasons.push(Reason::at("wards", sentence));
        }
        if reasons.is_empty() {
            Ok(Municipality { code, name, wards, version })
        } else {
            Err(Refusal::Refused(reasons))
        }
    }
}

/// `港区役所、045-000-0000`: the name, and the telephone number where there is one.
fn ward(line: &str) -> WardOfTown {
    let line = domain::text::line(line);
    let (name, tel) = line.split_once(['、', ',', '，']).unwrap_or((&line, ""));
    WardOfTown { name: name.trim().to_owned(), tel: tel.trim().to_owned() }
}

/// Every municipality the office has to do with: 全国の既定 first, then by 市町村番号.
pub fn municipalities(cx: &mut Cx<'_>) -> Result<Vec<MunicipalityLine>, Refusal> {
    cx.authorize(Right::ReadOffice)?;
    let book = law_book()?;
    let mut lines: BTreeMap<String, MunicipalityLine> = BTreeMap::new();
    let blank = |code: &str, name: &str| MunicipalityLine {
        code: code.to_owned(),
        name: name.to_owned(),
        has_file: false,
        entered: false,
        certificates: 0,
        values: 0,
    };
    for file in book.municipalities() {
        let code = file.code.as_deref().unwrap_or(USUAL);
        lines.insert(code.to_owned(), MunicipalityLine { has_file: true, ..blank(code, &file.name) });
    }
    for town in kept::all(cx.tx, cx.actor.office)? {
        lines.entry(town.code.clone()).or_insert_with(|| blank(&town.code, &town.name)).entered = true;
    }
    let office = cx.actor.office;
    for (municipality, name, count) in cx.tx.unseen(|tx| certificates::municipalities(tx, office))? {
        let code = main_code(book, &municipality);
        lines.entry(code.to_owned()).or_insert_with(|| blank(code, &name)).certificates +=
            usize::try_from(count).unwrap_or(0);
    }
    for entered in settings::all(cx.tx, cx.actor.office)?.values {
        if let Some(line) = lines.get_mut(main_code(book, &entered.setting.municipality)) {
            line.values += 1;
        }
    }
    let mut lines: Vec<MunicipalityLine> = lines.into_values().collect();
    lines.sort_by_key(|line| (line.code != USUAL, line.code.clone()));
    Ok(lines)
}

/// The city's number for a ward's.
pub(super) fn main_code<'a>(book: &'a LawBook, code: &'a str) -> &'a str {
    book.municipality_with_code(code).and_then(|file| file.code.as_deref()).unwrap_or(code)
}

/// The municipality as the office entered it.
pub fn find_municipality(cx: &mut Cx<'_>, code: &str) -> Result<Option<Municipality>, Refusal> {
    cx.authorize(Right::ReadOffice)?;
    Ok(kept::all(cx.tx, cx.actor.office)?.into_iter().find(|town| town.code == code))
}

/// Enters a municipality that has no file.
pub fn add_municipality(cx: &mut Cx<'_>, entry: &MunicipalityEntry) -> Result<String, Refusal> {
    cx.authorize(Right::Administer)?;
    cx.once("office.add-municipality", |cx| {
        let town = entry.read(1)?;
        let book = law_book()?;
        let there = book.municipality_with_code(&town.code).map(|file| file.name.clone());
        let there = there.or(find_municipality(cx, &town.code)?.map(|town| town.name));
        if let Some(name) = there {
            let sentence = format!("この市町村番号は、{name}としてもうあります");
            return Err(Refusal::Refused(vec![Reason::at("code", sentence)]));
        }
        kept::insert(cx.tx, cx.actor.office, &town)?;
        refresh_board(cx)?;
        cx.audit(AuditAction::AddMunicipality, &town.code, &json!(town))?;
        Ok(town.code)
    })
}

/// Saves name and 区役所・支所 of a municipality; `version` is the one that was changed, 0 where the office had entered
/// nothing of it (one with a file).
pub fn save_municipality(cx: &mut Cx<'_>, entry: &MunicipalityEntry, version: i64) -> Result<(), Refusal> {
    cx.authorize(Right::Administer)?;
    cx.once("office.save-town", |cx| {
        let town = entry.read(version)?;
        let before = find_municipality(cx, &town.code)?;
        let saved = match &before {
            Some(_) => kept::update(cx.tx, cx.actor.office, &town)?,
            None if version == 0 && law_book()?.municipality_with_code(&town.code).is_some() => {
                kept::insert(cx.tx, cx.actor.office, &Municipality { version: 1, ..town.clone() })?;
                true
            }
            None => return Err(Refusal::NotFound),
        };
        if !saved {
            let current = before.map_or(0, |town| town.version);
            return Err(Refusal::Conflict { current, by: changes::last_saved_by(cx, &town.code)? });
        }
        refresh_board(cx)?;
        cx.audit(AuditAction::SaveTown, &town.code, &json!({ "before": before, "after": town }))
    })
}

/// 区役所・支所 of every municipality that has some, once each.
pub fn all_wards(cx: &mut Cx<'_>) -> Result<Vec<String>, Refusal> {
    cx.authorize(Right::ReadOffice)?;
    let of_files = law_book()?.municipalities().filter_map(|file| file.code.clone());
    let entered = kept::all(cx.tx, cx.actor.office)?.into_iter().map(|town| town.code);
    let codes: BTreeSet<String> = of_files.chain(entered).collect();
    let mut names: Vec<String> = Vec::new();
    for code in codes {
        for ward in wards_of(cx, &code)? {
            if !names.contains(&ward.name) {
                names.push(ward.name);
            }
        }
    }
    Ok(names)
}

/// 区役所・支所 to choose from for a certificate of this municipality: those the office entered, else the file's.
pub fn wards_of(cx: &mut Cx<'_>, code: &str) -> Result<Vec<WardOfTown>, Refusal> {
    cx.authorize(Right::ReadOffice)?;
    let book = law_book()?;
    let code = main_code(book, code).to_owned();
    let entered = find_municipality(cx, &code)?.map(|town| town.wards).filter(|wards| !wards.is_empty());
    let of_file = || {
        let abuse = book.municipality_with_code(&code).and_then(|file| file.abuse.as_ref());
        let wards = abuse.map(|abuse| abuse.wards.as_slice()).unwrap_or_default();
        let names = wards.iter().flat_map(|ward| std::iter::once(&ward.name).chain(&ward.branches));
        names.map(|name| WardOfTown { name: name.clone(), tel: String::new() }).collect()
    };
    Ok(entered.unwrap_or_else(of_file))
}
