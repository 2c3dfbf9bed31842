//! 算定の条件: when an addition or a reduction may stand on a claim.

use toml::Table;

use crate::{
    fault::Faults,
    read::{Entry, ORIGIN, Origin},
};

/// The conditions of an addition or of a reduction in per cent, each of the same month and client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conditions {
    /// Which base fee it needs.
    pub needs: BaseNeed,
    /// The office grades whose base fee it needs; empty: any.
    pub office_grades: Vec<String>,
    /// 体制加算: it stands on base fees alone, never on a claim of additions only.
    pub structural: bool,
    /// Names of additions that cannot stand beside it.
    pub excludes: Vec<String>,
    /// Names of additions that cannot stand beside it for one and the same act.
    pub same_act_excludes: Vec<String>,
    /// もとになる加算: one of these must stand in the same month, at least as many times.
    pub parents: Vec<String>,
    /// For how many months after the end of use or grant it may still be earned, once a month, on the claim of the last
    /// month and beside its base fee; `None` where nothing can be earned afterwards.
    pub after_end_months: Option<i64>,
    /// The value is a per cent of the base fee's units.
    pub percent: bool,
    /// In force, but left out of the reckoning.
    pub left_out: bool,
    /// The office as a whole has a limit, too.
    pub office_limit: bool,
    /// Where the conditions are written.
    pub origin: Origin,
}

/// Which base fee of the same month an addition needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BaseNeed {
    /// The plan fee.
    Plan,
    /// The monitoring fee.
    Monitoring,
    /// One of the two.
    Any,
    /// None: it can be claimed alone.
    None,
    /// It can be claimed only in a month without a base fee.
    OnlyWithoutBase,
}

impl BaseNeed {
    fn read(word: &str) -> Option<Self> {
        Some(match word {
            "plan" => Self::Plan,
            "monitoring" => Self::Monitoring,
            "any" => Self::Any,
            "none" => Self::None,
            "only-without-base" => Self::OnlyWithoutBase,
            _ => return None,
        })
    }
}

const KEYS: [&str; 8] = [
    "needs_base_fee",
    "office_grades",
    "structural",
    "excludes",
    "same_act_excludes",
    "parents",
    "percent_of",
    "after_end_months",
];

/// Reads `[conditions]` of a file.
pub(crate) fn read(file: &str, table: &Table, faults: &mut Faults) -> Conditions {
    let empty = Table::new();
    let head = Entry::new(file, "", table);
    let own = table.get("conditions").and_then(toml::Value::as_table);
    if own.is_none() {
        head.fault(faults, "[conditions] がありません");
    }
    let entry = Entry::new(file, "[conditions]", own.unwrap_or(&empty));
    entry.only(&[KEYS.as_slice(), ORIGIN.as_slice()].concat(), faults);
    let word = entry.text("needs_base_fee", faults);
    let needs = BaseNeed::read(&word).unwrap_or_else(|| {
        entry.fault(faults, format!("「needs_base_fee」の「{word}」という言葉はありません（plan、monitoring、any、none、only-without-base のどれか）"));
        BaseNeed::Any
    });
    let of = entry.text_or_none("percent_of", faults);
    if of.as_deref().is_some_and(|of| of != "base-fee-units") {
        entry.fault(faults, "「percent_of」に書けるのは base-fee-units だけです");
    }
    let in_percent = table.get("unit").and_then(toml::Value::as_str) == Some("%/10");
    if of.is_some() != in_percent {
        entry.fault(faults, "「percent_of」は、単位が %/10 のときに、そのときだけ書いてください");
    }
    let structural = entry.flag("structural", false, faults);
    if structural && needs != BaseNeed::Any {
        entry.fault(faults, "体制加算（structural）の「needs_base_fee」は any です");
    }
    let after_end_months = entry.table.get("after_end_months").map(|months| {
        months.as_integer().filter(|months| (1..=12).contains(months)).unwrap_or_else(|| {
            entry.fault(faults, "「after_end_months」は1から12までの月数で書いてください");
            1
        })
    });
    Conditions {
        needs,
        after_end_months,
        office_grades: entry.texts("office_grades", faults),
        structural,
        excludes: entry.texts("excludes", faults),
        same_act_excludes: entry.texts("same_act_excludes", faults),
        parents: entry.texts("parents", faults),
        percent: in_percent,
        left_out: head.flag("left_out", false, faults),
        office_limit: head.flag("office_limit", false, faults),
        origin: Origin::read(&entry, faults),
    }
}
