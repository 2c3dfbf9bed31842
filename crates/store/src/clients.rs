//! 利用者: the people the office carries; finding them, listing them, keeping them with a version.

use calendar::{Date, YearMonth};
use domain::{
    client::{Client, DisabilityGrade, Guardian, OtherOffices, Residence, SelfPlans, Sex, Tenure, WardPeriods},
    id::{ClientId, OfficeId, SpecialistId},
    text,
};

use crate::{
    Row, StoreError, Tx,
    read::{ending, json, of_word, to_json},
};

/// The columns of a client, in the order in which [`client`] reads them.
macro_rules! columns {
    () => {
        "office_id, id, number, name, kana, birth, sex, postal_code, address, phone, residence, grade, guardian, \
         specialist_id, care_management, self_plans, wards, ended_on, note, other_offices, version, fax, tenure"
    };
}

fn client(row: &mut Row) -> Result<Client, StoreError> {
    Ok(Client {
        office: row.next()?,
        id: row.next()?,
        number: row.next()?,
        name: row.next()?,
        kana: row.next()?,
        birth: row.next()?,
        sex: row.next::<Option<String>>()?.map(|word| of_word("client", "sex", word, Sex::from_word)).transpose()?,
        postal_code: row.next()?,
        address: row.next()?,
        phone: row.next()?,
        residence: of_word("client", "residence", row.next()?, Residence::from_word)?,
        grade: row
            .next::<Option<String>>()?
            .map(|word| of_word("client", "grade", word, DisabilityGrade::from_word))
            .transpose()?,
        guardian: row
            .next::<Option<String>>()?
            .map(|text| json::<Guardian>("client", "guardian", &text))
            .transpose()?,
        specialist: row.next()?,
        care_management: row.next()?,
        self_plans: json::<SelfPlans>("client", "self_plans", &row.next::<String>()?)?,
        wards: json::<WardPeriods>("client", "wards", &row.next::<String>()?)?,
        ended_on: row.next()?,
        note: row.next()?,
        other_offices: json::<OtherOffices>("client", "other_offices", &row.next::<String>()?)?,
        version: row.next()?,
        fax: row.next()?,
        tenure: row
            .next::<Option<String>>()?
            .map(|word| of_word("client", "tenure", word, Tenure::from_word))
            .transpose()?,
    })
}

