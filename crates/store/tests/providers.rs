//! サービス提供事業所の台帳 on both engines: kept whole, changed once a version, found from the grants that point to it.

use domain::{id::ProviderId, provider::Provider};
use store::{certificates, clients, providers};
use testkit::{OFFICE, OTHER_OFFICE, client, day, id, months, on_both_with_offices};

fn provider(number: u64, name: &str, kana: &str) -> Provider {
    Provider {
        id: ProviderId(id(number)),
        office: OFFICE,
        number: "1412345678".to_owned(),
        name: name.to_owned(),
        kana: kana.to_owned(),
        services: vec!["生活介護".to_owned(), "短期入所".to_owned()],
        address: "神奈川県川崎市みまもり区1-1".to_owned(),
        phone: "0440000001".to_owned(),
        fax: "0440000002".to_owned(),
        mail: "aoba@example.jp".to_owned(),
        person: "青葉 一".to_owned(),
        from: Some(day("2020-04-01")),
        ended_on: None,
        note: "一行目\n二行目".to_owned(),
        version: 1,
    }
}

#[test]
fn a_provider_comes_back_whole_and_in_the_order_of_the_kana() {
    on_both_with_offices(|tx| {
        let (one, two) = (provider(1, "若葉園", "ワカバエン"), provider(2, "あおば作業所", "アオバサギョウショ"));
        providers::insert(tx, &one)?;
        providers::insert(tx, &two)?;
        assert_eq!(providers::find(tx, OFFICE, one.id)?.as_ref(), Some(&one));
        assert_eq!(providers::find(tx, OTHER_OFFICE, one.id)?, None);
        assert_eq!(providers::all(tx, OFFICE)?, [two, one]);
        assert_eq!(providers::all(tx, OTHER_OFFICE)?, []);
        Ok(())
    });
}

#[test]
fn the_second_of_two_savers_of_a_provider_changes_nothing() {
    on_both_with_offices(|tx| {
        let mut one = provider(1, "若葉園", "ワカバエン");
        providers::insert(tx, &one)?;
        one.ended_on = Some(day("2027-03-31"));
        one.services.clear();
        assert!(providers::update(tx, &one)?);
        assert!(!providers::update(tx, &Provider { name: "別".to_owned(), ..one.clone() })?);
        let kept = providers::find(tx, OFFICE, one.id)?;
        assert_eq!(kept, Some(Provider { version: 2, ..one }));
        Ok(())
    });
}

#[test]
fn the_clients_of_a_provider_are_those_with_a_valid_grant_that_points_to_it() {
    on_both_with_offices(|tx| {
        let one = provider(1, "若葉園", "ワカバエン");
        providers::insert(tx, &one)?;
        let (hanako, taro) = (client("川崎 花子").build(), client("幸 太郎").build());
        for (person, pointed) in [(&hanako, Some(one.id)), (&taro, None)] {
            clients::insert(tx, person)?;
            let mut paper = months("2026-05..2027-04").of(person);
            for grant in &mut paper.grants {
                (grant.provider, grant.provider_name) = (pointed, "名前だけ".to_owned());
            }
            certificates::insert(tx, &paper)?;
            assert_eq!(certificates::find(tx, OFFICE, paper.id)?, Some(paper));
        }
        let on = |tx: &mut store::Tx, on: &str| providers::clients_of(tx, OFFICE, one.id, day(on));
        assert_eq!(on(tx, "2026-11-22")?, [(hanako.id, "川崎 花子".to_owned())]);
        assert_eq!(on(tx, "2027-05-01")?, []);
        assert_eq!(providers::clients_of(tx, OTHER_OFFICE, one.id, day("2026-11-22"))?, []);
        Ok(())
    });
}
