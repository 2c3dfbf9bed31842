//! 担当外の閲覧: where the office asks for it, whoever is not in charge of a client says why before the client's pages open, the 管理者 too.
//! They stay open for that person and client for half a day, and the office sees who opened which.

use calendar::YearMonth;
use domain::{
    id::{ClientId, OpeningId},
    office::Right,
};
use serde_json::json;
use store::{
    openings::{self, OfClient, Opening},
    organisations,
};

use crate::{
    AuditAction, Cx, Refusal,
    accounts::{AHEAD_MINUTES, is_within, shifted},
    input::{Reader, Typed, limit},
    limits,
};

/// The client behind a thing whose pages are shut for the actor until a reason is given. None where they are open, and where
/// there is no such thing: that the page itself says.
pub fn shut(cx: &mut Cx<'_>, of: OfClient) -> Result<Option<ClientId>, Refusal> {
    let (office, user) = (cx.actor.office, cx.actor.user);
    let Some(behind) = openings::behind(cx.tx, office, of, user)?.filter(|behind| !behind.in_charge) else {
        return Ok(None);
    };
    let now = (cx.outside.now)();
    let last = openings::last(cx.tx, office, user, behind.client, &shifted(&now, AHEAD_MINUTES))?;
    let open = last.is_some_and(|at| is_within(&at, &now, limits::OPENING_MINUTES));
    Ok((!open).then_some(behind.client))
}

/// 氏名 and フリガナ of a client who is about to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToOpen {
    /// 氏名.
    pub name: String,
    /// フリガナ.
    pub kana: String,
}

/// Whom the page that asks for the reason names: what every list shows.
pub fn to_open(cx: &mut Cx<'_>, client: ClientId) -> Result<ToOpen, Refusal> {
    cx.authorize(Right::Read)?;
    let client = store::clients::find(cx.tx, cx.actor.office, client)?.ok_or(Refusal::NotFound)?;
    Ok(ToOpen { name: client.name, kana: client.kana })
}

/// Opens the client's pages for the actor.
pub fn open_client(cx: &mut Cx<'_>, client: ClientId, typed: &dyn Typed) -> Result<(), Refusal> {
    cx.authorize(Right::Read)?;
    cx.once("openings.open", |cx| {
        let mut r = Reader::on_page(typed, cx.today);
        let reason = r.required("opening_reason", "理由", limit::ADDRESS);
        r.done()?;
        store::clients::find(cx.tx, cx.actor.office, client)?.ok_or(Refusal::NotFound)?;
        let id = OpeningId((cx.outside.new_id)());
        let opening = Opening {
            id,
            client,
            user: cx.actor.user,
            user_name: cx.actor.name.clone(),
            reason,
            opened_at: (cx.outside.now)(),
        };
        openings::add(cx.tx, cx.actor.office, &opening)?;
        // What was typed stands in the row; the log proves that it was not changed.
        let entry = json!({ "opening": id, "sha256": crate::sha256_hex(&opening.reason) });
        cx.audit(AuditAction::OpenClient, &client.to_string(), &entry)
    })
}

/// An opening as the office sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpeningLine {
    /// Who, why and when.
    pub opening: Opening,
    /// 氏名 of the client.
    pub name: String,
    /// フリガナ of the client.
    pub kana: String,
}

/// The openings of a month, the newest first.
pub fn list_openings(cx: &mut Cx<'_>, month: YearMonth) -> Result<Vec<OpeningLine>, Refusal> {
    cx.authorize(Right::Audit)?;
    let all = openings::of_month(cx.tx, cx.actor.office, month, limits::OPENINGS)?;
    Ok(all.into_iter().map(|(opening, name, kana)| OpeningLine { opening, name, kana }).collect())
}

/// Whether the office asks for a reason.
pub fn asks_reason(cx: &mut Cx<'_>) -> Result<bool, Refusal> {
    cx.authorize(Right::Audit)?;
    organisations::asks_reason(cx.tx, cx.actor.office.into())?.ok_or(Refusal::NotFound)
}

/// Sets it, at once for everybody.
pub fn set_asks_reason(cx: &mut Cx<'_>, asks: bool) -> Result<(), Refusal> {
    cx.authorize(Right::DecideAccess)?;
    cx.once("openings.set-asks-reason", |cx| {
        let office = cx.actor.office;
        let before = organisations::asks_reason(cx.tx, office.into())?;
        organisations::set_asks_reason(cx.tx, office.into(), asks)?;
        cx.audit(AuditAction::SaveAsksReason, &office.to_string(), &json!({ "before": before, "after": asks }))
    })
}
