//! p2 計画案: wishes, goals made concrete, needs in the order of their priority, services with what they cost.

mod read;

use app::{drafts::DraftForm, providers::ProviderChoice};
use askama::Template;
use domain::{
    id::PlanRowId,
    planning::p2_draft::{Costs, PlanDraft, VAGUE_LIKE, VAGUE_WHY},
};
use uuid::Uuid;

use super::{
    frame::Frame,
    text::{Saved, TextPage, TextState},
};
use crate::{
    Form, Layout, Session,
    components::yen,
    form::rows::{GOAL_STEPS, PLAN_NEEDS, PLAN_SERVICES, Row, RowTools, Rows},
};

/// The page of the part.
#[derive(Template)]
#[template(path = "planning/p2_draft.html")]
pub struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    text: TextState,
    vague: [&'static str; 2],
    steps: Vec<Row>,
    needs: Vec<Row>,
    services: Vec<ServiceFields>,
    /// Id and words of each need, for the services that meet it.
    need_choices: Vec<(String, String)>,
    costs: Costs,
    /// サービス費用 and 自己負担額.
    totals: [String; 2],
    /// By how much the own burden is above 負担上限月額.
    above_limit: Option<String>,
}

/// The names of a service's fields, and what it costs.
struct ServiceFields {
    tools: RowTools,
    id: String,
    of_need: String,
    kind: String,
    content: String,
    amount: String,
    often: String,
    provider: String,
    person: String,
    price: String,
    times: String,
    own: String,
    /// 台帳の電話 of the provider, in words; empty where it is not registered.
    phone: String,
    /// 単価 × 回数 in words; empty while one of them is not typed.
    sum: String,
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

impl TextPage for Page {
    type Text = PlanDraft;

    const FORM: DraftForm = DraftForm::PlanDraft;
    const ROWS: &'static [Rows] = &[GOAL_STEPS, PLAN_NEEDS, PLAN_SERVICES];

    fn fill(form: Form, text: &PlanDraft) -> Form {
        read::fill(form, text)
    }

    fn read(form: &mut Form) -> PlanDraft {
        read::read(form)
    }

    fn page(session: &Session, frame: Frame, mut form: Form, text: TextState) -> Self {
        with_ids(&mut form, PLAN_NEEDS, "need_id", 1);
        with_ids(&mut form, PLAN_SERVICES, "service_id", 1_001);
        let typed = read::read(&mut form.clone());
        let count = PLAN_SERVICES.count(&form);
        let limit = frame.side.as_ref().and_then(|side| side.of.upper_limit_yen);
        let register = frame.side.as_ref().map(|side| side.of.register.clone()).unwrap_or_default();
        let costs = typed.costs();
        Self {
            layout: frame.layout(session),
            vague: [VAGUE_LIKE, VAGUE_WHY],
            steps: GOAL_STEPS.all(&form),
            needs: PLAN_NEEDS.all(&form),
            services: (0..count).map(|row| ServiceFields::of(row, count, &typed, &register)).collect(),
            need_choices: choices(&typed),
            above_limit: limit.and_then(|limit| costs.above_limit(limit)).map(yen),
            totals: [yen(costs.services), yen(costs.own_burden)],
            costs,
            frame,
            form,
            text,
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
