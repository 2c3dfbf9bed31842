//! 閲覧の記録: what waits, what is written as one row, what a month says, and what happens when it cannot be written.

#![expect(clippy::unwrap_used, reason = "tests")]

use domain::id::{ClientId, OfficeId, OrganisationId, UserId};
use store::{
    Db, StoreError, clients,
    looks::{self, LISTED, Look, LookFilter, LookKind, StoredLook, WAITING, review},
};
use testkit::{OFFICE, OTHER_OFFICE, client, id, month, on_both, on_both_databases, on_both_with_offices};
use uuid::Uuid;

fn person(number: u64) -> Uuid {
    id(50_000 + number)
}

/// 佐藤 looks at these clients, from her usual place.
fn look(at: &str, clients: &[u64]) -> Look {
    Look {
        at: at.to_owned(),
        user: "sato".to_owned(),
        name: "佐藤 花子".to_owned(),
        address: "192.0.2.7".to_owned(),
        device: "Chrome（Windows）".to_owned(),
        clients: clients.iter().map(|number| person(*number)).collect(),
        ..Look::default()
    }
}

fn november(db: &Db, of: impl Into<OrganisationId>, filter: LookFilter) -> Vec<StoredLook> {
    let (of, filter) = (of.into(), LookFilter { limit: 100, ..filter });
    db.read_now(move |tx| looks::of_month(tx, of, month("2026-11"), &filter)).unwrap()
}

fn seen_of(db: &Db, number: u64) -> Vec<(LookKind, i64)> {
    let of = ClientId(person(number));
    let rows = db.read_now(move |tx| looks::of_client(tx, OFFICE, of, month("2026-11"), (100, 0))).unwrap();
    rows.into_iter().map(|row| (row.kind, row.times)).collect()
}

#[test]
fn an_hour_of_one_person_and_client_is_one_row_and_a_list_is_one_row() {
    on_both_databases(|db, engine| {
        let waiting = db.looks();
        for at in ["2026-11-20T01:10:00.000Z", "2026-11-20T01:05:00.000Z"] {
            waiting.note(OFFICE.into(), LookKind::Client, look(at, &[1]));
        }
        waiting.note(OFFICE.into(), LookKind::List, look("2026-11-20T01:11:00.000Z", &[1, 2]));
        assert_eq!(waiting.count(), 2, "{engine:?}");
        db.write_looks_now().unwrap();
        assert_eq!(waiting.count(), 0);
        // The same hour goes on after it was written once; the next hour is another row; so is another device.
        waiting.note(OFFICE.into(), LookKind::Client, look("2026-11-20T01:59:59.000Z", &[1]));
        waiting.note(OFFICE.into(), LookKind::Client, look("2026-11-20T02:00:00.000Z", &[1]));
        let phone = Look { device: "Safari（iPhone）".to_owned(), ..look("2026-11-20T02:01:00.000Z", &[1]) };
        waiting.note(OFFICE.into(), LookKind::Client, phone);
        waiting.note(OFFICE.into(), LookKind::List, look("2026-11-20T01:20:00.000Z", &[3]));
        waiting.note(OFFICE.into(), LookKind::List, look("2026-11-20T01:21:00.000Z", &[2, 3]));
        db.write_looks_now().unwrap();
        let rows = november(db, OFFICE, LookFilter::default());
        let told: Vec<_> =
            rows.iter().map(|it| (it.kind, it.first_at.as_str(), it.last_at.as_str(), it.times, it.listed)).collect();
        assert_eq!(
            told,
            [
                (LookKind::Client, "2026-11-20T02:01:00.000Z", "2026-11-20T02:01:00.000Z", 1, Some(0)),
                (LookKind::Client, "2026-11-20T02:00:00.000Z", "2026-11-20T02:00:00.000Z", 1, Some(0)),
                (LookKind::Client, "2026-11-20T01:05:00.000Z", "2026-11-20T01:59:59.000Z", 3, Some(0)),
                (LookKind::List, "2026-11-20T01:11:00.000Z", "2026-11-20T01:21:00.000Z", 2, Some(3)),
                (LookKind::List, "2026-11-20T01:20:00.000Z", "2026-11-20T01:20:00.000Z", 1, Some(0)),
            ],
            "{engine:?}"
        );
        assert_eq!((rows[0].device.as_str(), rows[0].address.as_str()), ("Safari（iPhone）", "192.0.2.7"));
        assert_eq!(seen_of(db, 2), [(LookKind::List, 2)], "a list is found by those who stand in it");
        assert_eq!(seen_of(db, 3), [(LookKind::List, 2), (LookKind::List, 1)], "a list of one is that client's");
        assert_eq!(seen_of(db, 4), []);
        let sums = db.read_now(|tx| looks::sums(tx, OFFICE, month("2026-11"), 10)).unwrap();
        assert_eq!((sums.len(), sums[0].clients, sums[0].times, sums[0].denied), (1, 2, 8, 0));
    });
}

