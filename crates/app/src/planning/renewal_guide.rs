//! The way of a renewal on the page of its case: the parts in their order, what they begin with, what was typed, what still needs a look.

use std::collections::HashMap;

use domain::{
    id::CaseId,
    office::Right,
    planning::{
        CaseFactKind, CaseKind, CaseText, PlanningCase, p1_assessment::Assessment, p1_basic::BasicInformation,
        p1_review::Review, p2_draft::PlanDraft, p2_interval::IntervalProposal, p2_week_plan::WeekPlan, p5_plan::Plan,
        person::PersonRecord,
    },
};
use serde::Serialize;
use serde_json::Value;
use store::working_versions;

use super::{
    person::person_record,
    record::{load, replaced},
    renewal::{self, renewal_side},
    working_text::{as_it_stands, beginning},
};
use crate::{Cx, Refusal};

/// The parts that a renewal goes through, in their order.
const PARTS: [CaseFactKind; 16] = [
    CaseFactKind::Coverage,
    CaseFactKind::Basic,
    CaseFactKind::Interview,
    CaseFactKind::Review,
    CaseFactKind::Assessment,
    CaseFactKind::Draft,
    CaseFactKind::WeekPlan,
    CaseFactKind::Interval,
    CaseFactKind::DraftConsent,
    CaseFactKind::HandIn,
    CaseFactKind::Decision,
    CaseFactKind::Coordination,
    CaseFactKind::Conference,
    CaseFactKind::Plan,
    CaseFactKind::Consent,
    CaseFactKind::Delivery,
];

/// The names under which nobody types anything.
const NOT_TYPED: [&str; 7] = ["id", "of_need", "made_from", "neutrality", "registered", "carried_from", "from"];

/// The way of a renewal.
#[derive(Clone, Debug)]
pub struct RenewalGuide {
    /// Its parts, in their order.
    pub lines: Vec<RenewalLine>,
    /// The fields of all of them.
    pub fields: FieldCount,
}

/// One part of the way.
#[derive(Clone, Debug)]
pub struct RenewalLine {
    /// The part.
    pub part: CaseFactKind,
    /// How far it is.
    pub state: GuideState,
    /// The fields of a text; none for what is no text.
    pub fields: Option<FieldCount>,
    /// What still needs a look, in sentences.
    pub looks: Vec<String>,
}

/// How far a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuideState {
    /// まだ.
    Open,
    /// 書きかけ.
    Written,
    /// 済.
    Done,
}

/// Fields of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FieldCount {
    /// That it begins with.
    pub prefilled: usize,
    /// That say something else than it began with.
    pub typed: usize,
}

/// What the texts of a case begin with.
struct Begins {
    case: PlanningCase,
    last: Option<PlanningCase>,
    person: PersonRecord,
    written: Vec<CaseFactKind>,
}

/// The way of a renewal; none for another case.
pub fn renewal_guide(cx: &mut Cx<'_>, id: CaseId) -> Result<Option<RenewalGuide>, Refusal> {
    cx.authorize(Right::Read)?;
    let case = load(cx, id)?;
    if case.kind != CaseKind::Renewal {
        return Ok(None);
    }
    let from = Begins {
        last: replaced(cx, &case)?,
        person: person_record(cx, &case)?,
        written: working_versions::being_written(cx.tx, cx.actor.office, id)?,
        case,
    };
    let mut lines = Vec::new();
    for part in PARTS {
        lines.push(line(cx, &from, part)?);
    }
    let add = |all: FieldCount, one: FieldCount| FieldCount {
        prefilled: all.prefilled + one.prefilled,
        typed: all.typed + one.typed,
    };
    // The plan begins as the draft: what was typed there is not counted twice.
    let own = lines.iter().filter(|line| line.part != CaseFactKind::Plan || line.state == GuideState::Done);
    let fields = own.filter_map(|line| line.fields).fold(FieldCount::default(), add);
    Ok(Some(RenewalGuide { lines, fields }))
}

fn line(cx: &mut Cx<'_>, from: &Begins, part: CaseFactKind) -> Result<RenewalLine, Refusal> {
    let state = match (from.written.contains(&part), from.case.standing_of(part).next()) {
        (true, _) => GuideState::Written,
        (false, Some(_)) => GuideState::Done,
        (false, None) => GuideState::Open,
    };
    let fields = match part {
        CaseFactKind::Basic => Some(counted_of::<BasicInformation>(cx, from)?),
        CaseFactKind::Review => Some(counted_of::<Review>(cx, from)?),
        CaseFactKind::Assessment => Some(counted_of::<Assessment>(cx, from)?),
        CaseFactKind::Draft => Some(counted_of::<PlanDraft>(cx, from)?),
        CaseFactKind::WeekPlan => Some(counted_of::<WeekPlan>(cx, from)?),
        CaseFactKind::Interval => Some(counted_of::<IntervalProposal>(cx, from)?),
        CaseFactKind::Plan => Some(counted_of::<Plan>(cx, from)?),
        _ => None,
    };
    let looks = if state == GuideState::Done { Vec::new() } else { looks(cx, from, part, fields)? };
    Ok(RenewalLine { part, state, fields, looks })
}

