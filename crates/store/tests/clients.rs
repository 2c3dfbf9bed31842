//! 利用者 and 受給者証 on both engines: kept whole, found by what people type, and by one office only.

use calendar::Date;
use domain::{
    client::{
        Certificate, Client, ConsultationService, Decision, DisabilityGrade, IntensiveGround, OtherOfficePeriod,
        OtherOffices, Proposal, Residence, SelfPlanPeriod, SelfPlans, Sex, Tenure,
    },
    id::ClientId,
};
use store::{
    StoreError, Tx, certificates,
    clients::{self, ClientOrder, ClientSearch},
};
use testkit::{OFFICE, OTHER_OFFICE, SATO, SUZUKI, TODAY, client, day, id, month, months, on_both_with_offices};

fn people(tx: &mut Tx) -> Result<Vec<Client>, StoreError> {
    let people = [
        client("川崎 花子").kana("カワサキ ハナコ").number("A-1").carried_by(SATO).build(),
        client("幸 太郎").kana("サイワイ タロウ").number("100%").child_of("幸 母子", "2018-05-05").build(),
        client("麻生 一").kana("アサオ ハジメ").number("B_2").carried_by(SUZUKI).ended("2026-10-31").build(),
        client("多摩 四郎").kana("タマ シロウ").ended("2026-11-22").lives_in(Residence::GroupHome).build(),
        client("隣 次郎").kana("トナリ ジロウ").of(OTHER_OFFICE).build(),
    ];
    for person in &people {
        clients::insert(tx, person)?;
    }
    Ok(people.into())
}

#[test]
fn a_client_comes_back_whole() {
    on_both_with_offices(|tx| {
        let mut person = client("𠮷田 ☃").kana("ヨシダ ユキ").child_of("吉田 母", "2018-02-28").build();
        person.sex = Some(Sex::Other);
        person.grade = Some(DisabilityGrade::NotAssessed);
        person.care_management = None;
        person.fax = "0440000009".to_owned();
        person.tenure = Some(Tenure::Rented);
        person.self_plans = SelfPlans(vec![
            SelfPlanPeriod { from: day("2026-04-01"), off_from: Some(day("2026-12-15")) },
            SelfPlanPeriod { from: day("2027-04-01"), off_from: None },
        ]);
        person.other_offices = OtherOffices(vec![OtherOfficePeriod {
            from: None,
            ours_from: Some(day("2026-10-01")),
            office: "相談室みどり".to_owned(),
            taken: None,
        }]);
        person.note = "一行目\n二行目 '; drop table client; --".to_owned();
        clients::insert(tx, &person)?;
        assert_eq!(clients::find(tx, OFFICE, person.id)?.as_ref(), Some(&person));
        assert_eq!(clients::find(tx, OTHER_OFFICE, person.id)?, None);
        clients::insert(tx, &client("幸 太郎").kana("サイワイ タロウ").build())?;
        assert_eq!(clients::with_office_change(tx, OFFICE)?, [person.id], "of the other nothing changed");
        assert_eq!(clients::with_office_change(tx, OTHER_OFFICE)?, []);
        assert_eq!(clients::all(tx, OFFICE)?.last(), Some(&person));
        assert!(clients::any(tx, OFFICE)? && !clients::any(tx, OTHER_OFFICE)?);
        Ok(())
    });
}

#[test]
fn the_second_of_two_savers_changes_nothing() {
    on_both_with_offices(|tx| {
        let mut person = client("川崎 花子").build();
        clients::insert(tx, &person)?;
        person.phone = "090".to_owned();
        person.fax = "091".to_owned();
        person.tenure = Some(Tenure::Owned);
        assert!(clients::update(tx, &person)?);
        person.phone = "080".to_owned();
        assert!(!clients::update(tx, &person)?);
        let kept = clients::find(tx, OFFICE, person.id)?.map(|kept| (kept.phone, kept.version));
        assert_eq!(kept, Some(("090".to_owned(), 2)));
        Ok(())
    });
}

#[test]
fn the_same_birthday_and_kana_is_pointed_out() {
    on_both_with_offices(|tx| {
        let people = people(tx)?;
        let new = ClientId(id(1));
        let same = clients::same_person(tx, OFFICE, "カワサキ ハナコ", day("1985-03-01"), new)?;
        assert_eq!(same, [(people[0].id, "川崎 花子".to_owned())]);
        for other in ["ハナコ カワサキ", "カワサキハナコ", "ｶﾜｻｷ ﾊﾅｺ"] {
            assert_eq!(clients::same_person(tx, OFFICE, other, day("1985-03-01"), new)?, same, "{other}");
        }
        assert_eq!(clients::same_person(tx, OFFICE, "カワサキ ハナコ", day("1985-03-01"), people[0].id)?, []);
        assert_eq!(clients::same_person(tx, OTHER_OFFICE, "カワサキ ハナコ", day("1985-03-01"), new)?, []);
        Ok(())
    });
}