#[test]
fn a_month_is_that_of_japan_and_a_filter_finds_person_kind_and_words() {
    on_both_databases(|db, _| {
        let waiting = db.looks();
        waiting.note(OFFICE.into(), LookKind::Client, look("2026-10-31T14:59:59.000Z", &[1]));
        waiting.note(OFFICE.into(), LookKind::Client, look("2026-10-31T15:00:00.000Z", &[2]));
        let searched = |words: &str| Look { words: words.to_owned(), ..look("2026-11-02T01:00:00.000Z", &[1, 2]) };
        waiting.note(OFFICE.into(), LookKind::Search, searched(&"ab".repeat(16)));
        waiting.note(OFFICE.into(), LookKind::Search, searched(&"cd".repeat(16)));
        waiting.note(
            OFFICE.into(),
            LookKind::Denied,
            Look { user: "jiro".to_owned(), ..look("2026-11-02T02:00:00.000Z", &[1]) },
        );
        waiting.note(OTHER_OFFICE.into(), LookKind::Client, look("2026-11-02T01:00:00.000Z", &[9]));
        db.write_looks_now().unwrap();
        let kinds = |filter: LookFilter| november(db, OFFICE, filter).into_iter().map(|it| it.kind).collect::<Vec<_>>();
        assert_eq!(kinds(LookFilter::default()), [LookKind::Denied, LookKind::Search, LookKind::Client]);
        assert_eq!(kinds(LookFilter { user: Some("jiro".to_owned()), ..Default::default() }), [LookKind::Denied]);
        assert_eq!(kinds(LookFilter { kind: Some(LookKind::Client), ..Default::default() }), [LookKind::Client]);
        let words = |words: String| LookFilter { words: Some(words), ..Default::default() };
        assert_eq!(kinds(words("cd".repeat(16))), [LookKind::Search]);
        assert_eq!(kinds(words("ef".repeat(16))), []);
        assert_eq!(november(db, OTHER_OFFICE, LookFilter::default()).len(), 1);
        let sums = db.read_now(|tx| looks::sums(tx, OFFICE, month("2026-11"), 10)).unwrap();
        let told: Vec<_> = sums.iter().map(|it| (it.user.as_str(), it.times, it.denied)).collect();
        assert_eq!(told, [("sato", 3, 0), ("jiro", 1, 1)]);
    });
}

#[test]
fn what_is_too_long_is_held() {
    on_both_databases(|db, _| {
        let waiting = db.looks();
        let all: Vec<u64> = (0..u64::try_from(LISTED).unwrap() + 1).collect();
        let long = "あ".repeat(500);
        waiting.note(OFFICE.into(), LookKind::List, look("2026-11-02T01:00:00.000Z", &all));
        let odd =
            Look { address: long.clone(), device: long.clone(), name: long, ..look("2026-11-02T01:00:00.000Z", &[1]) };
        waiting.note(OFFICE.into(), LookKind::Client, odd);
        let everybody = Look { everybody: true, ..look("2026-11-02T03:00:00.000Z", &[]) };
        waiting.note(OFFICE.into(), LookKind::Command, everybody);
        db.write_looks_now().unwrap();
        let rows = november(db, OFFICE, LookFilter::default());
        assert_eq!(rows.iter().map(|it| (it.kind, it.listed)).collect::<Vec<_>>()[0], (LookKind::Command, None));
        let list = rows.iter().find(|it| it.kind == LookKind::List).unwrap();
        assert_eq!(list.listed, None, "a list that is too long is one of everybody");
        let one = rows.iter().find(|it| it.kind == LookKind::Client).unwrap();
        assert_eq!([&one.address, &one.device, &one.name].map(|text| text.chars().count()), [80, 80, 80]);
        assert_eq!(seen_of(db, 777_777).len(), 2, "whoever it is was in the list of everybody");
    });
}

