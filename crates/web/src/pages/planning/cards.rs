//! Recorded facts of a planning case as its pages show them.

use domain::{
    facts::Fact,
    planning::{
        CaseFact,
        p1_assessment::{AreaNotes, Assessment, Sensitive},
        p1_basic::{BasicInformation, Registered},
        p1_interview::Interview,
    },
};

use super::{
    decision_cards::{coordination_lines, decision_lines, hand_in_lines},
    meeting_cards::{conference_lines, invitation_lines},
    plan_cards::{delivery_lines, plan_consent_lines, plan_lines, provider_plan_lines},
    proposal_cards::{acceptance_lines, consent_lines, draft_lines, interval_lines, ward_lines, week_lines},
    renewal_cards::review_lines,
};
use crate::pages::monitoring::fact_card::{FactCard, day, some_day, visit_lines};

/// The card of a fact.
pub fn card(fact: &Fact<CaseFact>) -> FactCard {
    let lines = match &fact.body {
        CaseFact::Coverage(it) => vec![
            ("申請の日", day(it.applied_on)),
            ("申請したサービス", it.services.join("・")),
            ("介護保険のサービス", said(it.care_insurance)),
        ],
        CaseFact::Basic(it) => basic_lines(it),
        CaseFact::Review(it) => review_lines(it),
        CaseFact::Assessment(it) => assessment_lines(it),
        CaseFact::Interview(it) => interview_lines(it),
        CaseFact::WardConsultation(it) => ward_lines(it),
        CaseFact::Draft(it) => draft_lines(it),
        CaseFact::WeekPlan(it) => week_lines(it),
        CaseFact::Interval(it) => interval_lines(it),
        CaseFact::Neutrality(it) => acceptance_lines(it),
        CaseFact::DraftConsent(it) => consent_lines(it),
        CaseFact::HandIn(it) => hand_in_lines(it),
        CaseFact::Decision(it) => decision_lines(it),
        CaseFact::Coordination(it) => coordination_lines(it),
        CaseFact::Invitation(it) => invitation_lines(it),
        CaseFact::Conference(it) => conference_lines(it),
        CaseFact::Plan(it) => plan_lines(it),
        CaseFact::Consent(it) => plan_consent_lines(it),
        CaseFact::Delivery(it) => delivery_lines(it),
        CaseFact::ProviderPlan(it) => provider_plan_lines(it),
        CaseFact::Elsewhere(it) => vec![("作成した日", day(it.made_on)), ("作成した事業所", it.made_by.clone())],
        CaseFact::Ended(it) => vec![("取りやめた日", day(it.date)), ("理由", it.reason.clone())],
        CaseFact::Withdrawn { reason } => vec![("取り消した理由", reason.clone())],
    };
    FactCard::plain(fact, fact.body.what().label(), lines)
}

fn said(answer: Option<bool>) -> String {
    match answer {
        Some(true) => "使っている",
        Some(false) => "使っていない",
        None => "未確認",
    }
    .to_owned()
}

fn basic_lines(it: &BasicInformation) -> Vec<(&'static str, String)> {
    let registered = |of: fn(&Registered) -> String| it.registered.as_ref().map(of).unwrap_or_default();
    let supports =
        it.supports.iter().map(|one| joined(&[&one.name, &one.provider, &one.content, &one.often, &one.note]));
    let mark = |yes: bool, word: &'static str| if yes { word } else { "" };
    let members = it.members.iter().map(|one| {
        let marks = [mark(one.lives_together, "同居"), mark(one.main_carer, "主に介護"), mark(one.deceased, "死亡")];
        joined(&[one.kin.label(), &one.name, &one.age, &joined(&marks), &one.note])
    });
    let ties = it.ties.iter().map(|one| joined(&[one.kind.label(), &one.name, &one.role, one.strength.label()]));
    vec![
        ("相談日", some_day(it.consulted_on)),
        ("利用者氏名", registered(|it| it.name.clone())),
        ("生年月日", registered(|it| day(it.birth))),
        ("現住所", registered(|it| it.address.clone())),
        ("現住所の電話番号", registered(|it| it.phone.clone())),
        ("家族状況", it.family.clone()),
        ("家族構成", members.collect::<Vec<_>>().join("\n")),
        ("関わる機関・人", ties.collect::<Vec<_>>().join("\n")),
        ("相談内容", it.consultation.clone()),
        ("利用しているサービス", supports.collect::<Vec<_>>().join("\n")),
        ("相談面接結果", it.result.clone()),
        ("相談者", joined(&[&it.caller, &it.caller_relation, &it.caller_contact])),
        ("障害または疾患名", it.condition.clone()),
        ("概要", it.overview.clone()),
    ]
}

fn assessment_lines(it: &Assessment) -> Vec<(&'static str, String)> {
    let mut lines = vec![
        ("まとめた日", some_day(it.written_on)),
        ("生活歴", it.life_history.clone()),
        ("病歴・障害歴", it.illness_history.clone()),
        ("医療機関利用状況", it.medical_use.clone()),
        ("現在の生活状況の概要", it.situation.clone()),
    ];
    lines.extend(it.areas.iter().map(|notes| (notes.area.label(), area_text(notes))));
    let own = it.own_words.iter().map(|own| format!("{}: {}", own.kind.label(), own.words));
    let Sensitive { abuse, offence, hiv, sexuality, handbook_copy } = it.sensitive.clone();
    lines.extend([
        ("本人の要望・希望する暮らし", it.wishes.clone()),
        ("家族の要望・希望する暮らし", it.family_wishes.clone()),
        ("関係職種から得た情報", it.from_others.clone()),
        ("本人の言葉", own.collect::<Vec<_>>().join("\n")),
        ("虐待に関すること", abuse),
        ("触法に関すること", offence),
        ("HIVに関すること", hiv),
        ("性に関すること", sexuality),
        ("手帳の写し", handbook_copy),
    ]);
    lines
}

/// 「支援の必要性: 未確認」, and what was written of the area.
fn area_text(notes: &AreaNotes) -> String {
    let parts = [("現状", &notes.now), ("希望", &notes.wish), ("気づき", &notes.noticed)];
    let written = parts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(word, text)| format!("{word}: {text}"));
    let need = format!("支援の必要性: {}", notes.need.label());
    std::iter::once(need).chain(written).collect::<Vec<_>>().join("\n")
}

pub(super) fn joined(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("　")
}

fn interview_lines(it: &Interview) -> Vec<(&'static str, String)> {
    let mut lines = visit_lines(&it.visit);
    lines.push(("訪問者の所属", it.affiliation.clone()));
    lines.push(("かかった時間", it.minutes.map(|minutes| format!("{minutes}分")).unwrap_or_default()));
    lines
}
