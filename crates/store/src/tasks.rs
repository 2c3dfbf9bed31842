//! 確かめること: what people have to look at once and then put aside. Kept by what it is about, so that the same thing
//! found twice is one task.

use calendar::YearMonth;
use domain::id::{ClientId, OfficeId};
use serde::{Deserialize, Serialize};

use crate::{
    Row, StoreError, Tx,
    read::{json, of_word, to_json},
};

/// What there is to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskKind {
    /// 回の市町村: a recorded round now belongs to another municipality than its certificate's. Subject: the round.
    RoundMoved,
    /// 生活の変化: questions of an event that nobody has answered. Subject: the client and the number of the fact. Answers close it.
    LifeEvent,
    /// 会えない人: so many tries failed that somebody has to be told. Subject: the round. A record of it closes it.
    NotMet,
    /// 申請の勧奨・連絡調整: what a report leads to is still to be done. Subject: the round. Records close it.
    NextStep,
    /// 取下げ・再請求: a certificate was corrected after a claim that rests on it was closed. Subject: the claim.
    ClaimDiffers,
}

domain::words!(TaskKind { RoundMoved, "round_moved", "回の市町村"; LifeEvent, "life_event", "生活の変化"; NotMet, "not_met", "会えない人"; NextStep, "next_step", "申請の勧奨・連絡調整"; ClaimDiffers, "claim_differs", "取下げ・再請求"; });

/// One thing to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// What it is.
    pub kind: TaskKind,
    /// Id of what it is about.
    pub subject: String,
    /// Client.
    pub client: ClientId,
    /// 氏名.
    pub name: String,
    /// 予定月 of the round, サービス提供年月 of the claim.
    pub month: YearMonth,
    /// What it was, in words or as a 市町村番号.
    pub from: String,
    /// What it is now.
    pub to: String,
}

/// From and to, as the body keeps them.
#[derive(Deserialize, Serialize)]
struct Body {
    from: String,
    to: String,
}

fn task(row: &mut Row) -> Result<Task, StoreError> {
    let kind = of_word("task", "kind", row.next()?, TaskKind::from_word)?;
    let (subject, client, name, month) = (row.next()?, row.next()?, row.next()?, row.next()?);
    let Body { from, to } = json("task", "body", &row.next::<String>()?)?;
    Ok(Task { kind, subject, client, name, month, from, to })
}

/// What is still to be looked at, the oldest month first.
pub fn open(tx: &mut Tx, office: OfficeId) -> Result<Vec<Task>, StoreError> {
    tx.rows(
        "select t.kind, t.subject, t.client_id, c.name, t.month, t.body from task t \
         join client c on c.office_id = t.office_id and c.id = t.client_id \
         where t.office_id = $1 and t.done_at is null order by t.month, c.kana, t.kind, t.subject",
        &[&office],
        task,
    )
}

/// Puts a task on the list. One that is there already with the same words stays as it is, also when it is done; with
/// other words it is opened anew.
pub fn put(tx: &mut Tx, office: OfficeId, task: &Task, made_at: &str) -> Result<(), StoreError> {
    let body = to_json("task", "body", &Body { from: task.from.clone(), to: task.to.clone() })?;
    tx.execute(
        "insert into task (office_id, kind, subject, client_id, month, body, made_at) \
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (office_id, kind, subject) \
         do update set body = excluded.body, made_at = excluded.made_at, done_at = null, done_by = null \
         where task.body <> excluded.body",
        &[&office, &task.kind.word(), &task.subject, &task.client, &task.month, &body, &made_at],
    )?;
    Ok(())
}

/// Puts a task back on the list that was put aside.
pub fn reopen(tx: &mut Tx, office: OfficeId, (kind, subject): (TaskKind, &str)) -> Result<(), StoreError> {
    tx.execute(
        "update task set done_at = null, done_by = null where office_id = $1 and kind = $2 and subject = $3",
        &[&office, &kind.word(), &subject],
    )?;
    Ok(())
}

/// Puts a task aside; whether it was open.
pub fn done(
    tx: &mut Tx,
    office: OfficeId,
    (kind, subject): (TaskKind, &str),
    (by, at): (&str, &str),
) -> Result<bool, StoreError> {
    let touched = tx.execute(
        "update task set done_at = $4, done_by = $5 where office_id = $1 and kind = $2 and subject = $3 \
         and done_at is null",
        &[&office, &kind.word(), &subject, &at, &by],
    )?;
    Ok(touched == 1)
}
