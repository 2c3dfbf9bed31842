//! What holds from a day on, on both engines: municipal settings, municipalities, facts of the office, holidays.

use domain::{
    facts::By,
    id::UserId,
    office::{DatedFact, DatedSetting, Municipality, OfficeFact, OfficeFactBody, WardOfTown},
};
use store::{
    StoreError,
    holidays::{self, Holiday},
    municipalities, office_facts, offices, settings,
};
use testkit::{OFFICE, OTHER_OFFICE, day, id, on_both_databases, on_both_with_offices as on_both};

fn setting(from: Option<&str>, value: Option<&str>) -> DatedSetting {
    let always = DatedSetting::always("141305", "submission_day", "");
    DatedSetting { from: from.map(day), value: value.map(str::to_owned), ..always }
}

#[test]
fn a_setting_is_kept_once_for_each_day_and_a_day_is_taken_back_alone() {
    on_both(|tx| {
        for value in ["5", "8"] {
            settings::set(tx, OFFICE, &setting(None, Some(value)), ("佐藤", "2026-11-22"))?;
        }
        settings::set(tx, OFFICE, &setting(Some("2026-12-01"), None), ("鈴木", "2026-11-23"))?;
        let all = settings::all(tx, OFFICE)?.values;
        let kept: Vec<_> = all.iter().map(|it| it.setting.clone()).collect();
        assert_eq!(kept, [setting(None, Some("8")), setting(Some("2026-12-01"), None)]);
        assert_eq!((all[1].set_by.as_str(), all[1].set_at.as_str()), ("鈴木", "2026-11-23"));
        assert_eq!(settings::all(tx, OTHER_OFFICE)?, settings::Entered::default());
        settings::reset(tx, OFFICE, "141305", "submission_day", None)?;
        let left: Vec<_> = settings::all(tx, OFFICE)?.values.into_iter().map(|it| it.setting).collect();
        assert_eq!(left, [setting(Some("2026-12-01"), None)]);
        Ok(())
    });
}

#[test]
fn a_municipality_is_changed_once_per_version() {
    on_both(|tx| {
        let wards = vec![WardOfTown { name: "港北区役所".to_owned(), tel: "045-000-0000".to_owned() }];
        let mut town = Municipality { code: "141003".to_owned(), name: "横浜市".to_owned(), wards, version: 1 };
        municipalities::insert(tx, OFFICE, &town)?;
        assert_eq!(municipalities::all(tx, OFFICE)?, [town.clone()]);
        assert_eq!(municipalities::all(tx, OTHER_OFFICE)?, []);
        town.name = "神奈川県横浜市".to_owned();
        assert!(municipalities::update(tx, OFFICE, &town)?);
        assert!(!municipalities::update(tx, OFFICE, &town)?);
        town.version = 2;
        assert_eq!(municipalities::all(tx, OFFICE)?, [town]);
        Ok(())
    });
}

fn grade(seq: i64, from: Option<&str>, corrects: Option<i64>) -> OfficeFact {
    OfficeFact {
        id: seq,
        body: DatedFact { from: from.map(day), what: OfficeFactBody::Grade { grade: "enhanced-1".to_owned() } },
        recorded_by: By::Staff(UserId(id(1))),
        recorded_by_name: "管理 一郎".to_owned(),
        recorded_at: "2026-11-22T01:00:00.000Z".to_owned(),
        corrects,
    }
}

#[test]
fn facts_of_an_office_come_back_as_they_were_recorded_and_hold_from_their_day() {
    on_both(|tx| {
        let facts = [grade(1, Some("2026-11-01"), None), grade(2, None, Some(1))];
        for fact in &facts {
            office_facts::append(tx, OFFICE, fact)?;
        }
        let history = office_facts::history(tx, OFFICE)?.unwrap();
        assert_eq!(history.facts()[..], facts);
        assert_eq!(Some(history.start()), offices::find(tx, OFFICE)?.as_ref());
        assert_eq!(office_facts::history(tx, OTHER_OFFICE)?.unwrap().facts()[..], []);
        Ok(())
    });
}

#[test]
fn a_fact_of_an_office_is_never_changed_taken_out_or_written_twice() {
    on_both_databases(|db, engine| {
        db.write_now(|tx| {
            testkit::add_offices(tx)?;
            office_facts::append(tx, OFFICE, &grade(1, None, None))
        })
        .unwrap();
        let changes = ["update office_fact set from_on = null", "delete from office_fact"];
        // SQLite alone knows the third way past a trigger.
        let replace = (engine == testkit::Engine::Sqlite)
            .then_some("insert or replace into office_fact select * from office_fact");
        for statement in changes.into_iter().chain(replace) {
            let error = db.write_now(move |tx| tx.execute(statement, &[])).unwrap_err();
            assert!(error.to_string().contains("append-only"), "{engine:?}: {error}");
        }
        let twice: Result<(), StoreError> = db.write_now(|tx| office_facts::append(tx, OFFICE, &grade(1, None, None)));
        assert!(twice.is_err(), "{engine:?}");
    });
}

#[test]
fn imported_holidays_replace_those_before() {
    on_both(|tx| {
        let holiday = |on: &str, name: &str| Holiday { day: day(on), name: name.to_owned() };
        holidays::replace(tx, OFFICE, &[holiday("2026-11-23", "勤労感謝の日")], ("佐藤", "2026-11-22"))?;
        let both = [holiday("2026-11-03", "文化の日"), holiday("2026-11-23", "勤労感謝の日")];
        holidays::replace(tx, OFFICE, &both, ("佐藤", "2026-11-22"))?;
        assert_eq!(holidays::all(tx, OFFICE)?, both);
        assert_eq!(holidays::all(tx, OTHER_OFFICE)?, []);
        Ok(())
    });
}

#[test]
fn a_clients_wards_come_back_as_they_were_kept() {
    on_both(|tx| {
        let mut client = testkit::client("川崎 花子").build();
        store::clients::insert(tx, &client)?;
        client.wards = client.wards.with("川崎区役所", None).with("幸区役所", Some(day("2026-11-15")));
        assert!(store::clients::update(tx, &client)?);
        let kept = store::clients::find(tx, OFFICE, client.id)?.unwrap();
        assert_eq!(kept.wards, client.wards);
        Ok(())
    });
}
