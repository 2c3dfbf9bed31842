//! p4: the invitation goes to those with an address, in the transaction of its fact, and names nobody; the minutes become a paper.

use std::sync::{Arc, Mutex};

use app::{
    Refusal,
    outbox::{Letter, Worked, work_off},
    planning::{
        ConferenceSide, conference_minutes, conference_side, finish_text, restore_case_fact, save_working_text,
        text_view, withdraw_case_fact,
    },
};
use domain::{
    id::{CaseId, OperationId, ProviderId},
    office::Role,
    planning::{
        CaseFactKind, CaseKind,
        p4_conference::Conference,
        p4_invitation::{Invitation, Invited},
    },
    provider::Provider,
};
use store::providers;
use testkit::{
    OFFICE, TestApp, id,
    meeting::{conference, invitation},
    proposal::draft,
    sentences,
};

use super::people::{entry, new_case, open, start, view};

/// 川崎 花子's case with a draft, and さくら in the register.
fn drafted() -> (TestApp, CaseId) {
    let (app, hanako) = start();
    let case = open(&app, &hanako, new_case(CaseKind::New, "2026-11-02")).unwrap();
    app.keep(|tx| providers::insert(tx, &sakura(1)));
    let place = entry(&view(&app, case));
    app.write(Role::Specialist, move |cx| finish_text(cx, place, 0, draft("2026-11-18"))).unwrap();
    (app, case)
}

fn sakura(number: u64) -> Provider {
    Provider {
        id: ProviderId(id(8_000_000 + number)),
        office: OFFICE,
        number: String::new(),
        name: "さくら".to_owned(),
        kana: String::new(),
        services: Vec::new(),
        address: String::new(),
        phone: String::new(),
        fax: String::new(),
        mail: "sakura@example.jp".to_owned(),
        person: String::new(),
        from: None,
        ended_on: None,
        note: String::new(),
        version: 1,
    }
}

fn invite(app: &TestApp, case: CaseId, it: Invitation) -> Result<(), Refusal> {
    let place = entry(&view(app, case));
    app.write(Role::Specialist, move |cx| finish_text(cx, place, 0, it)).map(drop)
}

fn side(app: &TestApp, case: CaseId) -> ConferenceSide {
    app.read(Role::Viewer, move |cx| conference_side(cx, case)).unwrap()
}

/// What a worker sends.
fn sent(app: &mut TestApp) -> Vec<Letter> {
    let received = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&received);
    app.outside.mail = Some(Arc::new(move |letter: &Letter| {
        kept.lock().unwrap().push(letter.clone());
        Ok(())
    }));
    work_off(&app.db, &app.outside, "worker").unwrap();
    received.lock().unwrap().clone()
}

#[test]
fn an_invitation_goes_to_the_registers_address_and_names_nobody() {
    let (mut app, case) = drafted();
    assert_eq!(side(&app, case).providers[0].mail, "sakura@example.jp");
    let mut it = invitation("2026-11-24");
    it.link = "https://video.example.jp/room".to_owned();
    it.invited[1].mail = "ichiro@example.jp".to_owned();
    it.invited.push(Invited { name: "民生委員".to_owned(), ..Invited::default() });
    invite(&app, case, it).unwrap();
    assert_eq!(side(&app, case).invited, Some((2, 1)));
    let letters = sent(&mut app);
    assert_eq!(letters.iter().map(|it| it.to.as_str()).collect::<Vec<_>>(), ["sakura@example.jp", "ichiro@example.jp"]);
    for letter in &letters {
        let file = letter.enclosed.as_ref().unwrap();
        let entry = String::from_utf8(file.bytes.clone()).unwrap();
        assert_eq!((letter.subject.as_str(), file.name.as_str()), ("サービス担当者会議のご案内", "kaigi.ics"));
        assert!(letter.text.contains("令和8年11月24日 14:00から15:00まで"), "{}", letter.text);
        assert!(letter.text.contains("区役所 3階") && letter.text.contains("https://video.example.jp/room"));
        // The client's family name; the given name is also that of the specialist, who signs.
        for name in ["川崎", "カワサキ"] {
            let whole = format!("{}{}{}{entry}", letter.subject, letter.text, file.name);
            assert!(!whole.contains(name), "{name}: {whole}");
        }
    }
}

#[test]
fn two_who_share_an_address_get_one_mail() {
    let (mut app, case) = drafted();
    let mut it = invitation("2026-11-24");
    it.invited[1].mail = "Sakura@example.jp".to_owned();
    invite(&app, case, it).unwrap();
    let letters = sent(&mut app);
    assert_eq!(letters.iter().map(|it| it.to.as_str()).collect::<Vec<_>>(), ["sakura@example.jp"]);
}

#[test]
fn a_newer_invitation_takes_the_place_of_the_older_in_the_calendar() {
    let (mut app, case) = drafted();
    invite(&app, case, invitation("2026-11-24")).unwrap();
    let first = sent(&mut app);
    invite(&app, case, invitation("2026-11-25")).unwrap();
    let second = sent(&mut app);
    let line = |letters: &[Letter], name: &str| {
        let text = String::from_utf8(letters[0].enclosed.as_ref().unwrap().bytes.clone()).unwrap();
        text.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned).unwrap()
    };
    assert_eq!(line(&first, "UID:"), line(&second, "UID:"));
    assert_eq!((line(&first, "SEQUENCE:").as_str(), line(&second, "SEQUENCE:").as_str()), ("0", "1"));
    assert_eq!(line(&second, "DTSTART"), ":20261125T050000Z", "14 hours in Japan, in UTC");
    let standing: Vec<_> = view(&app, case).case.facts.standing().map(|fact| fact.body.what().word()).collect();
    assert_eq!(standing, ["draft", "invitation"], "one invitation stands");
}

