//! 市町村の決まり, loaded once for a use case: what the municipality of each certificate decided, day by day.

use std::sync::Arc;

use domain::{
    id::{ClientId, OfficeId},
    monitoring::Round,
    office::{DatedSetting, MunicipalitySettings, SettingsBook},
};
use store::{Tx, board, municipalities, settings as kept};

use crate::{Cx, Refusal, law_book, office::open_days};

/// The settings of every municipality the actor's office deals with.
pub fn settings(cx: &mut Cx<'_>) -> Result<SettingsBook, Refusal> {
    of_office(cx.tx, cx.actor.office)
}

/// The settings of every municipality an office deals with.
pub(crate) fn of_office(tx: &mut Tx, office: OfficeId) -> Result<SettingsBook, Refusal> {
    let towns = municipalities::all(tx, office)?;
    let kept::Entered { values, broken } = kept::all(tx, office)?;
    let entered: Vec<DatedSetting> = values.into_iter().map(|entered| entered.setting).collect();
    let open_days = Arc::new(open_days(tx, office)?);
    Ok(SettingsBook::new(law_book()?, &towns, &entered, &open_days).without(broken))
}

/// What the round's municipality decided, as of the round's day.
pub(crate) fn settings_of_round(cx: &mut Cx<'_>, round: &Round) -> Result<MunicipalitySettings, Refusal> {
    Ok(settings(cx)?.of(&round.municipality, round.judged_on()).clone())
}

/// Writes a client's lines of the board anew, after the name, the specialist or a certificate changed.
pub fn refresh_client(cx: &mut Cx<'_>, client: ClientId) -> Result<(), Refusal> {
    let settings = settings(cx)?;
    board::refresh_client(cx.tx, cx.actor.office, client, &settings)?;
    Ok(())
}
