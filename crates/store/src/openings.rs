//! 担当外の閲覧: who is in charge of the client behind a page, and who opened which client's pages and why. Append-only.

use calendar::YearMonth;
use domain::id::{AttachmentId, CaseId, CertificateId, ClientId, OfficeId, OpeningId, RoundId, UserId};

use crate::{Row, StoreError, Tx, audit::begins};

/// A thing of an office behind which a client stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfClient {
    /// 利用者.
    Client(ClientId),
    /// 受給者証.
    Certificate(CertificateId),
    /// 計画.
    Case(CaseId),
    /// モニタリングの回.
    Round(RoundId),
    /// 添付.
    Attachment(AttachmentId),
}

/// The client behind a thing, and whether the person is in charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Behind {
    /// The client.
    pub client: ClientId,
    /// Whether the person is the specialist who carries the client.
    pub in_charge: bool,
}

/// One opening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Id.
    pub id: OpeningId,
    /// The client.
    pub client: ClientId,
    /// Who opened.
    pub user: UserId,
    /// Her name at that time.
    pub user_name: String,
    /// 理由.
    pub reason: String,
    /// UTC, RFC 3339.
    pub opened_at: String,
}

macro_rules! behind {
    ($client:literal) => {
        concat!(
            "select c.id, m.specialist_id is not null and c.specialist_id is not null and c.specialist_id = m.specialist_id \
             from client c left join membership m on m.organisation_id = c.office_id and m.user_id = $3 \
             where c.office_id = $1 and c.id = ",
            $client
        )
    };
}

/// The client of this office behind a thing; none where there is no such thing.
pub fn behind(tx: &mut Tx, office: OfficeId, of: OfClient, user: UserId) -> Result<Option<Behind>, StoreError> {
    let (sql, id) = match of {
        OfClient::Client(id) => (behind!("$2"), id.0),
        OfClient::Certificate(id) => {
            (behind!("(select client_id from certificate where office_id = $1 and id = $2)"), id.0)
        }
        OfClient::Case(id) => (behind!("(select client_id from planning_case where office_id = $1 and id = $2)"), id.0),
        OfClient::Round(id) => (behind!("(select client_id from round where office_id = $1 and id = $2)"), id.0),
        OfClient::Attachment(id) => {
            (behind!("(select client_id from attachment where office_id = $1 and id = $2)"), id.0)
        }
    };
    tx.optional(sql, &[&office, &id.to_string(), &user], |row| {
        Ok(Behind { client: row.next()?, in_charge: row.next()? })
    })
}

/// Keeps an opening.
pub fn add(tx: &mut Tx, office: OfficeId, new: &Opening) -> Result<(), StoreError> {
    let sql = "insert into opening (office_id, id, client_id, user_id, user_name, reason, opened_at) \
        values ($1, $2, $3, $4, $5, $6, $7)";
    let Opening { id, client, user, user_name, reason, opened_at } = new;
    tx.execute(sql, &[&office, id, client, user, user_name, reason, opened_at])?;
    Ok(())
}

/// When the person opened the client's pages last, up to a time; none where that never was. What lies after it is of a
/// clock that went wrong, and hides nothing that came later.
pub fn last(
    tx: &mut Tx,
    office: OfficeId,
    user: UserId,
    client: ClientId,
    until: &str,
) -> Result<Option<String>, StoreError> {
    let sql = "select opened_at from opening where office_id = $1 and user_id = $2 and client_id = $3 and opened_at <= $4 \
        order by opened_at desc limit 1";
    tx.optional(sql, &[&office, &user, &client, &until], |row| row.next())
}

/// The openings of a month in Japan, the newest first, each with 氏名 and フリガナ of the client as they are now.
pub fn of_month(
    tx: &mut Tx,
    office: OfficeId,
    month: YearMonth,
    limit: i64,
) -> Result<Vec<(Opening, String, String)>, StoreError> {
    let sql = "select o.id, o.client_id, o.user_id, o.user_name, o.reason, o.opened_at, c.name, c.kana \
        from opening o join client c on c.office_id = o.office_id and c.id = o.client_id \
        where o.office_id = $1 and o.opened_at >= $2 and ($3 is null or o.opened_at < $3) \
        order by o.opened_at desc, o.id limit $4";
    let (from, to) = (begins(month.first_day()), month.last_day().tomorrow().ok().map(begins));
    tx.readable(sql, &[&office, &from, &to, &limit], |row: &mut Row| {
        let opening = Opening {
            id: row.next()?,
            client: row.next()?,
            user: row.next()?,
            user_name: row.next()?,
            reason: row.next()?,
            opened_at: row.next()?,
        };
        Ok((opening, row.next()?, row.next()?))
    })
}
