//! 同じ月に2つの事業所: what the office that takes over in the middle of a month does in it takes the fee of the one that leaves. What it does
//! is asked of the office once, on the page of the change.

use std::collections::BTreeSet;

use calendar::{Date, YearMonth, wareki};
use law::Why;

use super::{ClientFile, Obstacle, PartJudgement, Way, events::blank, missing};
use crate::{
    billing::{
        fees::FeeKind,
        same_month::{ClaimEvent, RefusalCode},
    },
    client::{Client, MonthTaken, OtherOfficePeriod},
};

/// The ids of these events begin with it.
const ID: &str = "office-change";

/// The events of the offices that take over, one for each municipality and service in which this office did something in the month
/// before the day of the change.
pub(super) fn events(file: &ClientFile<'_>, own: &[(bool, ClaimEvent)]) -> Vec<(bool, ClaimEvent)> {
    let leaves = file.client.other_offices.0.iter().filter_map(|period| Some((period.from?, period)));
    leaves.flat_map(|(on, period)| of_change(file, own, (on, period))).collect()
}

fn of_change(
    file: &ClientFile<'_>,
    own: &[(bool, ClaimEvent)],
    (on, period): (Date, &OtherOfficePeriod),
) -> Vec<(bool, ClaimEvent)> {
    if period.taken == Some(MonthTaken::Nothing) {
        return Vec::new();
    }
    let here = file.office.start().id.to_string();
    let before = own
        .iter()
        .map(|(_, event)| event)
        .filter(|event| event.office == here && event.date < on && YearMonth::of(event.date) == YearMonth::of(on));
    let mut seen = BTreeSet::new();
    let first = before.filter(|event| seen.insert((event.municipality.clone(), event.service)));
    first.filter_map(|event| Some((false, taken(file, event, (on, period))?))).collect()
}

/// What the other office does; where nobody knows, a plan whose facts are unknown: it is what could take every fee.
fn taken(file: &ClientFile<'_>, own: &ClaimEvent, (on, period): (Date, &OtherOfficePeriod)) -> Option<ClaimEvent> {
    let known = period.taken.map(|_| true);
    let monitoring = period.taken == Some(MonthTaken::Monitoring);
    let kind = if monitoring { FeeKind::Monitoring } else { FeeKind::Plan };
    let id = format!("{ID}-{}", own.municipality);
    let terms = own.terms.clone().map(|terms| crate::billing::same_month::Terms { scheduled: monitoring, ..terms });
    Some(ClaimEvent {
        municipality: own.municipality.clone(),
        office: "elsewhere".to_owned(),
        home_visit: known,
        consent: known,
        delivered: known,
        conference: known,
        report: known,
        submitted: known,
        for_month: monitoring.then(|| YearMonth::of(on)),
        terms,
        ..blank(file, id, kind, on, own.service?)
    })
}

/// The question that a fee waits for, where it is the one of the change.
pub(super) fn question(file: &ClientFile<'_>, ids: &BTreeSet<&str>, why: Option<&Why>) -> Option<Obstacle> {
    ids.iter().any(|id| id.starts_with(ID)).then(|| {
        let asked = file.client.other_offices.0.iter().filter(|it| it.taken.is_none()).find_map(|it| it.from);
        let month = asked.map(|on| wareki::month(YearMonth::of(on))).unwrap_or_default();
        let sentence = format!("変更の月（{month}）に新しい事業所がすること");
        Obstacle { way: Some(Way::OfficeChange), sentence, why: why.cloned() }
    })
}

/// Never: another office was in charge on the day.
pub(super) fn refused(client: &Client, day: Date, fee: FeeKind, way: Option<Way>) -> PartJudgement {
    let code = RefusalCode::OtherOfficeClaims;
    let why = Why::new(code.rule_of(fee), code.sentence_of(fee)).fact("日", wareki::long(day));
    let others = client.other_offices.0.iter().map(|it| it.office.clone()).collect::<Vec<_>>().join("、");
    missing::refused(code, fee, way, Some(why.fact("担当する事業所", others)))
}
