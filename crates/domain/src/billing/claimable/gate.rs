//! The gate: the rules grant the fees; now the numbers, the names and the prices must be there, too.

use calendar::{Date, YearMonth, wareki};
use law::{Confidence, Verdict, Why};

use super::{ClaimableLine, ClaimableMonth, ClientFile, Obstacle, Part, Place, Subject, Way};
use crate::{
    billing::{
        claim_names::claim_names,
        fees::{self, FeeKind},
        month_fees::{AskedFee, FeeCase, FeeLine, MonthFees, reckon, unsure},
    },
    client::{Certificate, ConsultationService},
    office::Office,
};

/// Makes the claim of the parts whose fees the rules grant, or says which numbers are not there.
pub(super) fn claimable(
    file: &ClientFile<'_>,
    place: &Place,
    parts: &[&Part],
) -> Result<ClaimableMonth, Vec<Obstacle>> {
    // The monitoring's day is the one printed, so its certificate and its office go before the plan's.
    let dated = parts.iter().max_by_key(|part| part.kind);
    let Some((part, day)) = dated.and_then(|part| Some((*part, part.done_on?))) else {
        return Err(vec![Obstacle::bare(None, "モニタリング日")]);
    };
    let Some(certificate) = certificate_of(file, part.subject) else {
        return Err(vec![Obstacle::bare(Some(Way::NewCertificate), "受給者証")]);
    };
    let office = file.office.on(day);
    let mut obstacles = number_obstacles(office.number(place.service), certificate, place.service);
    let names = claim_names(file.client, place.service, day).map_err(|faults| {
        let named = faults.into_iter().map(|fault| format!("{}の直し（{}）", fault.field, fault.reason));
        named.map(|sentence| Obstacle::bare(Some(Way::Client), sentence)).collect::<Vec<_>>()
    });
    let priced = priced(file, place, &office, parts);
    match (names, priced) {
        (Ok(names), Ok(priced)) if obstacles.is_empty() => {
            let mut warnings = names.cut;
            warnings.extend(self::warnings(file, certificate, parts, &names.payer));
            Ok(ClaimableMonth {
                client: file.client.id,
                name: file.client.name.clone(),
                service: place.service,
                month: place.month,
                certificate_number: certificate.number.clone(),
                municipality: certificate.municipality.clone(),
                municipality_name: certificate.municipality_name.clone(),
                payer_kana: names.payer,
                child_kana: names.child,
                lines: priced.lines,
                area_code: priced.area_code,
                unit_price: priced.unit_price,
                unsure: priced.unsure,
                whys: parts.iter().filter_map(|part| part.why().cloned()).chain([priced.why]).collect(),
                warnings,
                unconfirmed: priced.unconfirmed,
            })
        }
        (names, priced) => {
            obstacles.extend(priced.err().into_iter().flatten());
            obstacles.extend(names.err().into_iter().flatten());
            Err(obstacles)
        }
    }
}

/// The month as it was reckoned, every code there.
struct Priced {
    lines: Vec<ClaimableLine>,
    area_code: String,
    unit_price: i64,
    unsure: Vec<&'static str>,
    unconfirmed: Vec<String>,
    why: Why,
}

fn certificate_of<'a>(file: &ClientFile<'a>, subject: Subject) -> Option<&'a Certificate> {
    match subject {
        Subject::Plan(id) => file.certificates.iter().find(|certificate| certificate.id == id),
        Subject::Case(_) => None,
        Subject::Round(id) => file.rounds.iter().find(|round| round.id == id).and_then(|it| file.certificate_of(it)),
    }
}

/// The lines of the month with their codes and their price.
fn priced(file: &ClientFile<'_>, place: &Place, office: &Office, parts: &[&Part]) -> Result<Priced, Vec<Obstacle>> {
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let asked = parts.iter().map(|part| AskedFee {
        kind: part.kind,
        grade: part.done_on.and_then(|day| given(&file.office.on(day).grade)),
    });
    let case = FeeCase {
        service: place.service,
        month: place.month,
        area_grade: given(office.area(place.service)),
        office_grade: given(&office.grade),
        fees: asked.collect(),
        additions: Vec::new(),
        reductions: Vec::new(),
        ended: None,
    };
    let (fees, why) = known(reckon(&case))?;
    let coded_price = fees.price.as_ref().and_then(|it| Some((it, it.code.clone()?, it.code_confidence?)));
    let Some((price, area_code, sure)) = coded_price else {
        let sentence = format!("{}の単価か地域区分コードが表にないので、請求できません", wareki::month(place.month));
        return Err(vec![Obstacle { way: Some(Way::Office), sentence, why: Some(why) }]);
    };
    let lines: Vec<ClaimableLine> =
        parts.iter().zip(&fees.lines).map(|(part, line)| coded(part, line, place.month)).collect::<Result<_, _>>()?;
    let mut unconfirmed = fees.warnings.clone();
    unconfirmed.extend(unsure(&price.name, "地域区分コード", sure));
    Ok(Priced {
        unsure: unsure_parts(&fees, &lines, sure),
        unit_price: price.thousandths,
        area_code,
        lines,
        unconfirmed,
        why,
    })
}

