//! What signing in keeps: passwords that were given, second factors, known devices, tries, and sessions that change, on both
//! engines.

use domain::{
    id::{NoticeId, OrganisationId, UserId},
    office::{Role, User},
};
use store::{
    Tx,
    account_notices::{self, Notice, NoticeKind},
    accounts::{self, Account, Given},
    memberships, organisations,
    passkeys::{self, Passkey, PasskeyState},
    second_factors,
    second_factors::SecondFactor,
    sessions::{self, NewSession, Pending},
    tries::{self, Window},
};
use testkit::{OFFICE, id, on_both_with_offices};

/// The person.
fn person() -> UserId {
    UserId(id(1))
}

fn add_account(tx: &mut Tx) -> Result<(), store::StoreError> {
    let user = User {
        id: person(),
        office: OFFICE,
        login: "sato".to_owned(),
        name: "佐藤 花子".to_owned(),
        role: Role::Specialist,
        specialist: None,
        disabled: false,
        version: 1,
    };
    let (password_hash, created_at) = ("one".to_owned(), "2026-11-22T00:00:00.000Z".to_owned());
    accounts::add(tx, &Account { user, password_hash, must_change_password: true, created_at })
}

#[test]
fn a_password_that_was_given_is_used_up_once_and_replaced() {
    on_both_with_offices(|tx| {
        add_account(tx)?;
        let given = |tx: &mut Tx| accounts::by_login(tx, "sato").map(|it| it.unwrap().given);
        assert_eq!(given(tx)?, Some(Given { at: Some("2026-11-22T00:00:00.000Z".to_owned()), used: false }));
        assert!(accounts::use_given(tx, person())?);
        assert!(!accounts::use_given(tx, person())?, "once");
        accounts::set_password(tx, person(), "two", Some("2026-11-23"))?;
        assert_eq!(given(tx)?, Some(Given { at: Some("2026-11-23".to_owned()), used: false }));
        accounts::set_password(tx, person(), "own", None)?;
        assert_eq!(given(tx)?, None);
        assert_eq!(accounts::login_of(tx, person())?.as_deref(), Some("sato"));
        assert!(!accounts::any_of_demo(tx)?);
        accounts::mark_of_demo(tx, person())?;
        assert!(accounts::any_of_demo(tx)? && accounts::by_login(tx, "sato")?.unwrap().of_demo);
        Ok(())
    });
}

#[test]
fn a_step_and_a_printed_code_are_taken_once_and_go_with_the_account() {
    on_both_with_offices(|tx| {
        add_account(tx)?;
        assert_eq!(second_factors::find(tx, person())?, None);
        assert!(!second_factors::use_step(tx, person(), 5, 15)?, "there is none");
        let new = SecondFactor { sealed: "sealed".to_owned(), last_step: 5, since: "2026".to_owned() };
        second_factors::put(tx, person(), &new)?;
        second_factors::put(tx, person(), &new)?;
        assert_eq!(second_factors::find(tx, person())?, Some(new));
        assert!(!second_factors::use_step(tx, person(), 5, 15)? && !second_factors::use_step(tx, person(), 4, 14)?);
        assert!(second_factors::use_step(tx, person(), 6, 16)? && !second_factors::use_step(tx, person(), 6, 16)?);
        assert!(
            !second_factors::use_step(tx, person(), 2, 6)?,
            "one that may be of a clock that is put right in small steps"
        );
        assert!(
            second_factors::use_step(tx, person(), 2, 5)?,
            "one of a time that is still to come counts for nothing"
        );
        assert!(!second_factors::use_step(tx, person(), 2, 5)? && second_factors::use_step(tx, person(), 6, 16)?);
        second_factors::put_codes(tx, person(), &["a".to_owned(), "b".to_owned()])?;
        assert!(second_factors::use_code(tx, person(), "a")? && !second_factors::use_code(tx, person(), "a")?);
        assert!(!second_factors::use_code(tx, UserId(id(2)), "b")?, "somebody else's");
        assert_eq!(second_factors::codes_left(tx, person())?, 1);
        for (hash, at) in [("p1", "01"), ("p2", "02"), ("p3", "03")] {
            second_factors::add_pass(tx, person(), hash, at, 2)?;
        }
        assert!(second_factors::has_pass(tx, person(), "p3")? && !second_factors::has_pass(tx, person(), "p1")?);
        assert!(!second_factors::has_pass(tx, UserId(id(2)), "p3")?);
        assert_eq!(second_factors::remove_passes(tx, person())?, 2);
        assert!(second_factors::remove(tx, person())? && !second_factors::remove(tx, person())?);
        assert_eq!(second_factors::codes_left(tx, person())?, 0);
        second_factors::put_codes(tx, person(), &["c".to_owned()])?;
        memberships::remove(tx, OFFICE.into(), person())?;
        accounts::remove_without_membership(tx)?;
        assert_eq!(second_factors::codes_left(tx, person())?, 0, "nothing is left of an account that is gone");
        Ok(())
    });
}