fn found(tx: &mut Tx, search: &ClientSearch) -> Result<Vec<String>, StoreError> {
    let (lines, count) = clients::search(tx, OFFICE, search, TODAY)?;
    assert!(count >= i64::try_from(lines.len()).unwrap_or(i64::MAX));
    Ok(lines.into_iter().map(|line| line.name).collect())
}

#[test]
fn people_are_found_by_what_is_typed() {
    on_both_with_offices(|tx| {
        let people = people(tx)?;
        let certificate = months("2026-04..2027-03").number("0000012345").of(&people[1]);
        certificates::insert(tx, &certificate)?;
        let all = ClientSearch { limit: 50, ..ClientSearch::default() };
        // The last day of somebody who ends today is today.
        assert_eq!(found(tx, &all)?, ["川崎 花子", "幸 太郎", "多摩 四郎"]);
        assert_eq!(found(tx, &ClientSearch { ended: true, ..all.clone() })?, ["麻生 一"]);
        assert_eq!(found(tx, &ClientSearch { specialist: Some(SATO), ..all.clone() })?, ["川崎 花子"]);
        for (words, name) in [
            ("花子", "川崎 花子"),
            ("川崎花子", "川崎 花子"),
            ("かわさきはなこ", "川崎 花子"),
            ("花子 川崎", "川崎 花子"),
            ("ハナコカワサキ", "川崎 花子"),
            ("ｶﾜｻｷ ﾊﾅｺ", "川崎 花子"),
            ("a-1", "川崎 花子"),
            ("１００％", "幸 太郎"),
            ("母子", "幸 太郎"),
            ("0000012345", "幸 太郎"),
            ("12345", "幸 太郎"),
        ] {
            let words = words.to_owned();
            assert_eq!(found(tx, &ClientSearch { words, ..all.clone() })?, [name]);
        }
        for words in ["%", "_", "!", "%%", "となり", "1234"] {
            let names = found(tx, &ClientSearch { words: words.to_owned(), ..all.clone() })?;
            assert!(names.is_empty() || words == "%" && names == ["幸 太郎"], "{words}: {names:?}");
        }
        Ok(())
    });
}

#[test]
fn lists_are_ordered_and_paged() {
    on_both_with_offices(|tx| {
        let people = people(tx)?;
        certificates::insert(tx, &months("2026-04..2027-03").of(&people[1]))?;
        certificates::insert(tx, &months("2025-04..2026-12").of(&people[0]))?;
        let by = |order| ClientSearch { limit: 50, order, ..ClientSearch::default() };
        assert_eq!(found(tx, &by(ClientOrder::Number))?, ["多摩 四郎", "幸 太郎", "川崎 花子"]);
        assert_eq!(found(tx, &by(ClientOrder::CertificateEnd))?, ["多摩 四郎", "川崎 花子", "幸 太郎"]);
        assert_eq!(found(tx, &by(ClientOrder::NextMonth))?, ["川崎 花子", "幸 太郎", "多摩 四郎"]);
        let second = ClientSearch { offset: 1, limit: 1, ..ClientSearch::default() };
        let (lines, count) = clients::search(tx, OFFICE, &second, TODAY)?;
        assert_eq!((lines.len(), count), (1, 3));
        assert_eq!(lines[0].certificate_end, Some(day("2027-03-31")));
        Ok(())
    });
}

#[test]
fn a_certificate_comes_back_with_its_grants_and_phases() {
    on_both_with_offices(|tx| {
        let people = people(tx)?;
        let mut certificate = months("2026-04..2027-03")
            .and_service("短期入所")
            .every(6)
            .first_every(1, 3)
            .listed(&["2026-04", "2026-10"])
            .plan_made("2026-03-20")
            .of(&people[0]);
        certificate.upper_limit_yen = Some(9_300);
        certificate.proposal = Proposal {
            interval_months: Some(1),
            reason: "退院直後のため".to_owned(),
            intensive: vec![IntensiveGround::ALL[0]],
            shorter_grounds: Vec::new(),
        };
        certificates::insert(tx, &certificate)?;
        let child = months("2026-01..2026-12").for_child().of(&people[0]);
        certificates::insert(tx, &child)?;
        assert_eq!(certificates::find(tx, OFFICE, certificate.id)?.as_ref(), Some(&certificate));
        assert_eq!(certificates::find(tx, OTHER_OFFICE, certificate.id)?, None);
        assert_eq!(certificates::of_client(tx, OFFICE, people[0].id)?, [certificate.clone(), child.clone()]);
        assert_eq!(certificates::all(tx, OFFICE)?, [certificate.clone(), child]);

        certificate.grants.remove(0);
        certificate.months = vec![month("2026-09")];
        assert!(certificates::update(tx, &certificate)?);
        assert!(!certificates::update(tx, &certificate)?, "the version has counted up");
        certificate.version = 2;
        assert_eq!(certificates::find(tx, OFFICE, certificate.id)?, Some(certificate));
        Ok(())
    });
}