fn calendar(letter: &Letter) -> String {
    String::from_utf8(letter.enclosed.as_ref().unwrap().bytes.clone()).unwrap()
}

#[test]
fn an_invitation_that_is_taken_back_goes_from_the_calendar_and_comes_back_with_it() {
    let (mut app, case) = drafted();
    let mut it = invitation("2026-11-24");
    it.invited[1].mail = "ichiro@example.jp".to_owned();
    invite(&app, case, it.clone()).unwrap();
    sent(&mut app);
    // Who is not asked to come any more is told so.
    it.invited.remove(1);
    invite(&app, case, it).unwrap();
    let letters = sent(&mut app);
    let told: Vec<(&str, &str)> = letters.iter().map(|it| (it.to.as_str(), it.subject.as_str())).collect();
    assert_eq!(
        told,
        [("ichiro@example.jp", "サービス担当者会議の取りやめ"), ("sakura@example.jp", "サービス担当者会議のご案内")]
    );
    let fact = view(&app, case).case.standing_of(CaseFactKind::Invitation).last().unwrap().id;
    let withdrawn =
        app.write(Role::Specialist, move |cx| withdraw_case_fact(cx, case, fact, "延期".to_owned())).unwrap();
    let gone = sent(&mut app);
    assert_eq!(gone.iter().map(|it| it.to.as_str()).collect::<Vec<_>>(), ["sakura@example.jp"]);
    let entry = calendar(&gone[0]);
    for line in ["METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:2"] {
        assert!(entry.lines().any(|it| it.trim_end() == line), "{line}: {entry}");
    }
    assert!(gone[0].text.contains("令和8年11月24日 14:00からのサービス担当者会議は、取りやめになりました"));
    assert!(!gone[0].text.contains("川崎") && !entry.contains("川崎"), "it names nobody");
    app.write(Role::Specialist, move |cx| restore_case_fact(cx, case, withdrawn.fact)).unwrap();
    let back = sent(&mut app);
    assert!(calendar(&back[0]).contains("METHOD:PUBLISH") && calendar(&back[0]).contains("SEQUENCE:3"));
}

#[test]
fn what_would_tell_a_name_or_reach_nobody_is_refused_and_nothing_is_sent() {
    let (mut app, case) = drafted();
    let mut it = invitation("2026-11-24");
    it.place = "川崎 花子様宅".to_owned();
    it.invited[0].mail = "sakura@".to_owned();
    it.invited[1].mail = "a@example.jp\u{3000}b@example.jp".to_owned();
    let told = sentences(invite(&app, case, it));
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[0].contains("利用者の名前は書けません") && told[1].contains("1行目"), "{told:?}");
    assert!(sent(&mut app).is_empty());
    assert!(view(&app, case).case.text::<Invitation>().is_none());
    // Two providers of one name: nobody knows which is meant.
    app.keep(|tx| providers::insert(tx, &sakura(2)));
    invite(&app, case, invitation("2026-11-24")).unwrap();
    assert_eq!(side(&app, case).invited, Some((0, 2)));
    assert!(sent(&mut app).is_empty());
}

#[test]
fn a_sending_that_comes_twice_invites_once() {
    let (mut app, case) = drafted();
    let place = entry(&view(&app, case));
    let once = || {
        let sending = Some(OperationId(id(77)));
        let invite = move |cx: &mut app::Cx<'_>| finish_text(cx, place, 0, invitation("2026-11-24"));
        app.write_as(app.actor(Role::Specialist), sending, invite).unwrap()
    };
    assert_eq!(once(), once());
    assert_eq!(sent(&mut app).len(), 1);
    assert_eq!(work_off(&app.db, &app.outside, "worker").unwrap(), Worked::default());
}

#[test]
fn the_minutes_are_printed_from_what_is_written_and_from_what_is_finished() {
    let (app, case) = drafted();
    let print = || app.read(Role::Viewer, move |cx| conference_minutes(cx, case, ""));
    assert!(matches!(print(), Err(Refusal::Refused(_))), "nothing is written yet");
    assert!(!side(&app, case).has_minutes);
    app.write(Role::Specialist, move |cx| save_working_text(cx, (case, i64::MAX), 0, conference("2026-11-20")))
        .unwrap();
    assert!(side(&app, case).has_minutes);
    assert_eq!(print().unwrap().content["flags"]["draft"], true);
    let place = entry(&view(&app, case));
    app.write(Role::Specialist, move |cx| finish_text(cx, place, 1, conference("2026-11-20"))).unwrap();
    let paper = print().unwrap();
    assert_eq!(paper.content["flags"]["draft"], false);
    assert_eq!(paper.content["page"]["held-on"]["value"], "令和8年11月20日");
    assert_eq!(paper.content["page"]["specialist-name"]["value"], "佐藤 花子");
    assert_eq!(side(&app, case).wait, None, "it was held");
    let again = app.read(Role::Viewer, move |cx| text_view::<Conference>(cx, case)).unwrap();
    assert_eq!(again.start(), conference("2026-11-20"));
}
