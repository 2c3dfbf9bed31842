//! 利用者と受給者証を取り込む: nothing is written until the file is clean, or the good rows alone are asked for.

use domain::office::Right;
use serde_json::json;

use super::{
    ImportReport, RejectedRow,
    columns::Columns,
    read_sheet,
    rows::{GoodRow, Known, Outcome},
};
use crate::{Cx, Reason, Refusal, certificates::register, clients::create_client, law_book};

/// What to do with the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Look at it only.
    DryRun,
    /// Take all rows, or none where one is bad.
    AllOrNothing,
    /// Take the good rows; the bad ones come back as a file.
    TakeGoodRows,
}

/// Takes clients and certificates from a file. Sent twice, what is here already is passed over.
pub fn import_clients(cx: &mut Cx<'_>, bytes: &[u8], mode: Mode) -> Result<ImportReport, Refusal> {
    cx.authorize(Right::EditClients)?;
    cx.once("import_clients", |cx| {
        let mut report = ImportReport::default();
        let sheet = match read_sheet(bytes) {
            Ok(sheet) => sheet,
            Err(sentence) => {
                report.file_problems.push(sentence);
                return Ok(report);
            }
        };
        report.encoding = sheet.encoding.label().to_owned();
        report.header = sheet.header;
        report.rows = sheet.rows.len();
        let columns = match Columns::find(&report.header) {
            Ok(columns) => columns,
            Err(problems) => {
                report.file_problems = problems;
                return Ok(report);
            }
        };
        let mut known = Known::load(cx, law_book()?)?;
        let mut good = Vec::new();
        for row in sheet.rows {
            match known.look_at(&columns, report.header.len(), &row) {
                Outcome::Good(row) => good.push(*row),
                Outcome::Known => report.known += 1,
                Outcome::Bad(problems) => {
                    report.rejected.push(RejectedRow { line: row.line, cells: row.cells, problems });
                }
            }
        }
        report.good = good.len();
        report.certificates = good.iter().filter(|row| row.certificate.is_some()).count();
        report.clients = known.people.values().filter(|id| id.is_none()).count();
        let write = match mode {
            Mode::DryRun => false,
            Mode::AllOrNothing => report.is_clean(),
            Mode::TakeGoodRows => true,
        };
        if write && !good.is_empty() {
            take(cx, good, &mut known)?;
            report.written = true;
            let counts = json!({ "rows": report.rows, "clients": report.clients, "certificates": report.certificates,
                "rejected": report.rejected.len() });
            let office = cx.actor.office.to_string();
            cx.audit("transfer.import", &office, &counts)?;
        }
        Ok(report)
    })
}

/// Writes the good rows, as if each had been typed.
fn take(cx: &mut Cx<'_>, good: Vec<GoodRow>, known: &mut Known) -> Result<(), Refusal> {
    // Each row is part of this one sending.
    let sending = cx.operation.take();
    for row in good {
        let GoodRow { person, client, certificate } = row;
        let id = match known.people.get(&person).copied().flatten() {
            Some(id) => id,
            None => create_client(cx, &client).map_err(|refusal| named(refusal, &client.name))?.id,
        };
        known.people.insert(person, Some(id));
        if let Some(certificate) = certificate {
            register(cx, id, &certificate).map_err(|refusal| named(refusal, &client.name))?;
        }
    }
    cx.operation = sending;
    Ok(())
}

/// Says whose row was refused after all; nothing of the file is kept then.
fn named(refusal: Refusal, name: &str) -> Refusal {
    match refusal {
        Refusal::Refused(reasons) => Refusal::Refused(
            reasons.into_iter().map(|reason| Reason::at("", format!("{name}: {}", reason.sentence))).collect(),
        ),
        other => other,
    }
}
