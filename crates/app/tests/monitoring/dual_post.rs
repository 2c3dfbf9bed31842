//! 兼務: a specialist with a post at a provider of the client, on the round's page; 兼務の例外 of the municipality decides.

use app::monitoring::{record_service_check, round_view};
use domain::{
    client::Client,
    neutrality::Ground,
    office::{DatedSetting, Role},
};
use law::Verdict;
use testkit::{OFFICE, TestApp, steps::works_at};

use super::people::{check, entry, round_of, start};

fn looked_at(app: &TestApp, client: &Client) {
    let it = entry(&round_of(app, client, "2026-10"));
    app.write(Role::Specialist, move |cx| record_service_check(cx, it, check("2026-10-05"))).unwrap();
}

fn answer(app: &TestApp, client: &Client) -> Option<Verdict<Ground>> {
    let round = round_of(app, client, "2026-10").id;
    app.read(Role::Viewer, move |cx| round_view(cx, round)).unwrap().dual_post
}

#[test]
fn a_post_at_a_provider_of_the_client_is_told_unless_the_municipality_accepts_it() {
    let (app, client) = start();
    looked_at(&app, &client);
    assert_eq!(answer(&app, &client), None, "no post is known");
    works_at(&app, "さくら訪問介護", "2026-10-01");
    let Some(Verdict::No(why)) = answer(&app, &client) else { unreachable!("a refusal") };
    assert!(why.sentence.contains("兼務する事業所（さくら訪問介護）を利用者が使うので"), "{}", why.sentence);
    let accepts = DatedSetting::always("141305", "neutrality_exception", "true");
    app.keep(move |tx| store::settings::set(tx, OFFICE, &accepts, ("test", "2026-11-22")));
    let Some(Verdict::Is(decided)) = answer(&app, &client) else { unreachable!("allowed") };
    assert_eq!(decided.value, Ground::Municipality);
}

#[test]
fn a_post_elsewhere_or_after_the_month_is_none() {
    let (app, client) = start();
    looked_at(&app, &client);
    works_at(&app, "あおば作業所", "2026-10-01");
    assert_eq!(answer(&app, &client), None, "no provider in common");
    works_at(&app, "さくら訪問介護", "2026-11-01");
    assert_eq!(answer(&app, &client), None, "the post begins after October");
}
