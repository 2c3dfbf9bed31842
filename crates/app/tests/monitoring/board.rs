//! 今月の仕事.

use app::monitoring::{BoardFilter, Who, board, carry_over, rebuild_board};
use domain::{
    monitoring::{Stage, carry_over::CarryOver},
    office::Role,
};
use store::board::BoardState;
use testkit::{OFFICE, SATO, SUZUKI, month};

use super::people::{agreed, entry, round_of, start};

#[test]
fn the_running_month_shows_what_earlier_months_left_open() {
    let (app, client) = start();
    let shown = app.read(Role::Viewer, |cx| board(cx, &BoardFilter::default())).unwrap();
    let rows: Vec<_> = shown.rows.iter().map(|row| row.month.to_string()).collect();
    assert_eq!(rows, ["2026-07", "2026-10"]);
    assert_eq!((shown.counts.planned, shown.counts.late, shown.counts.recorded), (2, 2, 0));
    assert!(shown.rows.iter().all(|row| row.is_late(shown.today)));
    agreed(&app, &round_of(&app, &client, "2026-07"), "2026-07-14");

    let october = BoardFilter { month: Some(month("2026-10")), ..BoardFilter::default() };
    let shown = app.read(Role::Viewer, move |cx| board(cx, &october)).unwrap();
    assert_eq!(shown.rows.len(), 1);
    assert_eq!(shown.municipalities, ["川崎市"]);
}

#[test]
fn filters_and_counts_agree() {
    let (app, client) = start();
    let it = entry(&round_of(&app, &client, "2026-10"));
    let carried = CarryOver { reason: "入院".to_owned(), told_on: None, told_to: String::new() };
    app.write(Role::Specialist, move |cx| carry_over(cx, it, carried)).unwrap();
    for state in BoardState::all() {
        for who in [Who::All, Who::Of(SATO), Who::Of(SUZUKI)] {
            let filter = BoardFilter { state, who, ..BoardFilter::default() };
            let shown = app.read(Role::Viewer, move |cx| board(cx, &filter)).unwrap();
            assert_eq!(i64::try_from(shown.rows.len()).unwrap(), shown.found, "{state:?} {who:?}");
            assert_eq!(shown.found, shown.counts.of(state), "{state:?} {who:?}");
            let some = [
                BoardState::All,
                BoardState::Open,
                BoardState::Late,
                BoardState::Carried,
                BoardState::At(Stage::Visit),
            ];
            assert_eq!(shown.found > 0, who != Who::Of(SUZUKI) && some.contains(&state), "{state:?} {who:?}");
        }
    }
    for (words, found) in [("花子", 1), ("はなこ", 1), ("カワサキ", 1), ("中原", 0), ("%", 0)] {
        let filter = BoardFilter { words: words.to_owned(), state: BoardState::Carried, ..BoardFilter::default() };
        let shown = app.read(Role::Viewer, move |cx| board(cx, &filter)).unwrap();
        assert_eq!(shown.rows.len(), found, "{words}");
    }
}

#[test]
fn rebuilt_it_is_the_same() {
    let (app, client) = start();
    agreed(&app, &round_of(&app, &client, "2026-10"), "2026-10-14");
    let before = app.keep(|tx| store::board::all(tx, OFFICE));
    let count = app.db.write_now(|tx| rebuild_board(tx, OFFICE)).unwrap();
    assert_eq!(app.keep(|tx| store::board::all(tx, OFFICE)), before);
    assert_eq!(count, before.len());
}
