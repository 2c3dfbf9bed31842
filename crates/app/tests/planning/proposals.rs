//! p2 from the assessment to the consent: what stands beside the forms, what is stamped, what a proposal may not be finished without.

use app::{
    Refusal,
    planning::{
        CaseRecorded, ProposalSide, TextView, accept_exception, finish_text, proposal_side, record_coverage,
        record_draft_consent, record_interview, save_working_text, text_view,
    },
};
use domain::{
    client::{About, Client, ClientFact, DatedAbout, Decision, Grounds, ShorterGround},
    facts::By,
    id::CaseId,
    monitoring::{Lamp, decided_interval::Departure},
    neutrality::Ground,
    office::{DatedSetting, Role},
    planning::{
        CaseKind, CaseText, PlanStep,
        p2_draft::PlanDraft,
        p2_draft_consent::DraftConsent,
        p2_interval::{Consideration, IntervalProposal},
    },
};
use law::Verdict;
use store::certificates;
use testkit::{
    OFFICE, SATO, TestApp, day, months,
    planning::{assessment, basic, coverage, interview},
    proposal::{acceptance, draft, draft_consent, interval, week_plan},
    sentences,
    steps::works_at,
};

use super::people::{entry, new_case, open, start, view};

fn finish<T: CaseText + Sync>(app: &TestApp, case: CaseId, text: T) -> Result<CaseRecorded, Refusal> {
    let place = entry(&view(app, case));
    app.write(Role::Specialist, move |cx| finish_text(cx, place, 0, text))
}

fn side(app: &TestApp, case: CaseId) -> ProposalSide {
    app.read(Role::Viewer, move |cx| proposal_side(cx, case)).unwrap()
}

/// A case with everything of the first step.
fn assessed(kind: CaseKind) -> (TestApp, Client, CaseId) {
    let (app, hanako) = start();
    let case = begin(&app, &hanako, kind);
    (app, hanako, case)
}

fn begin(app: &TestApp, hanako: &Client, kind: CaseKind) -> CaseId {
    let case = open(app, hanako, new_case(kind, "2026-11-02")).unwrap();
    finish(app, case, basic("2026-11-02")).unwrap();
    let place = entry(&view(app, case));
    app.write(Role::Specialist, move |cx| record_interview(cx, place, interview("2026-11-09"))).unwrap();
    finish(app, case, assessment("2026-11-12")).unwrap();
    case
}

/// 受給者証 from that day on.
fn certified(app: &TestApp, hanako: &Client, from: &str, decision: Decision) {
    let mut certificate = months(from).every(3).of(hanako);
    certificate.decision = decision;
    certificate.upper_limit_yen = Some(4_600);
    app.keep(move |tx| certificates::insert(tx, &certificate));
}

#[test]
fn from_the_assessment_to_a_draft_that_was_agreed_to_and_handed_over() {
    let (app, hanako, case) = assessed(CaseKind::New);
    let begun: TextView<PlanDraft> = app.read(Role::Viewer, move |cx| text_view(cx, case)).unwrap();
    assert_eq!(begun.start().wishes, "働いて、旅行に行きたい。", "nothing is typed twice");
    finish(&app, case, draft("2026-11-20")).unwrap();
    let begun: TextView<IntervalProposal> = app.read(Role::Viewer, move |cx| text_view(cx, case)).unwrap();
    assert_eq!(begun.start().of(Consideration::Policy), "得意なことを仕事に生かす。");
    finish(&app, case, week_plan("2026-11-20")).unwrap();
    finish(&app, case, interval(3)).unwrap();
    let seen = view(&app, case);
    let place = entry(&seen);
    let consent = draft_consent("2026-11-21", seen.case.consentable());
    app.write(Role::Specialist, move |cx| record_draft_consent(cx, place, consent)).unwrap();
    let seen = view(&app, case);
    assert_eq!(seen.lamps.iter().map(Lamp::letter).collect::<String>().get(1..3), Some("DW"));
    assert_eq!(seen.open, Some(PlanStep::Assessment), "the step before it may still lack something");
    // 計画案への同意 is none to the plan: no day of a plan comes of it, and nothing can be claimed.
    let certificates = app.keep(move |tx| certificates::of_client(tx, OFFICE, hanako.id));
    assert!(certificates.iter().all(|it| it.plan_made_on.is_none()));
    assert!(seen.case.closed_on.is_none());
}

