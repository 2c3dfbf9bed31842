//! 支給決定の切れ目: where what is granted ends within two months and nothing follows yet, and how far the plan has come that is to follow.
//! The same within three months: 更新の時期. And 次の期間の通知待ち: phases that end before the 支給期間 does.

use calendar::{Date, YearMonth, wareki};

use super::{PlanStep, PlanningCase, open_step};
use crate::{
    client::{Certificate, CertificateReach, Client, ConsultationService},
    id::CaseId,
    monitoring::schedule,
};

/// Months after the running one to whose end the renewals are listed: an interview, a plan and a decision take about so long.
const RENEWAL_MONTHS: i32 = 3;

/// A grant that ends soon, or has ended, without one that follows at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantGap {
    /// Of which service.
    pub service: ConsultationService,
    /// 市町村番号.
    pub municipality: String,
    /// The last day of what is granted without a break.
    pub ends_on: Date,
    /// The first day of the next grant, where one begins after a break.
    pub next_from: Option<Date>,
    /// How it stands with what is to follow.
    pub following: Following,
    /// The case of the plan that is to follow, where one was begun.
    pub case: Option<CaseId>,
    /// That in words: 「次の計画は (2) 計画案の段階です。」.
    pub follows: String,
    /// 「支給決定が令和9年4月30日で終わります（あと45日で終わります）。…」.
    pub sentence: String,
}

impl GrantGap {
    /// Whether it concerns this office: nobody else is in charge by the day after the grant's end.
    pub fn is_ours(&self, client: &Client) -> bool {
        let after = self.ends_on.tomorrow().unwrap_or(self.ends_on);
        client.ended_on.is_none() && client.other_offices.left_by(after).is_none()
    }
}

/// How far what is to follow a grant has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Following {
    /// No plan was begun.
    NotBegun,
    /// A plan stands at this step.
    At(PlanStep),
    /// It was decided; the certificate is not entered.
    Decided,
    /// The next certificate is entered and leaves days without a grant.
    Broken,
}

/// The gaps of a client, one for each service and municipality at most.
pub fn grant_gaps(certificates: &[Certificate], cases: &[PlanningCase], today: Date) -> Vec<GrantGap> {
    ends(certificates, cases, today, |end| CertificateReach::of(end, today) != CertificateReach::Far)
}

/// 更新の時期: what a client is granted no further than [`renewal_horizon`], one for each service and municipality at most.
pub fn renewals(certificates: &[Certificate], cases: &[PlanningCase], today: Date) -> Vec<GrantGap> {
    let horizon = renewal_horizon(today);
    ends(certificates, cases, today, |end| end <= horizon)
}

/// The last day of the next three months.
pub fn renewal_horizon(today: Date) -> Date {
    YearMonth::of(today).plus(RENEWAL_MONTHS).last_day()
}

fn ends(
    certificates: &[Certificate],
    cases: &[PlanningCase],
    today: Date,
    told: impl Fn(Date) -> bool,
) -> Vec<GrantGap> {
    let mut keys: Vec<(ConsultationService, &str)> =
        certificates.iter().map(|it| (it.service, it.municipality.as_str())).collect();
    keys.sort_unstable();
    keys.dedup();
    let gap =
        |key| Some(gap(certificates, cases, key, today, end_of(certificates, key, today).filter(|end| told(*end))?));
    keys.into_iter().filter_map(gap).collect()
}

/// The last day of what is granted without a break; none where nothing has begun, and where another municipality grants from then on.
fn end_of(
    certificates: &[Certificate],
    (service, municipality): (ConsultationService, &str),
    today: Date,
) -> Option<Date> {
    let own = || certificates.iter().filter(|it| (it.service, it.municipality.as_str()) == (service, municipality));
    let terms = || own().filter_map(|it| it.starts_on().zip(it.ends_on()));
    // Of those that have begun, the last day without a break.
    let begun = terms().filter(|(from, _)| *from <= today).map(|(_, to)| to).max()?;
    let ends_on = reach_of(begun, &terms().collect::<Vec<_>>());
    // Who moved away is granted by another municipality from then on.
    (!own().any(|it| it.moved_out_on.is_some_and(|day| day >= ends_on))).then_some(ends_on)
}

fn gap(
    certificates: &[Certificate],
    cases: &[PlanningCase],
    key: (ConsultationService, &str),
    today: Date,
    ends_on: Date,
) -> GrantGap {
    let own = certificates.iter().filter(|it| (it.service, it.municipality.as_str()) == key);
    let next_from = own.filter_map(Certificate::starts_on).filter(|from| *from > ends_on).min();
    let (following, case) = following(cases, key, next_from);
    let follows = follows(following, next_from);
    let end = wareki::long(ends_on);
    let ends = match CertificateReach::of(ends_on, today) {
        CertificateReach::Over => format!("支給決定は{end}に終わっています。"),
        reach => match reach.soon() {
            Some(soon) => format!("支給決定の終わりは{end}です（{soon}）。"),
            None => format!("支給決定の終わりは{end}です。"),
        },
    };
    let sentence = format!("{ends}{follows}");
    GrantGap { service: key.0, municipality: key.1.to_owned(), ends_on, next_from, following, case, follows, sentence }
}

/// The last day that is reached from `end` by terms that begin on the day after at the latest.
fn reach_of(end: Date, terms: &[(Date, Date)]) -> Date {
    let mut end = end;
    loop {
        let after = end.tomorrow().unwrap_or(end);
        match terms.iter().filter(|(from, to)| *from <= after && *to > end).map(|(_, to)| *to).max() {
            Some(further) => end = further,
            None => return end,
        }
    }
}

fn following(
    cases: &[PlanningCase],
    key: (ConsultationService, &str),
    next_from: Option<Date>,
) -> (Following, Option<CaseId>) {
    if next_from.is_some() {
        return (Following::Broken, None);
    }
    let own =
        |case: &&PlanningCase| (case.service, case.municipality.as_str()) == key && case.led_to_nothing().is_none();
    let open = cases.iter().filter(own).filter(|case| case.closed_on.is_none()).max_by_key(|case| case.opened_on);
    let stands = |case: &PlanningCase| match case.granted() {
        Some(decision) if decision.certificate.is_none() => Following::Decided,
        _ => open_step(case).map_or(Following::NotBegun, Following::At),
    };
    (open.map_or(Following::NotBegun, stands), open.map(|case| case.id))
}

fn follows(following: Following, next_from: Option<Date>) -> String {
    match (following, next_from) {
        (Following::Broken, Some(from)) => {
            format!("次の支給決定は{}からで、間の日には支給決定がありません。", wareki::long(from))
        }
        (Following::Decided, _) => "次の支給決定は記録されています。受給者証を登録してください。".to_owned(),
        (Following::At(step), _) => format!("次の計画は ({}) {}の段階です。", step.number(), step.label()),
        _ => "次の計画は始まっていません。".to_owned(),
    }
}

/// 次の期間の通知待ち: the first month for which no period is known, from the last month before it on; none where the periods go to the
/// end.
pub fn awaits_next_period(certificate: &Certificate, today: Date) -> Option<YearMonth> {
    let open_from = schedule::of_certificate(certificate).open_from?;
    let ends = certificate.ends_on()?;
    (YearMonth::of(today) >= open_from.previous() && today <= ends).then_some(open_from)
}
