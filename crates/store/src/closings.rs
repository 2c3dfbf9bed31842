//! 締め: closed months with their files. What was claimed in them stands in [`crate::claims`].

use base64::{Engine as _, prelude::BASE64_STANDARD};
use calendar::{Date, YearMonth};
use domain::{
    client::ConsultationService,
    id::{ClientId, ClosingId, OfficeId, RoundId},
};
use serde::{Deserialize, Serialize};

use crate::{
    Row, StoreError, Tx,
    deletions::Stone,
    read::{json, of_word, to_json},
    seals::{SealedRow, columns_of, table, written},
};

/// What stands in the place of a name after the client was deleted.
pub const DELETED: &str = "（削除した利用者）";

/// A closed month of one service with its file.
#[derive(Clone, Debug, PartialEq)]
pub struct Closing {
    /// Id.
    pub id: ClosingId,
    /// Service.
    pub service: ConsultationService,
    /// サービス提供年月.
    pub month: YearMonth,
    /// Number within the month, from 1.
    pub number: i64,
    /// 処理対象年月.
    pub processing_month: YearMonth,
    /// Sums, holds and notices.
    pub body: ClosingBody,
    /// File name (eight letters or digits and `.CSV`).
    pub file_name: String,
    /// The file, byte for byte.
    pub file: Vec<u8>,
    /// SHA-256 of the file, hexadecimal.
    pub file_sha256: String,
    /// Who closed it.
    pub closed_by: String,
    /// When.
    pub closed_at: String,
}

/// The content of a closing, kept as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosingBody {
    /// 事業所番号.
    pub office_number: String,
    /// Day of closing, in Japan.
    pub closed_on: Date,
    /// 件数.
    pub count: i64,
    /// 単位.
    pub units: i64,
    /// 円.
    pub yen: i64,
    /// 見送り.
    pub held: Vec<HeldBody>,
    /// What the closer was told (names cut, values not confirmed).
    pub notices: Vec<String>,
}

/// 見送り in a closing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldBody {
    /// Client.
    pub client: ClientId,
    /// The round it was about, where it was about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<RoundId>,
    /// 氏名 on the day of closing.
    pub name: String,
    /// 理由.
    pub reason: String,
}

macro_rules! closing_columns {
    () => {
        "id, service, month, number, processing_month, body, file_name, file_base64, file_sha256, closed_by, closed_at"
    };
}

const INSERT_CLOSING: &str = "insert into closing (office_id, id, service, month, number, processing_month, body, \
    file_name, file_base64, file_sha256, closed_by, closed_at) \
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

fn closing(row: &mut Row) -> Result<Closing, StoreError> {
    Ok(Closing {
        id: row.next()?,
        service: of_word("closing", "service", row.next()?, ConsultationService::from_word)?,
        month: row.next()?,
        number: row.next()?,
        processing_month: row.next()?,
        body: json("closing", "body", &row.next::<String>()?)?,
        file_name: row.next()?,
        file: BASE64_STANDARD
            .decode(row.next::<String>()?)
            .map_err(|_| StoreError::inconsistent("closing", "file_base64", "text that is no base64"))?,
        file_sha256: row.next()?,
        closed_by: row.next()?,
        closed_at: row.next()?,
    })
}

/// Keeps a closing with its file.
pub fn insert(tx: &mut Tx, office: OfficeId, closing: &Closing) -> Result<(), StoreError> {
    tx.execute(
        INSERT_CLOSING,
        &[
            &office,
            &closing.id,
            &closing.service.word(),
            &closing.month,
            &closing.number,
            &closing.processing_month,
            &to_json("closing", "body", &closing.body)?,
            &closing.file_name,
            &BASE64_STANDARD.encode(&closing.file),
            &closing.file_sha256,
            &closing.closed_by,
            &closing.closed_at,
        ],
    )?;
    Ok(())
}

/// The closings of a month, in their order.
pub fn of_month(tx: &mut Tx, office: OfficeId, month: YearMonth) -> Result<Vec<Closing>, StoreError> {
    tx.readable(
        concat!(
            "select ",
            closing_columns!(),
            " from closing where office_id = $1 and month = $2 order by service, number"
        ),
        &[&office, &month],
        closing,
    )
}

/// One closing.
pub fn find(tx: &mut Tx, office: OfficeId, id: ClosingId) -> Result<Option<Closing>, StoreError> {
    tx.optional(
        concat!("select ", closing_columns!(), " from closing where office_id = $1 and id = $2"),
        &[&office, &id],
        closing,
    )
}

/// Each closing's id with its file and the file's SHA-256 as kept, for `mimamori verify`.
pub fn files(tx: &mut Tx, office: OfficeId) -> Result<Vec<(ClosingId, Vec<u8>, String)>, StoreError> {
    tx.readable(
        concat!("select ", closing_columns!(), " from closing where office_id = $1 order by month, service, number"),
        &[&office],
        |row| closing(row).map(|closing| (closing.id, closing.file, closing.file_sha256)),
    )
}

const OF_CLIENT: &str = "select id from closing where office_id = $1 and (id in \
    (select c.closing_id from claim c where c.office_id = $1 and c.client_id = $2) or body like $3) order by month, id";
const CLAIMS_LEFT: &str = "select count(*) from claim where office_id = $1 and closing_id = $2";

/// The closings in which a client was claimed or held back.
pub(crate) fn of_client(tx: &mut Tx, office: OfficeId, client: ClientId) -> Result<Vec<ClosingId>, StoreError> {
    tx.rows(OF_CLIENT, &[&office, &client, &format!("%\"{client}\"%")], |row| row.next())
}

/// Takes out of a closing what it says of a client whose claims are gone. A closing in which nobody else is goes as a whole; then what
/// it was.
pub(crate) fn forget(
    tx: &mut Tx,
    office: OfficeId,
    id: ClosingId,
    client: ClientId,
) -> Result<Option<Stone>, StoreError> {
    let Some(mut closing) = find(tx, office, id)? else { return Ok(None) };
    let names: Vec<String> =
        closing.body.held.iter().filter(|held| held.client == client).map(|held| held.name.clone()).collect();
    closing.body.held.iter_mut().filter(|held| held.client == client).for_each(|held| {
        DELETED.clone_into(&mut held.name);
        held.reason.clear();
    });
    closing.body.notices.retain(|notice| !names.iter().any(|name| notice.contains(name.as_str())));
    let claims = tx.one(CLAIMS_LEFT, &[&office, &id], |row| row.next::<i64>())?;
    if claims == 0 && closing.body.held.iter().all(|held| held.name == DELETED) {
        return remove(tx, office, id);
    }
    let body = to_json("closing", "body", &closing.body)?;
    tx.execute("update closing set body = $3 where office_id = $1 and id = $2", &[&office, &id, &body])?;
    Ok(None)
}

fn remove(tx: &mut Tx, office: OfficeId, id: ClosingId) -> Result<Option<Stone>, StoreError> {
    let Some((_, sealed)) = table::find("closing") else { return Ok(None) };
    let sql =
        crate::engine::kept_sql(format!("select {} from closing where office_id = $1 and id = $2", columns_of(sealed)));
    let row = tx.optional(sql, &[&office, &id], |row| SealedRow::read(sealed, row))?;
    tx.execute("delete from closing where office_id = $1 and id = $2", &[&office, &id])?;
    Ok(row.map(|row| Stone::of("closing", row.id, written(&row.hash))))
}
