//! 担当外の閲覧, on both engines: who is in charge of the client behind a thing, and openings that nobody changes.

use domain::{
    client::Client,
    id::{AttachmentId, ClientId, OpeningId, UserId},
    office::{Role, User},
};
use store::{
    accounts, certificates, client_facts, clients,
    openings::{self, Behind, OfClient, Opening},
    organisations, planning_cases, rounds,
};
use testkit::{
    OFFICE, OTHER_OFFICE, SATO, SUZUKI, TestApp, client, id, month, months, on_both_databases,
    on_both_with_offices as on_both, planning::case_of, steps::rounds_of,
};

fn person() -> UserId {
    UserId(id(7_001))
}

fn add_person(tx: &mut store::Tx, specialist: Option<domain::id::SpecialistId>) -> Result<(), store::StoreError> {
    let user = User {
        id: person(),
        office: OFFICE,
        login: "sato".to_owned(),
        name: "佐藤 花子".to_owned(),
        role: Role::Specialist,
        specialist,
        disabled: false,
        version: 1,
    };
    let (password_hash, created_at) = ("none".to_owned(), "2026-11-01T00:00:00.000Z".to_owned());
    accounts::add(tx, &accounts::Account { user, password_hash, must_change_password: false, created_at })
}

fn opening(number: u64, client: ClientId, at: &str) -> Opening {
    Opening {
        id: OpeningId(id(number)),
        client,
        user: person(),
        user_name: "佐藤 花子".to_owned(),
        reason: "担当者が休み".to_owned(),
        opened_at: at.to_owned(),
    }
}

#[test]
fn the_client_behind_each_thing_is_found_and_whether_the_person_is_in_charge() {
    on_both(|tx| {
        let hanako = client("川崎 花子").carried_by(SATO).build();
        clients::insert(tx, &hanako)?;
        let certificate = months("2026-05..2027-04").every(6).of(&hanako);
        certificates::insert(tx, &certificate)?;
        let round = rounds_of(&certificate, &["2026-10"], || id(7_100)).remove(0);
        rounds::open(tx, &round)?;
        let case = case_of(&hanako, 1).build();
        planning_cases::insert(tx, &case)?;
        add_person(tx, Some(SATO))?;
        let things = [
            OfClient::Client(hanako.id),
            OfClient::Certificate(certificate.id),
            OfClient::Case(case.id),
            OfClient::Round(round.id),
        ];
        for of in things {
            let found = openings::behind(tx, OFFICE, of, person())?;
            assert_eq!(found, Some(Behind { client: hanako.id, in_charge: true }), "{of:?}");
            assert_eq!(openings::behind(tx, OTHER_OFFICE, of, person())?, None, "{of:?}");
            let stranger = openings::behind(tx, OFFICE, of, UserId(id(7_002)))?;
            assert_eq!(stranger, Some(Behind { client: hanako.id, in_charge: false }), "{of:?}");
        }
        assert_eq!(openings::behind(tx, OFFICE, OfClient::Attachment(AttachmentId(id(1))), person())?, None);
        clients::update(tx, &Client { specialist: Some(SUZUKI), ..hanako.clone() })?;
        let found = openings::behind(tx, OFFICE, OfClient::Client(hanako.id), person())?;
        assert_eq!(found.map(|it| it.in_charge), Some(false), "somebody else carries the client now");
        Ok(())
    });
}

#[test]
fn nobody_is_in_charge_of_a_client_whom_nobody_carries() {
    on_both(|tx| {
        let hanako = client("川崎 花子").build();
        clients::insert(tx, &hanako)?;
        add_person(tx, None)?;
        let found = openings::behind(tx, OFFICE, OfClient::Client(hanako.id), person())?;
        assert_eq!(found.map(|it| it.in_charge), Some(false));
        Ok(())
    });
}

/// A while after the last opening of these tests.
const UNTIL: &str = "2026-11-01T12:00:00.000Z";

#[test]
fn an_opening_of_a_clock_that_went_wrong_hides_none_that_came_later() {
    on_both(|tx| {
        let hanako = client("川崎 花子").build();
        clients::insert(tx, &hanako)?;
        for (number, at) in [(1, "2028-10-31T14:30:00.000Z"), (2, "2026-10-31T15:30:00.000Z")] {
            openings::add(tx, OFFICE, &opening(number, hanako.id, at))?;
        }
        let last = openings::last(tx, OFFICE, person(), hanako.id, UNTIL)?;
        assert_eq!(last.as_deref(), Some("2026-10-31T15:30:00.000Z"));
        Ok(())
    });
}