#[test]
fn every_write_of_an_organisation_writes_its_looks_first_and_a_refusal_loses_none() {
    on_both_databases(|db, engine| {
        let waiting = db.looks();
        waiting.note(OFFICE.into(), LookKind::Client, look("2026-11-20T01:00:00.000Z", &[1]));
        waiting.note(OTHER_OFFICE.into(), LookKind::Client, look("2026-11-20T01:00:00.000Z", &[2]));
        let refused: Result<(), StoreError> = db.write_now_in(OFFICE, |_| Err(StoreError::Busy));
        refused.unwrap_err();
        assert_eq!(waiting.count(), 2, "{engine:?}: what was not committed waits on");
        let before = db
            .write_now_in(OFFICE, |tx| {
                looks::of_month(tx, OFFICE, month("2026-11"), &LookFilter { limit: 9, ..Default::default() })
            })
            .unwrap();
        assert_eq!(before.len(), 1, "they stand there before the work begins");
        assert_eq!(waiting.count(), 1);
        assert_eq!(waiting.organisations(), [OrganisationId::from(OTHER_OFFICE)]);
    });
}

#[test]
fn looks_that_cannot_be_written_stop_no_work_and_are_told_as_lost() {
    on_both_databases(|db, engine| {
        let waiting = db.looks();
        db.write_now(|tx| tx.execute("alter table look rename to away", &[])).unwrap();
        waiting.note(OFFICE.into(), LookKind::Client, look("2026-11-20T01:00:00.000Z", &[1]));
        waiting.note(OFFICE.into(), LookKind::Client, look("2026-11-20T05:00:00.000Z", &[1]));
        let worked = db.write_now_in(OFFICE, |_| Ok::<_, StoreError>(7)).unwrap();
        assert_eq!(worked, 7, "{engine:?}");
        db.write_now(|tx| tx.execute("alter table away rename to look", &[])).unwrap();
        db.write_looks_now().unwrap();
        let rows = november(db, OFFICE, LookFilter::default());
        let told: Vec<_> =
            rows.iter().map(|it| (it.kind, it.first_at.as_str(), it.last_at.as_str(), it.times)).collect();
        assert_eq!(told, [(LookKind::Lost, "2026-11-20T01:00:00.000Z", "2026-11-20T05:00:00.000Z", 2)], "{engine:?}");
    });
}

#[test]
fn only_so_many_may_wait() {
    let db = testkit::in_memory();
    let waiting = db.looks();
    for number in 0..WAITING {
        assert!(!waiting.is_full());
        waiting.note(
            OFFICE.into(),
            LookKind::Client,
            look("2026-11-20T01:00:00.000Z", &[u64::try_from(number).unwrap()]),
        );
    }
    assert!(waiting.is_full());
    db.write_looks_now().unwrap();
    assert!(!waiting.is_full());
}

