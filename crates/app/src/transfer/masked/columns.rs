//! The table of the masked copy: for every table and every column, whether it is kept, how it is masked, or why it is left
//! out. A test walks the schema: what nobody has decided about fails.

use domain::{
    billing::claimable::PlanFacts,
    client::{About, ContactFact, Guardian, OtherOffices, Phase, Proposal, SelfPlans, UsedFact, WardPeriods},
    intake::IntakeFact,
    monitoring::RoundFact,
    office::{OfficeFactBody, WardOfTown},
    paper::PaperFact,
    planning::CaseFact,
};
use serde::Deserialize;
use serde_json::Value;

use crate::law_book;

/// What is done with a column. What is empty stays empty everywhere.
#[derive(Clone, Copy, Debug)]
pub(super) enum Mask {
    /// Kept: words of the program, months, values of the law. Ids in it are replaced, as everywhere.
    Keep,
    /// A word with a running number.
    Name(&'static str),
    /// A running number of so many digits.
    Number(usize),
    /// A fixed text.
    Says(&'static str),
    /// Somebody's own words.
    Text,
    /// Nothing: the program makes it anew, or does without.
    Blank,
    /// 支給量, which is kept where it holds nothing but an amount.
    Amount,
    /// A day or an instant, shifted with the client's.
    Day,
    /// A birthday, shifted further.
    Birth,
    /// A body of this type.
    Json(fn(&Value) -> bool),
}

/// By whose days a row is shifted.
#[derive(Clone, Copy, Debug)]
pub(super) enum Whose {
    /// By those of whom this column leads to.
    Of(&'static str),
    /// By nobody's: it is the office's own.
    Office,
}

/// A table of the copy.
pub(super) struct Columns {
    /// Name.
    pub(super) table: &'static str,
    /// By whose days.
    pub(super) whose: Whose,
    /// Its columns.
    pub(super) columns: &'static [(&'static str, Mask)],
}

impl Columns {
    /// What is done with a column; none where nobody has decided.
    pub(super) fn mask(&self, column: &str) -> Option<Mask> {
        self.columns.iter().find(|(name, _)| *name == column).map(|(_, mask)| *mask)
    }

    /// Whether its rows get numbers in the place of names.
    pub(super) fn is_numbered(&self) -> bool {
        self.columns.iter().any(|(_, mask)| matches!(mask, Mask::Name(_) | Mask::Number(_)))
    }
}

/// The columns of a table; none where the table stays out.
pub(super) fn find(table: &str) -> Option<&'static Columns> {
    TABLES.iter().find(|it| it.table == table)
}

/// Why a table stays out of the masked copy, which an export holds.
pub(super) fn left_out(table: &str) -> Option<&'static str> {
    LEFT_OUT.iter().find(|(name, _)| *name == table).map(|(_, why)| *why)
}

/// Whether a text is a name out of the law's own list, such as a kind of service.
pub(super) fn is_word_of_the_law(text: &str) -> bool {
    law_book::law_book().is_ok_and(|book| book.services().find(text).is_some())
}

/// Whether a text is an amount and nothing else.
pub(super) fn is_amount(text: &str) -> bool {
    text.chars().all(|letter| {
        letter.is_ascii_digit()
            || letter.is_whitespace()
            || "./,、（）()当該月の日数から控除した時間分回泊人円単位週各上限合計まで当たり１２３４５６７８９０"
                .contains(letter)
    })
}

fn reads<T: for<'a> Deserialize<'a>>(value: &Value) -> bool {
    T::deserialize(value).is_ok()
}

const LEFT_OUT: &[(&str, &str)] = &[
    ("user_account", "アカウント。写しには、研修用の1人だけが入る"),
    ("membership", "所属。写しには、研修用の1人だけが入る"),
    ("attachment", "添付と署名。写しには入れない"),
    ("attachment_withdrawal", "添付の取り消し。添付を入れない"),
    ("audit", "記録。だれが何をしたかは、写しには入れない。取り込んだところで始まる"),
    ("audit_head", "記録の末尾"),
    ("seal", "記録の印"),
    ("look", "閲覧の記録"),
    ("look_review", "閲覧の記録の確認"),
    ("opening", "担当外の閲覧の理由"),
    ("board_case", "計画の一覧。事実から作り直す"),
    ("breach_fact", "漏えい等のおそれ。文でできている"),
    ("claim", "請求。締めた月の請求は、番号と氏名でできている"),
    ("claim_event", "請求の結果"),
    ("claim_hold", "請求の見送り"),
    ("claim_line", "請求の明細"),
    ("closing", "締めと請求ファイル"),
    ("notice_address", "お知らせの宛先"),
    ("deletion", "削除の記録。理由と氏名が入る"),
    ("tombstone", "削除したもののidと印"),
    ("working_version", "書きかけの文"),
    ("task", "確かめること。受給者証や請求の番号が入る"),
    ("sheet", "外の様式。写しには、みまもりの様式だけを使う"),
    ("paper_sheet", "印刷に使った様式"),
];

