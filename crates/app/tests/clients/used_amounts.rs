//! 支給量の利用実績: many cells at once, empty is not nothing, from whom it is known, and nobody's number is overwritten unseen.

use app::{
    Refusal,
    clients::{UsedPage, record_used_amounts, used_amounts},
    input::TypedFields,
};
use calendar::YearMonth;
use domain::{client::Client, office::Role};
use testkit::{OFFICE, TestApp, mistakes, month, months};

/// 花子 with a certificate of 居宅介護 (月80時間) and 就労継続支援B型 since May.
fn start() -> (TestApp, Client) {
    let app = TestApp::new();
    let client = testkit::client("川崎 花子").build();
    let kept = client.clone();
    app.keep(move |tx| store::clients::insert(tx, &kept));
    let mut certificate = months("2026-05..2027-04").every(3).of(&client);
    let grant = certificate.grants.first().unwrap().clone();
    certificate.grants = vec![
        domain::client::Grant { service: "居宅介護".to_owned(), amount: "月80時間".to_owned(), ..grant.clone() },
        domain::client::Grant {
            id: domain::id::GrantId(testkit::id(9_900_001)),
            service: "就労継続支援B型".to_owned(),
            amount: "当該月の日数から8日を控除した日数".to_owned(),
            ..grant
        },
    ];
    app.keep(move |tx| store::certificates::insert(tx, &certificate));
    (app, client)
}

fn page(app: &TestApp, client: &Client) -> UsedPage {
    let id = client.id;
    app.read(Role::Viewer, move |cx| used_amounts(cx, id, None)).unwrap()
}

fn until() -> YearMonth {
    month("2026-11")
}

/// The page as it is sent with these cells typed: column, month, text.
fn typed(page: &UsedPage, cells: &[(usize, &str, &str)]) -> TypedFields {
    let mut fields: Vec<(String, String)> = vec![
        ("used_shape".to_owned(), page.shape.clone()),
        ("used_source".to_owned(), "provider".to_owned()),
        ("told_by".to_owned(), "さくら 田中さん".to_owned()),
        ("told_on".to_owned(), "R8.11.20".to_owned()),
    ];
    for row in &page.rows {
        for (column, cell) in row.cells.iter().enumerate() {
            let own = cells.iter().find(|(at, on, _)| *at == column && month(on) == row.month);
            let text = own.map_or(cell.text.as_str(), |(.., text)| *text);
            fields.push((cell.field.clone(), text.to_owned()));
            fields.push((cell.was_field.clone(), cell.text.clone()));
        }
    }
    TypedFields(fields)
}

fn save(app: &TestApp, client: &Client, typed: TypedFields) -> Result<(), Refusal> {
    let id = client.id;
    app.write(Role::Clerk, move |cx| record_used_amounts(cx, id, until(), &typed))
}

fn text<'a>(page: &'a UsedPage, column: usize, on: &str) -> &'a str {
    let row = page.rows.iter().find(|row| row.month == month(on)).unwrap();
    row.cells.get(column).map_or("", |cell| &cell.text)
}

#[test]
fn many_months_are_typed_at_once_and_empty_is_not_nothing() {
    let (app, client) = start();
    let blank = page(&app, &client);
    let services: Vec<&str> = blank.columns.iter().map(|column| column.service.as_str()).collect();
    assert_eq!(services, ["居宅介護", "就労継続支援B型"]);
    let sent =
        typed(&blank, &[(0, "2026-10", "62:30"), (0, "2026-09", "0"), (1, "2026-10", "１２日"), (1, "2026-08", "25")]);
    save(&app, &client, sent).unwrap();
    let shown = page(&app, &client);
    assert_eq!(
        (text(&shown, 0, "2026-10"), text(&shown, 0, "2026-09"), text(&shown, 0, "2026-08")),
        ("62:30", "0", "")
    );
    assert_eq!((text(&shown, 1, "2026-10"), text(&shown, 1, "2026-08")), ("12", "25"));
    let august = shown.rows.iter().find(|row| row.month == month("2026-08")).unwrap();
    assert!(august.cells[1].above, "25 of 23 days");
    assert_eq!(
        shown.summaries,
        [
            "居宅介護：直近6か月のうち2か月の記録の平均で、80時間のうち31時間15分（39％）",
            "就労継続支援B型：直近6か月のうち2か月の記録の平均で、23日のうち19日（80％）"
        ]
    );
    let told = &shown.history[0].used;
    assert_eq!((told.told_by.as_str(), told.certificate.is_some()), ("さくら 田中さん", true));
}

