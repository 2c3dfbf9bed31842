//! 加算の届出と特別地域: what the office notified, each from a day on. Nothing of it is preset, because it decides money.

use domain::office::{OfficeFactBody, OfficeHistory, Right};
use law::fees::{Fees, Role};

use super::{HoldsFrom, office_history, record_office_fact};
use crate::{Cx, Reason, Refusal, input::Reading};

/// The word that stands for 特別地域 where the name of an addition stands otherwise.
pub const SPECIAL_AREA: &str = "special-area";

/// What is typed about an addition.
#[derive(Clone, Debug, Default)]
pub struct AdditionEntry {
    /// Name of the addition as in `law/fees`, or [`SPECIAL_AREA`].
    pub what: String,
    /// `yes` where it is notified (the office works in a 特別地域), `no` where it is not any more.
    pub holds: String,
}

/// What can be notified, and what holds today.
#[derive(Clone, Debug)]
pub struct Additions {
    /// Word and label of each, 特別地域 first.
    pub all: Vec<(String, String)>,
    /// Label of what holds today.
    pub today: Vec<String>,
}

/// What the office can notify: 特別地域, and the 体制加算 of both services, as the law's files name them.
pub fn additions(cx: &mut Cx<'_>) -> Result<Additions, Refusal> {
    let history = office_history(cx)?;
    let all = notifiable()?;
    let today = all.iter().filter(|(word, _)| holds(&history, word, cx.today)).map(|(_, label)| label.clone());
    Ok(Additions { today: today.collect(), all: all.clone() })
}

/// Records that an addition is notified, or not any more, from a day on.
pub fn record_addition(cx: &mut Cx<'_>, entry: &AdditionEntry, from: Option<HoldsFrom>) -> Result<(), Refusal> {
    cx.authorize(Right::Administer)?;
    let mut reading = Reading::default();
    let known = notifiable()?.into_iter().any(|(word, _)| word == entry.what);
    if !known {
        reading.refuse("what", "加算か特別地域を選んでください");
    }
    let notified = reading.yes_no("holds", "届け出ているか", &entry.holds);
    if notified.is_none() && reading.reasons.iter().all(|reason| reason.field != "holds") {
        reading.refuse("holds", "届け出た（該当する）か、やめた（該当しない）かを選んでください");
    }
    if from.is_none() {
        reading.refuse("from", "いつからかを入力してください（前からのときは「はじめから」）");
    }
    let (true, Some(notified), Some(from)) = (reading.reasons.is_empty(), notified, from) else {
        return Err(Refusal::Refused(reading.reasons));
    };
    let body = match entry.what.as_str() {
        SPECIAL_AREA => OfficeFactBody::SpecialArea { special: notified },
        name => OfficeFactBody::Addition { name: name.to_owned(), notified },
    };
    record_office_fact(cx, body, from)
}

fn holds(history: &OfficeHistory, word: &str, today: calendar::Date) -> bool {
    if word == SPECIAL_AREA { history.is_special_area(today) } else { history.additions(today).contains(word) }
}

fn notifiable() -> Result<Vec<(String, String)>, Refusal> {
    let unreadable = |_| Refusal::Refused(vec![Reason::at("", "報酬の表を読めません。")]);
    let fees = Fees::embedded().map_err(unreadable)?;
    let structural = |role: &Role| matches!(role, Role::Addition(conditions) if conditions.structural);
    let mut all = vec![(SPECIAL_AREA.to_owned(), "特別地域（特別地域加算の対象地域）".to_owned())];
    for fee in fees.all().filter(|fee| structural(&fee.role)) {
        let name = fee.timeline.title.to_string();
        if !all.iter().any(|(word, _)| *word == name) {
            all.push((name.clone(), name));
        }
    }
    Ok(all)
}
