//! What was typed is checked as data, with a sentence at the field.

use domain::monitoring::{
    Checking, Lacks, Problem, Round, RoundFact, StepState,
    carry_over::Missed,
    m1_service_check::{AskedProvider, CheckMeans, ServiceCheck},
    m4_consent::{ConsentMethod, SignerRelation},
};

use super::people::{
    With, add, carry_over, checking, complete, consent, day, october, progress, report, service_check, settings,
    submission, visit,
};

fn sentences(problems: &[Problem]) -> Vec<(&str, &str)> {
    problems.iter().map(|problem| (problem.field.as_str(), problem.sentence.as_str())).collect()
}

#[test]
fn no_fact_lies_in_the_future_but_before_the_certificate_a_visit_is_kept() {
    let with = checking("2026-10-14");
    assert_eq!(service_check("2026-10-14").check(&october(), &with), []);
    assert_eq!(
        sentences(&service_check("2026-10-15").check(&october(), &with)),
        [("date", "確認した日が今日より後になっています")]
    );
    assert_eq!(visit("2026-04-30").check(&october(), &with), []);
}

#[test]
fn after_the_end_of_the_support_a_visit_is_refused_with_its_reason_and_what_came_before_goes_on() {
    let with = Checking { support_ended_on: Some(day("2026-10-20")), ..checking("2026-10-31") };
    assert_eq!(visit("2026-10-20").check(&october(), &with), []);
    assert_eq!(
        sentences(&visit("2026-10-21").check(&october(), &with)),
        [(
            "date",
            "訪問日が支援の終了日（令和8年10月20日）より後になっています。支援が終わったあとの訪問は記録できません"
        )]
    );
    assert_eq!(
        sentences(&service_check("2026-10-21").check(&october(), &with)),
        [(
            "date",
            "確認した日が支援の終了日（令和8年10月20日）より後になっています。支援が終わったあとの確認は記録できません"
        )]
    );
    let visited =
        october().with(RoundFact::HomeVisit(visit("2026-10-14"))).with(RoundFact::Report(report("2026-10-25")));
    let agreed = consent(&visited, None, Some("2026-10-28"));
    assert_eq!(agreed.check(&visited, &with), []);
}

#[test]
fn the_order_of_the_days_is_kept() {
    let with = checking("2026-10-31");
    let round = october().with(RoundFact::HomeVisit(visit("2026-10-14")));
    assert_eq!(
        sentences(&report("2026-10-13").check(&round, &with)),
        [("written_on", "報告書の作成日が訪問日（令和8年10月14日）より前になっています")]
    );
    let mut round = round;
    add(&mut round, RoundFact::Report(report("2026-10-15")), None);
    let early = consent(&round, Some("2026-10-20"), Some("2026-10-14"));
    let problems = early.check(&round, &with);
    let said = sentences(&problems);
    assert_eq!(said.len(), 2);
    assert_eq!(said[0], ("agreed_on", "同意日が報告書の作成日（令和8年10月15日）より前になっています"));
    assert_eq!(said[1], ("agreed_on", "同意日が発送日（令和8年10月20日）より前になっています"));
    assert_eq!(
        sentences(&submission("2026-10-14").check(&round, &with)),
        [("date", "提出日が報告書の作成日（令和8年10月15日）より前になっています")]
    );
    assert_eq!(
        sentences(&visit("2026-10-16").check(&round, &with)),
        [("date", "報告書の作成日が訪問日（令和8年10月16日）より前になっています")]
    );
}

#[test]
fn a_finished_report_has_rows_and_a_draft_may_not() {
    let with = checking("2026-10-31");
    let mut empty = report("2026-10-15");
    empty.rows.clear();
    assert_eq!(sentences(&empty.check(&october(), &with)), [("rows", "ニーズの行を1行以上書いてください")]);
    empty.draft = true;
    empty.written_on = None;
    assert_eq!(empty.check(&october(), &with), []);
    let mut long = report("2026-10-15");
    long.rows[0].issues = "あ".repeat(4_001);
    assert_eq!(
        sentences(&long.check(&october(), &with)),
        [("issues_0", "1行目の今後の課題・留意事項は4000文字以内で入力してください（いま4001文字）。")]
    );
}

#[test]
fn consent_needs_a_report_a_name_and_a_deputys_reason() {
    let with = checking("2026-10-31");
    let nothing = consent(&october(), None, Some("2026-10-20"));
    assert_eq!(nothing.check(&october(), &with).len(), 1, "no report yet");
    let mut round = october();
    add(&mut round, RoundFact::Report(report("2026-10-15")), None);
    let mut consent = consent(&round, None, Some("2026-10-20"));
    assert_eq!(consent.check(&round, &with), []);
    consent.signer.clear();
    consent.relation = SignerRelation::Deputy;
    let problems = consent.check(&round, &with);
    assert_eq!(problems.iter().map(|it| it.field.as_str()).collect::<Vec<_>>(), ["signer", "relation_note"]);
    consent.drawing = "M1,2 L3,4".to_owned();
    consent.relation_note = "母（代筆）".to_owned();
    assert_eq!(consent.check(&round, &with), []);
    consent.drawing = "M1,2\"/><script>".to_owned();
    assert_eq!(consent.check(&round, &with)[0].field, "drawing");
}

