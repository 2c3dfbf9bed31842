//! Offices, specialists, accounts, memberships and sessions, on both engines.

use domain::{
    id::{OfficeId, OrganisationId, SpecialistId, UserId},
    office::{Office, Role, Specialist, User},
    organisation::{Organisation, OrganisationKind},
};
use store::{
    Tx,
    accounts::{self, Account, Given, Login, NewAccount},
    memberships::{self, NewMembership},
    offices, organisations,
    sessions::{self, NewSession, Pending},
    specialists,
};
use testkit::{OFFICE, OTHER_OFFICE, SATO, id, month, on_both, on_both_with_offices};

fn account(number: u64, login: &str) -> Account {
    Account {
        user: User {
            id: UserId(id(number)),
            office: OFFICE,
            login: login.to_owned(),
            name: "佐藤 花子".to_owned(),
            role: Role::Specialist,
            specialist: Some(SATO),
            disabled: false,
            version: 1,
        },
        password_hash: "$argon2id$1".to_owned(),
        must_change_password: true,
        created_at: "2026-11-22T00:00:00.000Z".to_owned(),
    }
}

#[test]
fn an_office_is_kept_and_changed_once_per_version() {
    on_both(|tx| {
        let mut office = Office {
            id: OfficeId(id(1)),
            name: "相談支援センター".to_owned(),
            address: "川崎市".to_owned(),
            phone: "044".to_owned(),
            manager: "管理 一郎".to_owned(),
            number_plan: "1435000012".to_owned(),
            number_child: String::new(),
            area_plan: "2".to_owned(),
            area_child: "other".to_owned(),
            grade: "enhanced-1".to_owned(),
            municipality: "kawasaki".to_owned(),
            start_month: month("2026-11"),
            version: 1,
        };
        offices::insert(tx, &office)?;
        assert_eq!(offices::find(tx, office.id)?.as_ref(), Some(&office));
        office.name = "新しい名前".to_owned();
        assert!(offices::update(tx, &office)?);
        assert!(!offices::update(tx, &office)?);
        office.version = 2;
        assert_eq!(offices::all(tx)?, [office]);
        Ok(())
    });
}

#[test]
fn specialists_are_listed_by_kana_per_office() {
    on_both_with_offices(|tx| {
        let mut new = Specialist {
            id: SpecialistId(id(1)),
            office: OFFICE,
            name: "青木 次".to_owned(),
            kana: "アオキ ツギ".to_owned(),
            ended_on: Some(testkit::TODAY),
            version: 1,
        };
        specialists::insert(tx, &new)?;
        let names: Vec<String> = specialists::list(tx, OFFICE)?.into_iter().map(|it| it.name).collect();
        assert_eq!(names, ["青木 次", "佐藤 花子", "鈴木 一"]);
        assert_eq!(specialists::list(tx, OTHER_OFFICE)?, []);
        new.ended_on = None;
        assert!(specialists::update(tx, &new)?);
        assert!(!specialists::update(tx, &new)?);
        new.version = 2;
        assert_eq!(specialists::find(tx, OFFICE, new.id)?, Some(new));
        assert_eq!(specialists::find(tx, OTHER_OFFICE, SATO)?, None);
        Ok(())
    });
}

