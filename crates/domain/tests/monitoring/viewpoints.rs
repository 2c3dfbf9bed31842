//! モニタリングの視点, what follows from a report, and where its words are from.

use domain::monitoring::{
    Round, RoundFact,
    m3_record::{
        NextAction, Report, ReportRow, ReportStyle, Satisfied, Seen, TextPlace, Viewpoint, ViewpointAnswer, questions,
        sentences, suggested,
    },
};

use super::people::{With, checking, october, report, service_check, visit};

fn answered(viewpoint: Viewpoint, seen: Seen, note: &str) -> ViewpointAnswer {
    ViewpointAnswer { viewpoint, provider: String::new(), seen, note: note.to_owned() }
}

fn wrong(report: &Report, round: &Round) -> Vec<String> {
    report.check(round, &checking("2026-10-31")).into_iter().map(|problem| problem.field).collect()
}

#[test]
fn each_round_asks_what_the_handbook_asks_and_the_direction_of_each_provider() {
    let asked = questions(&["さくら訪問介護".to_owned(), "あおば作業所".to_owned()]);
    let words: Vec<String> = asked.iter().map(ViewpointAnswer::question).collect();
    assert_eq!(
        words,
        [
            "計画どおりの生活が続いている",
            "支援によって生活が安定している",
            "支援の方向性に沿って提供されている（さくら訪問介護）",
            "支援の方向性に沿って提供されている（あおば作業所）",
            "アクシデントに柔軟・迅速に対応できている",
            "生活スキルの向上が見られる",
        ]
    );
    assert!(asked.iter().all(|one| one.seen == Seen::Unconfirmed), "nobody has found out yet");
    assert_eq!(questions(&[]).len(), 5);
}

#[test]
fn answers_flow_into_the_overall_situation_and_a_no_is_explained() {
    let round = october().with(RoundFact::HomeVisit(visit("2026-10-14")));
    let mut written = report("2026-10-15");
    written.overall = "おちついている。".to_owned();
    written.viewpoints = vec![
        answered(Viewpoint::Life, Seen::Yes, ""),
        answered(Viewpoint::Stable, Seen::No, "入院が続いた。"),
        answered(Viewpoint::Skills, Seen::Unconfirmed, ""),
    ];
    assert_eq!(
        written.overall_with_viewpoints(),
        "おちついている。\n計画どおりの生活が続いている：はい。支援によって生活が安定している：いいえ（入院が続いた）。"
    );
    assert_eq!(wrong(&written, &round), [""; 0]);
    written.viewpoints[1].note.clear();
    assert_eq!(wrong(&written, &round), ["view_note_1"]);
    written.draft = true;
    assert_eq!(wrong(&written, &round), [""; 0], "a draft may be incomplete");
    assert_eq!(sentences(&[answered(Viewpoint::Life, Seen::Unconfirmed, "")]), "");
}

#[test]
fn what_is_ticked_needs_no_text_and_switching_loses_nothing() {
    let round = october().with(RoundFact::HomeVisit(visit("2026-10-14")));
    let mut written = report("2026-10-15");
    written.style = ReportStyle::Check;
    written.rows[0].satisfied = Some(Satisfied::Mostly);
    written.rows[0].provision.clear();
    assert_eq!(wrong(&written, &round), [""; 0]);
    let free = Report { style: ReportStyle::Free, ..written.clone() };
    assert_eq!(wrong(&free, &round), ["provision_0"], "what is written freely says how the service went");
    assert_eq!(free.rows, written.rows);
}

#[test]
fn the_next_step_follows_from_what_has_to_change_and_from_the_end_of_the_grant() {
    assert_eq!(suggested(false, false), [NextAction::Continue]);
    assert_eq!(suggested(true, false), [NextAction::Change]);
    assert_eq!(suggested(true, true), [NextAction::Change, NextAction::Renew]);
    let asks = |next| Report { next: vec![next], ..Report::default() }.wants_application();
    assert!(asks(NextAction::Change) && asks(NextAction::Renew) && !asks(NextAction::Conference));
    let round = october().with(RoundFact::HomeVisit(visit("2026-10-14")));
    let both = Report { next: vec![NextAction::Continue, NextAction::Renew], ..report("2026-10-15") };
    assert_eq!(wrong(&both, &round), ["next"]);
}

#[test]
fn words_know_from_where_they_are_until_they_are_rewritten() {
    let round = october().with(service_check("2026-10-05")).with(RoundFact::HomeVisit(visit("2026-10-14")));
    let (check, home) = (&round.facts[0], &round.facts[1]);
    let mut written = Report { rows: vec![ReportRow::default()], ..Report::default() };
    written.take_over(TextPlace::Provision, Some(0), check);
    written.take_over(TextPlace::Provision, Some(0), check);
    written.take_over(TextPlace::Satisfaction, Some(0), home);
    written.take_over(TextPlace::Overall, None, home);
    written.take_over(TextPlace::Provision, Some(7), check);
    assert_eq!(written.rows[0].provision, "計画どおり。", "once is enough");
    assert_eq!(written.rows[0].satisfaction, "今の暮らしを続けたい。");
    assert_eq!(written.overall, "母と二人暮らし。");
    assert_eq!((written.rows[0].sources.len(), written.sources.len()), (2, 1));
    written.rows[0].provision = "週3回来ている。".to_owned();
    written.keep_true_sources(&round);
    let places: Vec<TextPlace> = written.rows[0].sources.iter().map(|source| source.place).collect();
    assert_eq!((places, written.sources.len()), (vec![TextPlace::Satisfaction], 1));
}
