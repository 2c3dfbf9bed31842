//! 市町村の設定 in force for the office: the file of its municipality, with what the office changed.

use domain::{
    id::{ClientId, OfficeId},
    office::MunicipalitySettings,
};
use law::LawBook;
use store::{StoreError, Tx, board, settings as kept};

use crate::{Cx, Refusal};

/// The settings of the actor's office.
pub fn settings(cx: &mut Cx<'_>) -> Result<MunicipalitySettings, Refusal> {
    of_office(cx.tx, cx.actor.office)
}

/// The settings of an office.
pub(crate) fn of_office(tx: &mut Tx, office: OfficeId) -> Result<MunicipalitySettings, Refusal> {
    let key = kept::municipality_of(tx, office)?.ok_or(Refusal::NotFound)?;
    let book = LawBook::embedded().map_err(|error| StoreError::Inconsistent {
        table: "law",
        column: "municipalities",
        id: key.clone(),
        reason: error.to_string(),
    })?;
    let from_file = MunicipalitySettings::from_law(book, &key);
    let changed = kept::changed(tx, office, &key)?;
    Ok(changed.iter().fold(from_file, |settings, own| settings.with(&own.key, &own.value)))
}

/// Writes a client's lines of the board anew, after the name, the specialist or a certificate changed.
pub fn refresh_client(cx: &mut Cx<'_>, client: ClientId) -> Result<(), Refusal> {
    let settings = settings(cx)?;
    board::refresh_client(cx.tx, cx.actor.office, client, &settings)?;
    Ok(())
}
