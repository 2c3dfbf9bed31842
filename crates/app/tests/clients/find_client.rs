//! 利用者の頁.

use app::{
    Refusal,
    clients::{TimelineFilter, find_client},
};
use domain::office::Role;
use testkit::TestApp;

use super::people::{hanako, registered};

#[test]
fn the_page_shows_age_specialist_and_what_was_done() {
    let app = TestApp::new();
    let id = registered(&app, hanako());
    let page = app.read(Role::Viewer, move |cx| find_client(cx, id, &TimelineFilter::default())).unwrap();
    assert_eq!(page.age, 41);
    assert_eq!(page.specialist.unwrap().name, "佐藤 花子");
    assert_eq!(page.strips[0].months.len(), 12);
    let titles: Vec<String> = page.timeline.into_iter().map(|entry| entry.title).collect();
    assert_eq!(titles, ["利用者を登録"]);
}

#[test]
fn another_office_finds_nobody() {
    let app = TestApp::new();
    let id = registered(&app, hanako());
    let stranger = app.stranger(Role::Manager);
    let refused = app.write_as(stranger, None, move |cx| find_client(cx, id, &TimelineFilter::default()));
    assert!(matches!(refused, Err(Refusal::NotFound)));
}
