//! サービスの種類・量 of a plan beside the next one.

use domain::planning::{
    p2_draft::{PlanDraft, ServiceRow},
    service_use::{Difference, changed_services},
};
use testkit::{
    law_book,
    proposal::{draft, plan_row},
};

fn changed(now: &PlanDraft) -> Vec<(String, Difference)> {
    let changed = changed_services(law_book(), &draft("2026-11-19"), now);
    changed.into_iter().map(|it| (it.service, it.difference)).collect()
}

fn words(now: &PlanDraft) -> Vec<String> {
    let changed = changed_services(law_book(), &draft("2026-11-19"), now);
    changed.iter().filter_map(|it| it.words("前の計画", "この計画")).collect()
}

#[test]
fn kind_and_amount_are_compared_and_nothing_else() {
    let mut now = draft("2027-11-19");
    now.services.reverse();
    for service in &mut now.services {
        service.content = "別の内容".to_owned();
        service.provider = "もみじ".to_owned();
        service.own_burden = Some(0);
    }
    now.services[0].amount = "１０時間／月".to_owned();
    now.services[0].kind = "居宅介護　".to_owned();
    assert_eq!(changed(&now), [], "another writing, place, content, provider or price is no change of kind or amount");
    now.services[0].amount = "月12時間".to_owned();
    assert_eq!(words(&now), ["居宅介護: 前の計画は月10時間、この計画は月12時間"]);
    now.services.remove(1);
    assert_eq!(words(&now)[0], "就労継続支援B型: 前の計画にあり、この計画にありません");
}

#[test]
fn another_kind_in_the_same_row_is_one_that_went_and_one_that_came() {
    let mut now = draft("2027-11-19");
    now.services[1].kind = "重度訪問介護".to_owned();
    assert_eq!(
        changed(&now),
        [("居宅介護".to_owned(), Difference::Gone), ("重度訪問介護".to_owned(), Difference::Added)]
    );
}

#[test]
fn two_rows_of_one_kind_go_on_by_their_row_and_then_by_their_amount() {
    let mut was = draft("2026-11-19");
    let second = ServiceRow { id: Some(plan_row(109)), amount: "月20時間".to_owned(), ..was.services[1].clone() };
    was.services.push(second);
    let mut now = was.clone();
    now.services.swap(1, 2);
    assert!(changed_services(law_book(), &was, &now).is_empty());
    now.services.iter_mut().for_each(|service| service.id = None);
    assert!(changed_services(law_book(), &was, &now).is_empty(), "typed anew in another order");
    now.services[1].amount = "月30時間".to_owned();
    let told = changed_services(law_book(), &was, &now);
    assert_eq!(told[0].words("前", "後").unwrap(), "居宅介護: 前は月20時間、後は月30時間");
}

#[test]
fn help_that_nobody_grants_comes_and_goes_without_a_change() {
    let mut now = draft("2027-11-19");
    now.services.push(ServiceRow {
        kind: "近所の人の見守り".to_owned(),
        amount: "毎日".to_owned(),
        ..ServiceRow::default()
    });
    assert_eq!(changed(&now), []);
}