/// What still needs a look in a part that is not finished.
fn looks(
    cx: &mut Cx<'_>,
    from: &Begins,
    part: CaseFactKind,
    fields: Option<FieldCount>,
) -> Result<Vec<String>, Refusal> {
    let mut looks = Vec::new();
    match part {
        CaseFactKind::Review => {
            let reports = renewal::reports(cx, &from.case, from.last.as_ref())?.len();
            looks.push(match reports {
                0 => "この期間の報告はまだありません".to_owned(),
                reports => format!("この期間の報告が{reports}件あります。達成したこと・課題を取り込めます"),
            });
        }
        CaseFactKind::Interview if from.last.as_ref().is_some_and(|last| last.interview().is_some()) => {
            looks.push("場所と会った相手は、前の面接から入っています".to_owned());
        }
        CaseFactKind::Draft => {
            if let Some(side) = renewal_side(cx, from.case.id)? {
                let told = side.told(&now::<PlanDraft>(cx, from)?);
                let kept = told.kept_goals.iter().filter(|kept| **kept).count();
                if kept > 0 {
                    looks.push(format!("前の計画と同じ目標が{kept}つあります。続ける理由をたずねます"));
                }
                let changes = told.changes.unwrap_or_default();
                if !changes.is_empty() {
                    looks.push(format!("種類・量が前の計画と違います（{}）", changes.join("、")));
                }
                if !told.offers.is_empty() {
                    looks.push(format!("振り返りの課題が{}つ、まだ計画にありません", told.offers.len()));
                }
            }
        }
        _ => {}
    }
    if fields.is_some_and(|it| it.prefilled > 0) {
        looks.push("入っている内容を確かめ、変わったところを直します".to_owned());
    }
    Ok(looks)
}

/// A text as it is written, else finished, else as it begins.
fn now<T: CaseText>(cx: &mut Cx<'_>, from: &Begins) -> Result<T, Refusal> {
    Ok(as_it_stands(cx, &from.case)?.unwrap_or_else(|| start(from)))
}

fn start<T: CaseText>(from: &Begins) -> T {
    let (before, known) = beginning::<T>(&from.case, from.last.as_ref(), &from.person);
    before.map_or(known, |before| before.carried)
}

fn counted_of<T: CaseText>(cx: &mut Cx<'_>, from: &Begins) -> Result<FieldCount, Refusal> {
    let now = now::<T>(cx, from)?;
    Ok(counted(&T::default(), &start::<T>(from), &now))
}

/// The fields that a text begins with, beside those of an empty one, and those that say something else now.
fn counted<T: Serialize>(empty: &T, begun: &T, now: &T) -> FieldCount {
    FieldCount { prefilled: said_more(empty, begun), typed: said_more(begun, now) }
}

/// How many fields of the second say what none of the first says under the same name.
fn said_more<T: Serialize>(first: &T, second: &T) -> usize {
    let mut known: HashMap<(String, String), usize> = HashMap::new();
    for field in fields_of(first) {
        *known.entry(field).or_default() += 1;
    }
    let new = fields_of(second).into_iter().filter(|field| match known.get_mut(field) {
        Some(left) if *left > 0 => {
            *left -= 1;
            false
        }
        _ => true,
    });
    new.count()
}

/// Every field that says something, with its name; rows have the names of their fields.
fn fields_of<T: Serialize>(text: &T) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    gather("", &serde_json::to_value(text).unwrap_or_default(), &mut fields);
    fields
}

fn gather(name: &str, value: &Value, fields: &mut Vec<(String, String)>) {
    match value {
        Value::Object(parts) => {
            let typed = parts.iter().filter(|(name, _)| !NOT_TYPED.contains(&name.as_str()));
            typed.for_each(|(name, value)| gather(name, value, fields));
        }
        Value::Array(rows) => rows.iter().for_each(|row| gather(name, row, fields)),
        Value::Null | Value::Bool(false) => {}
        Value::String(text) if text.is_empty() => {}
        said => fields.push((name.to_owned(), said.to_string())),
    }
}