#[test]
fn what_is_old_is_taken_away_and_a_digest_tells_any_change() {
    on_both_databases(|db, engine| {
        let waiting = db.looks();
        let nobody = OrganisationId(Uuid::nil());
        waiting.note(OFFICE.into(), LookKind::Client, look("2021-10-20T01:00:00.000Z", &[1]));
        waiting.note(OFFICE.into(), LookKind::Client, look("2026-11-20T01:00:00.000Z", &[1]));
        waiting.note(nobody, LookKind::SignInUnknown, look("2026-11-20T01:00:00.000Z", &[]));
        db.write_looks_now().unwrap();
        db.write_now(move |tx| {
            assert_eq!(looks::organisations(tx)?, [nobody, OFFICE.into()]);
            let (rows, before) = looks::digest(tx, OFFICE, month("2026-11"))?;
            assert_eq!((rows, before.len()), (1, 64));
            assert_eq!(looks::digest(tx, OFFICE, month("2026-10"))?.0, 0);
            assert_eq!(looks::remove_before(tx, OFFICE, "2021-11-30T00:00:00.000Z")?, 1, "{engine:?}");
            assert_eq!(looks::digest(tx, OFFICE, month("2026-11"))?, (1, before.clone()));
            tx.execute("update look set user_name = '別人' where office_id = $1", &[&OFFICE])?;
            assert_ne!(looks::digest(tx, OFFICE, month("2026-11"))?.1, before);
            Ok::<_, StoreError>(())
        })
        .unwrap();
    });
}

#[test]
fn a_look_through_a_month_is_kept_as_it_was() {
    on_both(|tx| {
        let done = |at: &str, note: &str| review::LookReview {
            month: month("2026-10"),
            at: at.to_owned(),
            user: UserId(id(1)),
            name: "管理 一郎".to_owned(),
            note: note.to_owned(),
            rows: 12,
            sha256: "ab".repeat(32),
        };
        let (first, second) =
            (done("2026-11-02T00:00:00.000Z", ""), done("2026-11-03T00:00:00.000Z", "夜中の1件は当直"));
        review::add_review(tx, OFFICE, &first)?;
        review::add_review(tx, OFFICE, &second)?;
        assert_eq!(review::reviews(tx, OFFICE, month("2026-08"), 10)?, [second, first]);
        assert_eq!(review::reviews(tx, OFFICE, month("2026-11"), 10)?, []);
        assert_eq!(review::reviews(tx, OTHER_OFFICE, month("2026-08"), 10)?, []);
        Ok(())
    });
}

#[test]
fn whose_rows_are_read_is_noted_where_they_are_read() {
    on_both_with_offices(|tx| {
        let people: Vec<_> = ["川崎 花子", "高津 千歳"].into_iter().map(|name| client(name).build()).collect();
        for person in &people {
            clients::insert(tx, person)?;
        }
        let ids = |people: &[domain::client::Client]| {
            let mut ids: Vec<Uuid> = people.iter().map(|it| it.id.0).collect();
            ids.sort_unstable();
            ids
        };
        tx.take_seen();
        assert_eq!(clients::find(tx, OTHER_OFFICE, people[0].id)?, None);
        assert!(tx.take_seen().is_empty(), "who is not found was not seen");
        clients::find(tx, OFFICE, people[0].id)?;
        clients::find(tx, OFFICE, people[0].id)?;
        assert_eq!(tx.take_seen(), [people[0].id.0], "once");
        clients::all(tx, OFFICE)?;
        assert_eq!(tx.take_seen(), ids(&people));
        store::client_facts::about(tx, OFFICE, people[1].id)?;
        assert!(tx.take_seen().is_empty(), "there is nothing to be seen");
        tx.unseen(|tx| tx.unseen(|tx| clients::all(tx, OFFICE)))?;
        assert!(tx.take_seen().is_empty(), "what is only decided by is shown to nobody");
        tx.note_seen(people[1].id.0);
        clients::any(tx, OFFICE)?;
        assert_eq!(tx.take_seen(), [people[1].id.0]);
        Ok(())
    });
}

/// The office of a row that names none is nobody's.
#[test]
fn another_office_sees_nothing_of_it() {
    let db = testkit::in_memory();
    db.looks().note(OFFICE.into(), LookKind::Client, look("2026-11-20T01:00:00.000Z", &[1]));
    db.write_looks_now().unwrap();
    for other in [OTHER_OFFICE, OfficeId(Uuid::nil())] {
        assert_eq!(november(&db, other, LookFilter::default()), []);
    }
}
