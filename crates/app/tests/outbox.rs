//! 送信待ち: queued with what it tells of, sent by a worker, tried again with growing pauses, and ended.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::{Arc, Mutex};

use app::{
    Refusal,
    accounts::{self, Place},
    limits,
    outbox::{
        JobState, Letter, MailFault, OutboxPage, Worked, outbox_page, save_notice_address, send_test_mail, sweep,
        try_again, work_off,
    },
};
use domain::office::Role;
use jiff::{SignedDuration, Timestamp};
use testkit::TestApp;

/// An application whose clock is set by hand and whose mail server answers what it is told.
struct Office {
    app: TestApp,
    clock: Arc<Mutex<Timestamp>>,
    answer: Arc<Mutex<Result<(), MailFault>>>,
    received: Arc<Mutex<Vec<Letter>>>,
}

impl Office {
    fn new() -> Self {
        let clock = Arc::new(Mutex::new("2026-11-22T01:00:00Z".parse::<Timestamp>().unwrap()));
        let (answer, received) = (Arc::new(Mutex::new(Ok(()))), Arc::new(Mutex::new(Vec::new())));
        let mut app = TestApp::new();
        let time = Arc::clone(&clock);
        app.outside.now = Arc::new(move || format!("{:.3}", *time.lock().unwrap()));
        let (said, kept) = (Arc::clone(&answer), Arc::clone(&received));
        app.outside.mail = Some(Arc::new(move |letter: &Letter| {
            kept.lock().unwrap().push(letter.clone());
            *said.lock().unwrap()
        }));
        Self { app, clock, answer, received }
    }

    fn with_address() -> Self {
        let office = Self::new();
        office.app.write(Role::Manager, |cx| save_notice_address(cx, "jimusho@example.jp")).unwrap();
        office
    }

    fn answers(&self, answer: Result<(), MailFault>) {
        *self.answer.lock().unwrap() = answer;
    }

    fn later(&self, minutes: i64) {
        let mut clock = self.clock.lock().unwrap();
        *clock = clock.checked_add(SignedDuration::from_mins(minutes)).unwrap();
    }

    fn work(&self) -> Worked {
        work_off(&self.app.db, &self.app.outside, "worker").unwrap()
    }

    fn page(&self) -> OutboxPage {
        self.app.read(Role::Manager, outbox_page).unwrap()
    }
}

#[test]
fn a_test_mail_is_queued_sent_once_and_seen() {
    let office = Office::with_address();
    office.app.write(Role::Manager, send_test_mail).unwrap();
    let waiting = office.page();
    assert_eq!((waiting.jobs[0].to.as_str(), waiting.jobs[0].tries), ("j…@example.jp", 0));
    assert!(matches!(waiting.jobs[0].state, JobState::Waiting(_)));
    assert_eq!(office.work(), Worked { sent: 1, ..Worked::default() });
    assert_eq!(office.work(), Worked::default());
    let received = office.received.lock().unwrap();
    assert_eq!(received.len(), 1);
    assert_eq!(
        (received[0].to.as_str(), received[0].subject.as_str()),
        ("jimusho@example.jp", "みまもり: テストメール")
    );
    let sent = office.page();
    assert_eq!((sent.jobs[0].to.as_str(), sent.jobs[0].fault.as_str()), ("", ""), "the address is not kept");
    assert!(matches!(sent.jobs[0].state, JobState::Sent(_)));
}

#[test]
fn without_a_server_it_waits_and_at_last_is_given_up() {
    let mut office = Office::with_address();
    office.app.outside.mail = None;
    office.app.write(Role::Manager, send_test_mail).unwrap();
    assert_eq!(office.work(), Worked::default());
    assert!(!office.page().mail_set);
    assert_eq!(office.page().jobs[0].tries, 0);
    office.later(limits::JOB_DAYS * 24 * 60 + 1);
    sweep(&office.app.db, &office.app.outside).unwrap();
    assert!(matches!(office.page().jobs[0].state, JobState::Failed(_)));
    assert!(office.page().jobs[0].fault.contains("7日"), "{:?}", office.page().jobs);
    office.later(91 * 24 * 60);
    sweep(&office.app.db, &office.app.outside).unwrap();
    assert_eq!(office.page().jobs, []);
}

