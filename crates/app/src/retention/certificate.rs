//! 削除証明書: what went, by whom and when, as a paper. Ids, kinds, numbers and hashes; no name of the person.

use calendar::{Date, Time, in_japan, wareki};
use domain::{id::DeletionId, office::Right};
use forms::{DELETION, DeletedRows, DeletionInput, FilledForm, forms_of};
use store::deletions::{self, Deletion, Signed};

use crate::{Cx, Refusal, office, records, sheets};

/// A kind of rows that went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateLine {
    /// In Japanese.
    pub label: String,
    /// Table.
    pub table: String,
    /// How many rows.
    pub rows: i64,
}

/// Tables that are not sealed, in the words of the screens.
const OTHERS: [(&str, &str); 8] = [
    ("draft", "入力途中の下書き"),
    ("working_version", "書きかけの文書"),
    ("task", "確かめることの控え"),
    ("board", "ホームの一覧の行"),
    ("board_case", "計画の一覧の行"),
    ("board_gap", "支給決定の切れ目の行"),
    ("file_chunk", "添付したファイルの中身"),
    ("audit", "操作の記録の文章"),
];

/// The kinds of rows in words.
pub fn certificate_lines(counts: &[(String, i64)]) -> Vec<CertificateLine> {
    let label = |table: &str| {
        let other = OTHERS.iter().find(|(name, _)| *name == table).map(|(_, label)| *label);
        other.unwrap_or_else(|| records::table_label(table)).to_owned()
    };
    counts
        .iter()
        .map(|(table, rows)| CertificateLine { label: label(table), table: table.clone(), rows: *rows })
        .collect()
}

/// The certificate of a deletion that was carried out.
pub fn certificate_form(cx: &mut Cx<'_>, id: DeletionId) -> Result<FilledForm, Refusal> {
    cx.authorize(Right::Read)?;
    let deletion = deletions::find(cx.tx, cx.actor.office, id)?.ok_or(Refusal::NotFound)?;
    let (Some(confirmed), Some(sha256)) = (&deletion.confirmed, &deletion.sha256) else {
        return Err(Refusal::NotFound);
    };
    let form = forms_of(&DELETION).next().ok_or(Refusal::NotFound)?;
    let office = office::office(cx)?;
    let rows: Vec<DeletedRows> = certificate_lines(&deletion.counts)
        .into_iter()
        .map(|line| DeletedRows { label: line.label, table: line.table, rows: line.rows })
        .collect();
    let done_on = in_japan(&confirmed.at).map_or(cx.today, |(day, _)| day);
    let Deletion { client, reason, last_service, kept_until, proposed, again_at, .. } = &deletion;
    let input = DeletionInput {
        office: &office.name,
        number: id.to_string(),
        client: client.to_string(),
        reason,
        last_service: last_service.map(wareki::long).unwrap_or_default(),
        kept_until: kept_until.map(wareki::long).unwrap_or_default(),
        proposed: stamped(proposed),
        confirmed: stamped(confirmed),
        again: again_at.as_deref().and_then(in_japan).map(moment).unwrap_or_default(),
        sha256,
        rows: &rows,
        done_on,
    };
    let data = forms::deletion(&input);
    sheets::fill(cx, form, &data)
}

/// 「佐藤 花子　令和8年11月22日 10:00」.
fn stamped(by: &Signed) -> String {
    let at = in_japan(&by.at).map(moment).unwrap_or_default();
    format!("{}　{at}", by.name)
}

fn moment((day, time): (Date, Time)) -> String {
    format!("{} {time}", wareki::long(day))
}
