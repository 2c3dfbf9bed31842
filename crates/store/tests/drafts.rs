//! What is being typed and what is being written, on both engines: for whom, how long, and that it leaves no trace.

use domain::{
    id::{CaseId, RoundId, UserId},
    monitoring::m3_record::Report,
    planning::CaseFactKind,
};
use store::{
    certificates, clients,
    drafts::{self, Draft, DraftMark},
    rounds,
    working_versions::{self, WorkingKind, WorkingVersion},
};
use testkit::{OFFICE, OTHER_OFFICE, client, id, months, on_both_with_offices as on_both};

fn draft(form: &str, subject: u64, text: &str, saved_at: &str) -> Draft {
    Draft {
        form: form.to_owned(),
        subject: id(subject),
        base_version: 3,
        fields: vec![("wishes".to_owned(), text.to_owned()), ("kind".to_owned(), "11".to_owned())],
        saved_at: saved_at.to_owned(),
    }
}

fn mark(draft: &Draft) -> DraftMark {
    DraftMark { form: draft.form.clone(), subject: draft.subject, saved_at: draft.saved_at.clone() }
}

#[test]
fn a_draft_is_the_persons_own_and_the_last_one_counts() {
    on_both(|tx| {
        let (sato, suzuki) = (UserId(id(1)), UserId(id(2)));
        let key = ("m2-home-visit", id(10));
        drafts::save(tx, OFFICE, sato, &draft(key.0, 10, "旅行に", "2026-11-22T05:00:00.000Z"))?;
        let last = draft(key.0, 10, "旅行に行きたい", "2026-11-22T05:02:00.000Z");
        drafts::save(tx, OFFICE, sato, &last)?;
        let other = draft("m3-record", 10, "安定", "2026-11-22T05:01:00.000Z");
        drafts::save(tx, OFFICE, sato, &other)?;
        drafts::save(tx, OFFICE, suzuki, &draft(key.0, 10, "鈴木の", "2026-11-22T05:03:00.000Z"))?;
        assert_eq!(drafts::find(tx, OFFICE, sato, key)?, Some(last.clone()));
        assert_eq!(drafts::of_user(tx, OFFICE, sato)?, [mark(&last), mark(&other)]);
        assert_eq!(drafts::count(tx, OFFICE, sato, "2026-11-22")?, 2);
        assert_eq!(drafts::count(tx, OFFICE, sato, "2026-11-22T05:02:00.000Z")?, 1);
        assert_eq!(drafts::count(tx, OTHER_OFFICE, sato, "2026-11-22")?, 0);
        assert_eq!(drafts::find(tx, OTHER_OFFICE, sato, key)?, None);
        drafts::remove(tx, OFFICE, sato, key)?;
        assert_eq!(drafts::of_user(tx, OFFICE, sato)?, [mark(&other)]);
        assert_eq!(drafts::of_user(tx, OFFICE, suzuki)?.len(), 1);
        Ok(())
    });
}

#[test]
fn drafts_go_with_their_time_their_account_and_their_record() {
    on_both(|tx| {
        let (sato, suzuki) = (UserId(id(1)), UserId(id(2)));
        for (subject, saved_at) in [(10, "2026-08-20T23:00:00.000Z"), (11, "2026-08-25T00:00:00.000Z")] {
            drafts::save(tx, OFFICE, sato, &draft("client", subject, "あ", saved_at))?;
        }
        drafts::save(tx, OFFICE, suzuki, &draft("client", 11, "い", "2026-11-01T00:00:00.000Z"))?;
        drafts::save(tx, OFFICE, suzuki, &draft("client", 12, "う", "2026-11-02T00:00:00.000Z"))?;
        assert_eq!(drafts::remove_before(tx, OFFICE, "2026-08-24")?, 1);
        drafts::remove_of_subject(tx, OFFICE, id(11))?;
        assert_eq!(drafts::of_user(tx, OFFICE, sato)?, []);
        assert_eq!(drafts::of_user(tx, OFFICE, suzuki)?.len(), 1);
        drafts::remove_of_user(tx, OFFICE, suzuki)?;
        assert_eq!(drafts::of_user(tx, OFFICE, suzuki)?, []);
        Ok(())
    });
}

fn written(version: i64, overall: &str) -> WorkingVersion<Report> {
    WorkingVersion {
        version,
        body: Report { overall: overall.to_owned(), draft: true, ..Report::default() },
        saved_by: UserId(id(1)),
        saved_by_name: "佐藤 花子".to_owned(),
        saved_at: "2026-11-22T05:00:00.000Z".to_owned(),
    }
}

#[test]
fn a_working_version_counts_on_and_goes_with_its_round() {
    on_both(|tx| {
        let hanako = client("川崎 花子").build();
        clients::insert(tx, &hanako)?;
        let certificate = months("2026-05..2027-04").every(3).of(&hanako);
        certificates::insert(tx, &certificate)?;
        let round = testkit::steps::rounds_of(&certificate, &["2026-10"], || id(40)).remove(0);
        rounds::open(tx, &round)?;
        let key = |round: RoundId| (WorkingKind::Report, round.0);
        let kept = |tx: &mut store::Tx, round| working_versions::find::<Report>(tx, OFFICE, key(round));
        assert_eq!(kept(tx, round.id)?, None);
        let assessment = (WorkingKind::Case(CaseFactKind::Assessment), round.id.0);
        assert!(working_versions::save(tx, OFFICE, assessment, &written(1, "別の種類"))?);
        assert!(!rounds::find(tx, OFFICE, round.id)?.unwrap().being_written, "another kind is no report");
        assert_eq!(
            working_versions::being_written(tx, OFFICE, CaseId(round.id.0))?,
            [CaseFactKind::Assessment],
            "by the subject alone"
        );
        assert!(working_versions::remove(tx, OFFICE, assessment)?);
        assert!(working_versions::save(tx, OFFICE, key(round.id), &written(1, "はじめ"))?);
        assert!(!working_versions::save(tx, OFFICE, key(round.id), &written(1, "同時"))?, "somebody was first");
        assert!(working_versions::save(tx, OFFICE, key(round.id), &written(2, "つづき"))?);
        assert!(!working_versions::save(tx, OFFICE, key(round.id), &written(2, "おくれて"))?);
        assert_eq!(kept(tx, round.id)?, Some(written(2, "つづき")));
        assert!(rounds::find(tx, OFFICE, round.id)?.unwrap().being_written);
        assert!(working_versions::remove(tx, OFFICE, key(round.id))?);
        assert!(!rounds::find(tx, OFFICE, round.id)?.unwrap().being_written);
        assert_eq!(
            working_versions::last(tx, OFFICE, key(round.id))?,
            3,
            "the number of what is gone is never given again"
        );
        assert!(!working_versions::remove(tx, OFFICE, key(round.id))?);
        assert!(!working_versions::save(tx, OFFICE, key(round.id), &written(1, "また"))?);
        assert!(working_versions::save(tx, OFFICE, key(round.id), &written(4, "また"))?);
        drafts::save(
            tx,
            OFFICE,
            UserId(id(1)),
            &Draft { subject: round.id.0, ..draft("missed", 1, "", "2026-11-22") },
        )?;
        rounds::unschedule(tx, OFFICE, round.id)?;
        assert_eq!((kept(tx, round.id)?, drafts::of_user(tx, OFFICE, UserId(id(1)))?), (None, Vec::new()));
        Ok(())
    });
}
