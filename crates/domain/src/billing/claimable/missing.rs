//! What a round still lacks, each with the way to where it is brought.

use calendar::wareki;
use law::Why;

use super::{ClientFile, Obstacle, PartJudgement, Way};
use crate::{
    billing::{fees::FeeKind, same_month::RefusalCode},
    client::Client,
    id::RoundId,
    monitoring::{Round, Step, VisitMonth, steps},
};

/// The way that can still remove a refusal; none where nothing can.
pub(super) fn way_of(code: RefusalCode, round: RoundId) -> Option<Way> {
    Some(match code {
        RefusalCode::CarryOverReasonMissing => Way::CarryOver(round),
        RefusalCode::NoHomeVisit => Way::Step(round, Step::HomeVisit),
        RefusalCode::NoReport => Way::Step(round, Step::Record),
        RefusalCode::NoConsent => Way::Step(round, Step::Consent),
        RefusalCode::NotSubmitted => Way::Step(round, Step::Submission),
        _ => return None,
    })
}

/// Never: the rules refuse the fee of a kind. `way`: where a mistaken answer would be mended.
pub(super) fn refused(code: RefusalCode, fee: FeeKind, way: Option<Way>, why: Option<Why>) -> PartJudgement {
    let sentence = code.sentence_of(fee).to_owned();
    PartJudgement::Refused(Box::new(Obstacle { way, sentence, why }))
}

/// What the round lacks, in the order of the steps.
pub(super) fn of_round(file: &ClientFile<'_>, round: &Round) -> Vec<Obstacle> {
    let settings = file.settings_of(round);
    let [_, visit, report, consent, submission] = steps(round, settings);
    let reason = round.visit_month(settings) == VisitMonth::ReasonMissing;
    let submitted = !settings.every_report_submitted || !submission.is_open();
    let lacks = [
        (visit.is_open(), RefusalCode::NoHomeVisit, "本人の住まいへの訪問と面接"),
        (!visit.is_open() && reason, RefusalCode::CarryOverReasonMissing, "翌月に実施した理由（繰越）"),
        (report.is_open(), RefusalCode::NoReport, "モニタリング報告書"),
        (consent.is_open(), RefusalCode::NoConsent, consent_phrase(round)),
        (!submitted, RefusalCode::NotSubmitted, "写しの提出"),
    ];
    let paper = (!round.has_certificate()).then(|| Obstacle::bare(Some(Way::NewCertificate), "受給者証"));
    let lacking = lacks.into_iter().filter(|(lacks, ..)| *lacks);
    paper
        .into_iter()
        .chain(lacking.map(|(_, code, phrase)| {
            let why = Why::new(code.rule_of(FeeKind::Monitoring), code.sentence_of(FeeKind::Monitoring));
            Obstacle { way: way_of(code, round.id), sentence: phrase.to_owned(), why: Some(round_facts(why, round)) }
        }))
        .collect()
}

/// Nothing in the law says what stands for the consent of somebody who has died since the visit.
fn consent_phrase(round: &Round) -> &'static str {
    if round.support_ended_on.is_some() {
        "報告書への同意（亡くなった後の同意をどう扱うかは、市町村が決めます。区役所・支所に確かめてください）"
    } else {
        "報告書への同意"
    }
}

/// The month it is due in, and the visit where there is one.
pub(super) fn round_facts(why: Why, round: &Round) -> Why {
    let why = why.fact("モニタリング予定月", wareki::month(round.month));
    match round.home_visit() {
        Some((_, visit)) => why.fact("モニタリング日", wareki::long(visit.date)),
        None => why,
    }
}

pub(super) fn self_plan_facts(why: Why, client: &Client) -> Why {
    client.self_plans.0.iter().fold(why, |why, period| {
        let off = period.off_from.map(|off| format!("（{}にやめた）", wareki::long(off))).unwrap_or_default();
        why.fact("セルフプラン", format!("{}から{off}", wareki::long(period.from)))
    })
}
