//! 記録の末尾: an end that was kept outside shows what the log alone cannot.

#![expect(clippy::unwrap_used, reason = "tests")]

use app::{
    AuditAction,
    heads::{self, Comparison, Head, HeadKey},
};
use domain::office::Role;
use store::{Db, Location};
use testkit::{OFFICE, TestApp, tamper};

fn key(byte: u8) -> HeadKey {
    HeadKey::new([byte; 32]).unwrap()
}

fn heads(app: &TestApp, key: &HeadKey) -> Vec<Head> {
    let (outside, key) = (app.outside.clone(), key.clone());
    app.keep(move |tx| heads::heads(tx, &outside, &key))
}

fn compare(app: &TestApp, head: &Head) -> Comparison {
    let head = head.clone();
    app.db.read_now(move |tx| heads::compare(tx, &head)).unwrap()
}

fn tell(app: &TestApp) {
    app.write(Role::Manager, |cx| cx.audit(AuditAction::SaveOffice, "office", &serde_json::json!({}))).unwrap();
}

/// An office in a file that others can reach, and its head.
fn kept() -> (tempfile::TempDir, Location, TestApp, Head) {
    let folder = tempfile::tempdir().unwrap();
    let place = Location::SqliteFile(folder.path().join("mimamori.sqlite"));
    let db = Db::open(&place, 1).unwrap();
    db.migrate().unwrap();
    let app = TestApp::with(db);
    tell(&app);
    let head = heads(&app, &key(7)).into_iter().find(|head| head.organisation == OFFICE).unwrap();
    (folder, place, app, head)
}

#[test]
fn a_head_that_was_kept_is_found_in_the_log_that_went_on() {
    let (_folder, _, app, head) = kept();
    assert_eq!(compare(&app, &head), Comparison::Contained { since: 0 });
    tell(&app);
    tell(&app);
    assert_eq!(compare(&app, &head), Comparison::Contained { since: 2 });
    let again = heads(&app, &key(7)).into_iter().find(|head| head.organisation == OFFICE).unwrap();
    assert_eq!(again.entry, head.entry + 2, "the key is told once");
    let json = serde_json::to_string(&head).unwrap();
    assert_eq!(serde_json::from_str::<Head>(&json).unwrap(), head);
}

#[test]
fn a_log_that_was_set_back_or_made_anew_is_found() {
    let (_folder, place, app, head) = kept();
    tamper(&place, &["drop trigger audit_no_delete", "drop trigger audit_no_update", "drop trigger seal_no_delete"]);
    tamper(
        &place,
        &[
            "delete from seal where entry = (select seq from audit_head h where h.office_id = seal.office_id)",
            "delete from audit where seq = (select seq from audit_head h where h.office_id = audit.office_id)",
            "update audit_head set seq = seq - 1, hash = (select hash from audit a where a.office_id = audit_head.office_id \
         and a.seq = audit_head.seq - 1)",
        ],
    );
    assert_eq!(compare(&app, &head), Comparison::SetBack { end: head.entry - 1 });
    tell(&app);
    assert_eq!(compare(&app, &head), Comparison::Rewritten);
    tamper(&place, &["delete from audit", "delete from audit_head"]);
    assert_eq!(compare(&app, &head), Comparison::SetBack { end: 0 });
}

#[test]
fn a_head_counts_as_it_was_signed_and_with_a_key_that_the_log_knows() {
    let (_folder, _, app, head) = kept();
    for changed in [
        Head { entry: 1, ..head.clone() },
        Head { hash: "0".repeat(64), ..head.clone() },
        Head { at: "2020-01-01T00:00:00.000Z".to_owned(), ..head.clone() },
        Head { key: key(8).public(), ..head.clone() },
        Head { signature: String::new(), ..head.clone() },
        Head { key: "x".to_owned(), ..head.clone() },
    ] {
        assert_eq!(compare(&app, &changed), Comparison::NotGenuine, "{changed:?}");
    }
    // Signed with a key of another database, over this one's hash: genuine, but nothing that this program gave out.
    let stranger = TestApp::new();
    tell(&stranger);
    let foreign = heads(&stranger, &key(9)).into_iter().find(|head| head.organisation == OFFICE).unwrap();
    assert_ne!(compare(&app, &foreign), Comparison::Contained { since: 0 });
    // A lost key is renewed with an entry; what the old one signed stays good.
    let renewed = heads(&app, &key(9)).into_iter().find(|head| head.organisation == OFFICE).unwrap();
    assert_eq!(renewed.entry, head.entry + 1);
    assert_eq!(compare(&app, &renewed), Comparison::Contained { since: 0 });
    assert_eq!(compare(&app, &head), Comparison::Contained { since: 1 });
}
