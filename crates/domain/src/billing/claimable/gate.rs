//! The gate: the rules grant the fee; now the numbers and the prices must be there, too.

use calendar::{Date, YearMonth, age_on, wareki};
use law::{Confidence, LawBook, Value, Verdict, Why};

use super::{ClaimableMonth, ClientFile, Obstacle, Way};
use crate::{
    billing::fees::{self, FeeKind},
    client::{Certificate, Client, ConsultationService},
    monitoring::Round,
};

/// Makes the claim of a round whose fee the rules grant, or says which numbers are not there.
pub(super) fn claimable(
    file: &ClientFile<'_>,
    round: &Round,
    why: Option<Why>,
) -> Result<ClaimableMonth, Vec<Obstacle>> {
    let (Some(certificate), Some((_, visit))) = (file.certificate_of(round), round.home_visit()) else {
        return Err(vec![Obstacle::bare(None, "受給者証")]);
    };
    let month = YearMonth::of(visit.date);
    let office = file.office.on(visit.date);
    let fee = known(fees::base_fee(round.service, FeeKind::Monitoring, &office.grade, month));
    let price = known(fees::area_price(round.service, office.area(round.service), month));
    let (payer_kana, child_kana) = names(file.client, round.service, visit.date);
    let mut obstacles = number_obstacles(office.number(round.service), certificate, round.service);
    match (fee, price) {
        (Ok((fee, fee_why)), Ok((price, price_why))) if obstacles.is_empty() => {
            let warnings = warnings(certificate, visit.date, &payer_kana);
            let unconfirmed = [
                confidence_warning(&fee.name, "単位数", fee.confidence),
                confidence_warning(&fee.name, "サービスコード", fee.code_confidence),
                confidence_warning(&price.name, "単価", price.confidence),
                confidence_warning(&price.name, "地域区分コード", price.code_confidence),
            ];
            Ok(ClaimableMonth {
                round: round.id,
                client: file.client.id,
                name: file.client.name.clone(),
                service: round.service,
                month,
                certificate_number: certificate.number.clone(),
                municipality: certificate.municipality.clone(),
                municipality_name: certificate.municipality_name.clone(),
                payer_kana,
                child_kana,
                monitored_on: visit.date,
                fee,
                price,
                whys: why.into_iter().chain([fee_why, price_why]).collect(),
                warnings,
                unconfirmed: unconfirmed.into_iter().flatten().collect(),
            })
        }
        (fee, price) => {
            obstacles.extend([fee.err(), price.err()].into_iter().flatten().map(|obstacle| *obstacle));
            Err(obstacles)
        }
    }
}

fn number_obstacles(number: &str, certificate: &Certificate, service: ConsultationService) -> Vec<Obstacle> {
    let digits = |text: &str, len: usize| text.len() == len && text.bytes().all(|b| b.is_ascii_digit());
    let mut obstacles = Vec::new();
    let mut lacks = |way: Way, sentence: String| obstacles.push(Obstacle::bare(Some(way), sentence));
    if number.is_empty() {
        lacks(Way::Office, format!("事業所番号（{}）の設定", service.label()));
    }
    if !digits(&certificate.number, 10) {
        lacks(Way::Certificate(certificate.id), "受給者証番号（10けた）".to_owned());
    }
    if !digits(&certificate.municipality, 6) {
        lacks(Way::Certificate(certificate.id), "受給者証の市町村番号（6けた）".to_owned());
    }
    obstacles
}

/// 支給決定者 and 児童: a child's certificate is in the guardian's name.
fn names(client: &Client, service: ConsultationService, day: Date) -> (String, String) {
    let child = service == ConsultationService::Child || is_minor(client, day);
    match client.guardian.as_ref().filter(|_| child) {
        Some(guardian) => (guardian.kana.clone(), client.kana.clone()),
        None => (client.kana.clone(), String::new()),
    }
}

fn is_minor(client: &Client, day: Date) -> bool {
    let adult_from = LawBook::embedded()
        .ok()
        .and_then(|book| book.timeline("benefit.adult-from")?.get(day))
        .map(|entry| &entry.value);
    matches!(adult_from, Some(Value::Whole(from)) if i64::from(age_on(client.birth, day)) < *from)
}

fn known<T>(verdict: Verdict<T>) -> Result<(T, Why), Box<Obstacle>> {
    let lacks = |sentence: String, why| Err(Box::new(Obstacle { way: Some(Way::Office), sentence, why }));
    match verdict {
        Verdict::Is(decided) => Ok((decided.value, decided.why)),
        Verdict::No(why) => lacks(why.sentence.clone(), Some(why)),
        Verdict::NotCovered { asked, covers } => lacks(fees::not_covered(asked, covers), None),
        Verdict::Needs(_) | Verdict::MunicipalityDecides { .. } => lacks("報酬を決められません".to_owned(), None),
    }
}

fn confidence_warning(name: &str, what: &str, confidence: Confidence) -> Option<String> {
    confidence.needs_warning().then(|| format!("{name}の{what}は「{}」です。", confidence.label()))
}

fn warnings(certificate: &Certificate, visited_on: Date, payer_kana: &str) -> Vec<String> {
    let mut warnings = Vec::new();
    let valid = certificate.grants.iter().any(|grant| grant.start <= visited_on && visited_on <= grant.end);
    if !valid {
        warnings.push(format!("モニタリング日（{}）が、受給者証の有効期間の外です。", wareki::long(visited_on)));
    }
    if payer_kana.trim().is_empty() {
        warnings.push("フリガナがないので、氏名カナを空のまま請求します。".to_owned());
    }
    warnings
}
