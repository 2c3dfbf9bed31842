//! 利用者と受給者証を取り込む: the whole file is looked at first; what is taken goes in batches, each a transaction of its
//! own, so that others can save in between and the work can be stopped. Stopped, or begun again, it goes on where it
//! was: what is here already is passed over.

use std::collections::HashMap;

use domain::{client::AboutKind, id::ClientId, office::Right, text};
use jiff::Timestamp;
use serde_json::json;
use store::Db;

use super::{
    CellProblem, ImportReport, ImportTable, RejectedRow, Watch,
    case_tables::other_table,
    columns::{CAME_ON, Columns, NAME, OFFICE_BEFORE},
    rows::{GoodRow, Known, Person, RowOutcome, person},
    sheet::read_sheet,
};
use crate::{
    AuditAction, Cx, Outside, Refusal, Staff,
    certificates::register,
    clients::{EndText, about::record_about, create_client, end_client},
    input::TypedFields,
    law_book, limits,
};

/// Rows of a batch: few enough that somebody who saves meanwhile does not notice.
const BATCH: usize = 200;

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

/// Who imports, and where to.
#[derive(Clone)]
pub struct Importer {
    /// The database.
    pub db: Db,
    /// Who acts.
    pub actor: Staff,
    /// What comes from outside.
    pub outside: Outside,
}

impl Importer {
    pub(super) fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Cx<'_>) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let (actor, outside) = (self.actor.clone(), self.outside.clone());
        self.db.read_now(move |tx| {
            let today = (outside.today)();
            work(&mut Cx { actor: &actor, tx, outside: &outside, today, operation: None })
        })
    }

    pub(super) fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Cx<'_>) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let (actor, outside) = (self.actor.clone(), self.outside.clone());
        self.db.write_now_in(self.actor.office, move |tx| {
            let today = (outside.today)();
            work(&mut Cx { actor: &actor, tx, outside: &outside, today, operation: None })
        })
    }
}

/// Takes clients and certificates from a file. Sent twice, what is here already is passed over. Blocks until it is done
/// or `watch` says to stop: to be called beside the requests, never in a lane of the database.
pub fn import_clients(by: &Importer, bytes: &[u8], mode: Mode, watch: &Watch) -> Result<ImportReport, Refusal> {
    let (mut report, good) = look(by, bytes, watch)?;
    let write = match mode {
        Mode::DryRun => false,
        Mode::AllOrNothing => report.is_clean(),
        Mode::TakeGoodRows => report.file_problems.is_empty(),
    };
    if write && !report.cancelled && !good.is_empty() {
        take(by, good, mode, watch, &mut report)?;
    }
    Ok(report)
}

/// Looks at every row: what the file comes to, and the rows that can be taken.
fn look(by: &Importer, bytes: &[u8], watch: &Watch) -> Result<(ImportReport, Vec<GoodRow>), Refusal> {
    let mut report = ImportReport::default();
    let law = law_book()?;
    // Who may not import learns nothing of the file.
    let mut known = by.read(move |cx| {
        cx.authorize(Right::EditClients)?;
        Known::load(cx, law)
    })?;
    let sheet = match read_sheet(bytes, &reasons_to_stop(by, watch)) {
        Ok(sheet) => sheet,
        Err(_) if watch.cancelled() => {
            report.cancelled = true;
            return Ok((report, Vec::new()));
        }
        Err(sentence) => {
            report.file_problems.push(sentence);
            return Ok((report, Vec::new()));
        }
    };
    report.encoding = sheet.label;
    report.header = sheet.header;
    report.rows = sheet.rows.len();
    let columns = match Columns::find(&report.header) {
        Ok(columns) => columns,
        Err(problems) => {
            let other = other_table(&report.header, ImportTable::Clients);
            report.file_problems = other.map_or(problems, |sentence| vec![sentence]);
            return Ok((report, Vec::new()));
        }
    };
    watch.begin(report.rows);
    let mut good: Vec<GoodRow> = Vec::new();
    for row in sheet.rows {
        if watch.cancelled() {
            report.cancelled = true;
            break;
        }
        match known.look_at(&columns, report.header.len(), row) {
            (_, RowOutcome::Good(row)) => good.push(*row),
            (_, RowOutcome::Known) => report.known += 1,
            (row, RowOutcome::Bad(problems)) => {
                let name = columns.cell(&row.cells, NAME).to_owned();
                report.rejected.push(RejectedRow { line: row.line, name, cells: row.cells, problems });
            }
        }
        watch.add(1);
    }
    report.good = good.len();
    report.certificates = good.iter().filter(|row| row.certificate.is_some()).count();
    let new: std::collections::HashSet<&Person> =
        good.iter().filter(|row| row.id.is_none()).map(|row| &row.person).collect();
    report.clients = new.len();
    Ok((report, good))
}