#[test]
fn an_account_is_found_by_login_and_changed_once_per_version() {
    on_both_with_offices(|tx| {
        assert!(!accounts::any(tx)?);
        let mut kept = account(1, "sato");
        accounts::add(tx, &kept)?;
        accounts::add(tx, &account(2, "suzuki"))?;
        assert!(accounts::any(tx)?);
        let found = accounts::by_login(tx, "sato")?;
        let given = Some(Given { at: Some(kept.created_at.clone()), used: false });
        let (user, password_hash) = (kept.user.id, kept.password_hash.clone());
        assert_eq!(found, Some(Login { user, password_hash, given, of_demo: false }));
        let found = accounts::find(tx, OFFICE, kept.user.id)?;
        let found = found.map(|it| (it.user, it.must_change_password, it.created_at));
        assert_eq!(found, Some((kept.user.clone(), true, kept.created_at.clone())));
        assert!(accounts::by_login(tx, "SATO' or '1'='1")?.is_none());
        assert_eq!(accounts::specialist_of(tx, OFFICE, kept.user.id)?, Some(SATO));
        assert_eq!(accounts::specialist_of(tx, OTHER_OFFICE, kept.user.id)?, None);

        kept.user.disabled = true;
        kept.user.specialist = None;
        assert!(accounts::update(tx, &kept.user)?);
        assert!(!accounts::update(tx, &kept.user)?);
        accounts::set_password(tx, kept.user.id, "$argon2id$2", None)?;
        let now = accounts::find(tx, OFFICE, kept.user.id)?;
        let now = now.map(|it| (it.password_hash, it.must_change_password, it.user.disabled, it.user.specialist));
        assert_eq!(now, Some(("$argon2id$2".to_owned(), false, true, None)));
        assert_eq!(accounts::password_hash(tx, kept.user.id)?.as_deref(), Some("$argon2id$2"));
        assert!(accounts::find(tx, OTHER_OFFICE, kept.user.id)?.is_none());
        let logins: Vec<String> = accounts::list(tx, OFFICE)?.into_iter().map(|it| it.user.login).collect();
        assert_eq!(logins, ["suzuki", "sato"], "those switched off last");
        Ok(())
    });
}

#[test]
fn the_set_up_code_opens_once() {
    on_both(|tx| {
        accounts::set_setup_code(tx, "first", "1")?;
        accounts::set_setup_code(tx, "second", "2")?;
        assert!(!accounts::use_setup_code(tx, "first", "3")?, "a new start has replaced it");
        assert!(accounts::use_setup_code(tx, "second", "3")?);
        assert!(!accounts::use_setup_code(tx, "second", "4")?);
        Ok(())
    });
}

#[test]
fn sessions_tell_who_it_is_now_and_end() {
    on_both_with_offices(|tx| {
        let mut kept = account(1, "sato");
        accounts::add(tx, &kept)?;
        let (user, office) = (kept.user.id, Some(OrganisationId::from(OFFICE)));
        for (token_hash, expires_at) in [("a", "10"), ("b", "20"), ("c", "30")] {
            let (organisation, now, device, address, pending) = (office, "05", "Firefox", "", Pending::Nothing);
            let new = NewSession { token_hash, organisation, user, now, expires_at, device, address, pending };
            sessions::add(tx, &new)?;
        }
        kept.user.role = Role::Viewer;
        kept.user.name = "佐藤 改姓".to_owned();
        accounts::update(tx, &kept.user)?;
        sessions::touch(tx, "b", "09")?;
        let found = sessions::find(tx, "b")?.map(|it| (it.seat, it.elsewhere, it.last_seen_at));
        let (seat, elsewhere, last_seen_at) = found.unwrap();
        let seat = seat.map(|seat| (seat.role, seat.name, seat.organisation.name, seat.organisation.kind));
        let name = "相談支援センターみまもり".to_owned();
        assert_eq!(seat, Some(("viewer".to_owned(), "佐藤 改姓".to_owned(), name, OrganisationKind::Office)));
        assert_eq!((elsewhere, last_seen_at.as_str()), (false, "09"));
        assert!(sessions::find(tx, "x")?.is_none());
        let first = sessions::of_user(tx, user)?.into_iter().next().map(|it| it.token_hash);
        assert_eq!(first, Some("b".to_owned()), "latest use first");

        let ahead = NewSession {
            token_hash: "d",
            organisation: office,
            user,
            now: "90",
            expires_at: "99",
            device: "",
            address: "",
            pending: Pending::Nothing,
        };
        sessions::add(tx, &ahead)?;
        assert_eq!(sessions::remove_expired(tx, "15", "20")?, 2, "one that is over and one of the future");
        sessions::remove(tx, "c")?;
        assert_eq!(sessions::of_user(tx, user)?.len(), 1);
        assert_eq!(sessions::remove_of_user(tx, user, "b")?, 0);
        assert_eq!(sessions::remove_of_user(tx, user, "")?, 1);
        sessions::add(tx, &ahead)?;
        assert_eq!(sessions::remove_used_after(tx, "90")?, 0);
        assert_eq!(sessions::remove_used_after(tx, "20")?, 1, "its last use has not come yet");
        sessions::add(tx, &ahead)?;
        assert_eq!(sessions::remove_all(tx)?, 1, "whoever they are of");
        Ok(())
    });
}