#[test]
fn a_server_that_is_away_is_asked_again_with_growing_pauses_and_an_end() {
    let office = Office::with_address();
    office.app.write(Role::Manager, send_test_mail).unwrap();
    office.answers(Err(MailFault::Unreachable));
    for pause in limits::JOB_PAUSES {
        assert_eq!(office.work(), Worked { put_off: 1, ..Worked::default() });
        office.later(pause - 1);
        assert_eq!(office.work(), Worked::default(), "not before its time");
        office.later(1);
    }
    assert_eq!(office.work(), Worked { given_up: 1, ..Worked::default() });
    office.later(10_000);
    assert_eq!(office.work(), Worked::default());
    let line = office.page().jobs.remove(0);
    assert_eq!((line.tries, line.fault.as_str()), (8, "メールのサーバーに届きません"));
    assert!(matches!(line.state, JobState::Failed(_)));
    // Each try was the same mail, which a reader can tell by its id.
    let ids: Vec<_> = office.received.lock().unwrap().iter().map(|letter| letter.id).collect();
    assert!(ids.len() == 8 && ids.iter().all(|id| *id == ids[0]));
    office.answers(Ok(()));
    office.app.write(Role::Manager, move |cx| try_again(cx, line.id)).unwrap();
    assert_eq!(office.work(), Worked { sent: 1, ..Worked::default() });
}

#[test]
fn what_the_server_will_never_take_is_given_up_at_once() {
    let office = Office::with_address();
    for fault in [MailFault::Refused(550), MailFault::Address] {
        office.app.write(Role::Manager, send_test_mail).unwrap();
        office.answers(Err(fault));
        assert_eq!(office.work(), Worked { given_up: 1, ..Worked::default() }, "{fault:?}");
        assert_eq!(office.page().jobs[0].fault, fault.sentence());
        office.later(1);
    }
}

#[test]
fn what_is_refused_leaves_nothing_in_the_queue() {
    let office = Office::with_address();
    let refused = office.app.write(Role::Manager, |cx| {
        send_test_mail(cx)?;
        Err::<(), _>(Refusal::NotFound)
    });
    assert!(refused.is_err());
    assert_eq!(office.page().jobs, []);
    assert!(matches!(office.app.write(Role::Specialist, send_test_mail), Err(Refusal::Forbidden)));
    assert!(matches!(office.app.read(Role::Viewer, outbox_page), Err(Refusal::Forbidden)));
    let none = Office::new();
    assert!(matches!(none.app.write(Role::Manager, send_test_mail), Err(Refusal::Refused(_))));
    for odd in ["jimusho", "a@b.jp\r\nBcc: c@d.jp", "a@b.jp c@d.jp"] {
        let refused = none.app.write(Role::Manager, move |cx| save_notice_address(cx, odd));
        assert!(matches!(refused, Err(Refusal::Refused(_))), "{odd:?}");
    }
}

#[test]
fn by_hand_only_so_many_wait_at_once() {
    let office = Office::with_address();
    for _ in 0..limits::WAITING_TESTS {
        office.app.write(Role::Manager, send_test_mail).unwrap();
    }
    assert!(matches!(office.app.write(Role::Manager, send_test_mail), Err(Refusal::Refused(_))));
}

#[test]
fn a_sign_in_from_another_device_is_told_without_a_name() {
    let office = Office::with_address();
    let manager = office.app.actor(Role::Manager);
    office.app.sign_in(&manager);
    let user = manager.user;
    // In by the password alone; the second factor is asked for in tests of pages.
    office.app.keep(move |tx| store::accounts::mark_of_demo(tx, user));
    let sign_in = |device: &'static str| {
        let outside = office.app.outside.clone();
        let login = office.app.keep({
            let manager = manager.clone();
            move |tx| Ok(store::accounts::find(tx, manager.office, manager.user)?.unwrap().user.login)
        });
        let db = &office.app.db;
        db.write_now(move |tx| {
            let place = Place { device: device.to_owned(), ..Place::default() };
            let check = app::accounts::begin_sign_in(tx, &login, &place, &(outside.now)())?;
            app::accounts::finish_sign_in(tx, &outside, &check, true, &place)
        })
        .unwrap();
    };
    sign_in("Chrome（Windows）");
    sign_in("Chrome（Windows）");
    assert_eq!(office.page().jobs, [], "the first device is no new one");
    sign_in("Safari（iPhone）");
    assert_eq!(office.work(), Worked { sent: 1, ..Worked::default() });
    let letter = office.received.lock().unwrap()[0].clone();
    assert_eq!(letter.subject, "みまもり: 新しい端末からのログイン");
    assert!(
        letter.text.contains("Safari（iPhone）") && letter.text.contains("令和8年11月22日 10:00"),
        "{}",
        letter.text
    );
    assert!(!letter.text.contains(&manager.name));
}