/// What a search compares: name, kana and number folded, the guardian's name too, one a line; and of each name the mark
/// by which it is found with its parts the other way round.
pub(crate) fn search_text(number: &str, name: &str, kana: &str, guardian: Option<&Guardian>) -> String {
    let names = [Some(name), Some(kana), guardian.map(|it| it.name.as_str()), guardian.map(|it| it.kana.as_str())];
    let names = || names.into_iter().flatten();
    names()
        .chain([number])
        .map(text::search_key)
        .chain(names().map(text::name_mark))
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Keeps a new client.
pub fn insert(tx: &mut Tx, client: &Client) -> Result<(), StoreError> {
    let guardian = client.guardian.as_ref().map(|it| to_json("client", "guardian", it)).transpose()?;
    let self_plans = to_json("client", "self_plans", &client.self_plans)?;
    let wards = to_json("client", "wards", &client.wards)?;
    let other_offices = to_json("client", "other_offices", &client.other_offices)?;
    tx.execute(
        concat!(
            "insert into client (",
            columns!(),
            ", search, person_key) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, \
             $21, $22, $23, $24, $25)"
        ),
        &[
            &client.office,
            &client.id,
            &client.number,
            &client.name,
            &client.kana,
            &client.birth,
            &client.sex.map(Sex::word),
            &client.postal_code,
            &client.address,
            &client.phone,
            &client.residence.word(),
            &client.grade.map(DisabilityGrade::word),
            &guardian,
            &client.specialist,
            &client.care_management,
            &self_plans,
            &wards,
            &client.ended_on,
            &client.note,
            &other_offices,
            &client.version,
            &client.fax,
            &client.tenure.map(Tenure::word),
            &search_text(&client.number, &client.name, &client.kana, client.guardian.as_ref()),
            &text::name_key(&client.kana),
        ],
    )?;
    Ok(())
}

/// Replaces what is kept of a client and counts the version up; whether `client.version` was still the stored one.
pub fn update(tx: &mut Tx, client: &Client) -> Result<bool, StoreError> {
    let guardian = client.guardian.as_ref().map(|it| to_json("client", "guardian", it)).transpose()?;
    let self_plans = to_json("client", "self_plans", &client.self_plans)?;
    let wards = to_json("client", "wards", &client.wards)?;
    let other_offices = to_json("client", "other_offices", &client.other_offices)?;
    let touched = tx.execute(
        "update client set number = $3, name = $4, kana = $5, birth = $6, sex = $7, postal_code = $8, address = $9, \
         phone = $10, residence = $11, grade = $12, guardian = $13, specialist_id = $14, care_management = $15, \
         self_plans = $16, wards = $17, ended_on = $18, note = $19, search = $20, other_offices = $21, fax = $22, \
         tenure = $23, person_key = $25, version = version + 1 where office_id = $1 and id = $2 and version = $24",
        &[
            &client.office,
            &client.id,
            &client.number,
            &client.name,
            &client.kana,
            &client.birth,
            &client.sex.map(Sex::word),
            &client.postal_code,
            &client.address,
            &client.phone,
            &client.residence.word(),
            &client.grade.map(DisabilityGrade::word),
            &guardian,
            &client.specialist,
            &client.care_management,
            &self_plans,
            &wards,
            &client.ended_on,
            &client.note,
            &search_text(&client.number, &client.name, &client.kana, client.guardian.as_ref()),
            &other_offices,
            &client.fax,
            &client.tenure.map(Tenure::word),
            &client.version,
            &text::name_key(&client.kana),
        ],
    )?;
    Ok(touched == 1)
}

/// One client of the office.
pub fn find(tx: &mut Tx, office: OfficeId, id: ClientId) -> Result<Option<Client>, StoreError> {
    tx.optional(
        concat!("select ", columns!(), " from client where office_id = $1 and id = $2"),
        &[&office, &id],
        client,
    )
}

/// Every client of the office, ended ones included, in the order of the kana (for exports and rebuilding).
pub fn all(tx: &mut Tx, office: OfficeId) -> Result<Vec<Client>, StoreError> {
    tx.readable(
        concat!("select ", columns!(), " from client where office_id = $1 order by kana, id"),
        &[&office],
        client,
    )
}

/// The clients of whom a 事業所の変更 is recorded.
pub fn with_office_change(tx: &mut Tx, office: OfficeId) -> Result<Vec<ClientId>, StoreError> {
    let read = "select id from client where office_id = $1 and other_offices <> '[]' order by kana, id";
    tx.rows(read, &[&office], |row| row.next())
}

/// The clients of a specialist whose support goes on, in the order of the kana.
pub fn of_specialist(tx: &mut Tx, office: OfficeId, specialist: SpecialistId) -> Result<Vec<Client>, StoreError> {
    tx.readable(
        concat!(
            "select ",
            columns!(),
            " from client where office_id = $1 and specialist_id = $2 and ended_on is null order by kana, id"
        ),
        &[&office, &specialist],
        client,
    )
}

/// The clients of the planning cases in which something is still to be done and whom these words find, each once; no words find all.
pub fn of_open_cases(tx: &mut Tx, office: OfficeId, words: &str) -> Result<Vec<Client>, StoreError> {
    let [anywhere, turned] = patterns(words);
    tx.readable(
        concat!(
            "select ",
            columns!(),
            " from client where office_id = $1 and ($2 = '' or search like $2 escape '!' or search like $3 escape '!') and id in \
             (select k.client_id from planning_case k where k.office_id = $1 and k.closed_on is null) order by id"
        ),
        &[&office, &anywhere, &turned],
        client,
    )
}

/// The clients whom these words find, ended ones among them; no words find all.
pub fn with_words(tx: &mut Tx, office: OfficeId, words: &str) -> Result<Vec<Client>, StoreError> {
    let [anywhere, turned] = patterns(words);
    tx.readable(
        concat!(
            "select ",
            columns!(),
            " from client where office_id = $1 and ($2 = '' or search like $2 escape '!' or search like $3 escape '!') order by kana, id"
        ),
        &[&office, &anywhere, &turned],
        client,
    )
}

/// The clients whose support goes on, whose grants that have begun by `today` end by `last`, and whom these words find. Whether something
/// follows is asked of [`domain::planning::renewals`].
pub fn of_ending(
    tx: &mut Tx,
    office: OfficeId,
    (today, last): (Date, Date),
    specialist: Option<SpecialistId>,
    words: &str,
) -> Result<Vec<Client>, StoreError> {
    let specialist = specialist.map(|id| id.to_string()).unwrap_or_default();
    let [anywhere, turned] = patterns(words);
    tx.readable(
        concat!(
            "select ",
            columns!(),
            " from client where office_id = $1 and ($5 = '' or search like $5 escape '!' or search like $6 escape '!') and id in (",
            ending!(),
            ") order by kana, id"
        ),
        &[&office, &today, &last, &specialist, &anywhere, &turned],
        client,
    )
}

/// Behind [`same_person`].
pub const SAME_PERSON: &str =
    "select id, name from client where office_id = $1 and birth = $2 and person_key = $3 and id <> $4 order by id";

/// Other clients of the office with the same birthday and the same kana, folded and with either part first: probably the
/// same person.
pub fn same_person(
    tx: &mut Tx,
    office: OfficeId,
    kana: &str,
    birth: Date,
    except: ClientId,
) -> Result<Vec<(ClientId, String)>, StoreError> {
    tx.readable(SAME_PERSON, &[&office, &birth, &text::name_key(kana), &except], |row| Ok((row.next()?, row.next()?)))
}

/// How the list is ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClientOrder {
    /// フリガナ.
    #[default]
    Kana,
    /// 利用者番号.
    Number,
    /// 受給者証の終期, the earliest first, those without a certificate before them.
    CertificateEnd,
    /// 次のモニタリング月, the earliest first.
    NextMonth,
}