/// Every table that stays out of it beside those of no export, with its reason.
pub(super) fn all_left_out() -> impl Iterator<Item = (&'static str, &'static str)> {
    LEFT_OUT.iter().copied()
}

/// A table of facts, by whose days.
macro_rules! facts {
    ($table:literal, $whose:literal, $body:ty, [$($own:literal),*]) => {
        Columns {
            table: $table,
            whose: Whose::Of($whose),
            columns: &[
                ("office_id", Mask::Keep),
                $(($own, Mask::Keep),)*
                ("body", Mask::Json(reads::<$body>)),
                ("recorded_by_kind", Mask::Keep),
                ("recorded_by", Mask::Keep),
                ("recorded_by_name", Mask::Says("職員")),
                ("recorded_at", Mask::Day),
                ("corrects", Mask::Keep),
            ],
        }
    };
}

const TABLES: &[Columns] = &[
    Columns {
        table: "certificate",
        whose: Whose::Of("client_id"),
        columns: &[
            ("office_id", Mask::Keep),
            ("id", Mask::Keep),
            ("client_id", Mask::Keep),
            ("service", Mask::Keep),
            ("number", Mask::Number(10)),
            ("municipality", Mask::Keep),
            ("municipality_name", Mask::Keep),
            ("decision", Mask::Keep),
            ("plan_made_on", Mask::Day),
            ("upper_limit_yen", Mask::Keep),
            ("phases", Mask::Json(reads::<Vec<Phase>>)),
            ("months", Mask::Json(reads::<Vec<calendar::YearMonth>>)),
            ("monthly_start", Mask::Keep),
            ("proposal", Mask::Json(reads::<Proposal>)),
            ("version", Mask::Keep),
            ("ward", Mask::Text),
            ("benefit_start", Mask::Keep),
            ("benefit_end", Mask::Keep),
            ("moved_out_on", Mask::Day),
        ],
    },
    Columns {
        table: "client",
        whose: Whose::Of("id"),
        columns: &[
            ("office_id", Mask::Keep),
            ("id", Mask::Keep),
            ("number", Mask::Number(4)),
            ("name", Mask::Name("利用者")),
            ("kana", Mask::Name("リヨウシャ")),
            ("birth", Mask::Birth),
            ("sex", Mask::Keep),
            ("postal_code", Mask::Blank),
            ("address", Mask::Says("（住所を除きました）")),
            ("phone", Mask::Blank),
            ("fax", Mask::Blank),
            ("residence", Mask::Keep),
            ("tenure", Mask::Keep),
            ("grade", Mask::Keep),
            ("guardian", Mask::Json(reads::<Guardian>)),
            ("specialist_id", Mask::Keep),
            ("care_management", Mask::Keep),
            ("ended_on", Mask::Day),
            ("note", Mask::Text),
            ("search", Mask::Blank),
            ("person_key", Mask::Blank),
            ("version", Mask::Keep),
            ("self_plans", Mask::Json(reads::<SelfPlans>)),
            ("wards", Mask::Json(reads::<WardPeriods>)),
            ("other_offices", Mask::Json(reads::<OtherOffices>)),
        ],
    },
    Columns {
        table: "client_fact",
        whose: Whose::Of("client_id"),
        columns: &[
            ("office_id", Mask::Keep),
            ("client_id", Mask::Keep),
            ("seq", Mask::Keep),
            ("from_on", Mask::Day),
            ("body", Mask::Json(reads::<About>)),
            ("recorded_by_kind", Mask::Keep),
            ("recorded_by", Mask::Keep),
            ("recorded_by_name", Mask::Says("職員")),
            ("recorded_at", Mask::Day),
            ("corrects", Mask::Keep),
        ],
    },
    facts!("contact_fact", "client_id", ContactFact, ["id", "client_id", "seq", "kind"]),
    facts!("fact", "round_id", RoundFact, ["id", "round_id", "seq", "kind"]),
    Columns {
        table: "holiday",
        whose: Whose::Office,
        columns: &[
            ("office_id", Mask::Keep),
            ("day", Mask::Keep),
            ("name", Mask::Text),
            ("imported_by", Mask::Keep),
            ("imported_at", Mask::Keep),
        ],
    },
    Columns {
        table: "intake",
        whose: Whose::Of("id"),
        columns: &[("office_id", Mask::Keep), ("id", Mask::Keep), ("closed_on", Mask::Day), ("version", Mask::Keep)],
    },
    facts!("intake_fact", "intake_id", IntakeFact, ["id", "intake_id", "seq", "kind"]),
    Columns {
        table: "municipality",
        whose: Whose::Office,
        columns: &[
            ("office_id", Mask::Keep),
            ("code", Mask::Keep),
            ("name", Mask::Keep),
            ("wards", Mask::Json(reads::<Vec<WardOfTown>>)),
            ("version", Mask::Keep),
        ],
    },
    Columns {
        table: "municipality_setting",
        whose: Whose::Office,
        columns: &[
            ("office_id", Mask::Keep),
            ("municipality", Mask::Keep),
            ("key", Mask::Keep),
            ("from_on", Mask::Keep),
            ("value", Mask::Keep),
            ("set_by", Mask::Keep),
            ("set_at", Mask::Keep),
        ],
    },
    Columns {
        table: "office",
        whose: Whose::Office,
        columns: &[
            ("id", Mask::Keep),
            ("name", Mask::Says("研修用の事業所")),
            ("address", Mask::Blank),
            ("phone", Mask::Blank),
            ("manager", Mask::Says("管理者")),
            ("number_plan", Mask::Says("0000000000")),
            ("number_child", Mask::Says("0000000000")),
            ("area_plan", Mask::Keep),
            ("area_child", Mask::Keep),
            ("grade", Mask::Keep),
            ("municipality", Mask::Keep),
            ("start_month", Mask::Keep),
            ("version", Mask::Keep),
        ],
    },
    Columns {
        table: "office_fact",
        whose: Whose::Office,
        columns: &[
            ("office_id", Mask::Keep),
            ("seq", Mask::Keep),
            ("from_on", Mask::Keep),
            ("body", Mask::Json(reads::<OfficeFactBody>)),
            ("recorded_by_kind", Mask::Keep),
            ("recorded_by", Mask::Keep),
            ("recorded_by_name", Mask::Says("職員")),
            ("recorded_at", Mask::Keep),
            ("corrects", Mask::Keep),
        ],
    },
    Columns {
        table: "organisation",
        whose: Whose::Office,
        columns: &[
            ("id", Mask::Keep),
            ("kind", Mask::Keep),
            ("name", Mask::Says("研修用の事業所")),
            ("idle_minutes", Mask::Keep),
            ("asks_reason", Mask::Keep),
        ],
    },
    facts!(
        "paper_fact",
        "client_id",
        PaperFact,
        ["id", "subject_kind", "subject", "seq", "client_id", "kind", "batch"]
    ),
    Columns {
        table: "plan_answer",
        whose: Whose::Of("certificate_id"),
        columns: &[
            ("office_id", Mask::Keep),
            ("certificate_id", Mask::Keep),
            ("seq", Mask::Keep),
            ("facts", Mask::Json(reads::<PlanFacts>)),
            ("answered_by", Mask::Keep),
            ("answered_by_name", Mask::Says("職員")),
            ("answered_at", Mask::Day),
        ],
    },
    Columns {
        table: "planning_case",
        whose: Whose::Of("client_id"),
        columns: &[
            ("office_id", Mask::Keep),
            ("id", Mask::Keep),
            ("client_id", Mask::Keep),
            ("service", Mask::Keep),
            ("municipality", Mask::Keep),
            ("kind", Mask::Keep),
            ("replaces", Mask::Keep),
            ("fiscal_year", Mask::Keep),
            ("reception", Mask::Keep),
            ("opened_on", Mask::Day),
            ("closed_on", Mask::Day),
            ("version", Mask::Keep),
        ],
    },
    facts!("planning_fact", "case_id", CaseFact, ["id", "case_id", "seq", "kind"]),
    Columns {
        table: "provider",
        whose: Whose::Office,
        columns: &[
            ("office_id", Mask::Keep),
            ("id", Mask::Keep),
            ("number", Mask::Number(10)),
            ("name", Mask::Name("サービス事業所")),
            ("kana", Mask::Name("サービスジギョウショ")),
            ("services", Mask::Json(reads::<Vec<String>>)),
            ("address", Mask::Blank),
            ("phone", Mask::Blank),
            ("fax", Mask::Blank),
            ("mail", Mask::Blank),
            ("person", Mask::Blank),
            ("from_on", Mask::Keep),
            ("ended_on", Mask::Keep),
            ("note", Mask::Text),
            ("version", Mask::Keep),
        ],
    },
    Columns {
        table: "round",
        whose: Whose::Of("client_id"),
        columns: &[
            ("office_id", Mask::Keep),
            ("id", Mask::Keep),
            ("client_id", Mask::Keep),
            ("service", Mask::Keep),
            ("municipality", Mask::Keep),
            ("month", Mask::Keep),
            ("scheduled", Mask::Keep),
            ("claimed_on", Mask::Day),
            ("version", Mask::Keep),
        ],
    },
    Columns {
        table: "service_grant",
        whose: Whose::Of("certificate_id"),
        columns: &[
            ("office_id", Mask::Keep),
            ("id", Mask::Keep),
            ("certificate_id", Mask::Keep),
            ("service", Mask::Keep),
            ("amount", Mask::Amount),
            ("start_on", Mask::Day),
            ("end_on", Mask::Day),
            ("provider_id", Mask::Keep),
            ("provider_name", Mask::Text),
        ],
    },
    Columns {
        table: "specialist",
        whose: Whose::Office,
        columns: &[
            ("office_id", Mask::Keep),
            ("id", Mask::Keep),
            ("name", Mask::Name("専門員")),
            ("kana", Mask::Name("センモンイン")),
            ("ended_on", Mask::Keep),
            ("version", Mask::Keep),
        ],
    },
    facts!("used_amount", "client_id", UsedFact, ["client_id", "seq"]),
];
