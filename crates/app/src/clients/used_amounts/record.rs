//! Records what was typed into the table: only what differs from what the page had shown, each cell a fact of its own, all of them from
//! the same source.

use calendar::{Date, YearMonth, wareki};
use domain::{
    client::{Client, UsedAmount, UsedAmounts, UsedFact, UsedSource},
    facts::{Fact, Facts, New},
    id::ClientId,
    office::Right,
    planning::p2_week_plan::GrantedUnit,
    text,
};
use serde_json::json;

use super::table::{UsedCell, UsedColumn, shape, table};
use crate::{
    AuditAction, Cx, Reason, Refusal,
    input::{Reader, Typed, limit},
    record::{Stream, append},
};

/// A client with what was told of the use.
pub(super) struct Told {
    pub(super) client: Client,
    pub(super) used: UsedAmounts,
}

/// From where the amounts of a sending are known.
pub(super) struct Source {
    pub(super) source: UsedSource,
    pub(super) told_by: String,
    pub(super) told_on: Date,
}

/// Records the cells that were typed into the page of the twelve months that end with `until`. An empty cell is unknown: it takes back
/// what stood in it. A cell that somebody else filled meanwhile is not overwritten unseen.
pub fn record_used_amounts(
    cx: &mut Cx<'_>,
    client: ClientId,
    until: YearMonth,
    typed: &dyn Typed,
) -> Result<(), Refusal> {
    cx.authorize(Right::EditClients)?;
    cx.once(AuditAction::RecordUsedAmounts.word(), |cx| {
        let mut told = Told::load(cx, client)?;
        let certificates = store::certificates::of_client(cx.tx, cx.actor.office, client)?;
        let (columns, rows) = table(&certificates, &told.used, until);
        let mut reader = Reader::on_page(typed, cx.today);
        let r = &mut reader;
        if r.text("used_shape") != shape(&columns, until) {
            r.refuse("", "受給者証のサービスが変わっています。画面を開き直してから入力してください。");
            return reader.done();
        }
        let changed: Vec<&UsedCell> =
            rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.is_open() && is_changed(r, cell)).collect();
        let source = source(r, cx.today);
        if changed.is_empty() {
            r.refuse("", "数字が変わっていません。");
        }
        let units: Vec<Option<GrantedUnit>> = (0..).zip(&columns).map(|at| unit(r, at, &changed)).collect();
        let mut new: Vec<New<UsedFact>> = Vec::new();
        for cell in changed.iter().copied() {
            let unit = units.get(cell.column).copied().flatten();
            new.extend(fact(r, (cell, unit), source.as_ref(), &told.used));
        }
        reader.done()?;
        let months: Vec<String> = changed.iter().map(|cell| cell.month.to_string()).collect();
        append(cx, &mut told, new)?;
        cx.audit(AuditAction::RecordUsedAmounts, &client.to_string(), &json!({ "months": months }))
    })
}

/// Whether a cell says something else than the page had shown.
fn is_changed(r: &Reader<'_>, cell: &UsedCell) -> bool {
    text::line(r.text(&cell.field)) != text::line(r.text(&cell.was_field))
}

fn source(r: &mut Reader<'_>, today: Date) -> Option<Source> {
    let source =
        r.required_choice("used_source", "どこから聞いたか", UsedSource::ALL, |it| (it.word(), it.label()));
    let told_by = r.required("told_by", "聞いた相手・資料", limit::SHORT);
    let told_on = r.required_date("told_on", "聞いた日");
    if told_on.is_some_and(|day| day > today) {
        r.refuse("told_on", "聞いた日が今日より後です。");
    }
    Some(Source { source: source?, told_by, told_on: told_on? })
}

/// The unit of a column: known, or chosen where something was typed into it. That it is missing is said once.
fn unit(r: &mut Reader<'_>, (at, column): (usize, &UsedColumn), changed: &[&UsedCell]) -> Option<GrantedUnit> {
    let typed = changed.iter().any(|cell| cell.column == at && !text::line(r.text(&cell.field)).is_empty());
    match column.unit {
        None if typed => {
            let label = format!("{}の単位", column.service);
            r.required_choice(column.unit_field.clone(), &label, GrantedUnit::ALL, |it| (it.word(), it.label()))
        }
        known => known,
    }
}