#[test]
fn a_cleared_cell_is_unknown_again_and_its_history_stays() {
    let (app, client) = start();
    save(&app, &client, typed(&page(&app, &client), &[(0, "2026-10", "62")])).unwrap();
    save(&app, &client, typed(&page(&app, &client), &[(0, "2026-10", "64")])).unwrap();
    save(&app, &client, typed(&page(&app, &client), &[(0, "2026-10", " ")])).unwrap();
    let shown = page(&app, &client);
    assert_eq!(text(&shown, 0, "2026-10"), "");
    assert!(shown.summaries.is_empty());
    let history: Vec<(u32, bool)> = shown.history.iter().map(|it| (it.used.amount, it.withdrawn)).collect();
    assert_eq!(history, [(64 * 60, true), (64 * 60, false), (62 * 60, false)]);
}

#[test]
fn what_cannot_be_is_refused_at_its_cell_and_the_source_is_asked_for() {
    let (app, client) = start();
    let blank = page(&app, &client);
    let wrong = typed(&blank, &[(0, "2026-10", "六十"), (1, "2026-09", "31"), (1, "2026-08", "12.5")]);
    assert_eq!(mistakes(save(&app, &client, wrong)).len(), 3);
    let mut unsaid = typed(&blank, &[(0, "2026-10", "62")]);
    unsaid.0.retain(|(name, _)| !matches!(name.as_str(), "used_source" | "told_by" | "told_on"));
    assert_eq!(mistakes(save(&app, &client, unsaid)).len(), 3);
    let later = typed(&blank, &[(0, "2026-10", "62")]);
    let later = TypedFields(
        later
            .0
            .into_iter()
            .map(|(name, text)| if name == "told_on" { (name, "R8.11.23".to_owned()) } else { (name, text) })
            .collect(),
    );
    assert_eq!(mistakes(save(&app, &client, later)).len(), 1, "tomorrow");
    assert_eq!(mistakes(save(&app, &client, typed(&blank, &[]))).len(), 1, "nothing was typed");
    assert!(page(&app, &client).history.is_empty());
}

#[test]
fn a_number_that_somebody_else_told_meanwhile_is_not_overwritten_unseen() {
    let (app, client) = start();
    let seen = page(&app, &client);
    save(&app, &client, typed(&seen, &[(0, "2026-10", "62"), (0, "2026-09", "50")])).unwrap();
    let mine = typed(&seen, &[(0, "2026-10", "64"), (0, "2026-08", "40")]);
    assert_eq!(mistakes(save(&app, &client, mine)).len(), 1);
    assert_eq!(text(&page(&app, &client), 0, "2026-10"), "62");
    save(&app, &client, typed(&seen, &[(0, "2026-08", "40")])).unwrap();
    let shown = page(&app, &client);
    assert_eq!((text(&shown, 0, "2026-09"), text(&shown, 0, "2026-08")), ("50", "40"), "other cells are no conflict");
    let other = TypedFields(seen_under_other_services(&seen));
    assert_eq!(mistakes(save(&app, &client, other)).len(), 1, "the certificate changed meanwhile");
    let entries = app.keep(move |tx| store::used_amounts::of_client(tx, OFFICE, client.id));
    assert_eq!(entries.all().count(), 3);
}

fn seen_under_other_services(page: &UsedPage) -> Vec<(String, String)> {
    let fields = typed(page, &[(0, "2026-07", "10")]).0.into_iter();
    fields
        .map(
            |(name, text)| {
                if name == "used_shape" { (name, "2026-11 生活介護/days".to_owned()) } else { (name, text) }
            },
        )
        .collect()
}

#[test]
fn only_who_edits_clients_records_and_only_of_the_own_office() {
    let (app, client) = start();
    let sent = typed(&page(&app, &client), &[(0, "2026-10", "62")]);
    let id = client.id;
    let denied = app.write(Role::Viewer, move |cx| record_used_amounts(cx, id, until(), &sent));
    assert!(matches!(denied, Err(Refusal::Forbidden)), "{denied:?}");
}

#[test]
fn a_unit_that_no_certificate_says_is_asked_for_once() {
    let app = TestApp::new();
    let client = testkit::client("川崎 花子").build();
    let mut certificate = months("2026-05..2027-04").every(3).of(&client);
    certificate.grants[0].amount = "受給者証のとおり".to_owned();
    let kept = (client.clone(), certificate);
    app.keep(move |tx| {
        store::clients::insert(tx, &kept.0)?;
        store::certificates::insert(tx, &kept.1)
    });
    let blank = page(&app, &client);
    assert_eq!(blank.columns[0].unit, None);
    let sent = typed(&blank, &[(0, "2026-10", "12"), (0, "2026-09", "10")]);
    assert_eq!(mistakes(save(&app, &client, sent.clone())), ["used_unit_0"]);
    let mut chosen = sent;
    chosen.0.push(("used_unit_0".to_owned(), "days".to_owned()));
    save(&app, &client, chosen).unwrap();
    let shown = page(&app, &client);
    assert_eq!((shown.columns[0].unit.is_some(), text(&shown, 0, "2026-10")), (true, "12"), "from then on it is known");
}