#[test]
fn passkeys_are_several_count_up_and_go_with_the_account() {
    on_both_with_offices(|tx| {
        add_account(tx)?;
        assert!(!second_factors::has_any(tx, person())?);
        let key = |credential: &str, since: &str| Passkey {
            credential: credential.to_owned(),
            user: person(),
            host: "localhost".to_owned(),
            name: "携帯電話".to_owned(),
            public_key: "key".to_owned(),
            state: PasskeyState { sign_count: 4, backup: "no".to_owned() },
            since: since.to_owned(),
            last_used: None,
        };
        passkeys::add(tx, &key("b", "02"))?;
        passkeys::add(tx, &key("a", "03"))?;
        passkeys::add(tx, &key("c", "03"))?;
        assert!(second_factors::has_any(tx, person())? && !second_factors::has_any(tx, UserId(id(2)))?);
        let listed: Vec<String> = passkeys::of_user(tx, person())?.into_iter().map(|it| it.credential).collect();
        assert_eq!(listed, ["b", "a", "c"], "the oldest first");
        assert!(passkeys::of_user(tx, UserId(id(2)))?.is_empty());
        let used = PasskeyState { sign_count: 9, backup: "yes".to_owned() };
        assert!(passkeys::note_use(tx, &key("b", "02"), &used, "05")?);
        assert!(!passkeys::note_use(tx, &key("b", "02"), &used, "06")?, "the count has gone on");
        let found = passkeys::find(tx, "b")?.unwrap();
        assert_eq!((found.state, found.last_used.as_deref()), (used, Some("05")));
        assert_eq!(passkeys::find(tx, "d")?, None);
        assert!(!passkeys::remove(tx, UserId(id(2)), "b")?, "somebody else's");
        assert!(passkeys::remove(tx, person(), "b")? && !passkeys::remove(tx, person(), "b")?);
        assert!(!second_factors::remove(tx, person())?, "there was no app");
        assert!(passkeys::of_user(tx, person())?.is_empty(), "a reset takes the passkeys, too");
        passkeys::add(tx, &key("d", "04"))?;
        memberships::remove(tx, OFFICE.into(), person())?;
        accounts::remove_without_membership(tx)?;
        assert_eq!(passkeys::find(tx, "d")?, None, "nothing is left of an account that is gone");
        Ok(())
    });
}

#[test]
fn tries_are_counted_in_a_window_and_stay_few() {
    on_both_with_offices(|tx| {
        let at = |now| Window { from: "10", to: "30", now };
        assert_eq!([tries::count(tx, "a", at("20"))?, tries::count(tx, "a", at("21"))?], [1, 2]);
        assert_eq!(tries::count(tx, "b", at("21"))?, 1);
        tries::give_back(tx, "a")?;
        assert_eq!(tries::count(tx, "a", at("22"))?, 2);
        // The first of them is over, or lies in the time of a clock that went wrong.
        assert_eq!(tries::count(tx, "a", Window { from: "21", to: "40", now: "35" })?, 1);
        assert_eq!(tries::count(tx, "a", Window { from: "01", to: "30", now: "25" })?, 1);
        assert!(tries::forget(tx, "b")? && !tries::forget(tx, "b")?);
        for subject in ["c", "d", "e"] {
            tries::count(tx, subject, at("26"))?;
        }
        assert_eq!(tries::prune(tx, at("27"), 2)?, 2, "the oldest give way");
        assert_eq!(tries::prune(tx, Window { from: "28", to: "30", now: "29" }, 2)?, 2, "what is over");
        Ok(())
    });
}