#[test]
fn rows_get_their_ids_when_they_are_kept_first() {
    let (app, _, case) = assessed(CaseKind::New);
    let mut text = draft("2026-11-20");
    text.needs[1].id = None;
    text.services.iter_mut().for_each(|service| service.of_need = None);
    app.write(Role::Specialist, move |cx| save_working_text(cx, (case, i64::MAX), 0, text)).unwrap();
    let kept: TextView<PlanDraft> = app.read(Role::Viewer, move |cx| text_view(cx, case)).unwrap();
    let named = kept.start();
    assert!(named.needs.iter().all(|need| need.id.is_some()));
    let place = entry(&view(&app, case));
    let finished = named.clone();
    app.write(Role::Specialist, move |cx| finish_text(cx, place, 1, finished)).unwrap();
    let (_, stands) = view(&app, case).case.text::<PlanDraft>().map(|(fact, text)| (fact.id, text.clone())).unwrap();
    assert_eq!(stands.needs, named.needs, "the same ids from the working version into the fact");
}

#[test]
fn the_standard_stands_beside_the_proposal_and_a_departure_wants_its_reason() {
    let (app, _, case) = assessed(CaseKind::New);
    assert!(side(&app, case).interval.standard.is_none(), "no service is proposed yet");
    finish(&app, case, draft("2026-11-20")).unwrap();
    let nothing = IntervalProposal { interval_months: Some(3), ..IntervalProposal::default() };
    let asked = sentences(finish(&app, case, nothing));
    assert!(asked.iter().any(|one| one.contains("使い始める日")), "the first day of use is asked for: {asked:?}");
    let longer = sentences(finish(&app, case, interval(6)));
    assert!(longer.iter().any(|one| one.contains("標準期間（3か月ごと）より長い6か月ごと")), "{longer:?}");
    let shorter = sentences(finish(&app, case, interval(1)));
    assert!(shorter.iter().any(|one| one.contains("標準より短い期間を提案する理由")), "{shorter:?}");
    let reasoned = IntervalProposal { reason: "家族の入院が続くため。".to_owned(), ..interval(1) };
    finish(&app, case, reasoned).unwrap();
    let standing = side(&app, case).interval;
    let Some(Verdict::Is(standard)) = standing.standard else { unreachable!("居宅介護 has a row") };
    assert_eq!((standard.value.interval_months, standard.value.lasting_months()), (1, 3));
    assert!(matches!(standing.departure, Some(Verdict::Is(it)) if it.value == Departure::Shorter));
}

#[test]
fn whether_a_change_is_marked_is_asked_before_the_standard_is_said() {
    let (app, hanako) = start();
    certified(&app, &hanako, "2026-05..2027-04", Decision::New);
    let case = begin(&app, &hanako, CaseKind::Change);
    finish(&app, case, draft("2026-11-20")).unwrap();
    let asked = sentences(finish(&app, case, interval(3)));
    assert!(asked.iter().any(|one| one.contains("著しい変更ですか")), "{asked:?}");
    let slight = IntervalProposal { marked_change: Some(false), ..interval(3) };
    finish(&app, case, slight).unwrap();
    let Some(Verdict::Is(standard)) = side(&app, case).interval.standard else { unreachable!("a row") };
    assert_eq!((standard.value.interval_months, standard.value.window), (3, None));
}

