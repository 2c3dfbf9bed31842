//! 区役所・支所 as the office entered them, with their telephones: what a table without numbers lacks, and the windows of
//! a municipality that has no table here.

use law::{Decided, Why};

use super::{
    Ward,
    window::{Report, TABLE, Window, WindowAnswer},
};
use crate::{office::Municipality, text};

impl Report {
    /// The telephone that the office entered for a 区役所・支所.
    pub(super) fn tel_of(&self, ward: &str) -> Option<String> {
        let wanted = text::search_key(ward);
        let mut wards = self.town.iter().flat_map(|town| &town.wards);
        let found = wards.find(|own| text::search_key(&own.name) == wanted)?;
        Some(found.tel.clone()).filter(|tel| !tel.is_empty())
    }
}

impl Ward {
    /// One of the 区役所・支所 that the office entered.
    pub fn of_town(town: &Municipality, typed: &str) -> Option<Self> {
        let wanted = text::search_key(typed);
        let found = town.wards.iter().find(|own| text::search_key(&own.name) == wanted)?;
        Some(Self { name: found.name.clone(), is_branch: found.name.ends_with("支所"), parent: None })
    }
}

/// The windows of a municipality without a table: the 区役所・支所 that is known, or all that the office entered.
/// The law sends every report to the municipality.
pub(super) fn windows(town: &Municipality, report: &Report) -> Option<WindowAnswer> {
    let chosen = report.ward.as_ref().map(|ward| ward.name.as_str());
    let fitting = town.wards.iter().filter(|ward| chosen.is_none_or(|name| name == ward.name));
    let windows: Vec<Window> = fitting
        .map(|ward| Window {
            office: ward.name.clone(),
            tel: Some(ward.tel.clone()).filter(|tel| !tel.is_empty()),
            fax: None,
            hours: None,
            note: Some("事業所が登録した連絡先です。虐待の窓口につないでもらってください".to_owned()),
            source: "mimamori".to_owned(),
            checked_on: None,
        })
        .collect();
    let [first, ..] = windows.as_slice() else { return None };
    let whom = if chosen.is_some() { first.office.clone() } else { "お住まいの区役所・支所".to_owned() };
    let sentence = format!(
        "{}の窓口の表は登録されていません。{whom}（障害福祉の担当課）に連絡します。命の危険があるときは110番・119番へ。",
        town.name
    );
    let why = Why::new(TABLE, sentence).fact("市町村", &town.name);
    Some(WindowAnswer::Call(Decided { value: windows, why }))
}
