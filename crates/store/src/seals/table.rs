//! Which tables are sealed, with which columns; and which are not, and why. A test walks the schema: every column of every
//! table stands here.

/// A table whose rows are sealed.
#[derive(Debug)]
pub(crate) struct Sealed {
    /// Name.
    pub(crate) name: &'static str,
    /// The column that names the organisation; none for what is of the whole installation.
    pub(crate) of: Option<&'static str>,
    /// The rest of the key, which names a row in a finding: ids and words of the program, never what somebody wrote.
    pub(crate) key: &'static [&'static str],
    /// The other columns that are hashed. A column that came later stands with what older rows have in it
    /// (`fax=`): with that value it takes no part, so that their hashes stay what they were.
    pub(crate) columns: &'static [&'static str],
    /// Columns that are not hashed: numbers that only count, and what is derived.
    pub(crate) free: &'static [&'static str],
}

/// A row of a table of facts: whose it is, what it says, who said it.
macro_rules! facts {
    ($name:literal, [$($key:literal),*], [$($own:literal),*]) => {
        Sealed {
            name: $name,
            of: Some("office_id"),
            key: &[$($key),*],
            columns: &[
                $($own,)* "body", "recorded_by_kind", "recorded_by", "recorded_by_name", "recorded_at", "corrects",
            ],
            free: &[],
        }
    };
}

/// A table of an office.
macro_rules! of_office {
    ($name:literal, [$($key:literal),*], [$($column:literal),*], free [$($free:literal),*]) => {
        Sealed {
            name: $name,
            of: Some("office_id"),
            key: &[$($key),*],
            columns: &[$($column),*],
            free: &[$($free),*],
        }
    };
}

