//! 事業所の変更: the form of a client who comes from another office or goes over to one, with the notice, the certificate out and back, and
//! the hand-over.

use calendar::{Date, wareki};
use domain::client::{About, AboutClient, AboutKind, MonthTaken, OfficeChange};

use super::contract::past;
use crate::{
    Reason,
    input::{Reader, TypedFields, limit},
};

/// What the form says. The day of the change may lie ahead: the notice is handed in before it.
pub(super) fn read(r: &mut Reader<'_>, kind: AboutKind, today: Date) -> Option<OfficeChange> {
    let on = r.required_date("change_on", "変更する日");
    let office = r.required("other_office", "事業所名", limit::NAME);
    let change = OfficeChange {
        on: on?,
        office,
        person: r.line("other_person", "担当者・連絡先", limit::ADDRESS),
        reason: r.paragraph("change_reason", "変更する理由", limit::NOTE),
        noticed_on: past(r, ("noticed_on", "変更届出書を出した日"), today),
        noticed_by: r.line("noticed_by", "出した人", limit::SHORT),
        certificate_out_on: past(r, ("certificate_out_on", "受給者証を市町村に出した日"), today),
        certificate_back_on: past(r, ("certificate_back_on", "受給者証が本人に返った日"), today),
        handed_over_on: past(r, ("handed_over_on", "引継ぎをした日"), today),
        handed_over: r.paragraph("handed_over", "引き継いだもの", limit::NOTE),
        month_taken: match kind {
            AboutKind::ToOffice => {
                let label = "変更の月に、新しい事業所がすること";
                r.choice("month_taken", label, MonthTaken::ALL, |it| (it.word(), it.label()))
            }
            _ => None,
        },
    };
    if change.certificate_out_on.zip(change.certificate_back_on).is_some_and(|(out, back)| back < out) {
        r.refuse("certificate_back_on", "受給者証が返った日が、市町村に出した日より前です。");
    }
    if change.certificate_back_on.is_some() && change.certificate_out_on.is_none() && r.is_empty("certificate_out_on") {
        r.refuse("certificate_out_on", "返った日を入れるときは、市町村に出した日も入力してください。");
    }
    Some(change)
}

/// Why a change cannot stand where it is: the changes follow each other, there and back.
pub(super) fn refuse(about: &AboutClient, kind: AboutKind, change: &OfficeChange, birth: Date) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if change.on < birth {
        reasons.push(Reason::at("change_on", "変更する日が生年月日より前です。年を確かめてください。"));
    }
    let under_way = about.office_change_under_way(kind).map(|fact| fact.id);
    let before = about.office_changes().into_iter().rfind(|(fact, ..)| Some(fact.id) != under_way);
    if let Some((_, way, last)) = before.filter(|(_, _, last)| change.on <= last.on) {
        let (day, label) = (wareki::long(last.on), way.label());
        let sentence = format!("前の変更（{day}、{label}）より後の日にしてください。");
        reasons.push(Reason::at("change_on", sentence));
    }
    reasons
}

/// The form with it.
pub(super) fn fill(change: &OfficeChange) -> TypedFields {
    TypedFields::default()
        .with_day("change_on", Some(change.on))
        .with("other_office", &change.office)
        .with("other_person", &change.person)
        .with("change_reason", &change.reason)
        .with_day("noticed_on", change.noticed_on)
        .with("noticed_by", &change.noticed_by)
        .with_day("certificate_out_on", change.certificate_out_on)
        .with_day("certificate_back_on", change.certificate_back_on)
        .with_day("handed_over_on", change.handed_over_on)
        .with("handed_over", &change.handed_over)
        .with("month_taken", change.month_taken.map(MonthTaken::word).unwrap_or_default())
}

/// What is still to be done of the last change, in sentences: for the client's page and for 本人と家族・契約.
pub(crate) fn open(about: &AboutClient, ended_on: Option<Date>, today: Date) -> Vec<(AboutKind, String)> {
    let Some((fact, kind, change)) = about.office_changes().pop() else { return Vec::new() };
    let mut open = Vec::new();
    let (day, office) = (wareki::long(change.on), &change.office);
    let way = match fact.body.what {
        About::ToOffice(_) => format!("{day}から、{office}が担当します"),
        _ => format!("{day}から、{office}に代わって担当します"),
    };
    let missing = change.open();
    if !missing.is_empty() {
        open.push((kind, format!("{way}。まだ記録がないもの: {}。", missing.join("、"))));
    }
    if kind == AboutKind::ToOffice && change.is_within_month() && change.month_taken.is_none() {
        let sentence = "変更の月に、新しい事業所が計画かモニタリングをするかを確かめてください。この事業所がその月の報酬を請求できるかが決まります。";
        open.push((kind, sentence.to_owned()));
    }
    if kind == AboutKind::ToOffice && change.on <= today && ended_on.is_none() {
        open.push((kind, format!("{day}から{office}の担当です。支援の終了を記録してください。")));
    }
    open
}