#[test]
fn a_certificate_number_is_looked_up_per_service() {
    on_both_with_offices(|tx| {
        let people = people(tx)?;
        let certificate = months("2026-04..2027-03").number("0012345678").of(&people[0]);
        certificates::insert(tx, &certificate)?;
        let town = (certificate.municipality.clone(), certificate.municipality_name.clone(), 1);
        assert_eq!(certificates::municipalities(tx, OFFICE)?, [town]);
        assert_eq!(certificates::municipalities(tx, OTHER_OFFICE)?, []);
        let plan = ConsultationService::Plan;
        assert_eq!(certificates::by_number(tx, OFFICE, "0012345678", plan)?, [(certificate.id, people[0].id)]);
        assert_eq!(certificates::by_number(tx, OFFICE, "0012345678", ConsultationService::Child)?, []);
        assert_eq!(certificates::by_number(tx, OTHER_OFFICE, "0012345678", plan)?, []);
        Ok(())
    });
}

#[test]
fn the_end_that_the_list_shows_is_that_of_what_holds_after_a_change() {
    on_both_with_offices(|tx| {
        let people = people(tx)?;
        let listed = |tx: &mut Tx| -> Result<Option<Date>, StoreError> {
            let words = "幸 太郎".to_owned();
            let search = ClientSearch { words, limit: 50, ..ClientSearch::default() };
            Ok(clients::search(tx, OFFICE, &search, TODAY)?.0[0].certificate_end)
        };
        certificates::insert(tx, &months("2026-04..2027-03").of(&people[1]))?;
        let mut later = months("2026-12..2027-01").of(&people[1]);
        later.decision = Decision::Change;
        certificates::insert(tx, &later)?;
        assert_eq!(listed(tx)?, Some(day("2027-03-31")), "until its day comes the older one holds");
        let mut changed = months("2026-10..2026-12").of(&people[1]);
        changed.decision = Decision::Change;
        certificates::insert(tx, &changed)?;
        assert_eq!(listed(tx)?, Some(day("2027-01-31")), "of both changes the later end");
        let mut moved = months("2026-04..2027-03").of(&people[0]);
        moved.moved_out_on = Some(day("2026-12-15"));
        certificates::insert(tx, &moved)?;
        let search = ClientSearch { words: "川崎".to_owned(), limit: 50, ..ClientSearch::default() };
        assert_eq!(clients::search(tx, OFFICE, &search, TODAY)?.0[0].certificate_end, Some(day("2026-12-15")));
        Ok(())
    });
}

#[test]
fn whose_grants_end_by_a_day_is_found_with_all_their_certificates() {
    on_both_with_offices(|tx| {
        let people = people(tx)?;
        let ends = months("2026-02..2027-01").of(&people[0]);
        let before = months("2025-02..2026-01").of(&people[0]);
        let far = months("2026-05..2027-04").of(&people[1]);
        let over = months("2025-11..2026-10").of(&people[2]);
        for certificate in [&before, &ends, &far, &over] {
            certificates::insert(tx, certificate)?;
        }
        let until = (TODAY, day("2027-02-28"));
        let found = |tx: &mut Tx, specialist, words: &str| clients::of_ending(tx, OFFICE, until, specialist, words);
        assert_eq!(found(tx, None, "")?, [people[0].clone()], "the support of the third has ended");
        assert_eq!(found(tx, Some(SATO), "はなこ")?, [people[0].clone()]);
        assert_eq!((found(tx, Some(SUZUKI), "")?, found(tx, None, "太郎")?), (vec![], vec![]));
        let mut papers = certificates::of_ending(tx, OFFICE, until, Some(SATO))?;
        papers.sort_by_key(Certificate::starts_on);
        assert_eq!(papers, [before, ends]);
        assert_eq!(certificates::of_ending(tx, OFFICE, until, Some(SUZUKI))?, []);
        let later = (TODAY, day("2027-04-30"));
        assert_eq!(clients::of_ending(tx, OFFICE, later, None, "")?.len(), 2);
        assert_eq!(clients::of_ending(tx, OTHER_OFFICE, later, None, "")?, []);
        assert_eq!(certificates::of_ending(tx, OTHER_OFFICE, later, None)?, []);
        Ok(())
    });
}