/// Why the reading of a file is to be given up, if so: somebody pressed 「止める」, or it has lasted too long.
pub(super) fn reasons_to_stop(by: &Importer, watch: &Watch) -> impl Fn() -> Option<String> {
    let begun = now(by);
    move || {
        if watch.cancelled() {
            return Some("読み込みを止めました。".to_owned());
        }
        let late = begun
            .zip(now(by))
            .is_some_and(|(begun, now)| now.duration_since(begun).unsigned_abs() > limits::IMPORT_READING);
        late.then(|| {
            "ファイルを読むのに時間がかかりすぎます。要らないシートや図を消すか、ファイルを分けてください。".to_owned()
        })
    }
}

fn now(by: &Importer) -> Option<Timestamp> {
    (by.outside.now)().parse().ok()
}

/// What a batch came to.
#[derive(Default)]
struct Taken {
    /// The ids of the people of its rows.
    ids: HashMap<Person, ClientId>,
    clients: usize,
    certificates: usize,
    /// The row that was refused after all; then nothing of the batch is kept.
    refused: Option<(usize, Vec<CellProblem>)>,
}

/// Writes the good rows batch by batch, as if each had been typed.
fn take(
    by: &Importer,
    good: Vec<GoodRow>,
    mode: Mode,
    watch: &Watch,
    report: &mut ImportReport,
) -> Result<(), Refusal> {
    watch.begin(good.len());
    (report.clients, report.certificates, report.taken) = (0, 0, 0);
    let mut ids: HashMap<Person, ClientId> = HashMap::new();
    let mut rest = good;
    while !rest.is_empty() {
        if watch.cancelled() {
            report.cancelled = true;
            break;
        }
        let size = rest.len().min(BATCH);
        let mut batch: Vec<GoodRow> = rest.drain(..size).collect();
        for row in &mut batch {
            row.id = row.id.or_else(|| ids.get(&row.person).copied());
        }
        let rows = batch.clone();
        let taken = by.write(move |cx| take_batch(cx, &rows)).or_else(undone)?;
        let Some((place, problems)) = taken.refused else {
            report.taken += size;
            report.clients += taken.clients;
            report.certificates += taken.certificates;
            ids.extend(taken.ids);
            watch.add(size);
            continue;
        };
        let GoodRow { line, cells, client, .. } = batch.remove(place);
        report.rejected.push(RejectedRow { line, name: client.name, cells, problems });
        report.good -= 1;
        if mode == Mode::AllOrNothing {
            break;
        }
        batch.append(&mut rest);
        rest = batch;
    }
    report.written = report.taken > 0;
    Ok(())
}

/// A refusal within a batch has undone the batch and names its row.
fn undone(refusal: Refusal) -> Result<Taken, Refusal> {
    let (place, sentence) = undone_at(refusal)?;
    let problem = CellProblem { column: String::new(), sentence };
    Ok(Taken { refused: Some((place, vec![problem])), ..Taken::default() })
}

/// Which row of a batch was refused, and why; the refusal itself where it is of none.
pub(super) fn undone_at(refusal: Refusal) -> Result<(usize, String), Refusal> {
    match refusal {
        Refusal::Refused(reasons) => {
            let place = reasons.first().and_then(|reason| reason.field.parse().ok());
            let sentence = reasons.iter().map(|reason| reason.sentence.as_str()).collect::<Vec<_>>().join(" ");
            Ok((place.ok_or(Refusal::Refused(reasons))?, sentence))
        }
        other => Err(other),
    }
}

