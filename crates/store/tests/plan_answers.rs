//! What the office says of a plan, on both engines: the last answer stands, the earlier ones stay.

use domain::{
    billing::claimable::{PlanAnswer, PlanFacts},
    id::UserId,
};
use store::{
    StoreError, Tx, certificates, clients,
    plan_answers::{self, AnsweredBy},
};
use testkit::{OFFICE, OTHER_OFFICE, client, day, id, months, on_both_databases, on_both_with_offices as on_both};

fn by(second: u32) -> AnsweredBy {
    AnsweredBy {
        user: UserId(id(1)), name: "事務 次郎".to_owned(), at: format!("2026-11-05T01:00:{second:02}.000Z")
    }
}

#[test]
fn the_last_answer_about_a_plan_stands() {
    on_both(|tx| {
        let (hanako, taro) = (client("川崎 花子").build(), client("中原 太郎").build());
        let certificate = months("2026-05..2027-04").of(&hanako);
        for client in [&hanako, &taro] {
            clients::insert(tx, client)?;
        }
        certificates::insert(tx, &certificate)?;
        let elsewhere = PlanAnswer { certificate: certificate.id, facts: PlanFacts::Elsewhere };
        let here = PlanFacts::Here {
            home_visit: true,
            consent: true,
            delivered: true,
            conference: false,
            one_flow_with: None,
        };
        let here = PlanAnswer { facts: here, ..elsewhere.clone() };
        plan_answers::append(tx, OFFICE, &elsewhere, &by(1))?;
        plan_answers::append(tx, OFFICE, &here, &by(2))?;
        assert_eq!(plan_answers::of_client(tx, OFFICE, hanako.id)?, std::slice::from_ref(&here));
        assert_eq!(plan_answers::all(tx, OFFICE)?, [here]);
        assert_eq!(plan_answers::of_client(tx, OFFICE, taro.id)?, []);
        assert_eq!(plan_answers::of_client(tx, OTHER_OFFICE, hanako.id)?, []);
        Ok(())
    });
}

#[test]
fn who_has_a_plan_of_a_month() {
    on_both(|tx| {
        for (name, made_on) in [("川崎 花子", "2026-10-01"), ("中原 太郎", "2026-10-31"), ("高津 三郎", "2026-11-01")]
        {
            let person = client(name).build();
            clients::insert(tx, &person)?;
            certificates::insert(tx, &months("2026-05..2027-04").plan_made(made_on).of(&person))?;
        }
        let of_october = |tx: &mut Tx, office| {
            certificates::with_plan_made(tx, office, day("2026-10-01"), day("2026-10-31")).map(|found| found.len())
        };
        assert_eq!((of_october(tx, OFFICE)?, of_october(tx, OTHER_OFFICE)?), (2, 0));
        Ok(())
    });
}

#[test]
fn an_answer_is_never_changed_or_taken_out() {
    on_both_databases(|db, engine| {
        db.write_now(|tx| {
            testkit::add_offices(tx)?;
            let hanako = client("川崎 花子").build();
            clients::insert(tx, &hanako)?;
            let certificate = months("2026-05..2027-04").of(&hanako);
            certificates::insert(tx, &certificate)?;
            let answer = PlanAnswer { certificate: certificate.id, facts: PlanFacts::Elsewhere };
            plan_answers::append(tx, OFFICE, &answer, &by(1))
        })
        .unwrap();
        for statement in ["update plan_answer set facts = ''", "delete from plan_answer"] {
            let error: StoreError = db.write_now(move |tx| tx.execute(statement, &[])).unwrap_err();
            assert!(error.to_string().contains("append-only"), "{engine:?}: {error}");
        }
    });
}
