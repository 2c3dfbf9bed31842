//! 漏えい等のおそれ: declared by the 管理者 or who looks after the system; until a 管理者 lifts it, nothing of many clients leaves
//! the office by this program. The report grows on its page, with the two clocks of the law.

mod declare;
mod paper;
mod people;
mod report;
mod snapshot;

use domain::{
    breach::{Breach, Clock, clocks},
    id::{BreachId, OfficeId},
    office::Right,
};
use store::{StoreError, Tx, breaches};

use crate::{Cx, Refusal, law_book::law_book};

pub use declare::declare_breach;
pub use paper::breach_paper;
pub use people::{Affected, AffectedPerson, PeopleAsked, affected_people};
pub use report::{end_breach, save_report};
pub use snapshot::take_snapshot;

/// Past ones that the page lists.
const LISTED: i64 = 20;

/// Commands that give out what is of many clients; frozen while a breach stands.
pub const FROZEN_COMMANDS: [&str; 4] = ["export", "export --masked", "claims", "papers"];

/// Whether what leaves the office is frozen.
pub fn is_frozen(tx: &mut Tx, office: OfficeId) -> Result<bool, StoreError> {
    Ok(breaches::open(tx, office)?.is_some())
}

/// One with its clocks.
#[derive(Clone, Debug)]
pub struct BreachView {
    /// What was recorded.
    pub breach: Breach,
    /// 速報 and 確報.
    pub clocks: Vec<Clock>,
}

fn view(cx: &Cx<'_>, breach: Breach) -> Result<BreachView, Refusal> {
    Ok(BreachView { clocks: clocks(law_book()?, &breach, cx.today), breach })
}

/// The one that stands, for the home page of those who see to it; none where nothing is frozen.
pub fn standing_breach(cx: &mut Cx<'_>) -> Result<Option<BreachView>, Refusal> {
    cx.authorize(Right::ReadSettings)?;
    let Some(id) = breaches::open(cx.tx, cx.actor.office)? else { return Ok(None) };
    breach(cx, id).map(Some)
}

/// One of them.
fn breach(cx: &mut Cx<'_>, id: BreachId) -> Result<BreachView, Refusal> {
    let found = breaches::find(cx.tx, cx.actor.office, id)?.ok_or(Refusal::NotFound)?;
    view(cx, found)
}

/// One of them, with its report: for those who may see the log.
pub fn breach_page(cx: &mut Cx<'_>, id: BreachId) -> Result<BreachView, Refusal> {
    cx.authorize(Right::Audit)?;
    breach(cx, id)
}

/// All of them, the newest first.
pub fn list_breaches(cx: &mut Cx<'_>) -> Result<Vec<BreachView>, Refusal> {
    cx.authorize(Right::ReadSettings)?;
    let ids = breaches::list(cx.tx, cx.actor.office, LISTED)?;
    ids.into_iter().map(|id| breach(cx, id)).collect()
}