/// The fact of a cell; what is wrong with it is noted at its field.
pub(super) fn fact(
    r: &mut Reader<'_>,
    (cell, unit): (&UsedCell, Option<GrantedUnit>),
    source: Option<&Source>,
    used: &UsedAmounts,
) -> Option<New<UsedFact>> {
    let place = format!("{}の{}", wareki::month(cell.month), cell.service);
    let typed = text::line(r.text(&cell.field));
    if cell.text != text::line(r.text(&cell.was_field)) && cell.text != typed {
        let now = if cell.text.is_empty() {
            "取り消しました".to_owned()
        } else {
            format!("{}と記録しました", cell.text)
        };
        let sentence = format!("{place}は、この画面を開いたあとに{}が{now}。確かめて保存してください。", by(cell));
        r.refuse(cell.field.clone(), sentence);
        return None;
    }
    if typed.is_empty() {
        return used.0.withdrawal(cell.fact?, String::new()).ok();
    }
    let unit = unit?;
    let Some(amount) = unit.read(&typed) else {
        let example = match unit {
            GrantedUnit::Minutes => "時間で入力してください（例: 62、62.5、62:30）",
            GrantedUnit::Days => "日数を整数で入力してください（例: 12）",
            GrantedUnit::Times => "回数を整数で入力してください（例: 5）",
        };
        r.refuse(cell.field.clone(), format!("{place}は、{example}。"));
        return None;
    };
    let most = unit.most_in(cell.month);
    if amount > most {
        r.refuse(cell.field.clone(), format!("{place}が多すぎます（この月は{}まで）。", unit.words(most)));
        return None;
    }
    let source = source?;
    let body = UsedFact::Used(UsedAmount {
        service: cell.service.clone(),
        month: cell.month,
        certificate: cell.certificate,
        granted: cell.granted.clone().unwrap_or_default(),
        amount,
        unit,
        source: source.source,
        told_by: source.told_by.clone(),
        told_on: source.told_on,
    });
    match cell.fact {
        Some(before) => used.0.correction(before, body).ok(),
        None => Some(New::of(body)),
    }
}

fn by(cell: &UsedCell) -> String {
    if cell.by.is_empty() { "ほかの人".to_owned() } else { format!("{}さん", cell.by) }
}

impl Stream for Told {
    type Body = UsedFact;
    type Key = ClientId;
    type Answer = ();
    type Basis = ();

    const RIGHT: Right = Right::EditClients;

    fn load(cx: &mut Cx<'_>, key: ClientId) -> Result<Self, Refusal> {
        let client = store::clients::find(cx.tx, cx.actor.office, key)?.ok_or(Refusal::NotFound)?;
        Ok(Self { used: store::used_amounts::of_client(cx.tx, cx.actor.office, key)?, client })
    }

    fn facts(&self) -> &Facts<UsedFact> {
        &self.used.0
    }

    fn stands_beside(_body: &UsedFact) -> bool {
        true
    }

    fn refuse(&self, _cx: &mut Cx<'_>, _body: &UsedFact, _withdrawn: bool) -> Result<Vec<Reason>, Refusal> {
        Ok(Vec::new())
    }

    fn next_id(&self, _cx: &Cx<'_>) -> i64 {
        Stream::version(self) + 1
    }

    fn append(&mut self, cx: &mut Cx<'_>, fact: Fact<UsedFact>) -> Result<(), Refusal> {
        store::used_amounts::append(cx.tx, cx.actor.office, self.client.id, &fact)?;
        self.used.0.append(fact);
        Ok(())
    }

    fn derive(&self, _cx: &mut Cx<'_>) -> Result<(), Refusal> {
        Ok(())
    }

    fn audit(&self, cx: &mut Cx<'_>, fact: &Fact<UsedFact>, action: AuditAction, _basis: &()) -> Result<(), Refusal> {
        cx.audit(action, &self.client.id.to_string(), &json!({ "fact": fact.id }))
    }

    fn answer(&self, _fact: &Fact<UsedFact>) {}
}
