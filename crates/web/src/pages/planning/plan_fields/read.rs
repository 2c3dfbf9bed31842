//! The fields of a draft and back.

use domain::{
    planning::{
        SinceLast,
        p2_draft::{GoalPrompts, GoalStep, NeedRow, PlanDraft, ServiceRow},
    },
    text,
};

use crate::{
    Form,
    form::{
        names::PlanDraftField as Field,
        rows::{GOAL_STEPS, PLAN_NEEDS, PLAN_SERVICES},
        tick,
    },
};

/// The form with a draft in its fields.
pub fn fill(form: Form, text: &PlanDraft) -> Form {
    let mut form = form;
    [GOAL_STEPS, PLAN_NEEDS, PLAN_SERVICES].into_iter().for_each(|rows| rows.clear(&mut form));
    let prompts = &text.prompts;
    let mut form = form
        .with_date(Field::WrittenOn.name(), text.written_on)
        .with_date(Field::ValidUntil.name(), text.valid_until)
        .with(Field::WishIsFar.name(), tick(prompts.wish_is_far))
        .with(GOAL_STEPS.name, prompts.steps.len().to_string())
        .with(PLAN_NEEDS.name, text.needs.len().to_string())
        .with(PLAN_SERVICES.name, text.services.len().to_string());
    for (field, value) in paragraphs(text) {
        form.set(field.name(), value);
    }
    for (row, step) in prompts.steps.iter().enumerate() {
        for (field, value) in GOAL_STEPS.fields.iter().zip([&step.by_when, &step.who, &step.what]) {
            form.set(&GOAL_STEPS.field(field, row), value);
        }
    }
    for (row, need) in text.needs.iter().enumerate() {
        put_need(&mut form, row, need);
    }
    for (row, service) in text.services.iter().enumerate() {
        for (field, value) in service_texts(service) {
            form.set(&PLAN_SERVICES.field(field, row), value);
        }
        let of = |field: &str| PLAN_SERVICES.field(field, row);
        form.set(&of("service_id"), service.id.map(|id| id.to_string()).unwrap_or_default());
        form.set(&of("service_for"), service.of_need.map(|id| id.to_string()).unwrap_or_default());
        for (field, number) in [
            ("service_price", service.unit_price),
            ("service_times", service.times),
            ("service_own", service.own_burden),
        ] {
            form.set(&of(field), number.map(|number| number.to_string()).unwrap_or_default());
        }
    }
    form
}

/// A need in a row of the form.
pub fn put_need(form: &mut Form, row: usize, need: &NeedRow) {
    for (field, value) in need_texts(need) {
        form.set(&PLAN_NEEDS.field(field, row), value);
    }
    form.set(&PLAN_NEEDS.field("need_id", row), need.id.map(|id| id.to_string()).unwrap_or_default());
}

/// The texts of several lines, with their fields.
fn paragraphs(text: &PlanDraft) -> [(Field, &str); 14] {
    [
        (Field::Wishes, &text.wishes),
        (Field::FamilyWishes, &text.family_wishes),
        (Field::Policy, &text.policy),
        (Field::Effect, &text.effect),
        (Field::UnchangedReason, &text.unchanged_reason),
        (Field::GoalLike, &text.prompts.like),
        (Field::GoalWhy, &text.prompts.why),
        (Field::Dream, &text.prompts.dream),
        (Field::DreamNow, &text.prompts.now),
        (Field::LongGoal, &text.long_goal),
        (Field::LongGoalTerm, &text.long_goal_term),
        (Field::ShortGoal, &text.short_goal),
        (Field::ShortGoalTerm, &text.short_goal_term),
        (Field::Notes, &text.notes),
    ]
}

