//! 利用者を登録する.

use calendar::wareki;
use domain::{
    client::{OtherOffices, WardPeriods},
    id::{ClientId, SpecialistId},
    office::Right,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{ClientIdentity, ClientText};
use crate::{AuditAction, Cx, Reason, Refusal};

/// What is asked before somebody is registered a second time.
const SAME: &str = "同じフリガナ・生年月日の人が、もう登録されています。同じ人でないか確かめ、別の人のときは「別の人です」に印を付けて登録してください。";

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreatedClient {
    /// The new client.
    pub id: ClientId,
}

/// Others with the フリガナ and birthday that are typed: perhaps the same person. None while they cannot be read.
pub fn same_person(cx: &mut Cx<'_>, typed: &ClientText) -> Result<Vec<(ClientId, String)>, Refusal> {
    cx.authorize(Right::Read)?;
    let Ok(birth) = wareki::parse_day(typed.birth.trim(), cx.today) else { return Ok(Vec::new()) };
    let nobody = ClientId((cx.outside.new_id)());
    Ok(store::clients::same_person(cx.tx, cx.actor.office, &typed.kana, birth, nobody)?)
}

/// Registers a client. One who has フリガナ and birthday of another is registered only where it was said that it is another person.
pub fn create_client(cx: &mut Cx<'_>, typed: &ClientText, is_another: bool) -> Result<CreatedClient, Refusal> {
    cx.authorize(Right::EditClients)?;
    cx.once("create_client", |cx| {
        let identity = ClientIdentity {
            id: ClientId((cx.outside.new_id)()),
            office: cx.actor.office,
            ended_on: None,
            other_offices: OtherOffices::default(),
            wards: WardPeriods::default(),
            version: 1,
        };
        let client = typed.parse_page(identity, cx.today).map_err(Refusal::Refused)?;
        check_specialist(cx, client.specialist, None)?;
        let same = store::clients::same_person(cx.tx, client.office, &client.kana, client.birth, client.id)?;
        if !is_another && !same.is_empty() {
            return Err(Refusal::Refused(vec![Reason::at("is_another", SAME)]));
        }
        store::clients::insert(cx.tx, &client)?;
        cx.audit(AuditAction::CreateClient, &client.id.to_string(), &json!({ "after": client }))?;
        Ok(CreatedClient { id: client.id })
    })
}

/// Refuses a specialist who is not of this office, or has left it (unless the client had that one before).
pub(super) fn check_specialist(
    cx: &mut Cx<'_>,
    specialist: Option<SpecialistId>,
    before: Option<SpecialistId>,
) -> Result<(), Refusal> {
    let Some(id) = specialist.filter(|_| specialist != before) else { return Ok(()) };
    let today = cx.today;
    let found = store::specialists::list(cx.tx, cx.actor.office)?.into_iter().find(|it| it.id == id);
    let sentence = match found {
        None => "担当の相談支援専門員を選び直してください。",
        Some(it) if it.ended_on.is_some_and(|day| day < today) => {
            "選ばれた相談支援専門員は退職しています。別の人を選んでください。"
        }
        Some(_) => return Ok(()),
    };
    Err(Refusal::Refused(vec![Reason::at("specialist", sentence)]))
}