/// Every table that is sealed.
pub(crate) const SEALED: &[Sealed] = &[
    Sealed { name: "account_mail", of: None, key: &["user_id"], columns: &["address", "set_at"], free: &[] },
    of_office!(
        "attachment",
        ["id"],
        [
            "client_id", "kind", "certificate_id", "file_id", "sha256", "media", "length", "note", "added_at", "added_by",
            "added_by_name", "plan_id"
        ],
        free []
    ),
    of_office!(
        "attachment_withdrawal",
        ["attachment_id"],
        ["reason", "withdrawn_at", "withdrawn_by", "withdrawn_by_name"],
        free []
    ),
    of_office!(
        "breach_fact",
        ["breach_id", "seq"],
        ["kind", "body", "recorded_by", "recorded_by_name", "recorded_at"],
        free []
    ),
    of_office!(
        "certificate",
        ["id"],
        [
            "client_id",
            "service",
            "number",
            "municipality",
            "municipality_name",
            "decision",
            "plan_made_on",
            "upper_limit_yen",
            "phases",
            "months",
            "monthly_start",
            "proposal",
            "ward",
            "benefit_start",
            "benefit_end",
            "moved_out_on"
        ],
        free["version"]
    ),
    of_office!(
        "claim",
        ["id"],
        [
            "closing_id", "client_id", "round_id", "service", "month", "fee", "municipality", "monitored_on", "units",
            "yen", "body"
        ],
        free []
    ),
    of_office!(
        "claim_event",
        ["id"],
        ["claim_id", "state", "on_date", "code", "reason", "set_by", "set_at", "seq"],
        free []
    ),
    of_office!(
        "claim_hold",
        ["service", "month", "client_id", "municipality"],
        ["reason", "set_by", "set_at"],
        free []
    ),
    of_office!("claim_line", ["claim_id", "seq"], ["fee", "plan", "code", "name", "units", "count"], free []),
    of_office!(
        "client",
        ["id"],
        [
            "number", "name", "kana", "birth", "sex", "postal_code", "address", "phone", "residence", "grade", "guardian",
            "specialist_id", "care_management", "ended_on", "note", "self_plans", "wards", "other_offices", "fax", "tenure"
        ],
        free ["search", "person_key", "version"]
    ),
    facts!("client_fact", ["client_id", "seq"], ["from_on"]),
    of_office!(
        "closing",
        ["id"],
        [
            "service", "month", "number", "processing_month", "body", "file_name", "file_base64", "file_sha256", "closed_by",
            "closed_at"
        ],
        free []
    ),
    facts!("contact_fact", ["id"], ["client_id", "seq", "kind"]),
    Sealed {
        name: "copy_drill",
        of: None,
        key: &["seq"],
        columns: &["done_at", "done_by", "done_by_name", "note"],
        free: &[],
    },
    Sealed {
        name: "copy_key",
        of: None,
        key: &["seq"],
        columns: &["public_key", "made_at", "made_by", "made_by_name"],
        free: &[],
    },
    of_office!(
        "deletion",
        ["id"],
        [
            "client_id", "reason", "last_service_on", "kept_until", "proposed_by", "proposed_by_name", "proposed_as",
            "proposed_at", "withdrawn_by", "withdrawn_by_name", "withdrawn_at", "confirmed_by", "confirmed_by_name",
            "confirmed_at", "counts", "sha256", "again_at"
        ],
        free []
    ),
    facts!("fact", ["id"], ["round_id", "seq", "kind"]),
    of_office!("holiday", ["day"], ["name", "imported_by", "imported_at"], free []),
    of_office!("intake", ["id"], ["closed_on"], free["version"]),
    facts!("intake_fact", ["id"], ["intake_id", "seq", "kind"]),
    of_office!(
        "look_review",
        ["month", "at", "user_id"],
        ["user_name", "note", "row_count", "sha256"],
        free []
    ),
    Sealed {
        name: "membership",
        of: Some("organisation_id"),
        key: &["user_id"],
        columns: &["name", "role", "specialist_id", "disabled", "accepted_at", "sections"],
        free: &["version"],
    },
    of_office!("municipality", ["code"], ["name", "wards"], free["version"]),
    of_office!("municipality_setting", ["municipality", "key", "from_on"], ["value", "set_by", "set_at"], free []),
    of_office!("notice_address", [], ["address", "set_at", "set_by"], free []),
    Sealed {
        name: "office",
        of: Some("id"),
        key: &[],
        columns: &[
            "name",
            "address",
            "phone",
            "manager",
            "number_plan",
            "number_child",
            "area_plan",
            "area_child",
            "grade",
            "municipality",
            "start_month",
        ],
        free: &["version"],
    },
    facts!("office_fact", ["seq"], ["from_on"]),
    of_office!("opening", ["id"], ["client_id", "user_id", "user_name", "reason", "opened_at"], free []),
    Sealed {
        name: "organisation",
        of: Some("id"),
        key: &[],
        columns: &["kind", "name", "idle_minutes", "asks_reason"],
        free: &[],
    },
    facts!("paper_fact", ["id"], ["subject_kind", "subject", "seq", "client_id", "kind", "batch"]),
    of_office!("paper_sheet", ["paper"], ["sha256", "printed_at"], free []),
    Sealed {
        name: "passkey",
        of: None,
        key: &["credential"],
        columns: &["user_id", "host", "name", "public_key", "since"],
        free: &["sign_count", "backup", "last_used"],
    },
    of_office!(
        "plan_answer",
        ["certificate_id", "seq"],
        ["facts", "answered_by", "answered_by_name", "answered_at"],
        free []
    ),
    of_office!(
        "planning_case",
        ["id"],
        [
            "client_id",
            "service",
            "municipality",
            "kind",
            "replaces",
            "fiscal_year",
            "reception",
            "opened_on",
            "closed_on"
        ],
        free["version"]
    ),
    facts!("planning_fact", ["id"], ["case_id", "seq", "kind"]),
    of_office!(
        "provider",
        ["id"],
        [
            "number", "name", "kana", "services", "address", "phone", "fax", "mail", "person", "from_on", "ended_on",
            "note"
        ],
        free["version"]
    ),
    Sealed { name: "recovery_code", of: None, key: &["user_id", "code_hash"], columns: &[], free: &[] },
    of_office!(
        "round",
        ["id"],
        ["client_id", "service", "municipality", "month", "scheduled", "claimed_on"],
        free["version"]
    ),
    Sealed { name: "second_factor", of: None, key: &["user_id"], columns: &["sealed", "since"], free: &["last_step"] },
    of_office!(
        "service_grant",
        ["id"],
        ["certificate_id", "service", "amount", "start_on", "end_on", "provider_id", "provider_name"],
        free []
    ),
    of_office!("sheet", ["sha256"], ["form", "files", "kept_at"], free []),
    of_office!("specialist", ["id"], ["name", "kana", "ended_on"], free["version"]),
    of_office!("tombstone", ["deletion_id", "part"], ["body"], free []),
    facts!("used_amount", ["client_id", "seq"], []),
    Sealed {
        name: "user_account",
        of: None,
        key: &["id"],
        columns: &["login", "password_hash", "must_change_password", "created_at", "given_at", "given_used", "of_demo"],
        free: &[],
    },
];

