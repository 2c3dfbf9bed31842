//! 書出: everything an office has, in formats that any program reads (CSV, JSON lines), with a manifest.

use std::collections::{BTreeSet, HashMap};

use calendar::{Date, YearMonth};
use domain::{
    client::{Client, DisabilityGrade, OtherOfficePeriod, SelfPlanPeriod, Sex, Tenure},
    office::Right,
    text::guarded,
};
use serde::Serialize;
use serde_json::{Value, json};
use store::{StoreError, audit::AuditFilter};

use super::{
    attached::{AttachedFile, attached_files},
    whole_office::{manifest, table_files},
};
use crate::{AuditAction, Cx, Refusal};

/// One file of the export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportFile {
    /// Name; holds no personal data.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
    /// Rows or entries in it.
    pub entries: usize,
}

/// Entries of the log that are read at once.
const LOG_PAGE: i64 = 1000;

/// The files of the actor's office; the last one is the manifest with their hashes. No password is among them. What was
/// attached to records is only named here: it is read and written chunk by chunk ([`AttachedFile`]).
pub fn export_office(cx: &mut Cx<'_>) -> Result<(Vec<ExportFile>, Vec<AttachedFile>), Refusal> {
    cx.authorize(Right::Administer)?;
    // Whoever looks after the settings alone sees no client, in files neither.
    cx.authorize(Right::Read)?;
    let office_id = cx.actor.office;
    let office = store::offices::find(cx.tx, office_id)?.ok_or(Refusal::NotFound)?;
    let mut files = vec![lines("office.jsonl", &[office])?];
    let specialists = store::specialists::list(cx.tx, office_id)?;
    files.push(lines("specialists.jsonl", &specialists)?);
    let users: Vec<_> = store::accounts::list(cx.tx, office_id)?.into_iter().map(|account| account.user).collect();
    files.push(lines("users.jsonl", &users)?);
    files.push(clients(cx)?);
    files.push(not_told(cx)?);
    files.extend(certificates(cx)?);
    files.extend(rounds(cx)?);
    files.push(claims(cx)?);
    for (closing, bytes, _) in store::closings::files(cx.tx, office_id)? {
        files.push(ExportFile { name: format!("closing-{closing}.csv"), bytes, entries: 1 });
    }
    files.push(log(cx)?);
    files.extend(table_files(cx.tx, office_id)?);
    let attached = attached_files(cx.tx, office_id)?;
    let manifest = manifest(office_id, &(cx.outside.now)(), &files, &attached);
    let mut bytes = serde_json::to_vec_pretty(&manifest).map_err(|error| unwritable("manifest.json", &error))?;
    bytes.push(b'\n');
    files.push(ExportFile { name: "manifest.json".to_owned(), bytes, entries: files.len() });
    let counts = json!({ "files": files.len() + attached.len() });
    cx.audit(AuditAction::Export, &office_id.to_string(), &counts)?;
    Ok((files, attached))
}

/// The headings of `clients.csv`.
const CLIENT: [&str; 27] = [
    "id",
    "利用者番号",
    "氏名",
    "フリガナ",
    "生年月日",
    "性別",
    "郵便番号",
    "住所",
    "電話番号",
    "FAX番号",
    "住まい",
    "持家・借家",
    "障害支援区分",
    "保護者氏名",
    "保護者フリガナ",
    "続柄",
    "保護者電話番号",
    "保護者生年月日",
    "担当id",
    "担当",
    "介護保険のケアマネジメント",
    "セルフプラン開始日",
    "セルフプランをやめた日",
    "担当開始日",
    "前の事業所",
    "終了日",
    "備考",
];