/// A line with its code, without which no claim can be written.
fn coded(part: &Part, line: &FeeLine, month: YearMonth) -> Result<ClaimableLine, Vec<Obstacle>> {
    let (Some(code), Some(code_confidence), Some(on)) = (line.code.clone(), line.code_confidence, part.done_on) else {
        let sentence = format!("{}の{}のコードが分からないので、請求できません", line.name, wareki::month(month));
        return Err(vec![Obstacle { way: None, sentence, why: Some(line.why.clone()) }]);
    };
    Ok(ClaimableLine {
        subject: part.subject,
        kind: part.kind,
        on,
        code,
        name: line.name.clone(),
        units: line.units,
        count: line.count,
        units_confidence: line.units_confidence,
        code_confidence,
    })
}

fn unsure_parts(fees: &MonthFees, lines: &[ClaimableLine], area: Confidence) -> Vec<&'static str> {
    let any = |of: fn(&ClaimableLine) -> Confidence| lines.iter().any(|line| of(line).needs_warning());
    let price = fees.price.as_ref().is_some_and(|price| price.confidence.needs_warning());
    let parts = [
        ("単位数", any(|line| line.units_confidence)),
        ("単価", price),
        ("サービスコード", any(|line| line.code_confidence)),
        ("地域区分コード", area.needs_warning()),
    ];
    parts.into_iter().filter(|(_, unsure)| *unsure).map(|(part, _)| part).collect()
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

fn known(verdict: Verdict<MonthFees>) -> Result<(MonthFees, Why), Vec<Obstacle>> {
    let lacks = |sentence: String, why| Err(vec![Obstacle { way: Some(Way::Office), sentence, why }]);
    match verdict {
        Verdict::Is(decided) => Ok((decided.value, decided.why)),
        Verdict::No(why) => lacks(why.sentence.clone(), Some(why)),
        Verdict::NotCovered { asked, covers } => lacks(fees::not_covered(asked, covers), None),
        Verdict::Needs(missing) => {
            let named = missing.iter().map(|missing| match missing.field {
                "area_grade" => "事業所の地域区分の設定",
                _ => "事業所の報酬の区分の設定",
            });
            Err(named.map(|sentence| Obstacle::bare(Some(Way::Office), sentence)).collect())
        }
        Verdict::MunicipalityDecides { .. } => lacks("報酬を決められません".to_owned(), None),
    }
}

fn warnings(file: &ClientFile<'_>, certificate: &Certificate, parts: &[&Part], payer_kana: &str) -> Vec<String> {
    let mut warnings = Vec::new();
    for part in parts {
        let valid = |day: Date| certificate.grants.iter().any(|grant| grant.start <= day && day <= grant.end);
        // A plan is made before the validity begins; a visit lies in it.
        if let Some(day) = part.done_on.filter(|day| part.kind == FeeKind::Monitoring && !valid(*day)) {
            warnings.push(format!("モニタリング日（{}）が、受給者証の有効期間の外です。", wareki::long(day)));
        }
        let other = certificate_of(file, part.subject).filter(|other| other.number != certificate.number);
        if let Some(other) = other {
            let (kind, number, printed) = (part.kind.label(), &other.number, &certificate.number);
            warnings.push(format!("{kind}の受給者証番号は{number}ですが、1件の請求なので{printed}で請求します。"));
        }
        if let Some(day) = super::flow_was_claimed(file, part.subject) {
            warnings.push(format!(
                "この計画につながった{}のモニタリングは、もう請求しています。計画の報酬だけになるので、その請求の取下げ（過誤）を市町村に相談してください。",
                wareki::long(day)
            ));
        }
    }
    if payer_kana.trim().is_empty() {
        warnings.push("フリガナがないので、氏名カナを空のまま請求します。".to_owned());
    }
    warnings
}