#[test]
fn consent_to_an_older_text_is_refused() {
    let round = complete();
    let old = round.finished_report().unwrap().0.id;
    let stale = consent(&round, None, Some("2026-10-23"));
    let round = round.correcting(RoundFact::Report(report("2026-10-22")), old);
    assert_eq!(stale.check(&round, &checking("2026-10-31"))[0].field, "method");
}

#[test]
fn carry_over_and_missed_need_a_reason_and_no_visit() {
    let with = checking("2026-11-05");
    assert_eq!(carry_over("").check(&october(), &with)[0].field, "reason");
    assert_eq!(carry_over("入院").check(&october(), &with), []);
    assert_eq!(carry_over("入院").check(&complete(), &with).len(), 1, "visited in the month");
    let missed = Missed { reason: "転出".to_owned() };
    assert_eq!(missed.check(&october(), &with), []);
    assert_eq!(missed.check(&complete(), &with).len(), 1);
    assert_eq!(october().with(RoundFact::Missed(missed)).ended().unwrap(), "実施できませんでした：転出");
}

#[test]
fn a_service_is_checked_by_whatever_means() {
    let with = checking("2026-10-31");
    let words: Vec<&str> = CheckMeans::OFFERED.iter().map(|means| means.label()).collect();
    assert_eq!(words.join(" "), "電話 訪問 メール FAX 書面 会議 オンライン その他");
    for means in CheckMeans::OFFERED {
        let RoundFact::ServiceCheck(mut check) = service_check("2026-10-05") else { unreachable!() };
        check.means = *means;
        let fact = RoundFact::ServiceCheck(check);
        assert_eq!(fact.check(&october(), &with), [], "{means:?}");
        let states = progress(&october().with(fact), &settings(), day("2026-10-31"));
        assert_eq!(states[0], StepState::Done(day("2026-10-05")), "{means:?}");
    }
}

/// A line of the table of さくら訪問介護 and あおば作業所.
fn line(provider: &str, finding: &str, not_checked: &str) -> ServiceCheck {
    let asked = ["さくら訪問介護", "あおば作業所"];
    let asked = asked.map(|name| AskedProvider { name: name.to_owned(), registered: None });
    ServiceCheck {
        not_checked: not_checked.to_owned(),
        asked: asked.to_vec(),
        ..ServiceCheck::told(day("2026-10-05"), CheckMeans::Phone, provider, finding)
    }
}

#[test]
fn the_step_is_done_only_when_every_provider_is_in_or_excused() {
    let lamp = |round: &Round| progress(round, &settings(), day("2026-10-20"))[0].clone();
    let one = october().with(RoundFact::ServiceCheck(line("さくら訪問介護", "計画どおり。", "")));
    let StepState::Waiting { missing, .. } = lamp(&one) else { unreachable!("one is still to be asked") };
    assert_eq!(missing, [Lacks("あおば作業所の確認".to_owned())]);
    let both = one.clone().with(RoundFact::ServiceCheck(line("あおば作業所", "休まず通っている。", "")));
    assert_eq!(lamp(&both), StepState::Done(day("2026-10-05")));
    let excused = one.clone().with(RoundFact::ServiceCheck(line("あおば作業所", "", "今月は利用がなかった")));
    assert_eq!(lamp(&excused), StepState::Done(day("2026-10-05")));
    let before = october().with(service_check("2026-10-05"));
    assert_eq!(lamp(&before), StepState::Done(day("2026-10-05")), "recorded before there was a table");
}

#[test]
fn an_excuse_takes_the_place_of_the_words_and_only_a_visit_sees_the_service() {
    let with = checking("2026-10-31");
    let check = |line: ServiceCheck| RoundFact::ServiceCheck(line).check(&october(), &with);
    assert_eq!(check(line("さくら訪問介護", "", "利用がなかった")), []);
    assert_eq!(sentences(&check(line("さくら訪問介護", "", ""))), [("finding", "確認した内容を入力してください。")]);
    assert_eq!(check(line("さくら訪問介護", "計画どおり。", "利用がなかった")).len(), 1, "one or the other");
    let seen = |means| ServiceCheck { on_site: true, means, ..line("あおば作業所", "作業を見た。", "") };
    assert_eq!(check(seen(CheckMeans::Visit)), []);
    assert!(seen(CheckMeans::Visit).is_service_monitoring());
    assert_eq!(check(seen(CheckMeans::Phone)).len(), 1, "nobody sees a service by telephone");
}

#[test]
fn consent_comes_by_post_or_mail_without_a_visit() {
    let with = checking("2026-10-31");
    let mut round = october().with(RoundFact::HomeVisit(visit("2026-10-14")));
    add(&mut round, RoundFact::Report(report("2026-10-15")), None);
    for method in [ConsentMethod::Post, ConsentMethod::Mail] {
        // No place: nobody met for it.
        let mut answered = consent(&round, Some("2026-10-16"), Some("2026-10-20"));
        answered.method = method;
        answered.place = None;
        assert_eq!(answered.check(&round, &with), [], "{method:?}");
        let round = round.clone().with(RoundFact::Consent(answered));
        assert_eq!(
            progress(&round, &settings(), day("2026-10-31"))[3],
            StepState::Done(day("2026-10-20")),
            "{method:?}"
        );
    }
}
