//! The rows of the grants: services known to the law, validities that run forwards and do not overlap.

use calendar::wareki;
use domain::{
    client::Grant,
    id::{GrantId, ProviderId},
    text,
};
use law::LawBook;

use super::GrantText;
use crate::input::{Reading, limit};

/// Longer than any validity the law knows: a wrong era or year.
const LONGEST_YEARS: i16 = 10;

/// Reads the rows that are filled; at least one must be.
pub(super) fn read_grants(
    r: &mut Reading,
    rows: &[GrantText],
    law: &LawBook,
    mut grant_id: impl FnMut(usize) -> GrantId,
) -> Vec<Grant> {
    let mut grants: Vec<(usize, Grant)> = Vec::new();
    let mut any = false;
    for (row, typed) in rows.iter().enumerate().filter(|(_, typed)| !typed.is_empty()) {
        any = true;
        if let Some(grant) = read_grant(r, row, typed, law, grant_id(row)) {
            let overlapping = grants.iter().find(|(_, earlier)| {
                earlier.service == grant.service && earlier.start <= grant.end && grant.start <= earlier.end
            });
            if let Some((earlier, _)) = overlapping {
                r.refuse(
                    format!("grant_start_{row}"),
                    format!(
                        "{}の有効期間が{}行目と重なっています。同じサービスの期間は重ねられません。",
                        grant.service,
                        earlier + 1
                    ),
                );
            }
            grants.push((row, grant));
        }
    }
    let first = grants.iter().map(|(_, grant)| grant.start).min();
    let last = grants.iter().max_by_key(|(_, grant)| grant.end);
    if let (Some(first), Some((row, last))) = (first, last)
        && last.end.year() - first.year() > LONGEST_YEARS
        && grants.len() > 1
    {
        r.refuse(
            format!("grant_end_{row}"),
            format!("はじめの開始日から最後の終了日までが{LONGEST_YEARS}年を超えています。年を確かめてください。"),
        );
    }
    if !any {
        r.refuse("grant_service_0", "支給決定のサービスを1つ以上入力してください。");
    }
    grants.into_iter().map(|(_, grant)| grant).collect()
}

/// A provider of the register by its id; whether it is there is asked of the register when the certificate is kept.
fn read_provider(r: &mut Reading, field: String, typed: &str) -> Option<ProviderId> {
    let typed = typed.trim();
    let provider = typed.parse().ok();
    if provider.is_none() && !typed.is_empty() {
        r.refuse(field, "サービス提供事業所を一覧から選び直してください。");
    }
    provider
}

fn read_grant(r: &mut Reading, row: usize, typed: &GrantText, law: &LawBook, id: GrantId) -> Option<Grant> {
    let at = |name: &str| format!("grant_{name}_{row}");
    let before = r.reasons.len();
    let name = text::line(&typed.service);
    let service = law.services().find(&name).filter(|kind| !kind.is_group()).map(|kind| kind.name.clone());
    if name.is_empty() {
        r.refuse(at("service"), "サービスの種類を選んでください。");
    } else if service.is_none() {
        let shown: String = name.chars().take(40).collect();
        r.refuse(at("service"), format!("「{shown}」というサービスの種類はありません。一覧から選んでください。"));
    }
    let amount = r.line(at("amount"), "支給量", &typed.amount, limit::SHORT);
    let start = r.required_date(at("start"), "有効期間の開始日", &typed.start);
    let end = r.required_date(at("end"), "有効期間の終了日", &typed.end);
    if let (Some(start), Some(end)) = (start, end) {
        if end < start {
            r.refuse(
                at("end"),
                format!("有効期間の終了日（{}）が開始日（{}）より前です。", wareki::long(end), wareki::long(start)),
            );
        } else if end.year() - start.year() > LONGEST_YEARS {
            r.refuse(at("end"), format!("有効期間が{LONGEST_YEARS}年を超えています。年を確かめてください。"));
        }
    }
    let provider = read_provider(r, at("provider"), &typed.provider);
    let provider_name = r.line(at("provider_name"), "サービス提供事業所", &typed.provider_name, limit::SHORT);
    if provider.is_some() && !provider_name.is_empty() {
        r.refuse(at("provider_name"), "事業所は、台帳から選ぶか名前を書くか、どちらか1つにしてください。");
    }
    if r.reasons.len() > before {
        return None;
    }
    Some(Grant { id, service: service?, amount, start: start?, end: end?, provider, provider_name })
}