/// One transaction: the rows of a batch, each with its own audit entries, and one for the batch.
fn take_batch(cx: &mut Cx<'_>, rows: &[GoodRow]) -> Result<Taken, Refusal> {
    cx.authorize(Right::EditClients)?;
    let mut taken = Taken::default();
    for (place, row) in rows.iter().enumerate() {
        take_row(cx, row, &mut taken).map_err(|refusal| at_row(refusal, place))?;
    }
    let counts = json!({ "rows": rows.len(), "clients": taken.clients, "certificates": taken.certificates });
    let office = cx.actor.office.to_string();
    cx.audit(AuditAction::Import, &office, &counts)?;
    Ok(taken)
}

/// Keeps a refusal's sentences, and the number of its row in the batch in the place of a field.
fn at_row(refusal: Refusal, place: usize) -> Refusal {
    match refusal {
        Refusal::Refused(mut reasons) => {
            reasons.iter_mut().for_each(|reason| reason.field = place.to_string().into());
            Refusal::Refused(reasons)
        }
        other => other,
    }
}

/// Writes one row. Whoever was registered since the file was looked at is not registered twice.
fn take_row(cx: &mut Cx<'_>, row: &GoodRow, taken: &mut Taken) -> Result<(), Refusal> {
    let here = row.id.or_else(|| taken.ids.get(&row.person).copied());
    let id = match here.map_or_else(|| registered(cx, row), |id| Ok(Some(id)))? {
        Some(id) => id,
        None => {
            taken.clients += 1;
            let id = create_client(cx, &row.client, true)?.id;
            if !row.ended_on.is_empty() {
                end_client(cx, id, &EndText { ended_on: row.ended_on.clone() }, 1)?;
            }
            if !row.came.0.is_empty() {
                let (on, office) = row.came.clone();
                let change = TypedFields(vec![(CAME_ON.to_owned(), on), (OFFICE_BEFORE.to_owned(), office)]);
                record_about(cx, id, AboutKind::FromOffice, &change, 0)?;
            }
            id
        }
    };
    taken.ids.insert(row.person.clone(), id);
    let Some(certificate) = &row.certificate else { return Ok(()) };
    if !paper_is_here(cx, id, row, certificate)? {
        register(cx, id, certificate)?;
        taken.certificates += 1;
    }
    Ok(())
}

/// The person of the row, where somebody has registered them meanwhile.
fn registered(cx: &mut Cx<'_>, row: &GoodRow) -> Result<Option<ClientId>, Refusal> {
    let nobody = ClientId(uuid::Uuid::nil());
    let kana = text::kana(&row.client.kana);
    for (id, _) in store::clients::same_person(cx.tx, cx.actor.office, &kana, row.person.2, nobody)? {
        let found = store::clients::find(cx.tx, cx.actor.office, id)?;
        if found.is_some_and(|client| person(&client) == row.person) {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// Whether somebody has registered the certificate of the row meanwhile.
fn paper_is_here(
    cx: &mut Cx<'_>,
    client: ClientId,
    row: &GoodRow,
    certificate: &crate::certificates::CertificateText,
) -> Result<bool, Refusal> {
    if row.id.is_none() && !store::certificates::of_client(cx.tx, cx.actor.office, client)?.is_empty() {
        let wanted = certificate.parse(
            crate::certificates::CertificateIdentity {
                id: domain::id::CertificateId(uuid::Uuid::nil()),
                office: cx.actor.office,
                client,
                version: 1,
            },
            cx.today,
            law_book()?,
            |_| domain::id::GrantId(uuid::Uuid::nil()),
        );
        let wanted = wanted.map_err(Refusal::Refused)?;
        let same = |it: &domain::client::Certificate| {
            it.number == wanted.number
                && it.municipality == wanted.municipality
                && it.service == wanted.service
                && it.starts_on() == wanted.starts_on()
        };
        return Ok(store::certificates::of_client(cx.tx, cx.actor.office, client)?.iter().any(same));
    }
    Ok(false)
}