fn clients(cx: &mut Cx<'_>) -> Result<ExportFile, Refusal> {
    let all = store::clients::all(cx.tx, cx.actor.office)?;
    let specialists = store::specialists::list(cx.tx, cx.actor.office)?;
    let names: HashMap<_, _> = specialists.into_iter().map(|it| (it.id, it.name)).collect();
    let rows = all.iter().map(|client| {
        let guardian = client.guardian.as_ref();
        let of = |text: fn(&domain::client::Guardian) -> &String| guardian.map(text).cloned().unwrap_or_default();
        let care = client.care_management.map(|yes| if yes { "はい" } else { "いいえ" });
        vec![
            client.id.to_string(),
            client.number.clone(),
            client.name.clone(),
            client.kana.clone(),
            client.birth.to_string(),
            client.sex.map(Sex::label).unwrap_or_default().to_owned(),
            client.postal_code.clone(),
            client.address.clone(),
            client.phone.clone(),
            client.fax.clone(),
            client.residence.label().to_owned(),
            client.tenure.map(Tenure::label).unwrap_or_default().to_owned(),
            client.grade.map(DisabilityGrade::label).unwrap_or_default().to_owned(),
            of(|it| &it.name),
            of(|it| &it.kana),
            of(|it| &it.relation),
            of(|it| &it.phone),
            guardian.and_then(|it| it.birth).map(|day| day.to_string()).unwrap_or_default(),
            client.specialist.map(|id| id.to_string()).unwrap_or_default(),
            client.specialist.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
            care.unwrap_or_default().to_owned(),
            self_plans(client, |period| Some(period.from)),
            self_plans(client, |period| period.off_from),
            came(client).and_then(|it| it.ours_from).map(|day| day.to_string()).unwrap_or_default(),
            came(client).map(|it| it.office.clone()).unwrap_or_default(),
            client.ended_on.map(|day| day.to_string()).unwrap_or_default(),
            client.note.clone(),
        ]
    });
    table("clients.csv", &CLIENT, rows)
}

/// 知らせない: whose address or number is not to be told, so that whoever opens `clients.csv` can see it.
fn not_told(cx: &mut Cx<'_>) -> Result<ExportFile, Refusal> {
    let (all, today) = (store::client_facts::of_office(cx.tx, cx.actor.office)?, cx.today);
    let mark = |hidden: bool| if hidden { "知らせない" } else { "" }.to_owned();
    let rows = all.iter().filter_map(|(client, about)| {
        let marks = about.emergency_on(today)?;
        let hidden = marks.people.iter().filter(|one| one.hidden).map(|one| one.phone.clone()).collect::<Vec<_>>();
        let marked = marks.address_hidden || marks.phone_hidden || !hidden.is_empty();
        let (address, phone) = (mark(marks.address_hidden), mark(marks.phone_hidden));
        marked.then(|| vec![client.to_string(), address, phone, hidden.join("、")])
    });
    table("not-told.csv", &["利用者id", "住所", "電話番号", "知らせない連絡先の電話番号"], rows)
}

/// The office that was in charge before this one, where the client came from another.
fn came(client: &Client) -> Option<&OtherOfficePeriod> {
    client.other_offices.0.first().filter(|period| period.from.is_none() && period.ours_from.is_some())
}

/// One day of each self-plan, as the import reads them back.
fn self_plans(client: &Client, day: fn(&SelfPlanPeriod) -> Option<Date>) -> String {
    let days = client.self_plans.0.iter().map(|period| day(period).map(|day| day.to_string()).unwrap_or_default());
    days.collect::<Vec<_>>().join("、")
}

fn certificates(cx: &mut Cx<'_>) -> Result<[ExportFile; 2], Refusal> {
    let all = store::certificates::all(cx.tx, cx.actor.office)?;
    let header = [
        "id",
        "利用者id",
        "相談支援の種類",
        "受給者証番号",
        "市町村番号",
        "市町村名",
        "決定区分",
        "計画作成日",
        "利用者負担上限額",
        "モニタリング期間",
        "実施月",
        "毎月3回の始まり",
        "提案",
    ];
    let rows = all.iter().map(|it| {
        vec![
            it.id.to_string(),
            it.client.to_string(),
            it.service.label().to_owned(),
            it.number.clone(),
            it.municipality.clone(),
            it.municipality_name.clone(),
            it.decision.label().to_owned(),
            it.plan_made_on.map(|day| day.to_string()).unwrap_or_default(),
            it.upper_limit_yen.map(|yen| yen.to_string()).unwrap_or_default(),
            json!(it.phases).to_string(),
            it.months.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
            it.monthly_start.label().to_owned(),
            json!(it.proposal).to_string(),
        ]
    });
    let papers = table("certificates.csv", &header, rows)?;
    let header = ["id", "受給者証id", "サービス", "支給量", "有効期間開始", "有効期間終了", "事業所id", "事業所名"];
    let rows = all.iter().flat_map(|of| of.grants.iter().map(move |it| (of, it))).map(|(of, it)| {
        vec![
            it.id.to_string(),
            of.id.to_string(),
            it.service.clone(),
            it.amount.clone(),
            it.start.to_string(),
            it.end.to_string(),
            it.provider.map(|id| id.to_string()).unwrap_or_default(),
            it.provider_name.clone(),
        ]
    });
    Ok([papers, table("grants.csv", &header, rows)?])
}

