//! Which certificate a round goes by. No certificate owns a round; the day of the visit decides the number printed.

use calendar::{Date, YearMonth, wareki};

use super::{Round, schedule};
use crate::client::{Certificate, ConsultationService};

/// 受給者証 whose number and period are printed for a round: the one of its service and municipality that is valid on
/// the day of the visit, else the one that lists the month in its 支給期間. `None`: 受給者証がない.
///
/// Report, claim, board and page ask it; of several the one that began last answers.
pub fn certificate_of_round<'a>(certificates: &'a [Certificate], round: &Round) -> Option<&'a Certificate> {
    let visited_on = round.home_visit().map(|(_, visit)| visit.date);
    let own = || of_municipality(certificates, round);
    let valid = visited_on.and_then(|day| latest(own().filter(|one| one.is_valid_on(day))));
    valid.or_else(|| latest(own().filter(|one| lists(one, round.month))))
}

/// As [`certificate_of_round`], and where no certificate covers the round the municipality's last one that began
/// before its month ended: for names on screens, never for a claim.
pub fn certificate_beside_round<'a>(certificates: &'a [Certificate], round: &Round) -> Option<&'a Certificate> {
    certificate_of_round(certificates, round).or_else(|| {
        let begun = |one: &&Certificate| one.starts_on().is_some_and(|day| day <= round.month.last_day());
        let own = || of_municipality(certificates, round);
        latest(own().filter(begun)).or_else(|| latest(own()))
    })
}

/// 市町村番号 of the grant that is valid on a day: of two municipalities the one whose grant began later, because it
/// ended the older one the day before. `None` on a day without any.
pub fn municipality_on(certificates: &[Certificate], service: ConsultationService, day: Date) -> Option<&str> {
    let valid = certificates.iter().filter(|one| one.service == service && one.is_valid_on(day));
    latest(valid).map(|one| one.municipality.as_str())
}

/// 市町村番号 that a round no certificate covers belongs to once one is entered: that of the visit's day, else that of a
/// certificate whose 支給期間 covers the month.
pub fn municipality_of_month(certificates: &[Certificate], round: &Round, visited_on: Option<Date>) -> Option<String> {
    let on_day = visited_on.and_then(|day| municipality_on(certificates, round.service, day));
    let covers = |one: &&Certificate| {
        let period = schedule::of_certificate(one).benefit_period;
        one.service == round.service && period.is_some_and(|period| period.contains(round.month))
    };
    let found = on_day.or_else(|| latest(certificates.iter().filter(covers)).map(|one| one.municipality.as_str()));
    found.map(str::to_owned)
}

/// Why the round cannot be carried into the next month, where that month is another municipality's already: out of the
/// last month of a grant only the same municipality's next one takes it over.
pub fn leads_elsewhere(certificates: &[Certificate], round: &Round) -> Option<String> {
    let next = round.month.next();
    let covers = |one: &&Certificate| {
        let valid = |day| one.is_valid_on(day);
        one.service == round.service && (valid(next.first_day()) || valid(next.last_day()))
    };
    let covering: Vec<&Certificate> = certificates.iter().filter(covers).collect();
    let elsewhere = covering.iter().find(|one| one.municipality != round.municipality)?;
    let stays = !round.has_certificate() || covering.iter().any(|one| one.municipality == round.municipality);
    (!stays).then(|| {
        let (month, name) = (wareki::month(next), &elsewhere.municipality_name);
        format!("翌月（{month}）は{name}の受給者証の月です。市町村が変わるので、翌月に繰り越せません")
    })
}

fn of_municipality<'a>(certificates: &'a [Certificate], round: &Round) -> impl Iterator<Item = &'a Certificate> {
    let (service, municipality) = (round.service, round.municipality.clone());
    certificates.iter().filter(move |one| one.service == service && one.municipality == municipality)
}

fn lists(certificate: &Certificate, month: YearMonth) -> bool {
    let schedule = schedule::of_certificate(certificate);
    schedule.benefit_period.is_some_and(|period| period.contains(month)) && schedule.months.contains(&month)
}

fn latest<'a>(certificates: impl Iterator<Item = &'a Certificate>) -> Option<&'a Certificate> {
    certificates.max_by_key(|one| (one.starts_on(), one.id))
}
