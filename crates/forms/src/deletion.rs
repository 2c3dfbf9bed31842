//! 削除証明書: the data set of the paper that says what of a client was deleted, by whom and when.

use calendar::Date;
use serde_json::{Map, Value};

use crate::{DataSet, DataSetKind, FieldName};

/// The data set of a certificate of deletion.
pub const DELETION: DataSetKind = DataSetKind { word: "deletion", items: FIELDS };

/// Rows of a kind that were deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeletedRows {
    /// In Japanese.
    pub label: String,
    /// Table.
    pub table: String,
    /// How many.
    pub rows: i64,
}

/// What a certificate is printed from.
#[derive(Clone, Debug)]
pub struct DeletionInput<'a> {
    /// 事業所名.
    pub office: &'a str,
    /// The deletion's id.
    pub number: String,
    /// The client's id: no name.
    pub client: String,
    /// 理由.
    pub reason: &'a str,
    /// 最後のサービスの日.
    pub last_service: String,
    /// 保存期間の最後の日.
    pub kept_until: String,
    /// Who proposed it, and when.
    pub proposed: String,
    /// Who confirmed it, and when it was deleted.
    pub confirmed: String,
    /// When it was done anew in a copy that was put back; empty where it was not.
    pub again: String,
    /// SHA-256 over the tombstone.
    pub sha256: &'a str,
    /// What went.
    pub rows: &'a [DeletedRows],
    /// The day of the deletion.
    pub done_on: Date,
}

const fn field(path: &'static str, title: &'static str) -> FieldName {
    FieldName { path, title }
}

const FIELDS: &[FieldName] = &[
    field("office.name", "事業所名"),
    field("deletion.number", "削除の番号"),
    field("deletion.client", "利用者の番号（記号）"),
    field("deletion.reason", "削除した理由"),
    field("deletion.last_service", "最後のサービスの日"),
    field("deletion.kept_until", "保存期間の最後の日"),
    field("deletion.proposed", "提案した人"),
    field("deletion.confirmed", "確認して削除した人"),
    field("deletion.again", "控えを戻したあとに、やり直した日時"),
    field("deletion.sha256", "削除した行の控えのハッシュ（SHA-256）"),
    field("rows[].label", "種類"),
    field("rows[].table", "表"),
    field("rows[].count", "件数"),
];

const ROWS: &str = "rows";

/// The certificate as data.
pub fn deletion(input: &DeletionInput<'_>) -> DataSet {
    let page = [
        ("office.name", input.office),
        ("deletion.number", &input.number),
        ("deletion.client", &input.client),
        ("deletion.reason", input.reason),
        ("deletion.last_service", &input.last_service),
        ("deletion.kept_until", &input.kept_until),
        ("deletion.proposed", &input.proposed),
        ("deletion.confirmed", &input.confirmed),
        ("deletion.again", &input.again),
        ("deletion.sha256", input.sha256),
    ];
    let page: Map<String, Value> =
        page.into_iter().map(|(path, value)| (path.to_owned(), Value::from(value))).collect();
    let row = |it: &DeletedRows| {
        let items = [("label", it.label.clone()), ("table", it.table.clone()), ("count", it.rows.to_string())];
        items
            .into_iter()
            .map(|(name, value)| (format!("{ROWS}[].{name}"), Value::from(value)))
            .collect::<Map<String, Value>>()
    };
    DataSet {
        dated: input.done_on,
        flags: [("draft".to_owned(), Value::from(false))].into_iter().collect(),
        page,
        tables: [(ROWS, input.rows.iter().map(row).collect())].into_iter().collect(),
    }
}
