//! A whole application for tests of use cases: a fresh database, two offices, one person of each role.

use std::sync::Arc;

use ::app::{Cx, Outside, Refusal, Sending, Staff};
use calendar::Date;
use domain::{
    id::{OfficeId, OperationId, SpecialistId, UserId},
    office::{Role, Sections},
    organisation::{Organisation, OrganisationKind},
};
use store::{Db, StoreError, Tx};
use uuid::Uuid;

use crate::{OFFICE, OTHER_OFFICE, TODAY, in_memory, on_both, outside_on};

/// 相談支援専門員 佐藤 (her user is [`TestApp::actor`] with [`Role::Specialist`]).
pub const SATO: SpecialistId = SpecialistId(Uuid::from_u64_pair(0x0191_0000_0000_7000, 0x8000_0000_0000_0021));
/// 相談支援専門員 鈴木, who does not sign in.
pub const SUZUKI: SpecialistId = SpecialistId(Uuid::from_u64_pair(0x0191_0000_0000_7000, 0x8000_0000_0000_0022));

/// The application. Work runs as it does for a page: in one transaction, as somebody.
#[derive(Clone)]
pub struct TestApp {
    /// The database.
    pub db: Db,
    /// The outside.
    pub outside: Outside,
}

impl Default for TestApp {
    fn default() -> Self {
        Self::new()
    }
}

impl TestApp {
    /// On a fresh SQLite in memory.
    pub fn new() -> Self {
        Self::with(in_memory())
    }

    /// On a migrated database, which gets the offices and the people.
    pub fn with(db: Db) -> Self {
        db.write_now(add_offices).expect("the offices of the tests can be kept");
        Self { db, outside: outside_on(TODAY) }
    }

    /// The same application on another day.
    pub fn on(mut self, today: Date) -> Self {
        self.outside.today = Arc::new(move || today);
        self
    }

    /// The person of that role in the office of the tests.
    pub fn actor(&self, role: Role) -> Staff {
        actor(OFFICE, role)
    }

    /// The person of that role in the other office.
    pub fn stranger(&self, role: Role) -> Staff {
        actor(OTHER_OFFICE, role)
    }

    /// Signs somebody in; the secret of the session, as the cookie has it. The account is made when it is missing; no
    /// password opens it.
    pub fn sign_in(&self, actor: &Staff) -> String {
        let (actor, outside) = (actor.clone(), self.outside.clone());
        self.keep(move |tx| {
            if store::accounts::find(tx, actor.office, actor.user)?.is_none() {
                store::accounts::add(tx, &account(&actor, &(outside.now)()))?;
            }
            let token = ::app::accounts::open_session(
                tx,
                &outside,
                Some(actor.office.into()),
                actor.user,
                "Chrome（Windows）",
            )?;
            Ok(token.0)
        })
    }

    /// Runs a use case that writes, as the person of that role.
    pub fn write<T: Send + 'static>(
        &self,
        role: Role,
        work: impl FnOnce(&mut Cx<'_>) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        self.write_as(self.actor(role), None, work)
    }

    /// Runs a use case that writes, as somebody, as the answer to that sending of a form.
    pub fn write_as<T: Send + 'static>(
        &self,
        actor: Staff,
        operation: Option<OperationId>,
        work: impl FnOnce(&mut Cx<'_>) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        self.write_sent(actor, operation.map(Sending::from), work)
    }

    /// As [`TestApp::write_as`], for a form that had something in it.
    pub fn write_sent<T: Send + 'static>(
        &self,
        actor: Staff,
        operation: Option<Sending>,
        work: impl FnOnce(&mut Cx<'_>) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let outside = self.outside.clone();
        self.db.write_now_in(actor.office, move |tx| {
            let today = (outside.today)();
            work(&mut Cx { actor: &actor, tx, outside: &outside, today, operation })
        })
    }

    /// Runs a use case that reads, as the person of that role.
    pub fn read<T: Send + 'static>(
        &self,
        role: Role,
        work: impl FnOnce(&mut Cx<'_>) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let (actor, outside) = (self.actor(role), self.outside.clone());
        self.db.read_now(move |tx| {
            let today = (outside.today)();
            work(&mut Cx { actor: &actor, tx, outside: &outside, today, operation: None })
        })
    }

    /// Runs statements of the store, to lay out what a test starts from. Its faults fail the test.
    pub fn keep<T: Send + 'static>(&self, work: impl FnOnce(&mut Tx) -> Result<T, StoreError> + Send + 'static) -> T {
        self.db.write_now(work).unwrap_or_else(|error| panic!("what the test starts from: {error}"))
    }
}

/// As [`crate::on_both`], with the offices and the specialists of the tests in place.
pub fn on_both_with_offices(test: impl Fn(&mut Tx) -> Result<(), StoreError> + Clone + Send + 'static) {
    on_both(move |tx| {
        add_offices(tx)?;
        test(tx)
    });
}

fn actor(office: OfficeId, role: Role) -> Staff {
    let (number, name) = match role {
        Role::Manager => (1, "管理 一郎"),
        Role::Specialist => (2, "佐藤 花子"),
        Role::Clerk => (3, "事務 次郎"),
        Role::Viewer => (4, "閲覧 三郎"),
        Role::Auditor => (5, "監査 四郎"),
        Role::System => (6, "保守 五郎"),
    };
    let office_number = if office == OFFICE { 0x10 } else { 0x30 };
    let user = Uuid::from_u64_pair(0x0191_0000_0000_7000, 0x8000_0000_0000_0000 | (office_number + number));
    Staff { user: UserId(user), office, name: name.to_owned(), role, sections: Sections::usual(role) }
}

fn account(actor: &Staff, now: &str) -> store::accounts::Account {
    let login = format!("{}-{}", actor.role.word(), if actor.office == OFFICE { "own" } else { "other" });
    store::accounts::Account {
        user: domain::office::User {
            id: actor.user,
            office: actor.office,
            login,
            name: actor.name.clone(),
            role: actor.role,
            specialist: None,
            disabled: false,
            version: 1,
        },
        password_hash: "none".to_owned(),
        must_change_password: false,
        created_at: now.to_owned(),
    }
}

const ADD_OFFICE: &str = "insert into office (id, name, address, phone, manager, number_plan, number_child, \
    area_plan, area_child, grade, municipality, start_month, version) \
    values ($1, $2, '神奈川県川崎市みまもり区本町2-2', '044-000-0000', '管理 一郎', $3, $4, '2', '2', '1', 'default', $5, 1)";
const ADD_SPECIALIST: &str = "insert into specialist (office_id, id, name, kana, version) values ($1, $2, $3, $4, 1)";

/// Keeps both offices and the specialists of the tests.
pub fn add_offices(tx: &mut Tx) -> Result<(), StoreError> {
    let start = crate::month("2012-04");
    let offices = [
        (OFFICE, "相談支援センターみまもり", "1435000012", "1475000011"),
        (OTHER_OFFICE, "相談支援センターとなり", "1435000020", "1475000029"),
    ];
    for (office, name, plan, child) in offices {
        let organisation = Organisation { id: office.into(), kind: OrganisationKind::Office, name: name.to_owned() };
        store::organisations::insert(tx, &organisation)?;
        tx.execute(ADD_OFFICE, &[&office, &name, &plan, &child, &start])?;
    }
    for (id, name, kana) in [(SATO, "佐藤 花子", "サトウ ハナコ"), (SUZUKI, "鈴木 一", "スズキ ハジメ")]
    {
        tx.execute(ADD_SPECIALIST, &[&OFFICE, &id, &name, &kana])?;
    }
    Ok(())
}
