//! 節目の一覧: by date, of whom it is asked.

use app::{
    clients::{TimelineFilter, find_client, list_turning_points},
    monitoring::Who,
};
use domain::{client::TurningPoint, office::Role};
use store::clients;
use testkit::{SATO, SUZUKI, TestApp, client, day};

#[test]
fn the_list_is_by_date_and_the_clients_page_says_it_too() {
    let app = TestApp::new();
    let adult = client("川崎 花子").born("2009-04-20").carried_by(SATO).build();
    let old = client("麻生 太郎").born("1961-12-10").carried_by(SUZUKI).build();
    let kept = [adult.clone(), old, client("幸 一").born("1990-01-01").build()];
    app.keep(move |tx| kept.iter().try_for_each(|one| clients::insert(tx, one)));
    let of = |who, words: &'static str| {
        let list = app.read(Role::Viewer, move |cx| list_turning_points(cx, who, words)).unwrap();
        list.lines.into_iter().map(|line| (line.name, line.turning.point)).collect::<Vec<_>>()
    };
    let (aged, grown) = (("麻生 太郎".to_owned(), TurningPoint::Aged), ("川崎 花子".to_owned(), TurningPoint::Adult));
    assert_eq!(of(Who::All, ""), [aged, grown.clone()]);
    assert_eq!(of(Who::Of(SATO), ""), [grown]);
    assert_eq!(of(Who::All, "幸"), []);
    let id = adult.id;
    let page = app.read(Role::Viewer, move |cx| find_client(cx, id, &TimelineFilter::default())).unwrap();
    assert_eq!(page.turnings[0].on, day("2027-04-19"));
}