#[test]
fn the_head_of_the_log_goes_out_once_a_day_where_there_is_an_address_a_server_and_a_key() {
    let mut office = Office::with_address();
    let queue = |office: &Office| app::outbox::queue_heads(&office.app.db, &office.app.outside).unwrap();
    assert_eq!(queue(&office), 0, "without a key there is nothing to sign with");
    office.app.outside.head_key = app::heads::HeadKey::new([7; 32]);
    let day = Arc::new(Mutex::new(testkit::TODAY));
    let today = Arc::clone(&day);
    office.app.outside.today = Arc::new(move || *today.lock().unwrap());
    assert_eq!((queue(&office), queue(&office)), (1, 0), "once a day");
    assert_eq!(office.work(), Worked { sent: 1, ..Worked::default() });
    assert_eq!(queue(&office), 0, "one that was sent counts, too");
    office.later(24 * 60);
    *day.lock().unwrap() = testkit::TODAY.tomorrow().unwrap();
    assert_eq!(queue(&office), 1);
    let received = office.received.lock().unwrap();
    let file = received[0].enclosed.as_ref().unwrap();
    assert_eq!((received[0].to.as_str(), file.name.as_str()), ("jimusho@example.jp", "head.json"));
    let heads: Vec<app::heads::Head> = serde_json::from_slice(&file.bytes).unwrap();
    let head = heads[0].clone();
    let found = office.app.db.read_now(move |tx| app::heads::compare(tx, &head)).unwrap();
    assert!(matches!(found, app::heads::Comparison::Contained { .. }), "{found:?}");
    let mut without = Office::new();
    without.app.outside.head_key = app::heads::HeadKey::new([7; 32]);
    assert_eq!(queue(&without), 0, "no address, no mail");
}

#[test]
fn a_person_is_told_by_mail_what_was_changed_about_the_account() {
    let office = Office::new();
    let (person, manager) = (office.app.actor(Role::Specialist), office.app.actor(Role::Manager));
    office.app.sign_in(&person);
    let save = |address: &'static str| {
        office
            .app
            .write(Role::Specialist, move |cx| accounts::save_own_mail(cx, address, "Chrome（Windows）"))
            .unwrap();
    };
    save("sato@example.jp");
    assert_eq!(office.work(), Worked::default(), "there was no address before");
    office.app.keep(move |tx| store::second_factors::put_codes(tx, person.user, &["x".to_owned()]));
    let factor = store::second_factors::SecondFactor { sealed: "x".to_owned(), last_step: 1, since: "x".to_owned() };
    office.app.keep(move |tx| store::second_factors::put(tx, person.user, &factor));
    let reset = |device: &'static str| {
        office.app.write(Role::Manager, move |cx| accounts::reset_factor(cx, person.user, device))
    };
    reset("Edge（Windows）").unwrap();
    assert!(matches!(reset("Edge（Windows）"), Err(Refusal::Refused(_))), "there is none any more");
    assert_eq!(office.work(), Worked { sent: 1, ..Worked::default() });
    let letter = office.received.lock().unwrap()[0].clone();
    assert_eq!(
        (letter.to.as_str(), letter.subject.as_str()),
        ("sato@example.jp", "みまもり: アカウントの変更のお知らせ")
    );
    for words in ["二段階認証が解除されました", "令和8年11月22日 10:00", "Edge（Windows）", "管理者など"]
    {
        assert!(letter.text.contains(words), "{words}: {}", letter.text);
    }
    let person = office.app.actor(Role::Specialist);
    assert!(!letter.text.contains(&manager.name) && !letter.text.contains(&person.name), "{}", letter.text);
    // A changed address is told to the one before, and one that is no address is refused.
    save("hanako@example.jp");
    save("hanako@example.jp");
    assert_eq!(office.work(), Worked { sent: 1, ..Worked::default() });
    assert_eq!(office.received.lock().unwrap()[1].to, "sato@example.jp");
    let bad = office.app.write(Role::Specialist, |cx| accounts::save_own_mail(cx, "x@y@z", ""));
    assert!(matches!(bad, Err(Refusal::Refused(_))));
    save("");
    office.work();
    office.app.write(Role::Manager, move |cx| accounts::reset_password(cx, person.user, "hash", "Edge")).unwrap();
    assert_eq!(office.work(), Worked::default(), "without an address nothing is sent");
    let notices = office.app.read(Role::Specialist, accounts::own_notices).unwrap().notices;
    assert_eq!(notices.len(), 5, "{notices:?}");
}