fn rounds(cx: &mut Cx<'_>) -> Result<[ExportFile; 2], Refusal> {
    let all = store::rounds::all(cx.tx, cx.actor.office)?;
    let header = ["id", "利用者id", "相談支援の種類", "市町村番号", "予定月", "予定", "請求日"];
    let rows = all.iter().map(|it| {
        vec![
            it.id.to_string(),
            it.client.to_string(),
            it.service.label().to_owned(),
            it.municipality.clone(),
            it.month.to_string(),
            if it.scheduled { "1" } else { "0" }.to_owned(),
            it.claimed_on.map(|day| day.to_string()).unwrap_or_default(),
        ]
    });
    let months = table("rounds.csv", &header, rows)?;
    let facts: Vec<Value> = all
        .iter()
        .flat_map(|round| round.facts.iter().map(move |fact| json!({ "round": round.id, "fact": fact })))
        .collect();
    Ok([months, lines("facts.jsonl", &facts)?])
}

/// Every claim of every closing, with what became of it.
fn claims(cx: &mut Cx<'_>) -> Result<ExportFile, Refusal> {
    let mut entries = Vec::new();
    for month in closed_months(cx)? {
        for claim in store::claims::of_month(cx.tx, cx.actor.office, month)? {
            entries.push(json!({
                "id": claim.id, "closing": claim.closing, "client": claim.client, "round": claim.round,
                "service": claim.service, "month": claim.month, "fee": claim.fee,
                "municipality": claim.municipality, "monitored_on": claim.monitored_on,
                "units": claim.units, "yen": claim.yen,
                "lines": claim.lines.iter().map(|line| json!({
                    "seq": line.seq, "fee": line.fee, "plan": line.plan, "code": line.code, "name": line.name,
                    "units": line.units, "count": line.count,
                })).collect::<Vec<Value>>(),
            }));
        }
    }
    lines("claims.jsonl", &entries)
}

/// Every month of which anything was closed, without the limit that the page of the months has.
fn closed_months(cx: &mut Cx<'_>) -> Result<BTreeSet<YearMonth>, Refusal> {
    let mut months = BTreeSet::new();
    for (closing, _, _) in store::closings::files(cx.tx, cx.actor.office)? {
        months.extend(store::closings::find(cx.tx, cx.actor.office, closing)?.map(|closing| closing.month));
    }
    Ok(months)
}

/// The whole log, newest first.
fn log(cx: &mut Cx<'_>) -> Result<ExportFile, Refusal> {
    let mut entries = Vec::new();
    let mut before = None;
    loop {
        let filter = AuditFilter { before, limit: LOG_PAGE, ..AuditFilter::default() };
        let page = store::audit::list(cx.tx, cx.actor.office, &filter)?;
        let Some(last) = page.last() else { break };
        before = Some(last.seq);
        entries.extend(page.iter().map(|entry| {
            json!({ "seq": entry.seq, "at": entry.at, "actor_id": entry.actor_id, "actor_name": entry.actor_name,
                "action": entry.word, "subject": entry.subject,
                "body": serde_json::from_str::<Value>(&entry.body).unwrap_or_else(|_| json!(entry.body)) })
        }));
    }
    lines("records.jsonl", &entries)
}

fn table(name: &str, header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Result<ExportFile, Refusal> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xEF\xBB\xBF".to_vec());
    writer.write_record(header).map_err(|error| unwritable(name, &error))?;
    let mut entries = 0;
    for row in rows {
        writer
            .write_record(row.iter().map(|cell| guarded(cell).into_owned()))
            .map_err(|error| unwritable(name, &error))?;
        entries += 1;
    }
    let bytes = writer.into_inner().map_err(|error| unwritable(name, &error))?;
    Ok(ExportFile { name: name.to_owned(), bytes, entries })
}

fn lines<T: Serialize>(name: &str, entries: &[T]) -> Result<ExportFile, Refusal> {
    let mut bytes = Vec::new();
    for entry in entries {
        serde_json::to_writer(&mut bytes, entry).map_err(|error| unwritable(name, &error))?;
        bytes.push(b'\n');
    }
    Ok(ExportFile { name: name.to_owned(), bytes, entries: entries.len() })
}

/// An export with a gap would be taken for whole: it fails instead.
fn unwritable(name: &str, error: &dyn std::fmt::Display) -> Refusal {
    let (table, column) = ("export", "file");
    StoreError::Inconsistent { table, column, id: name.to_owned(), reason: error.to_string() }.into()
}
