//! Amounts that a provider told while its services were checked: each beside the provider's words, of one month.

use calendar::{Date, YearMonth};
use domain::{
    client::{UsedFact, UsedSource},
    facts::New,
    id::ClientId,
    text,
};
use serde_json::json;

use super::{
    record::{Source, Told, fact},
    table::{UsedCell, table},
};
use crate::{
    AuditAction, Cx, Refusal,
    input::{Reader, TypedFields},
    record::{Stream as _, append},
};

/// An amount as a line of the table of step (1) has it.
#[derive(Clone, Debug)]
pub struct ToldAmount {
    /// サービスの種類.
    pub service: String,
    /// The field in which it was typed.
    pub field: String,
    /// What was typed.
    pub text: String,
    /// What the page had shown.
    pub was: String,
    /// Who told it: the provider.
    pub told_by: String,
    /// When.
    pub told_on: Date,
}

impl ToldAmount {
    /// Whether it says something else than the page had shown.
    pub fn is_changed(&self) -> bool {
        text::line(&self.text) != text::line(&self.was)
    }
}

/// Records the amounts that were changed; an emptied one is unknown again. The caller has authorized and counts the sending.
pub(crate) fn record_told(
    cx: &mut Cx<'_>,
    client: ClientId,
    month: YearMonth,
    amounts: &[ToldAmount],
) -> Result<(), Refusal> {
    let changed: Vec<&ToldAmount> = amounts.iter().filter(|one| one.is_changed()).collect();
    if changed.is_empty() {
        return Ok(());
    }
    let mut told = Told::load(cx, client)?;
    let certificates = store::certificates::of_client(cx.tx, cx.actor.office, client)?;
    let (_, rows) = table(&certificates, &told.used, month);
    let cells = rows.first().map_or(&[][..], |row| row.cells.as_slice());
    let typed: TypedFields = changed
        .iter()
        .flat_map(|one| [(one.field.clone(), one.text.clone()), (was_field(one), one.was.clone())])
        .collect();
    let mut reader = Reader::on_page(&typed, cx.today);
    let mut new: Vec<New<UsedFact>> = Vec::new();
    for one in changed {
        let Some(cell) = cells.iter().find(|cell| cell.service == one.service && cell.is_open()) else {
            reader.refuse(one.field.clone(), format!("{}の支給決定が、この月にはありません。", one.service));
            continue;
        };
        let source = Source { source: UsedSource::Provider, told_by: one.told_by.clone(), told_on: one.told_on };
        let cell = UsedCell { field: one.field.clone(), was_field: was_field(one), ..cell.clone() };
        new.extend(fact(&mut reader, (&cell, cell.unit), Some(&source), &told.used));
    }
    reader.done()?;
    append(cx, &mut told, new)?;
    cx.audit(AuditAction::RecordUsedAmounts, &client.to_string(), &json!({ "months": [month.to_string()] }))
}

fn was_field(one: &ToldAmount) -> String {
    format!("{}_was", one.field)
}