/// Whom the list shows.
#[derive(Clone, Debug, Default)]
pub struct ClientSearch {
    /// What was typed; name, kana, number or certificate number. Empty finds everybody.
    pub words: String,
    /// Only the clients of this specialist.
    pub specialist: Option<SpecialistId>,
    /// Ended clients instead of the present ones.
    pub ended: bool,
    /// Order.
    pub order: ClientOrder,
    /// How many to pass over.
    pub offset: i64,
    /// How many at most.
    pub limit: i64,
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientLine {
    /// Client.
    pub id: ClientId,
    /// 利用者番号.
    pub number: String,
    /// 氏名.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// 生年月日.
    pub birth: Date,
    /// 担当.
    pub specialist_name: Option<String>,
    /// 終了日.
    pub ended_on: Option<Date>,
    /// Last day of the longest validity on any certificate that no 変更 has replaced by today; of a 転出 before it.
    pub certificate_end: Option<Date>,
    /// The earliest scheduled month in which something other than the claim is still to be done.
    pub next_month: Option<YearMonth>,
}

/// What the list and its count have in common; `today` decides who has ended.
macro_rules! found {
    () => {
        " from client c where c.office_id = $1 \
         and (($2 and c.ended_on is not null and c.ended_on < $3) or (not $2 and (c.ended_on is null or c.ended_on >= $3))) \
         and ($4 = '' or c.specialist_id = $4) \
         and ($5 = '' or c.search like $5 escape '!' or c.search like $7 escape '!' or exists (select 1 from certificate k \
         where k.office_id = c.office_id and k.client_id = c.id and k.number like $6 escape '!'))"
    };
}

/// The first day of what a certificate grants.
macro_rules! starts {
    ($certificate:literal) => {
        concat!(
            "(select min(f.start_on) from service_grant f where f.office_id = ",
            $certificate,
            ".office_id and f.certificate_id = ",
            $certificate,
            ".id)"
        )
    };
}

macro_rules! listed {
    ($order:literal) => {
        concat!(
            "select id, number, name, kana, birth, specialist_name, ended_on, certificate_end, next_month from (\
             select c.id, c.number, c.name, c.kana, c.birth, c.ended_on, \
             (select s.name from specialist s where s.office_id = c.office_id and s.id = c.specialist_id) as specialist_name, \
             (select max(case when k.moved_out_on < g.end_on then k.moved_out_on else g.end_on end) from service_grant g \
             join certificate k on k.office_id = g.office_id and k.id = g.certificate_id \
             where k.office_id = c.office_id and k.client_id = c.id and not exists (select 1 from certificate n \
             where n.office_id = k.office_id and n.client_id = k.client_id and n.decision = 'change' and n.id <> k.id \
             and n.service = k.service and n.municipality = k.municipality and ",
            starts!("n"),
            " <= $3 and ",
            starts!("n"),
            " > ",
            starts!("k"),
            ")) as certificate_end, \
             (select min(b.month) from board b where b.office_id = c.office_id and b.client_id = c.id and b.open and not b.recorded) as next_month",
            found!(),
            ") as line order by ",
            $order,
            " limit $8 offset $9"
        )
    };
}

const BY_KANA: &str = listed!("kana, id");
const BY_NUMBER: &str = listed!("number, kana, id");
const BY_CERTIFICATE_END: &str = listed!("coalesce(certificate_end, ''), kana, id");
const BY_NEXT_MONTH: &str = listed!("coalesce(next_month, 1000000), kana, id");
const COUNT: &str = concat!("select count(*)", found!());

/// The lines of a search and how many there are in all.
pub fn search(
    tx: &mut Tx,
    office: OfficeId,
    search: &ClientSearch,
    today: Date,
) -> Result<(Vec<ClientLine>, i64), StoreError> {
    let specialist = search.specialist.map(|id| id.to_string()).unwrap_or_default();
    let key = text::search_key(&search.words);
    let [anywhere, turned] = patterns(&search.words);
    // A certificate number is typed whole or without its leading zeros.
    let number = if key.is_empty() { String::new() } else { format!("%{}", escaped(&key)) };
    let count = tx
        .optional(COUNT, &[&office, &search.ended, &today, &specialist, &anywhere, &number, &turned], |row| {
            row.next::<i64>()
        })?
        .unwrap_or(0);
    let sql = match search.order {
        ClientOrder::Kana => BY_KANA,
        ClientOrder::Number => BY_NUMBER,
        ClientOrder::CertificateEnd => BY_CERTIFICATE_END,
        ClientOrder::NextMonth => BY_NEXT_MONTH,
    };
    let lines = tx.readable(
        sql,
        &[&office, &search.ended, &today, &specialist, &anywhere, &number, &turned, &search.limit, &search.offset],
        |row| {
            Ok(ClientLine {
                id: row.next()?,
                number: row.next()?,
                name: row.next()?,
                kana: row.next()?,
                birth: row.next()?,
                specialist_name: row.next()?,
                ended_on: row.next()?,
                certificate_end: row.next()?,
                next_month: row.next()?,
            })
        },
    )?;
    Ok((lines, count))
}

/// What was typed as `like` takes it: anywhere in what a search compares, and as a whole name with either part first.
/// Both empty where nothing was typed.
pub(crate) fn patterns(words: &str) -> [String; 2] {
    [text::search_key(words), text::name_mark(words)]
        .map(|key| if key.is_empty() { key } else { format!("%{}%", escaped(&key)) })
}

/// Text as `like` takes it literally, with `!` as the escape.
fn escaped(key: &str) -> String {
    let mut out = String::with_capacity(key.len());
    for c in key.chars() {
        if matches!(c, '%' | '_' | '!') {
            out.push('!');
        }
        out.push(c);
    }
    out
}

macro_rules! ended_by {
    ($what:expr, $end:expr) => {
        concat!(
            "select ",
            $what,
            " from client where office_id = $1 and ended_on is not null and ended_on <= $2 \
             and ($3 = '' or search like $3 escape '!' or search like $4 escape '!')",
            $end
        )
    };
}

const ENDED_BY_DAY: &str = ended_by!(columns!(), " order by ended_on, kana, id limit $5 offset $6");
const ENDED_BY_KANA: &str = ended_by!(columns!(), " order by kana, id limit $5 offset $6");
const ENDED_COUNT: &str = ended_by!("count(*)", "");

/// The clients whose support ended by a day and whom the words find: some of them (`limit` after `offset`), those who ended first before the
/// others or by kana, and how many there are in all.
pub fn ended_by(
    tx: &mut Tx,
    office: OfficeId,
    (by, words): (Date, &str),
    (by_kana, limit, offset): (bool, i64, i64),
) -> Result<(Vec<Client>, i64), StoreError> {
    let [anywhere, turned] = patterns(words);
    let count = tx.one(ENDED_COUNT, &[&office, &by, &anywhere, &turned], |row| row.next::<i64>())?;
    let sql = if by_kana { ENDED_BY_KANA } else { ENDED_BY_DAY };
    Ok((tx.readable(sql, &[&office, &by, &anywhere, &turned, &limit, &offset], client)?, count))
}

/// Whether the office has any client, ended ones included.
pub fn any(tx: &mut Tx, office: OfficeId) -> Result<bool, StoreError> {
    let first =
        tx.optional("select id from client where office_id = $1 limit 1", &[&office], |row| row.next::<String>())?;
    Ok(first.is_some())
}
