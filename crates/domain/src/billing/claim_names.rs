//! 氏名カナ: the names of a claim as its file takes them. The one place that says which name cannot be written: lamp, row,
//! closing and the client's own page ask it.

use calendar::{Date, YearMonth, age_on};
use law::{LawBook, Value, claim_format::ClaimFormat};

use crate::{
    client::{Client, ConsultationService, eligibility::ADULT_FROM},
    text::name_kana,
};

/// The names of one claim in half-width kana.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimNames {
    /// 支給決定者 (児: 給付決定保護者).
    pub payer: String,
    /// 児童, or empty.
    pub child: String,
    /// What did not fit, one sentence each.
    pub cut: Vec<String>,
}

/// A name that cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameFault {
    /// 項目名 of the claim.
    pub field: String,
    /// Why, in words.
    pub reason: String,
}

/// The names of a client's claim of a day; the faults where the file cannot take one.
pub fn claim_names(client: &Client, service: ConsultationService, day: Date) -> Result<ClaimNames, Vec<NameFault>> {
    let whole = |reason: String| vec![NameFault { field: "様式".to_owned(), reason }];
    let format = ClaimFormat::for_month(YearMonth::of(day)).map_err(whole)?;
    let kind =
        format.kind(service.label()).ok_or_else(|| whole("このサービスの請求書の様式がありません".to_owned()))?;
    let (payer, child) = of_client(client, service, day);
    let (mut cut, mut faults) = (Vec::new(), Vec::new());
    let mut fold = |key: &str, field: &str, name: &str| {
        let bytes = format.detail.iter().find(|one| one.key == key).map_or(0, |one| one.bytes);
        match name_kana(name, bytes) {
            Ok(folded) => {
                if !folded.cut.is_empty() {
                    let (kept, lost) = (&folded.text, &folded.cut);
                    cut.push(format!(
                        "「{field}」が長すぎるので、請求ファイルには「{kept}」までを書きます（「{lost}」は入りません）。"
                    ));
                }
                folded.text
            }
            Err(fault) => {
                faults.push(NameFault { field: field.to_owned(), reason: fault.reason() });
                String::new()
            }
        }
    };
    let payer = fold("payer_kana", &kind.payer_kana, payer);
    let child = fold("child_kana", &kind.child_kana, child);
    if faults.is_empty() { Ok(ClaimNames { payer, child, cut }) } else { Err(faults) }
}

/// 支給決定者 and 児童: a child's certificate is in the guardian's name.
fn of_client(client: &Client, service: ConsultationService, day: Date) -> (&str, &str) {
    let child = service == ConsultationService::Child || is_minor(client, day);
    match client.guardian.as_ref().filter(|_| child) {
        Some(guardian) => (&guardian.kana, &client.kana),
        None => (&client.kana, ""),
    }
}

fn is_minor(client: &Client, day: Date) -> bool {
    let adult_from =
        LawBook::embedded().ok().and_then(|book| book.timeline(ADULT_FROM)?.get(day)).map(|entry| &entry.value);
    matches!(adult_from, Some(Value::Whole(from)) if i64::from(age_on(client.birth, day)) < *from)
}