fn need_texts(need: &NeedRow) -> [(&'static str, &str); 9] {
    [
        ("need", &need.need),
        ("need_strength", &need.strength),
        ("need_goal", &need.goal),
        ("need_due", &need.due),
        ("need_item", &need.item),
        ("need_part", &need.own_part),
        ("need_review", &need.review),
        ("need_notes", &need.notes),
        ("need_kept", &need.kept_reason),
    ]
}

fn service_texts(service: &ServiceRow) -> [(&'static str, &str); 6] {
    [
        ("service_kind", &service.kind),
        ("service_content", &service.content),
        ("service_amount", &service.amount),
        ("service_often", &service.often),
        ("service_provider", &service.provider),
        ("service_person", &service.person),
    ]
}

/// The draft in the fields. What cannot be read is noted in the form.
pub fn read(form: &mut Form) -> PlanDraft {
    let (written_on, valid_until) = (form.date(Field::WrittenOn.name()), form.date(Field::ValidUntil.name()));
    let services = (0..PLAN_SERVICES.count(form)).map(|row| service(form, row)).collect();
    let paragraph = |field: Field| text::paragraph(form.value(field.name()));
    let line = |field: Field| text::line(form.value(field.name()));
    PlanDraft {
        written_on,
        wishes: paragraph(Field::Wishes),
        family_wishes: paragraph(Field::FamilyWishes),
        policy: paragraph(Field::Policy),
        effect: paragraph(Field::Effect),
        unchanged_reason: paragraph(Field::UnchangedReason),
        prompts: GoalPrompts {
            wish_is_far: form.ticked(Field::WishIsFar.name()),
            steps: (0..GOAL_STEPS.count(form)).map(|row| step(form, row)).collect(),
            like: paragraph(Field::GoalLike),
            why: paragraph(Field::GoalWhy),
            dream: paragraph(Field::Dream),
            now: paragraph(Field::DreamNow),
        },
        long_goal: paragraph(Field::LongGoal),
        long_goal_term: line(Field::LongGoalTerm),
        short_goal: paragraph(Field::ShortGoal),
        short_goal_term: line(Field::ShortGoalTerm),
        needs: (0..PLAN_NEEDS.count(form)).map(|row| need(form, row)).collect(),
        services,
        valid_until,
        notes: paragraph(Field::Notes),
        neutrality: None,
        since_last: SinceLast::default(),
    }
}

fn step(form: &Form, row: usize) -> GoalStep {
    let value = |field: &str| text::line(form.value(&GOAL_STEPS.field(field, row)));
    GoalStep { by_when: value("step_when"), who: value("step_who"), what: value("step_what") }
}

fn need(form: &Form, row: usize) -> NeedRow {
    let typed = |field: &str| form.value(&PLAN_NEEDS.field(field, row));
    let value = |field: &str| text::paragraph(typed(field));
    NeedRow {
        id: typed("need_id").parse().ok(),
        need: value("need"),
        strength: value("need_strength"),
        goal: value("need_goal"),
        due: text::line(typed("need_due")),
        item: value("need_item"),
        own_part: value("need_part"),
        review: text::line(typed("need_review")),
        notes: value("need_notes"),
        kept_reason: value("need_kept"),
    }
}

fn service(form: &mut Form, row: usize) -> ServiceRow {
    let unit_price = money(form, ("service_price", "単価"), row);
    let times = money(form, ("service_times", "回数"), row);
    let own_burden = money(form, ("service_own", "自己負担"), row);
    let typed = |field: &str| form.value(&PLAN_SERVICES.field(field, row));
    let line = |field: &str| text::line(typed(field));
    ServiceRow {
        id: typed("service_id").parse().ok(),
        of_need: typed("service_for").parse().ok(),
        kind: line("service_kind"),
        content: text::paragraph(typed("service_content")),
        amount: line("service_amount"),
        often: text::paragraph(typed("service_often")),
        provider: line("service_provider"),
        person: line("service_person"),
        unit_price,
        times,
        own_burden,
    }
}

/// A number of a row, with or without its unit.
fn money(form: &mut Form, (field, label): (&str, &str), row: usize) -> Option<i64> {
    let name = PLAN_SERVICES.field(field, row);
    let typed = form.code(&name);
    if typed.is_empty() {
        return None;
    }
    let number = text::whole_number(typed.trim_end_matches(['円', '回']));
    let number = number.and_then(|number| i64::try_from(number).ok());
    if number.is_none() {
        form.error(name, format!("援助内容の{}行目の{label}は数で入力してください（例: 1,200）", row + 1));
    }
    number
}
