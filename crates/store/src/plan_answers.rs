//! 計画についての答え: append-only, of each certificate the last one stands.

use domain::{
    billing::claimable::PlanAnswer,
    id::{ClientId, OfficeId, UserId},
};

use crate::{
    Row, StoreError, Tx,
    read::{json, to_json},
};

/// Who answered, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnsweredBy {
    /// Account.
    pub user: UserId,
    /// The name at that time.
    pub name: String,
    /// When (UTC, RFC 3339).
    pub at: String,
}

const APPEND: &str = "insert into plan_answer (office_id, certificate_id, seq, facts, answered_by, answered_by_name, \
    answered_at) select $1, $2, coalesce(max(seq), 0) + 1, $3, $4, $5, $6 from plan_answer \
    where office_id = $1 and certificate_id = $2";

/// The answers that stand, of one client.
pub const OF_CLIENT: &str = "select a.certificate_id, a.facts from certificate k cross join plan_answer a \
    where k.office_id = $1 and k.client_id = $2 and a.office_id = k.office_id and a.certificate_id = k.id and a.seq = (select max(b.seq) from plan_answer b \
    where b.office_id = a.office_id and b.certificate_id = a.certificate_id) order by a.certificate_id";

const ALL: &str = "select a.certificate_id, a.facts from plan_answer a where a.office_id = $1 \
    and a.seq = (select max(b.seq) from plan_answer b \
    where b.office_id = a.office_id and b.certificate_id = a.certificate_id) order by a.certificate_id";

fn answer(row: &mut Row) -> Result<PlanAnswer, StoreError> {
    Ok(PlanAnswer { certificate: row.next()?, facts: json("plan_answer", "facts", &row.next::<String>()?)? })
}

/// Adds an answer; an earlier one of the same certificate stays and no longer stands.
pub fn append(tx: &mut Tx, office: OfficeId, answer: &PlanAnswer, by: &AnsweredBy) -> Result<(), StoreError> {
    let facts = to_json("plan_answer", "facts", &answer.facts)?;
    tx.execute(APPEND, &[&office, &answer.certificate, &facts, &by.user, &by.name, &by.at])?;
    Ok(())
}

/// The answers that stand for the certificates of one client.
pub fn of_client(tx: &mut Tx, office: OfficeId, client: ClientId) -> Result<Vec<PlanAnswer>, StoreError> {
    tx.rows(OF_CLIENT, &[&office, &client], answer)
}

/// The answers that stand, of the whole office.
pub fn all(tx: &mut Tx, office: OfficeId) -> Result<Vec<PlanAnswer>, StoreError> {
    tx.rows(ALL, &[&office], answer)
}
