//! What every use case gets: the actor, the transaction, today, and the things only the program itself may make.

use std::sync::Arc;

use calendar::Date;
use domain::{
    id::{OfficeId, OperationId, UserId},
    office::{Right, Role},
};
use store::Tx;
use uuid::Uuid;

use crate::Refusal;

/// Who acts.
#[derive(Clone, Debug)]
pub struct Actor {
    /// User.
    pub user: UserId,
    /// Office.
    pub office: OfficeId,
    /// Name, for facts and the audit log.
    pub name: String,
    /// Role.
    pub role: Role,
}

/// What comes from outside of the program's logic. Only `cli` (and tests) make one.
#[derive(Clone)]
pub struct Outside {
    /// Today's date in Japan.
    pub today: Arc<dyn Fn() -> Date + Send + Sync>,
    /// Now, UTC, RFC 3339 with milliseconds.
    pub now: Arc<dyn Fn() -> String + Send + Sync>,
    /// A new UUIDv7.
    pub new_id: Arc<dyn Fn() -> Uuid + Send + Sync>,
    /// 32 random bytes, for tokens and salts.
    pub random: Arc<dyn Fn() -> [u8; 32] + Send + Sync>,
    /// The PDF renderer.
    pub pdf: Arc<dyn RenderPdf>,
}

/// Turns a filled form into a PDF. The only trait with one implementation: typst stays out of the tests of pages.
pub trait RenderPdf: Send + Sync {
    /// The PDF's bytes; the same for the same form.
    fn render(&self, form: &forms::FilledForm) -> Result<Vec<u8>, String>;
}

/// The context of one use case. First parameter everywhere.
pub struct Cx<'a> {
    /// Who acts.
    pub actor: &'a Actor,
    /// The transaction.
    pub tx: &'a mut Tx,
    /// What comes from outside.
    pub outside: &'a Outside,
    /// Today in Japan, the same for the whole use case.
    pub today: Date,
    /// The form's sending, for writes.
    pub operation: Option<OperationId>,
}

impl Cx<'_> {
    /// Refuses unless the actor's role carries the right.
    pub fn authorize(&self, right: Right) -> Result<(), Refusal> {
        if self.actor.role.may(right) { Ok(()) } else { Err(Refusal::Forbidden) }
    }
}
