//! (2) 自宅訪問. A visit elsewhere or in another month may be recorded, because it took place; it just does not count.

use calendar::{Date, YearMonth, wareki};
use domain::{
    client::Certificate,
    facts::By,
    id::{RoundId, UserId},
    monitoring::{Round, RoundFact, m2_home_visit::HomeVisit, municipality_on},
    office::Right,
};
use law::Verdict;
use store::certificates;

use super::{
    record::{Entry, Recorded, load, record},
    record_beside::keep_round_tasks,
    round_view::round_view,
};
use crate::{AuditAction, Cx, Reason, Refusal, clients::about::keep_event_tasks};

/// Records a visit. The day decides the municipality: one on which another municipality's grant was valid belongs into
/// that municipality's round.
pub fn record_home_visit(cx: &mut Cx<'_>, entry: Entry, visit: HomeVisit) -> Result<Recorded, Refusal> {
    cx.authorize(Right::RecordMonitoring)?;
    let round = load(cx, entry.round)?;
    let certificates = certificates::of_client(cx.tx, cx.actor.office, round.client)?;
    if let Some(sentence) = of_another_municipality(&certificates, &round, &visit) {
        return Err(Refusal::Refused(vec![Reason::at("date", sentence)]));
    }
    if let Some(sentence) = of_a_colleague(&round, entry, (cx.actor.user, visit.date)) {
        return Err(Refusal::Refused(vec![Reason::at("date", sentence)]));
    }
    let visit = HomeVisit { neutrality: neutrality(cx, &round)?, ..visit };
    let recorded = record(cx, AuditAction::RecordHomeVisit, entry, |_| RoundFact::HomeVisit(visit))?;
    keep_event_tasks(cx, round.client)?;
    keep_round_tasks(cx, recorded.round)?;
    Ok(recorded)
}

/// A visit of the same day that a colleague has recorded since the form was shown: it may be the same one. Shown again, the form says that it
/// is there, and a second one is recorded.
fn of_a_colleague(round: &Round, entry: Entry, (user, date): (UserId, Date)) -> Option<String> {
    if entry.version >= round.version || entry.corrects.is_some() {
        return None;
    }
    let (there, _) =
        round.home_visits().find(|(fact, visit)| visit.date == date && fact.recorded_by != By::Staff(user))?;
    Some(format!(
        "{}さんが、同じ日の訪問を先に記録しました。同じ訪問なら、記録しなくてかまいません。別の訪問なら、画面を開き直して記録してください。",
        there.recorded_by_name
    ))
}

/// Records a visit of a page, which warns of a day outside of the month first: `accepted` says that the warning was seen.
pub fn record_home_visit_warned(
    cx: &mut Cx<'_>,
    entry: Entry,
    (visit, accepted): (HomeVisit, bool),
) -> Result<Recorded, Refusal> {
    if !accepted && let Some(sentence) = off_month(cx, entry.round, visit.date)? {
        let again = format!("{sentence}まちがいでなければ、下の「この日で記録する」に印を付けてください。");
        return Err(Refusal::Refused(vec![Reason::at("date", again)]));
    }
    record_home_visit(cx, entry, visit)
}

/// What is said of a day outside of the round's month (carried over: of the next); none of one that lies in it.
pub fn off_month(cx: &mut Cx<'_>, round: RoundId, day: Date) -> Result<Option<String>, Refusal> {
    cx.authorize(Right::Read)?;
    let round = load(cx, round)?;
    let month = YearMonth::of(day);
    if month == round.month || month == round.working_month() || !round.scheduled {
        return Ok(None);
    }
    let planned = wareki::month(round.month);
    let sentence = match month.months_since(round.month) {
        1 => format!("予定月は{planned}です。翌月の訪問は、やむを得ない理由（繰越）の記録があるときだけ請求できます。"),
        _ => format!("予定月は{planned}です。{}の訪問は、この回の分としては請求できません。", wareki::month(month)),
    };
    Ok(Some(sentence))
}

/// 中立性, checked at each visit: what is known of posts of the specialist at providers of the client.
fn neutrality(cx: &mut Cx<'_>, round: &Round) -> Result<String, Refusal> {
    let sentence = match round_view(cx, round.id)?.dual_post {
        None => "担当者の兼務先に、本人が使う事業所はありません".to_owned(),
        Some(Verdict::Is(decided)) => decided.why.sentence.to_string(),
        Some(Verdict::No(why)) => why.sentence.to_string(),
        Some(Verdict::Needs(_) | Verdict::MunicipalityDecides { .. } | Verdict::NotCovered { .. }) => String::new(),
    };
    Ok(sentence)
}

fn of_another_municipality(certificates: &[Certificate], round: &Round, visit: &HomeVisit) -> Option<String> {
    let valid = municipality_on(certificates, round.service, visit.date)?;
    if !round.has_certificate() || valid == round.municipality {
        return None;
    }
    let name = |number: &str| {
        let found = certificates.iter().find(|one| one.municipality == number);
        found.map_or_else(|| number.to_owned(), |one| one.municipality_name.clone())
    };
    let (day, valid, own) = (wareki::long(visit.date), name(valid), name(&round.municipality));
    Some(format!(
        "訪問日（{day}）に有効なのは{valid}の受給者証です。この回は{own}の回なので、{valid}の回に記録してください。"
    ))
}