#[test]
fn one_account_works_in_an_office_and_in_a_ward() {
    on_both_with_offices(|tx| {
        let kept = account(1, "sato");
        accounts::add(tx, &kept)?;
        let (user, ward) = (kept.user.id, OrganisationId(id(70)));
        let new = Organisation { id: ward, kind: OrganisationKind::Ward, name: "みなと区役所".to_owned() };
        organisations::insert(tx, &new)?;
        organisations::rename(tx, ward, "みなと支所")?;
        let all: Vec<String> = organisations::all(tx)?.into_iter().map(|it| it.name).collect();
        assert_eq!(all, ["相談支援センターとなり", "相談支援センターみまもり", "みなと支所"], "offices first");
        let membership = NewMembership {
            organisation: ward,
            user,
            name: "佐藤",
            role: "officer",
            specialist: None,
            accepted_at: None,
        };
        memberships::insert(tx, &membership)?;
        assert_eq!(memberships::of_user(tx, user)?.len(), 2);
        assert!(memberships::set_sections(tx, OFFICE.into(), user, "hiv")?);
        assert!(!memberships::set_sections(tx, OFFICE.into(), UserId(id(99)), "hiv")?, "nobody of the office");
        assert_eq!(memberships::sections(tx, OFFICE.into())?, [(user, "hiv".to_owned())]);
        assert!(memberships::sections(tx, ward)?.is_empty(), "each organisation for itself");
        Ok(())
    });
}

#[test]
fn a_session_goes_over_and_ends_with_its_membership() {
    on_both_with_offices(|tx| {
        let kept = account(1, "sato");
        accounts::add(tx, &kept)?;
        let (user, own, other) = (kept.user.id, OrganisationId::from(OFFICE), OrganisationId::from(OTHER_OFFICE));
        let membership = NewMembership {
            organisation: other,
            user,
            name: "佐藤",
            role: "clerk",
            specialist: None,
            accepted_at: None,
        };
        memberships::insert(tx, &membership)?;
        let open = NewSession {
            token_hash: "a",
            organisation: None,
            user,
            now: "05",
            expires_at: "10",
            device: "",
            address: "",
            pending: Pending::Nothing,
        };
        sessions::add(tx, &open)?;
        let of = |tx: &mut Tx| sessions::find(tx, "a").map(|it| it.unwrap());
        assert!(of(tx)?.seat.is_none(), "not said yet in which");
        sessions::move_to(tx, "a", other)?;
        let found = of(tx)?;
        assert_eq!(found.seat.map(|seat| (seat.organisation.id, seat.role)), Some((other, "clerk".to_owned())));
        assert!(found.elsewhere);
        memberships::accept(tx, other, user, "06")?;
        memberships::accept(tx, other, user, "07")?;
        let accepted: Vec<_> = memberships::of_user(tx, user)?.into_iter().map(|it| it.accepted_at).collect();
        assert_eq!(accepted, [Some("06".to_owned()), Some(kept.created_at)], "the first time stands");

        // Taken out of the one, the account and the other membership stay; the session is none any more.
        assert!(memberships::remove(tx, other, user)?);
        assert!(!memberships::remove(tx, other, user)?);
        assert!(sessions::find(tx, "a")?.is_none());
        assert_eq!(sessions::remove_of_member(tx, other, user)?, 1);
        assert_eq!(accounts::remove_without_membership(tx)?, 0);
        assert!(memberships::remove(tx, own, user)?);
        assert_eq!(accounts::remove_without_membership(tx)?, 1);
        assert!(accounts::by_login(tx, "sato")?.is_none());
        let new = NewAccount { user, login: "sato", password_hash: "h", must_change_password: true, created_at: "08" };
        accounts::open(tx, &new)?;
        assert!(accounts::by_login(tx, "sato")?.is_some() && memberships::of_user(tx, user)?.is_empty());
        Ok(())
    });
}
