//! The table of step (1): lines of the grants' providers, recorded in one sending with the amounts that were told.

use app::{
    Refusal,
    clients::ToldAmount,
    monitoring::{CheckTable, Entry, SentLine, SentTable, record_service_checks, round_view},
};
use domain::{
    client::{Client, UsedSource},
    id::FactId,
    monitoring::m1_service_check::{CheckMeans, ServiceCheck},
    office::Role,
};
use store::{certificates, clients, used_amounts};
use testkit::{OFFICE, SATO, TestApp, client, day, month, months, steps::add_rounds};

use super::people::{entry, lamps, round_of};

/// 川崎 花子 with 居宅介護 of さくら訪問介護 and 生活介護 of あおば作業所; today is 2026-11-22.
fn start() -> (TestApp, Client) {
    let app = TestApp::new();
    let client = client("川崎 花子").carried_by(SATO).build();
    let mut certificate = months("2026-05..2027-04").every(3).and_service("生活介護").of(&client);
    for (grant, (provider, amount)) in
        certificate.grants.iter_mut().zip([("さくら訪問介護", "月80時間"), ("あおば作業所", "月22日")])
    {
        (grant.provider_name, grant.amount) = (provider.to_owned(), amount.to_owned());
    }
    let kept = (client.clone(), certificate.clone());
    app.keep(move |tx| {
        clients::insert(tx, &kept.0)?;
        certificates::insert(tx, &kept.1)
    });
    add_rounds(&app, &certificate, &["2026-07", "2026-10"]);
    (app, client)
}

fn table(app: &TestApp, client: &Client) -> CheckTable {
    let id = round_of(app, client, "2026-10").id;
    app.read(Role::Viewer, move |cx| round_view(cx, id)).unwrap().checks
}

fn told(row: usize, provider: &str, finding: &str) -> SentLine {
    let check = ServiceCheck::told(day("2026-10-05"), CheckMeans::Phone, provider, finding);
    SentLine { row, check, corrects: None }
}

fn used(text: &str, was: &str) -> ToldAmount {
    ToldAmount {
        service: "居宅介護".to_owned(),
        field: "used_0".to_owned(),
        text: text.to_owned(),
        was: was.to_owned(),
        told_by: "さくら訪問介護".to_owned(),
        told_on: day("2026-10-05"),
    }
}

fn sent(lines: Vec<SentLine>, amounts: Vec<ToldAmount>) -> SentTable {
    SentTable { lines, amounts, month: month("2026-10") }
}

#[test]
fn one_save_records_all_lines_and_the_amount_beside_them() {
    let (app, client) = start();
    let before = table(&app, &client);
    let names: Vec<&str> = before.lines.iter().map(|line| line.provider.name.as_str()).collect();
    assert_eq!((names, before.month), (vec!["さくら訪問介護", "あおば作業所"], month("2026-10")));
    let service = &before.lines[0].services[0];
    assert_eq!((service.granted.as_str(), service.text.as_str()), ("月80時間", ""));
    assert!(service.trend.iter().all(|point| point.used.is_none() && point.percent.is_none()), "unknown stays unknown");

    let round = round_of(&app, &client, "2026-10");
    let first = entry(&round);
    let one = sent(vec![told(0, "さくら訪問介護", "計画どおり。")], vec![used("62:30", "")]);
    app.write(Role::Specialist, move |cx| record_service_checks(cx, first, one)).unwrap();
    assert_eq!(&lamps(&app, round.id)[..1], "W", "あおば作業所 is still to be asked");
    let there = entry(&round_of(&app, &client, "2026-10"));
    let other = ServiceCheck {
        not_checked: "今月は利用がなかった".to_owned(), ..told(1, "あおば作業所", "").check
    };
    let rest = sent(vec![SentLine { check: other, ..told(1, "", "") }], vec![used("62:30", "62:30")]);
    app.write(Role::Specialist, move |cx| record_service_checks(cx, there, rest)).unwrap();
    assert_eq!(&lamps(&app, round.id)[..1], "D", "one is in, the other excused");

    let of = client.id;
    let kept = app.keep(move |tx| used_amounts::of_client(tx, OFFICE, of));
    let (_, amount) = kept.of("居宅介護", month("2026-10")).unwrap();
    assert_eq!((amount.amount, amount.source), (3_750, UsedSource::Provider));
    assert_eq!((amount.told_by.as_str(), amount.told_on), ("さくら訪問介護", day("2026-10-05")));
    let trend = table(&app, &client).lines[0].services[0].trend.clone();
    let last = trend.last().unwrap();
    assert_eq!((last.used.as_deref(), last.percent), (Some("62時間30分"), Some(78)));
    let checks = round_of(&app, &client, "2026-10");
    let (_, check) = checks.service_checks().next().unwrap();
    assert_eq!((check.services.join(""), check.asked.len()), ("居宅介護".to_owned(), 2));
}

#[test]
fn a_mistake_in_one_line_keeps_all_of_them_back_and_stands_at_its_field() {
    let (app, client) = start();
    let round = round_of(&app, &client, "2026-10");
    let it = entry(&round);
    let wrong =
        sent(vec![told(0, "さくら訪問介護", "計画どおり。"), told(1, "あおば作業所", "")], vec![used("約60", "")]);
    let refused = app.write(Role::Specialist, move |cx| record_service_checks(cx, it, wrong));
    let Err(Refusal::Refused(reasons)) = refused else { unreachable!("refused") };
    let fields: Vec<&str> = reasons.iter().map(|one| one.field.as_ref()).collect();
    assert_eq!(fields, ["finding_1", "used_0"]);
    let of = client.id;
    assert!(round_of(&app, &client, "2026-10").facts.is_empty());
    assert!(app.keep(move |tx| used_amounts::of_client(tx, OFFICE, of)).all().next().is_none());
    let nothing =
        app.write(Role::Specialist, move |cx| record_service_checks(cx, it, sent(vec![], vec![used("", "")])));
    assert!(matches!(nothing, Err(Refusal::Refused(_))), "an empty table is no check");
}

#[test]
fn two_people_at_one_line_see_each_other_and_other_lines_go_on() {
    let (app, client) = start();
    let both = entry(&round_of(&app, &client, "2026-10"));
    let record = |lines: Vec<SentLine>, at: Entry| {
        app.write(Role::Specialist, move |cx| record_service_checks(cx, at, sent(lines, vec![])))
    };
    record(vec![told(0, "さくら訪問介護", "計画どおり。")], both).unwrap();
    record(vec![told(1, "あおば作業所", "休まず通っている。")], both).unwrap();
    let second = record(vec![told(0, "さくら訪問介護", "回数が減った。")], both);
    assert!(matches!(second, Err(Refusal::Conflict { .. })), "{second:?}");
    let facts = round_of(&app, &client, "2026-10").facts;
    let first: FactId = facts[0].id;
    let now = entry(&round_of(&app, &client, "2026-10"));
    let mended = SentLine { corrects: Some(first), ..told(0, "さくら訪問介護", "回数が減った。") };
    record(vec![mended], now).unwrap();
    let stands: Vec<String> =
        round_of(&app, &client, "2026-10").service_checks().map(|(_, check)| check.finding.clone()).collect();
    assert_eq!(stands, ["休まず通っている。", "回数が減った。"]);
}
