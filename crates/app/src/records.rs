//! 記録: the list of what was done, and whether its chain holds.

use domain::office::Right;
use store::{
    audit::{self, AuditEntry, AuditFilter, Broken, Intact},
    seals::{self, WrongRow},
};

use crate::{Cx, Refusal};

/// Entries of a page of the list.
pub const PAGE: i64 = 50;

/// The entries that the filter lets through, newest first; one more than a page when there are older ones.
pub fn list_records(cx: &mut Cx<'_>, filter: AuditFilter) -> Result<Vec<AuditEntry>, Refusal> {
    cx.authorize(Right::Audit)?;
    let entries = audit::list(cx.tx, cx.actor.office, &AuditFilter { limit: PAGE + 1, ..filter })?;
    // What was changed of a client stands in the entry itself.
    for client in entries.iter().filter(|it| it.word.starts_with("client.")).filter_map(|it| it.subject.parse().ok()) {
        cx.tx.note_seen(client);
    }
    Ok(entries)
}

/// Where the log ends: nothing of what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEnd {
    /// How many entries there are.
    pub entries: i64,
    /// When the last one was written, UTC; none where there is none that can be read.
    pub last_at: Option<String>,
}

/// How far the log goes.
pub fn log_end(cx: &mut Cx<'_>) -> Result<LogEnd, Refusal> {
    cx.authorize(Right::ReadSettings)?;
    let newest = audit::list(cx.tx, cx.actor.office, &AuditFilter { limit: 1, ..AuditFilter::default() })?.pop();
    Ok(LogEnd { entries: newest.as_ref().map_or(0, |entry| entry.seq), last_at: newest.map(|entry| entry.at) })
}

/// What the walk through the log found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Whether the entries hold together.
    pub chain: Result<Intact, Broken>,
    /// Rows of the office, and accounts of its people, that are not as the log says.
    pub rows: Vec<WrongRow>,
}

/// Walks through the whole chain of the office, and compares every recorded row with it; it says nothing of what they say.
pub fn check_records(cx: &mut Cx<'_>) -> Result<Checked, Refusal> {
    cx.authorize(Right::ReadSettings)?;
    let office = cx.actor.office;
    let chain = audit::verify(cx.tx, office)?;
    let mut rows = seals::check(cx.tx, office)?;
    rows.extend(seals::check_accounts(cx.tx)?.into_iter().filter(|row| row.of.contains(&office)));
    Ok(Checked { chain, rows })
}

/// What a table holds, in Japanese; its own name where this list does not know it.
pub fn table_label(table: &str) -> &str {
    TABLES.iter().find(|(name, _)| *name == table).map_or(table, |(_, label)| label)
}

/// The sealed tables in the words of the screens.
const TABLES: &[(&str, &str)] = &[
    ("account_mail", "お知らせのメールアドレス"),
    ("attachment", "添付"),
    ("attachment_withdrawal", "添付の取り消し"),
    ("breach_fact", "漏えい等のおそれ"),
    ("certificate", "受給者証"),
    ("claim", "請求"),
    ("claim_event", "請求の結果"),
    ("claim_hold", "請求の見送り"),
    ("claim_line", "請求の明細"),
    ("client", "利用者"),
    ("client_fact", "利用者についての記録"),
    ("closing", "締め"),
    ("contact_fact", "相談の記録"),
    ("copy_drill", "控えから戻す練習"),
    ("copy_key", "控えの鍵"),
    ("deletion", "利用者の削除"),
    ("fact", "モニタリングの記録"),
    ("holiday", "祝日"),
    ("intake", "つながりにくい人"),
    ("intake_fact", "つながりにくい人の記録"),
    ("look_review", "閲覧の記録の確認"),
    ("membership", "所属"),
    ("municipality", "市町村"),
    ("municipality_setting", "市町村の決まり"),
    ("notice_address", "お知らせの宛先"),
    ("office", "事業所"),
    ("office_fact", "事業所の届出"),
    ("opening", "担当外の閲覧"),
    ("organisation", "組織"),
    ("paper_fact", "書類の印"),
    ("paper_sheet", "印刷に使った様式"),
    ("passkey", "パスキー"),
    ("plan_answer", "計画についての回答"),
    ("planning_case", "計画の経過"),
    ("planning_fact", "計画の記録"),
    ("provider", "サービス提供事業所"),
    ("recovery_code", "復旧コード"),
    ("round", "モニタリングの回"),
    ("second_factor", "二段階認証"),
    ("service_grant", "支給決定"),
    ("sheet", "外の様式"),
    ("specialist", "相談支援専門員"),
    ("tombstone", "削除した行の控え"),
    ("used_amount", "支給量の利用実績"),
    ("user_account", "ログインする人"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sealed_table_has_its_words() {
        let known: Vec<&str> = TABLES.iter().map(|(name, _)| *name).collect();
        let mut sealed: Vec<&str> = seals::sealed_tables().into_iter().map(|(name, _)| name).collect();
        sealed.sort_unstable();
        assert_eq!(known, sealed);
    }
}