/// Every table that is not sealed, and why.
pub const NOT_SEALED: &[(&str, &str)] = &[
    ("audit", "the log itself: its entries hold each other"),
    ("audit_head", "the log itself: its end"),
    ("seal", "the log itself: each entry holds the hash over its seals"),
    ("board", "derived from the facts; `verify` computes it anew"),
    ("board_case", "derived from the facts; `verify` computes it anew"),
    ("board_count", "derived from the board"),
    ("board_gap", "derived from the certificates"),
    ("deletion_permit", "there only while a deletion runs; `verify` finds one that was left"),
    ("derivation", "the program's: by which version something was derived"),
    ("schema_migration", "the program's: which migrations were applied; the schema itself is compared"),
    ("copy_run", "tells of copies that lie outside, for the page; the next copy and the next trial tell anew"),
    ("file_chunk", "the bytes of attached files: their hash stands in `attachment`, which is sealed"),
    ("draft", "what somebody is still typing"),
    ("working_version", "what is not finished; the finished fact is sealed"),
    ("look", "a log of its own that counts looks up; the review of a month holds a hash over them, and is sealed"),
    ("task", "a reminder made of facts; that it was done is an entry of its own"),
    ("operation", "answers to what was sent, kept for 30 days"),
    ("outbox", "mail on its way"),
    ("account_notice", "what a person is told until it is ticked; what it tells of is an entry of its own"),
    ("session", "who is signed in"),
    ("known_device", "devices seen before, for a notice by mail"),
    ("device_pass", "devices seen before, for the brake on guessing"),
    ("sign_in_try", "a count of tries"),
    ("setup_code", "opens the very first page, before there is an organisation"),
];

/// The sealed table of that name, with its place in the list.
pub(crate) fn find(name: &str) -> Option<(usize, &'static Sealed)> {
    SEALED.iter().enumerate().find(|(_, table)| table.name == name)
}

impl Sealed {
    /// Whether its rows are of the whole installation: accounts, which several organisations share.
    pub(crate) fn is_shared(&self) -> bool {
        self.of.is_none()
    }

    /// The hashed columns by name: those of the key, then the others without what older rows have in them.
    pub(crate) fn hashed(&self) -> impl Iterator<Item = Hashed> {
        let later = |spec: &'static str| match spec.split_once('=') {
            Some((name, unless)) => Hashed { name, unless: Some(unless) },
            None => Hashed { name: spec, unless: None },
        };
        self.key
            .iter()
            .map(|name| Hashed { name, unless: None })
            .chain(self.columns.iter().map(move |spec| later(spec)))
    }

    /// Every column there is.
    pub fn all_columns(&self) -> impl Iterator<Item = &'static str> {
        self.of.into_iter().chain(self.hashed().map(|column| column.name)).chain(self.free.iter().copied())
    }
}

/// A column as it is hashed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hashed {
    /// Name.
    pub(crate) name: &'static str,
    /// The value with which it takes no part.
    pub(crate) unless: Option<&'static str>,
}