#[test]
fn a_session_is_proved_renewed_and_ended_alone() {
    on_both_with_offices(|tx| {
        add_account(tx)?;
        let own = OrganisationId::from(OFFICE);
        for (token_hash, organisation, pending) in
            [("a", Some(own), Pending::Nothing), ("b", Some(own), Pending::Nothing), ("c", None, Pending::Code)]
        {
            let (now, expires_at, device, address) = ("05", "90", "Firefox", "192.0.2.7");
            let new =
                NewSession { token_hash, organisation, user: person(), now, expires_at, device, address, pending };
            sessions::add(tx, &new)?;
        }
        let found = sessions::find(tx, "c")?.unwrap();
        assert_eq!((found.pending, found.address.as_str(), found.idle_minutes), (Pending::Code, "192.0.2.7", 30));
        organisations::set_idle_minutes(tx, own, 15)?;
        assert_eq!(organisations::idle_minutes(tx, own)?, Some(15));
        assert_eq!(organisations::idle_minutes(tx, OrganisationId(id(99)))?, None);
        sessions::prove(tx, "a", "07")?;
        let found = sessions::find(tx, "a")?.unwrap();
        assert_eq!((found.proved_at.as_str(), found.idle_minutes, found.renew), ("07", 15, false));
        assert_eq!(sessions::mark_to_renew(tx, own, person())?, 2);
        assert!(sessions::find(tx, "a")?.unwrap().renew);
        assert!(sessions::renew(tx, "a", "a2")? && !sessions::renew(tx, "a", "a3")?);
        assert!(sessions::find(tx, "a")?.is_none() && !sessions::find(tx, "a2")?.unwrap().renew);
        assert!(!sessions::remove_one(tx, UserId(id(2)), "b")?, "somebody else's");
        assert!(sessions::remove_one(tx, person(), "b")? && !sessions::remove_one(tx, person(), "b")?);
        Ok(())
    });
}

#[test]
fn a_person_is_told_the_newest_changes_until_they_are_ticked_and_they_go_with_the_account() {
    on_both_with_offices(|tx| {
        add_account(tx)?;
        let notice = |number: u64, at: &str| Notice {
            id: NoticeId(id(number)),
            kind: NoticeKind::FactorReset,
            at: at.to_owned(),
            device: "Edge（Windows）".to_owned(),
            made_by: "佐藤 花子".to_owned(),
        };
        for (number, at) in [(11, "01"), (12, "02"), (13, "02"), (14, "03")] {
            account_notices::add(tx, person(), &notice(number, at), 3)?;
        }
        account_notices::add(tx, UserId(id(2)), &notice(11, "01"), 3)?;
        let kept = [notice(14, "03"), notice(13, "02"), notice(12, "02")];
        assert_eq!(account_notices::of_user(tx, person())?, kept, "the oldest gave way");
        assert!(!account_notices::remove(tx, UserId(id(2)), NoticeId(id(13)))?, "somebody else's");
        assert!(account_notices::remove(tx, person(), NoticeId(id(13)))?);
        assert!(!account_notices::remove(tx, person(), NoticeId(id(13)))?);

        assert_eq!(account_notices::mail_of(tx, person())?, None);
        for address in ["a@example.jp", "b@example.jp"] {
            account_notices::set_mail(tx, person(), address, "04")?;
            assert_eq!(account_notices::mail_of(tx, person())?.as_deref(), Some(address));
        }
        let new = NewSession {
            token_hash: "one",
            organisation: Some(OFFICE.into()),
            user: person(),
            now: "02",
            expires_at: "05",
            device: "",
            address: "",
            pending: Pending::Nothing,
        };
        sessions::add(tx, &new)?;
        sessions::add(tx, &NewSession { token_hash: "two", now: "04", ..new })?;
        assert!(!sessions::find(tx, "one")?.unwrap().has_notices, "what came later is told at the next sign-in");
        assert!(sessions::find(tx, "two")?.unwrap().has_notices);

        memberships::remove(tx, OFFICE.into(), person())?;
        accounts::remove_without_membership(tx)?;
        assert!(account_notices::of_user(tx, person())?.is_empty());
        assert_eq!(account_notices::mail_of(tx, person())?, None);
        account_notices::set_mail(tx, person(), "c@example.jp", "04")?;
        account_notices::set_mail(tx, person(), "", "04")?;
        assert_eq!(account_notices::mail_of(tx, person())?, None);
        Ok(())
    });
}
