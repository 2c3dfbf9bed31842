//! 利用者の一覧.

use app::clients::{ClientText, ListText, list_clients};
use domain::office::Role;
use testkit::TestApp;

use super::people::{hanako, registered};

fn found(app: &TestApp, asked: ListText) -> Vec<String> {
    let list = app.read(Role::Viewer, move |cx| list_clients(cx, &asked)).unwrap();
    list.lines.into_iter().map(|one| one.line.name).collect()
}

fn office() -> TestApp {
    let app = TestApp::new();
    registered(&app, hanako());
    let other = ClientText {
        name: "髙津 一郎".to_owned(),
        kana: "タカツ イチロウ".to_owned(),
        number: "A-12".to_owned(),
        specialist: String::new(),
        ..hanako()
    };
    registered(&app, other);
    app
}

#[test]
fn a_search_takes_any_script_and_width() {
    let app = office();
    for words in ["かわさき", "カワサキ", "ｶﾜｻｷ", "川崎花子", "川崎　花子", "サキハ"] {
        assert_eq!(found(&app, ListText { words: words.to_owned(), ..ListText::default() }), ["川崎 花子"], "{words}");
    }
    for words in ["高津", "髙津", "ａ１２", "a-12"] {
        assert_eq!(found(&app, ListText { words: words.to_owned(), ..ListText::default() }), ["髙津 一郎"], "{words}");
    }
    assert!(found(&app, ListText { words: "%".to_owned(), ..ListText::default() }).is_empty());
}

#[test]
fn without_a_question_everybody_is_listed_by_kana() {
    let app = office();
    assert_eq!(found(&app, ListText::default()), ["川崎 花子", "髙津 一郎"]);
    let mine = ListText { specialist: testkit::SATO.to_string(), ..ListText::default() };
    assert_eq!(found(&app, mine), ["川崎 花子"]);
    let ended = ListText { state: "ended".to_owned(), ..ListText::default() };
    assert!(found(&app, ended).is_empty());
    let far = ListText { page: "9".to_owned(), ..ListText::default() };
    assert_eq!(found(&app, far).len(), 2, "a page beyond the last is the last");
}

#[test]
fn another_office_sees_none_of_them() {
    let app = office();
    let stranger = app.stranger(Role::Manager);
    let list = app.write_as(stranger, None, |cx| list_clients(cx, &ListText::default())).unwrap();
    assert_eq!((list.total, list.any), (0, false));
}
