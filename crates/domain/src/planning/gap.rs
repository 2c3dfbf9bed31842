//! 支給決定の切れ目: where what is granted ends within two months and nothing follows yet, and how far the plan has come that is to follow.
//! The same within three months: 更新の時期. And 次の期間の通知待ち: phases that end before the 支給期間 does.

use calendar::{Date, YearMonth, wareki};

use super::{CaseKind, PlanStep, PlanningCase, open_step};
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
        is_ours(client, self.ends_on)
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
    let running = grant_stretches(certificates).into_iter().filter(|it| it.is_running(today) && told(it.ends_on));
    running.map(|stretch| gap(certificates, cases, &stretch, today)).collect()
}

/// What a client is granted without a break, of one service and municipality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantStretch {
    /// Of which service.
    pub service: ConsultationService,
    /// 市町村番号.
    pub municipality: String,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub ends_on: Date,
    /// The first day of the next stretch, after a break; none where nothing follows.
    pub next_from: Option<Date>,
}

impl GrantStretch {
    /// Whether it is the last that has begun by the day.
    pub fn is_running(&self, day: Date) -> bool {
        self.from <= day && self.next_from.is_none_or(|next| day < next)
    }

    /// Whether its end concerns this office: nobody else is in charge by the day after.
    pub fn is_ours(&self, client: &Client) -> bool {
        is_ours(client, self.ends_on)
    }
}

/// What a client is granted without a break, by service and municipality and then by day. Where the person moved away at its end another
/// municipality grants from then on, and there is none.
pub fn grant_stretches(certificates: &[Certificate]) -> Vec<GrantStretch> {
    let mut terms: Vec<(ConsultationService, &str, Date, Date)> = certificates
        .iter()
        .filter_map(|it| Some((it.service, it.municipality.as_str(), it.starts_on()?, it.ends_on()?)))
        .collect();
    terms.sort_unstable();
    let mut stretches: Vec<GrantStretch> = Vec::new();
    for (service, municipality, from, to) in terms {
        let last = stretches.last_mut().filter(|it| (it.service, it.municipality.as_str()) == (service, municipality));
        match last {
            Some(last) if from <= last.ends_on.tomorrow().unwrap_or(last.ends_on) => {
                last.ends_on = last.ends_on.max(to)
            }
            last => {
                if let Some(last) = last {
                    last.next_from = Some(from);
                }
                let municipality = municipality.to_owned();
                stretches.push(GrantStretch { service, municipality, from, ends_on: to, next_from: None });
            }
        }
    }
    let moved = |of: &GrantStretch| {
        let own = |it: &&Certificate| (it.service, &it.municipality) == (of.service, &of.municipality);
        certificates.iter().filter(own).any(|it| it.moved_out_on.is_some_and(|day| day >= of.ends_on))
    };
    stretches.retain(|stretch| !moved(stretch));
    stretches
}

fn is_ours(client: &Client, ends_on: Date) -> bool {
    client.ended_on.is_none() && client.other_offices.left_by(ends_on.tomorrow().unwrap_or(ends_on)).is_none()
}

fn gap(certificates: &[Certificate], cases: &[PlanningCase], stretch: &GrantStretch, today: Date) -> GrantGap {
    let (key, ends_on) = ((stretch.service, stretch.municipality.as_str()), stretch.ends_on);
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

fn following(
    cases: &[PlanningCase],
    key: (ConsultationService, &str),
    next_from: Option<Date>,
) -> (Following, Option<CaseId>) {
    if next_from.is_some() {
        return (Following::Broken, None);
    }
    // A 変更 leaves the end where it is: after it the plan of the next term is still to be made.
    let own = |case: &&PlanningCase| {
        let same = (case.service, case.municipality.as_str()) == key;
        same && case.kind != CaseKind::Change && case.led_to_nothing().is_none()
    };
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