#[test]
fn the_standard_of_a_proposal_asks_what_a_certificate_asks() {
    let (app, mut hanako) = start();
    hanako.birth = day("1950-01-01");
    hanako.care_management = None;
    let changed = hanako.clone();
    app.keep(move |tx| store::clients::update(tx, &changed));
    certified(&app, &hanako, "2026-05..2027-04", Decision::Renewal);
    let case = begin(&app, &hanako, CaseKind::Renewal);
    let proposed = |kind: &str| {
        let mut text = draft("2026-11-20");
        text.services.iter_mut().for_each(|row| row.kind = kind.to_owned());
        text
    };
    let lasting = |app: &TestApp| match side(app, case).interval.standard {
        Some(Verdict::Is(standard)) => Some(standard.value.lasting_months()),
        Some(Verdict::MunicipalityDecides { usual, .. }) => usual.map(|it| it.lasting_months()),
        _ => None,
    };
    finish(&app, case, proposed("就労選択支援")).unwrap();
    assert_eq!(lasting(&app), Some(1), "what is usual");
    let own = DatedSetting::always("141305", "work_choice_interval", "2");
    app.keep(move |tx| store::settings::set(tx, OFFICE, &own, ("test", "2026-11-22")));
    assert_eq!(lasting(&app), Some(2), "the municipality's own");
    finish(&app, case, proposed("生活介護")).unwrap();
    assert_eq!(lasting(&app), None, "at 65 care management is asked for");
    let grounds = Grounds { care_management: Some(true), habit_follow_up: Some(true), ..Grounds::default() };
    let fact = ClientFact {
        id: 1,
        body: DatedAbout { from: Some(day("2026-11-01")), what: About::Grounds(grounds) },
        recorded_by: By::Program,
        recorded_by_name: String::new(),
        recorded_at: "2026-11-12T01:00:00.000Z".to_owned(),
        corrects: None,
    };
    let of = hanako.id;
    app.keep(move |tx| store::client_facts::append(tx, OFFICE, of, &fact));
    assert_eq!(lasting(&app), Some(6), "what is recorded as of the day of the draft answers");
    let begun: TextView<IntervalProposal> = app.read(Role::Viewer, move |cx| text_view(cx, case)).unwrap();
    assert_eq!(begun.start().shorter_grounds, [ShorterGround::HabitFollowUp], "and the form starts from it");
    assert!(begun.start().origins(&begun.person, &begun.case).iter().all(|it| it.same));
}

#[test]
fn beside_a_draft_stand_the_certificates_limit_and_amounts_and_the_persons_strengths() {
    let (app, hanako) = start();
    certified(&app, &hanako, "2026-05..2027-04", Decision::Renewal);
    let case = begin(&app, &hanako, CaseKind::Renewal);
    finish(&app, case, draft("2026-11-20")).unwrap();
    let side = side(&app, case);
    assert_eq!((side.upper_limit_yen, side.granted.len()), (Some(4_600), 1));
    assert_eq!(side.kinds, ["就労継続支援B型", "居宅介護"]);
    assert_eq!(
        (side.providers, side.strengths),
        (vec!["さくら".to_owned()], vec!["花の名前なら負けない。".to_owned()])
    );
    assert!(side.services.iter().any(|one| one == "生活介護"));
}

#[test]
fn a_first_plan_at_an_office_in_common_is_allowed_and_stamped_with_what_was_found() {
    let (app, _, case) = assessed(CaseKind::New);
    works_at(&app, "さくら", "2026-10-01");
    finish(&app, case, draft("2026-11-20")).unwrap();
    let seen = view(&app, case).case;
    let check = seen.neutrality().unwrap();
    assert_eq!((check.ground, check.shared.as_slice()), (Ground::FirstPlan, ["さくら".to_owned()].as_slice()));
    assert_eq!((check.checked_on, check.specialist), (day("2026-11-22"), Some(SATO)));
    assert!(!seen.needs_exception());
    let place = entry(&view(&app, case));
    let needless =
        sentences(app.write(Role::Specialist, move |cx| accept_exception(cx, place, acceptance("2026-11-21"))));
    assert_eq!(needless, ["この計画案では「やむを得ない場合」の確認は要りません"]);
}