#[test]
fn openings_are_found_by_person_and_month() {
    on_both(|tx| {
        let hanako = client("川崎 花子").build();
        clients::insert(tx, &hanako)?;
        assert_eq!(openings::last(tx, OFFICE, person(), hanako.id, UNTIL)?, None);
        // The last hour of October in Japan, and the first of November.
        for (number, at) in [(1, "2026-10-31T14:30:00.000Z"), (2, "2026-10-31T15:30:00.000Z")] {
            openings::add(tx, OFFICE, &opening(number, hanako.id, at))?;
        }
        assert_eq!(
            openings::last(tx, OFFICE, person(), hanako.id, UNTIL)?.as_deref(),
            Some("2026-10-31T15:30:00.000Z")
        );
        assert_eq!(openings::last(tx, OFFICE, UserId(id(9)), hanako.id, UNTIL)?, None);
        let november = openings::of_month(tx, OFFICE, month("2026-11"), 10)?;
        let kept = (opening(2, hanako.id, "2026-10-31T15:30:00.000Z"), hanako.name.clone(), hanako.kana.clone());
        assert_eq!(november, [kept]);
        assert_eq!(openings::of_month(tx, OFFICE, month("2026-10"), 10)?.len(), 1);
        assert_eq!(openings::of_month(tx, OTHER_OFFICE, month("2026-10"), 10)?, []);
        Ok(())
    });
}

#[test]
fn whether_a_reason_is_asked_for_is_of_the_organisation() {
    on_both(|tx| {
        assert_eq!(organisations::asks_reason(tx, OFFICE.into())?, Some(false));
        organisations::set_asks_reason(tx, OFFICE.into(), true)?;
        assert_eq!(organisations::asks_reason(tx, OFFICE.into())?, Some(true));
        assert_eq!(organisations::asks_reason(tx, OTHER_OFFICE.into())?, Some(false));
        assert_eq!(organisations::asks_reason(tx, domain::id::OrganisationId(id(99)))?, None);
        Ok(())
    });
}

#[test]
fn an_opening_is_never_changed() {
    on_both_databases(|db, engine| {
        TestApp::with(db.clone()).keep(|tx| {
            let hanako = client("川崎 花子").build();
            clients::insert(tx, &hanako)?;
            openings::add(tx, OFFICE, &opening(1, hanako.id, "2026-11-01T00:00:00.000Z"))
        });
        for sql in ["update opening set reason = ''", "delete from opening"] {
            let refused = db.write_now(move |tx| tx.execute(sql, &[])).unwrap_err();
            assert_eq!(refused.fault(), Some(store::Fault::Constraint), "{engine:?}: {sql}: {refused}");
        }
    });
}

#[test]
fn everything_recorded_of_every_client_is_read_at_once() {
    on_both(|tx| {
        let (hanako, taro) = (client("川崎 花子").build(), client("幸 太郎").build());
        clients::insert(tx, &hanako)?;
        clients::insert(tx, &taro)?;
        assert!(client_facts::of_office(tx, OFFICE)?.is_empty());
        let fact = domain::client::ClientFact {
            id: 1,
            body: domain::client::DatedAbout {
                from: None,
                what: domain::client::About::Emergency(domain::client::Emergency {
                    address_hidden: true,
                    ..domain::client::Emergency::default()
                }),
            },
            recorded_by: domain::facts::By::Staff(person()),
            recorded_by_name: "佐藤 花子".to_owned(),
            recorded_at: "2026-11-01T00:00:00.000Z".to_owned(),
            corrects: None,
        };
        client_facts::append(tx, OFFICE, hanako.id, &fact)?;
        let all = client_facts::of_office(tx, OFFICE)?;
        assert_eq!(all.keys().collect::<Vec<_>>(), [&hanako.id]);
        assert_eq!(all.get(&hanako.id), Some(&client_facts::about(tx, OFFICE, hanako.id)?));
        assert!(client_facts::of_office(tx, OTHER_OFFICE)?.is_empty());
        Ok(())
    });
}
