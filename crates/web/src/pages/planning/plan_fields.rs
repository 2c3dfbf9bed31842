//! The body of a plan in a form: the same for the draft and for the plan, with their sums.

mod read;

use app::{planning::AgainstLast, providers::ProviderChoice};
use domain::{
    id::PlanRowId,
    planning::p2_draft::{Costs, PlanDraft, VAGUE_LIKE, VAGUE_WHY},
    text::yen,
};
use uuid::Uuid;

pub(super) use self::read::{fill, put_need, read};
use super::{
    frame::Frame,
    renewal_fields::{self, NeedOfferView, NeedPrompts},
};
use crate::{
    Form,
    form::rows::{GOAL_STEPS, PLAN_NEEDS, PLAN_SERVICES, Row, RowTools, Rows},
};

/// The lists of rows of the body.
pub const ROWS: &[Rows] = &[GOAL_STEPS, PLAN_NEEDS, PLAN_SERVICES];

/// What the fields of the body need beside the form.
pub struct PlanFields {
    pub(super) vague: [&'static str; 2],
    pub(super) steps: Vec<Row>,
    pub(super) needs: Vec<Row>,
    pub(super) services: Vec<ServiceFields>,
    /// Id and words of each need, for the services that meet it.
    pub(super) need_choices: Vec<(String, String)>,
    pub(super) costs: Costs,
    /// サービス費用 and 自己負担額.
    pub(super) totals: [String; 2],
    /// By how much the own burden is above 負担上限月額.
    pub(super) above_limit: Option<String>,
    /// What the fields say.
    pub(super) typed: PlanDraft,
    /// How they stand to the plan that is replaced; none for a first plan.
    pub(super) against: Option<AgainstLast>,
    /// What the review found that has no row yet.
    pub(super) offers: Vec<NeedOfferView>,
    prompts: Vec<NeedPrompts>,
}

impl PlanFields {
    /// Of a form, whose rows get their ids.
    pub fn of(form: &mut Form, frame: &Frame) -> Self {
        with_ids(form, PLAN_NEEDS, "need_id", 1);
        with_ids(form, PLAN_SERVICES, "service_id", 1_001);
        let typed = read(&mut form.clone());
        let count = PLAN_SERVICES.count(form);
        let limit = frame.side.as_ref().and_then(|side| side.of.upper_limit_yen);
        let register = frame.side.as_ref().map(|side| side.of.register.clone()).unwrap_or_default();
        let costs = typed.costs();
        let against = frame.renewal.as_ref().map(|it| it.told(&typed));
        let nothing = AgainstLast::default();
        Self {
            prompts: renewal_fields::prompts(&typed, frame, against.as_ref().unwrap_or(&nothing)),
            offers: against.as_ref().map(renewal_fields::offers).unwrap_or_default(),
            against,
            vague: [VAGUE_LIKE, VAGUE_WHY],
            steps: GOAL_STEPS.all(form),
            needs: PLAN_NEEDS.all(form),
            services: (0..count).map(|row| ServiceFields::of(row, count, &typed, &register)).collect(),
            need_choices: choices(&typed),
            above_limit: limit.and_then(|limit| costs.above_limit(limit)).map(yen),
            totals: [yen(costs.services), yen(costs.own_burden)],
            costs,
            typed,
        }
    }
}

impl PlanFields {
    /// What a need can take.
    pub(super) fn prompts_of(&self, row: &Row) -> Option<&NeedPrompts> {
        self.prompts.get(row.number.saturating_sub(1))
    }
}

/// The names of a service's fields, and what it costs.
pub(super) struct ServiceFields {
    pub(super) tools: RowTools,
    pub(super) id: String,
    pub(super) of_need: String,
    pub(super) kind: String,
    pub(super) content: String,
    pub(super) amount: String,
    pub(super) often: String,
    pub(super) provider: String,
    pub(super) person: String,
    pub(super) price: String,
    pub(super) times: String,
    pub(super) own: String,
    /// 台帳の電話 of the provider, in words; empty where it is not registered.
    pub(super) phone: String,
    /// 単価 × 回数 in words; empty while one of them is not typed.
    pub(super) sum: String,
}

impl ServiceFields {
    fn of(row: usize, count: usize, text: &PlanDraft, register: &[ProviderChoice]) -> Self {
        let provider = text.services.get(row).map_or("", |it| &it.provider);
        let registered = register.iter().find(|it| !it.phone.is_empty() && it.name == provider);
        let name = |field: &str| PLAN_SERVICES.field(field, row);
        Self {
            tools: PLAN_SERVICES.tools(row, count),
            id: name("service_id"),
            of_need: name("service_for"),
            kind: name("service_kind"),
            content: name("service_content"),
            amount: name("service_amount"),
            often: name("service_often"),
            provider: name("service_provider"),
            person: name("service_person"),
            price: name("service_price"),
            times: name("service_times"),
            own: name("service_own"),
            phone: registered.map(|it| format!("台帳の電話: {}", it.phone)).unwrap_or_default(),
            sum: text.services.get(row).and_then(|it| it.sum()).map(yen).unwrap_or_default(),
        }
    }
}

/// Gives each row that has none an id: a service can name a need before anything is saved.
fn with_ids(form: &mut Form, rows: Rows, field: &str, salt: u128) {
    for row in 0..rows.count(form) {
        let name = rows.field(field, row);
        if form.value(&name).parse::<PlanRowId>().is_err() {
            let number = u128::try_from(row).unwrap_or(0) + salt;
            let fresh = PlanRowId(Uuid::from_u128(form.operation().id.0.as_u128() ^ number));
            form.set(&name, fresh.to_string());
        }
    }
}

fn choices(text: &PlanDraft) -> Vec<(String, String)> {
    let named = text.needs.iter().enumerate().filter_map(|(row, need)| Some((row, need.id?, need)));
    named
        .map(|(row, id, need)| {
            let words: String = need.need.lines().next().unwrap_or_default().chars().take(20).collect();
            (
                id.to_string(),
                format!("{}. {}", row + 1, if words.is_empty() { "（まだ書いていません）" } else { &words }),
            )
        })
        .collect()
}
