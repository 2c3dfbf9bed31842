//! データの一生: what becomes of each table's rows when a client is deleted, and whether they go along when an office is exported or moved.
//! One list over the whole schema; a test walks the schema, so that a table that comes later fails it until it is named here.

/// What becomes of a table's rows when a client is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDeletion {
    /// The client's rows go. Which they are, as a condition on the office ($1) and the client ($2).
    Goes(&'static str),
    /// Rows that others share lose what they say of the client; how.
    Emptied(&'static str),
    /// Nothing goes; why.
    Stays(&'static str),
}

/// How a table leaves the place with its office, by an export and by a move to the other engine alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carried {
    /// Row by row.
    AsRows,
    /// It stays behind; the export's manifest says why.
    LeftBehind,
}

/// What becomes of a table.
#[derive(Clone, Copy, Debug)]
pub struct Life {
    /// Name.
    pub table: &'static str,
    /// At the deletion of a client.
    pub deletion: OnDeletion,
    /// At an export and a move.
    pub carried: Carried,
}

const fn goes(table: &'static str, whose: &'static str) -> Life {
    Life { table, deletion: OnDeletion::Goes(whose), carried: Carried::AsRows }
}

const fn emptied(table: &'static str, how: &'static str) -> Life {
    Life { table, deletion: OnDeletion::Emptied(how), carried: Carried::AsRows }
}

const fn stays(table: &'static str, why: &'static str) -> Life {
    Life { table, deletion: OnDeletion::Stays(why), carried: Carried::AsRows }
}

impl Life {
    const fn left_behind(self) -> Self {
        Self { carried: Carried::LeftBehind, ..self }
    }
}

macro_rules! rounds {
    () => {
        "select r.id from round r where r.office_id = $1 and r.client_id = $2"
    };
}
macro_rules! cases {
    () => {
        "select k.id from planning_case k where k.office_id = $1 and k.client_id = $2"
    };
}
macro_rules! certificates {
    () => {
        "select c.id from certificate c where c.office_id = $1 and c.client_id = $2"
    };
}
macro_rules! claims {
    () => {
        "select m.id from claim m where m.office_id = $1 and m.client_id = $2"
    };
}
macro_rules! attachments {
    () => {
        "select a.id from attachment a where a.office_id = $1 and a.client_id = $2"
    };
}
macro_rules! facts {
    () => {
        concat!(
            "select f.id from fact f where f.office_id = $1 and f.round_id in (",
            rounds!(),
            ") union all select p.id from planning_fact p where p.office_id = $1 and p.case_id in (",
            cases!(),
            ") union all select t.id from contact_fact t where t.office_id = $1 and t.client_id = $2"
        )
    };
}

const OWN: &str = "client_id = $2";

/// The things of a client that entries of the log are about, as a query for their ids.
pub(crate) const SUBJECTS: &str = concat!(
    rounds!(),
    " union all ",
    cases!(),
    " union all ",
    certificates!(),
    " union all ",
    claims!(),
    " union all ",
    attachments!(),
    " union all ",
    facts!()
);

/// Every table. Those whose rows go stand in the order in which they go: what points to others before them.
pub const LIFE: &[Life] = &[
    goes("draft", concat!("subject in (select cast($2 as text) union all ", certificates!(), " union all ", rounds!(), " union all ", cases!(),
        " union all ", facts!(), ")"))
    .left_behind(),
    goes("working_version", concat!("subject in (", rounds!(), " union all ", cases!(), ")")),
    goes("task", OWN),
    goes("board", OWN).left_behind(),
    goes("board_case", OWN),
    goes("board_gap", OWN).left_behind(),
    goes("claim_event", concat!("claim_id in (", claims!(), ")")),
    goes("claim_line", concat!("claim_id in (", claims!(), ")")),
    goes("claim", OWN),
    goes("claim_hold", OWN),
    goes("paper_fact", OWN),
    goes("fact", concat!("round_id in (", rounds!(), ")")),
    goes("planning_fact", concat!("case_id in (", cases!(), ")")),
    goes("plan_answer", concat!("certificate_id in (", certificates!(), ")")),
    goes("service_grant", concat!("certificate_id in (", certificates!(), ")")),
    goes("attachment_withdrawal", concat!("attachment_id in (", attachments!(), ")")),
    // The same bytes may be attached to somebody else.
    goes(
        "file_chunk",
        "file_id in (select a.file_id from attachment a where a.office_id = $1 and a.client_id = $2) and file_id not in \
         (select o.file_id from attachment o where o.office_id = $1 and o.client_id <> $2)",
    )
    .left_behind(),
    goes("attachment", OWN),
    goes("certificate", OWN),
    goes("round", OWN),
    goes("planning_case", OWN),
    goes("contact_fact", OWN),
    goes("client_fact", OWN),
    goes("used_amount", OWN),
    goes("opening", OWN),
    goes("client", "id = $2"),
    emptied(
        "closing",
        "the accounts of the office: names of those held back are taken out; file and sums go with the last client in it",
    ),
    emptied("audit", "the words of the entries about the client's things; who did what and when stays, and so do the hashes"),
    stays("audit_head", "the end of the log"),
    stays("breach_fact", "漏えい等のおそれ: what may have got out; its pages ask for no names"),
    stays("seal", "ids and hashes of rows"),
    stays("deletion", "that the client was deleted: by whom, when and why, without a name"),
    stays("tombstone", "what it is for: ids and hashes of the rows that went"),
    stays("deletion_permit", "there only while a deletion runs").left_behind(),
    stays("look", "who looked at the client is kept for five years; it holds the id and no name"),
    stays("look_review", "how many looks a month had"),
    stays("operation", "answers to what was sent: ids; swept after 30 days").left_behind(),
    stays("outbox", "mail on its way; swept after it was sent").left_behind(),
    stays("paper_sheet", "the hash of a printed paper, which names nobody"),
    stays("sheet", "layouts from outside"),
    stays("intake", "people of whom somebody told, before there is a client; no row names a client"),
    stays("intake_fact", "as `intake`"),
    stays("provider", "offices that provide services"),
    stays("board_count", "counts; told anew with the board").left_behind(),
    stays("holiday", "nothing of a client"),
    stays("municipality", "nothing of a client"),
    stays("municipality_setting", "nothing of a client"),
    stays("notice_address", "nothing of a client"),
    stays("office", "nothing of a client"),
    stays("office_fact", "nothing of a client"),
    stays("organisation", "nothing of a client"),
    stays("specialist", "nothing of a client"),
    stays("membership", "people who sign in"),
    stays("user_account", "people who sign in"),
    stays("second_factor", "people who sign in").left_behind(),
    stays("recovery_code", "people who sign in").left_behind(),
    stays("passkey", "people who sign in").left_behind(),
    stays("account_mail", "people who sign in").left_behind(),
    stays("account_notice", "people who sign in").left_behind(),
    stays("session", "people who sign in").left_behind(),
    stays("known_device", "people who sign in").left_behind(),
    stays("device_pass", "people who sign in").left_behind(),
    stays("sign_in_try", "people who sign in").left_behind(),
    stays("setup_code", "people who sign in").left_behind(),
    stays("copy_key", "of the whole installation").left_behind(),
    stays("copy_drill", "of the whole installation").left_behind(),
    stays("copy_run", "of the whole installation").left_behind(),
    stays("derivation", "the program's").left_behind(),
    stays("schema_migration", "the program's").left_behind(),
];
