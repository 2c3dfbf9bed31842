//! 閲覧の記録: who was shown what of whom, in rows of an hour. Apart from the 記録 (what was changed), because it is written in
//! bulk: a row a person, client, kind, hour and device; a list is one row with the ids of its clients.

mod kind;
pub mod review;
mod waiting;

use calendar::{Date, YearMonth};
use domain::id::{ClientId, OfficeId, OrganisationId};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

pub use kind::LookKind;
pub(crate) use waiting::Batch;
pub use waiting::{LISTED, Look, WAITING, Waiting};

use crate::{Row, StoreError, Tx, read::of_word};
use waiting::{Entry, Gap, Key};

/// What stands in the place of the ids where a list was of everybody.
const EVERYBODY: &str = "*";

/// A row of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredLook {
    /// The user's id; empty where nobody was signed in.
    pub user: String,
    /// The user's name at that time.
    pub name: String,
    /// What kind of thing.
    pub kind: LookKind,
    /// Whose data, where it was one client's.
    pub client: Option<ClientId>,
    /// The network address; empty where it is not known.
    pub address: String,
    /// 端末.
    pub device: String,
    /// The first time in the hour, UTC, RFC 3339.
    pub first_at: String,
    /// The last time in the hour.
    pub last_at: String,
    /// How often.
    pub times: i64,
    /// How many clients the list named; none where it was of everybody.
    pub listed: Option<usize>,
}

/// What one person looked at in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookSum {
    /// The user's id; empty where nobody was signed in.
    pub user: String,
    /// The user's name.
    pub name: String,
    /// Clients of whom a page of their own was opened.
    pub clients: i64,
    /// How often anything was looked at.
    pub times: i64,
    /// How often a page was not shown.
    pub denied: i64,
}

/// Which rows of a month a list shows.
#[derive(Clone, Debug, Default)]
pub struct LookFilter {
    /// Only of this user.
    pub user: Option<String>,
    /// Only of this kind.
    pub kind: Option<LookKind>,
    /// Only searches for this (an HMAC).
    pub words: Option<String>,
    /// How many at most.
    pub limit: i64,
    /// How many newer ones are passed over.
    pub offset: i64,
}

const KEPT: &str = "select clients, words from look where office_id = $1 and hour = $2 and user_id = $3 and kind = $4 \
    and client_id = $5 and address = $6 and device = $7";
const PUT: &str = "insert into look \
    (office_id, hour, user_id, kind, client_id, address, device, user_name, first_at, last_at, times, clients, words) \
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
    on conflict (office_id, hour, user_id, kind, client_id, address, device) do update set \
    user_name = excluded.user_name, times = look.times + excluded.times, \
    first_at = case when excluded.first_at < look.first_at then excluded.first_at else look.first_at end, \
    last_at = case when excluded.last_at > look.last_at then excluded.last_at else look.last_at end, \
    clients = excluded.clients, words = excluded.words";

/// The columns of a [`StoredLook`].
macro_rules! looks {
    ($rest:literal) => {
        concat!(
            "select user_id, user_name, kind, client_id, address, device, first_at, last_at, times, \
             case when clients = '*' then -1 else cast((length(clients) + 1) / 33 as bigint) end from look where ",
            $rest
        )
    };
}

const OF_CLIENT: &str = looks!(
    "office_id = $1 and client_id in ($4, '') and hour >= $2 and hour < $3 \
     and (client_id = $5 or clients = '*' or clients like $6) \
     order by last_at desc, user_id, kind, client_id, address, device limit $7 offset $8"
);
const OF_MONTH: &str = looks!(
    "office_id = $1 and hour >= $2 and hour < $3 and ($4 is null or user_id = $4) and ($5 is null or kind = $5) \
     and ($6 is null or words like $6) \
     order by last_at desc, user_id, kind, client_id, address, device limit $7 offset $8"
);
const SUMS: &str = "select user_id, max(user_name), count(distinct case when client_id <> '' and kind <> 'denied' then client_id end), \
    cast(sum(times) as bigint), cast(sum(case when kind = 'denied' then times else 0 end) as bigint) from look \
    where office_id = $1 and hour >= $2 and hour < $3 group by user_id order by 4 desc, 1 limit $4";
const WHOLE: &str = "select hour, user_id, kind, client_id, address, device, user_name, first_at, last_at, times, clients, words \
    from look where office_id = $1 and hour >= $2 and hour < $3 \
    order by hour, user_id, kind, client_id, address, device limit $4 offset $5";