#[test]
fn a_renewal_at_an_office_in_common_waits_for_an_exception_that_somebody_accepts() {
    let (app, hanako) = start();
    certified(&app, &hanako, "2026-05..2027-04", Decision::Renewal);
    works_at(&app, "さくら", "2026-10-01");
    let case = begin(&app, &hanako, CaseKind::Renewal);
    finish(&app, case, draft("2026-11-20")).unwrap();
    assert_eq!(view(&app, case).case.neutrality().unwrap().ground, Ground::None);
    let lacks = || {
        let seen = view(&app, case);
        seen.lacking[1].iter().any(|one| one.0.contains("やむを得ない場合"))
    };
    assert!(lacks());
    let place = entry(&view(&app, case));
    app.write(Role::Specialist, move |cx| accept_exception(cx, place, acceptance("2026-11-21"))).unwrap();
    assert!(!lacks());
}

#[test]
fn within_about_three_months_of_a_change_the_same_specialist_goes_on_and_the_end_is_shown() {
    let (app, hanako) = start();
    certified(&app, &hanako, "2026-10..2027-04", Decision::Change);
    works_at(&app, "さくら", "2026-10-01");
    let case = begin(&app, &hanako, CaseKind::Change);
    finish(&app, case, draft("2026-11-20")).unwrap();
    let check = view(&app, case).case.neutrality().cloned().unwrap();
    assert_eq!((check.ground, check.grace_until), (Ground::WithinThreeMonths, Some(day("2027-01-01"))));
}

#[test]
fn a_consent_is_to_the_texts_that_the_page_showed() {
    let (app, _, case) = assessed(CaseKind::New);
    finish(&app, case, draft("2026-11-20")).unwrap();
    let place = entry(&view(&app, case));
    let texts = view(&app, case).case.consentable();
    let early = DraftConsent { handed_on: None, ..draft_consent("2026-11-21", texts) };
    let lacking = sentences(app.write(Role::Specialist, move |cx| record_draft_consent(cx, place, early)));
    assert_eq!(lacking.len(), 2, "week and interval are not there: {lacking:?}");
    finish(&app, case, week_plan("2026-11-20")).unwrap();
    finish(&app, case, interval(3)).unwrap();
    let shown = view(&app, case).case.consentable();
    finish(&app, case, draft("2026-11-21")).unwrap();
    let place = entry(&view(&app, case));
    let stale = draft_consent("2026-11-21", shown);
    let refused = sentences(app.write(Role::Specialist, move |cx| record_draft_consent(cx, place, stale)));
    assert!(refused.iter().any(|one| one.contains("計画案が直されています")), "{refused:?}");
}

#[test]
fn a_first_renewal_begins_with_the_services_of_certificate_and_application() {
    let (app, hanako) = start();
    certified(&app, &hanako, "2026-05..2027-04", Decision::Renewal);
    let case = begin(&app, &hanako, CaseKind::Renewal);
    let place = entry(&view(&app, case));
    let applied = coverage(&["居宅介護", "短期入所"]);
    app.write(Role::Specialist, move |cx| record_coverage(cx, place, applied)).unwrap();
    let begun: TextView<PlanDraft> = app.read(Role::Viewer, move |cx| text_view(cx, case)).unwrap();
    let rows = begun.start().services;
    let first = &store_grant(&app, &hanako);
    assert_eq!(rows.iter().map(|row| row.kind.as_str()).collect::<Vec<_>>(), [first.service.as_str(), "短期入所"]);
    assert_eq!(rows[0].amount, first.amount, "with the granted amount");
    assert!(begun.start().origins(&begun.person, &begun.case).iter().all(|it| it.same));
    let mut own = begun.start();
    own.services.truncate(1);
    assert!(own.origins(&begun.person, &begun.case).iter().any(|it| !it.same), "what was left out is told");
}

fn store_grant(app: &TestApp, hanako: &Client) -> domain::client::Grant {
    let client = hanako.id;
    app.keep(move |tx| certificates::of_client(tx, OFFICE, client)).remove(0).grants.remove(0)
}
