//! `/certificates/{certificate}/plan`: what is asked once of a plan that is known by its date alone.

use app::billing::{PlanQuestion, answer_plan, plan_question};
use askama::Template;
use axum::extract::State;
use calendar::wareki;
use domain::{billing::claimable::PlanFacts, id::CertificateId};

use crate::{AppState, Flash, Form, Layout, PageResult, PathId, Session, see_other_with, show, show_again};

const FACTS: [(&str, &str); 4] = [
    ("home_visit", "居宅を訪問して面接した"),
    ("consent", "計画に文書で同意を得た"),
    ("delivered", "計画を本人と事業者に交付した"),
    ("conference", "サービス担当者会議を開いた（または意見を聞いた）"),
];

#[derive(Template)]
#[template(path = "billing/plan_question.html")]
struct Page {
    layout: Layout,
    form: Form,
    question: PlanQuestion,
    made_on: String,
    flows: Vec<(String, String)>,
}

impl Page {
    fn of(session: &Session, form: Form, question: PlanQuestion) -> Self {
        let flows = question.visits.iter().filter_map(|round| {
            let (_, visit) = round.home_visit()?;
            Some((round.id.to_string(), format!("{}の訪問に続けて作った", wareki::long(visit.date))))
        });
        Self {
            flows: flows.collect(),
            layout: Layout::new(session, "計画についての質問"),
            made_on: question.certificate.plan_made_on.map(wareki::long).unwrap_or_default(),
            form,
            question,
        }
    }

    fn made(&self) -> [(&'static str, &'static str); 3] {
        [
            ("here", "この事業所で作った"),
            ("elsewhere", "ほかの事業所が作った"),
            ("person", "本人や家族が作った（セルフプラン）"),
        ]
    }

    fn facts(&self) -> [(&'static str, &'static str); 4] {
        FACTS
    }
}

fn filled(mut form: Form, answer: Option<&PlanFacts>) -> Form {
    let Some(facts) = answer else { return form };
    let PlanFacts::Here { home_visit, consent, delivered, conference, one_flow_with } = facts else {
        return form.with("made", if *facts == PlanFacts::Person { "person" } else { "elsewhere" });
    };
    for ((word, _), done) in FACTS.iter().zip([home_visit, consent, delivered, conference]) {
        if *done {
            form.add("done", *word);
        }
    }
    let flow = one_flow_with.map_or_else(|| "none".to_owned(), |round| round.to_string());
    form.with("made", "here").with("one_flow_with", flow)
}

/// The question with the answer that stands.
pub async fn open(State(state): State<AppState>, session: Session, PathId(id): PathId<CertificateId>) -> PageResult {
    let question = state.read(&session, move |cx| plan_question(cx, id)).await?;
    let form = filled(Form::blank(&state), question.answer.as_ref());
    Ok(show(&Page::of(&session, form, question)))
}

/// Keeps the answer.
pub async fn send(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<CertificateId>,
    mut form: Form,
) -> PageResult {
    if let Some(facts) = typed(&mut form) {
        match state.write(&session, form.operation(), move |cx| answer_plan(cx, id, facts)).await {
            Ok(()) => return Ok(see_other_with(Flash::Saved, format!("/certificates/{id}/plan"))),
            Err(refusal) => form.refuse(refusal)?,
        }
    }
    let question = state.read(&session, move |cx| plan_question(cx, id)).await?;
    Ok(show_again(&Page::of(&session, form, question)))
}

fn typed(form: &mut Form) -> Option<PlanFacts> {
    let not_here = form.choice("made", "だれが作ったか", |word| match word {
        "here" => Some(None),
        "elsewhere" => Some(Some(PlanFacts::Elsewhere)),
        "person" => Some(Some(PlanFacts::Person)),
        _ => None,
    })?;
    if let Some(facts) = not_here {
        refuse_contradiction(form);
        return (!form.has_errors()).then_some(facts);
    }
    let flow = form.choice("one_flow_with", "訪問との続き", |word| match word {
        "none" => Some(None),
        round => round.parse().ok().map(Some),
    });
    let done = |form: &Form, word| form.has("done", word);
    flow.map(|one_flow_with| PlanFacts::Here {
        home_visit: done(form, "home_visit"),
        consent: done(form, "consent"),
        delivered: done(form, "delivered"),
        conference: done(form, "conference"),
        one_flow_with,
    })
}

/// What was done here says that the plan was made here: nothing of it is dropped in silence.
fn refuse_contradiction(form: &mut Form) {
    let sentence = "この事業所で作ったときだけの答えです。この事業所で作ったのなら「この事業所で作った」を選び、そうでないならこの印を外してください";
    if !form.values("done").is_empty() {
        form.error("done", format!("「したこと」は、{sentence}"));
    }
    if !matches!(form.value("one_flow_with"), "" | "none") {
        form.error("one_flow_with", format!("「訪問に続けて作った」は、{sentence}（「いいえ」にする）"));
    }
}