const REMOVE: &str = "delete from look where office_id = $1 and hour < $2";

/// Rows of a month that are read at a time.
const PAGE: i64 = 2_000;

/// Writes what waits of an organisation: first, that it comes late or not at all, where that is so.
pub(crate) fn write(tx: &mut Tx, of: OrganisationId, batch: &Batch) -> Result<(), StoreError> {
    let gaps = [(LookKind::Late, batch.late()), (LookKind::Lost, batch.lost.clone())];
    for (kind, gap) in gaps.into_iter().filter_map(|(kind, gap)| Some((kind, gap?))) {
        let (key, entry) = of_gap(kind, gap);
        put(tx, of, &key, entry)?;
    }
    for (key, entry) in &batch.entries {
        put(tx, of, key, entry.clone())?;
    }
    Ok(())
}

fn of_gap(kind: LookKind, gap: Gap) -> (Key, Entry) {
    let hour = gap.from.get(..13).unwrap_or(&gap.from).to_owned();
    let nobody = String::new;
    let key = Key { hour, user: nobody(), kind, client: None, address: nobody(), device: nobody() };
    let entry = Entry {
        name: nobody(),
        first_at: gap.from,
        last_at: gap.to,
        times: gap.times,
        clients: [].into(),
        everybody: false,
        words: [].into(),
    };
    (key, entry)
}

fn put(tx: &mut Tx, of: OrganisationId, key: &Key, mut entry: Entry) -> Result<(), StoreError> {
    let client = key.client.map(|id| id.to_string()).unwrap_or_default();
    let Key { hour, user, address, device, .. } = key;
    let kind = key.kind.word();
    if !entry.clients.is_empty() || entry.everybody || !entry.words.is_empty() {
        let kept = tx.optional(KEPT, &[&of, hour, user, &kind, &client, address, device], |row| {
            Ok((row.next::<String>()?, row.next::<String>()?))
        })?;
        if let Some((clients, words)) = kept {
            let before = Entry {
                times: 0,
                everybody: clients == EVERYBODY,
                clients: clients.split(',').filter_map(|id| id.parse().ok()).collect(),
                words: words.split(',').filter(|word| !word.is_empty()).map(str::to_owned).collect(),
                ..entry.clone()
            };
            entry.merge(before);
        }
    }
    let clients = if entry.everybody { EVERYBODY.to_owned() } else { joined(entry.clients.iter().map(simple)) };
    let words = joined(entry.words.iter().cloned());
    let Entry { name, first_at, last_at, times, .. } = &entry;
    tx.execute(
        PUT,
        &[&of, hour, user, &kind, &client, address, device, name, first_at, last_at, times, &clients, &words],
    )?;
    Ok(())
}

fn simple(id: &Uuid) -> String {
    id.simple().to_string()
}

fn joined(texts: impl Iterator<Item = String>) -> String {
    texts.collect::<Vec<_>>().join(",")
}

/// The hours of a month in Japan, UTC: from this one on, and before that one.
fn hours(month: YearMonth) -> (String, String) {
    (begins(month.first_day()), begins(month.next().first_day()))
}

/// The hours of days in Japan, both included.
fn hours_of_days((first, last): (Date, Date)) -> (String, String) {
    (begins(first), last.tomorrow().map_or_else(|_| String::from("9999"), begins))
}

/// The hour in which a day of Japan begins, UTC.
fn begins(day: Date) -> String {
    day.yesterday().map_or_else(|_| String::new(), |before| format!("{before}T15"))
}

/// 誰が見たか: the looks at one client in a month, the newest first, lists that named the client among them.
pub fn of_client(
    tx: &mut Tx,
    office: OfficeId,
    client: ClientId,
    month: YearMonth,
    (limit, offset): (i64, i64),
) -> Result<Vec<StoredLook>, StoreError> {
    let (from, to) = hours(month);
    let (id, listed) = (client.to_string(), format!("%{}%", client.0.simple()));
    tx.readable(OF_CLIENT, &[&office, &from, &to, &id, &id, &listed, &limit, &offset], look)
}

/// The looks of a month, the newest first.
pub fn of_month(
    tx: &mut Tx,
    of: impl Into<OrganisationId>,
    month: YearMonth,
    filter: &LookFilter,
) -> Result<Vec<StoredLook>, StoreError> {
    let (of, (from, to)) = (of.into(), hours(month));
    let kind = filter.kind.map(LookKind::word);
    // An HMAC is of hexadecimal digits alone: none of them means anything to `like`.
    let words = filter.words.as_ref().map(|words| format!("%{words}%"));
    tx.readable(OF_MONTH, &[&of, &from, &to, &filter.user, &kind, &words, &filter.limit, &filter.offset], look)
}

