//! 下書き: what somebody is typing, one row a person, form and subject. Nobody else sees it, and it leaves no trace.

use domain::id::{OfficeId, UserId};
use uuid::Uuid;

use crate::{
    Row, StoreError, Tx,
    read::{json, to_json},
};

/// What was typed so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The word of the form.
    pub form: String,
    /// What the form is about.
    pub subject: Uuid,
    /// The version of the record that the form showed; 0 where there is none.
    pub base_version: i64,
    /// Name and value of each field, as sent.
    pub fields: Vec<(String, String)>,
    /// When it was kept (UTC, RFC 3339).
    pub saved_at: String,
}

fn draft(row: &mut Row) -> Result<Draft, StoreError> {
    Ok(Draft {
        form: row.next()?,
        subject: row.next()?,
        base_version: row.next()?,
        fields: json("draft", "fields", &row.next::<String>()?)?,
        saved_at: row.next()?,
    })
}

/// Keeps a draft in the place of the person's last one of that form and subject.
pub fn save(tx: &mut Tx, office: OfficeId, user: UserId, draft: &Draft) -> Result<(), StoreError> {
    tx.execute(
        "insert into draft (office_id, user_id, form, subject, base_version, fields, saved_at) \
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (office_id, user_id, form, subject) \
         do update set base_version = excluded.base_version, fields = excluded.fields, saved_at = excluded.saved_at",
        &[
            &office,
            &user,
            &draft.form,
            &draft.subject,
            &draft.base_version,
            &to_json("draft", "fields", &draft.fields)?,
            &draft.saved_at,
        ],
    )?;
    Ok(())
}

/// That there is a draft, without what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftMark {
    /// The word of the form.
    pub form: String,
    /// What the form is about.
    pub subject: Uuid,
    /// When it was kept (UTC, RFC 3339).
    pub saved_at: String,
}

/// Which drafts the person has, the newest first.
pub fn of_user(tx: &mut Tx, office: OfficeId, user: UserId) -> Result<Vec<DraftMark>, StoreError> {
    tx.rows(
        "select form, subject, saved_at from draft where office_id = $1 and user_id = $2 \
         order by saved_at desc, form, subject",
        &[&office, &user],
        |row| Ok(DraftMark { form: row.next()?, subject: row.next()?, saved_at: row.next()? }),
    )
}

/// How many drafts of the person were kept at an instant or later (UTC, RFC 3339).
pub fn count(tx: &mut Tx, office: OfficeId, user: UserId, since: &str) -> Result<i64, StoreError> {
    let counted = tx.optional(
        "select count(*) from draft where office_id = $1 and user_id = $2 and saved_at >= $3",
        &[&office, &user, &since],
        |row| row.next::<i64>(),
    )?;
    Ok(counted.unwrap_or(0))
}

/// The person's draft of a form and subject.
pub fn find(
    tx: &mut Tx,
    office: OfficeId,
    user: UserId,
    (form, subject): (&str, Uuid),
) -> Result<Option<Draft>, StoreError> {
    tx.optional(
        "select form, subject, base_version, fields, saved_at from draft \
         where office_id = $1 and user_id = $2 and form = $3 and subject = $4",
        &[&office, &user, &form, &subject],
        draft,
    )
}

/// Takes one away: it was recorded, or thrown away.
pub fn remove(tx: &mut Tx, office: OfficeId, user: UserId, (form, subject): (&str, Uuid)) -> Result<(), StoreError> {
    tx.execute(
        "delete from draft where office_id = $1 and user_id = $2 and form = $3 and subject = $4",
        &[&office, &user, &form, &subject],
    )?;
    Ok(())
}

/// Takes all of a person away: the account is closed.
pub fn remove_of_user(tx: &mut Tx, office: OfficeId, user: UserId) -> Result<(), StoreError> {
    tx.execute("delete from draft where office_id = $1 and user_id = $2", &[&office, &user])?;
    Ok(())
}

/// Takes away what everybody typed about something that is there no more.
pub fn remove_of_subject(tx: &mut Tx, office: OfficeId, subject: Uuid) -> Result<(), StoreError> {
    tx.execute("delete from draft where office_id = $1 and subject = $2", &[&office, &subject])?;
    Ok(())
}

/// Takes away what was kept before an instant (UTC, RFC 3339); how many there were.
pub fn remove_before(tx: &mut Tx, office: OfficeId, instant: &str) -> Result<u64, StoreError> {
    tx.execute("delete from draft where office_id = $1 and saved_at < $2", &[&office, &instant])
}