/// What each person looked at in a month, who looked most first.
pub fn sums(tx: &mut Tx, office: OfficeId, month: YearMonth, limit: i64) -> Result<Vec<LookSum>, StoreError> {
    let (from, to) = hours(month);
    tx.readable(SUMS, &[&office, &from, &to, &limit], |row| {
        Ok(LookSum {
            user: row.next()?,
            name: row.next()?,
            clients: row.next()?,
            times: row.next()?,
            denied: row.next()?,
        })
    })
}

/// How many rows a month has, and SHA-256 over all of them (hex): what was there when somebody looked it through.
pub fn digest(tx: &mut Tx, office: OfficeId, month: YearMonth) -> Result<(i64, String), StoreError> {
    digest_of_hours(tx, office, &hours(month))
}

/// The same of some days.
pub fn digest_of_days(tx: &mut Tx, office: OfficeId, days: (Date, Date)) -> Result<(i64, String), StoreError> {
    digest_of_hours(tx, office, &hours_of_days(days))
}

/// A row as it stands in the log, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WholeLook {
    /// The hour, UTC; user, kind, client, address, device, name, first and last time.
    pub words: Vec<String>,
    /// How often.
    pub times: i64,
    /// The ids of a list, 32 digits each; `*` for everybody.
    pub clients: String,
    /// HMACs of what was searched for.
    pub searched: String,
}

/// A page of the rows of some days, in the order of their hours.
pub fn of_days(
    tx: &mut Tx,
    office: OfficeId,
    days: (Date, Date),
    (limit, offset): (i64, i64),
) -> Result<Vec<WholeLook>, StoreError> {
    let (from, to) = hours_of_days(days);
    tx.rows(WHOLE, &[&office, &from, &to, &limit, &offset], |row| {
        let words = (0..9).map(|_| row.next::<String>()).collect::<Result<Vec<_>, _>>()?;
        Ok(WholeLook { words, times: row.next()?, clients: row.next()?, searched: row.next()? })
    })
}

fn digest_of_hours(tx: &mut Tx, office: OfficeId, (from, to): &(String, String)) -> Result<(i64, String), StoreError> {
    let (mut rows, mut digest) = (0, Sha256::new());
    loop {
        let page = tx.rows(WHOLE, &[&office, from, to, &PAGE, &rows], |row| {
            let texts = (0..9).map(|_| row.next::<String>()).collect::<Result<Vec<_>, _>>()?;
            Ok((texts, row.next::<i64>()?, row.next::<String>()?, row.next::<String>()?))
        })?;
        for row in &page {
            let line = serde_json::to_vec(row)
                .map_err(|_| StoreError::inconsistent("look", "times", "a row that is no JSON"))?;
            digest.update(line);
        }
        let read = i64::try_from(page.len()).unwrap_or(PAGE);
        rows += read;
        if read < PAGE {
            return Ok((rows, base16ct::lower::encode_string(&digest.finalize())));
        }
    }
}

/// Takes away what is older than this moment (UTC, RFC 3339); how many rows.
pub fn remove_before(tx: &mut Tx, of: impl Into<OrganisationId>, before: &str) -> Result<u64, StoreError> {
    let hour = before.get(..13).unwrap_or(before);
    tx.execute(REMOVE, &[&of.into(), &hour])
}

/// The organisations of which there are rows; the nil id is that of none.
pub fn organisations(tx: &mut Tx) -> Result<Vec<OrganisationId>, StoreError> {
    tx.rows("select distinct office_id from look order by 1", &[], |row| row.next())
}

fn look(row: &mut Row) -> Result<StoredLook, StoreError> {
    let (user, name) = (row.next()?, row.next()?);
    let kind = of_word("look", "kind", row.next()?, LookKind::from_word)?;
    // As text: who reads the log of somebody is not shown that client by it.
    let client = row.next::<String>()?.parse().ok();
    let (address, device, first_at, last_at) = (row.next()?, row.next()?, row.next()?, row.next()?);
    let (times, listed) = (row.next()?, row.next::<i64>()?);
    Ok(StoredLook {
        user,
        name,
        kind,
        client,
        address,
        device,
        first_at,
        last_at,
        times,
        listed: usize::try_from(listed).ok(),
    })
}
