//! p1 対象の確認: what was applied for, and the law's answer with its reason.

use app::{
    Cx, Refusal,
    drafts::DraftForm,
    planning::{CaseEntry, record_coverage},
};
use askama::Template;
use calendar::wareki;
use domain::{
    client::eligibility::Route,
    id::CaseId,
    planning::{CaseFact, CaseFactKind, p1_coverage::Coverage},
};
use law::{LawBook, Verdict};

use super::{frame::Frame, side::Answer};
use crate::{
    AppState, Form, Layout, Session, at,
    components::WhyPanel,
    form::{Word, YES_NO, names::CoverageField, yes, yes_word},
    pages::step::StepPage,
};

/// The page of the part.
#[derive(Template)]
#[template(path = "planning/p1_coverage.html")]
pub struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    /// The answer to what is recorded.
    told: Option<Answer>,
    services: Vec<(String, String)>,
    yes_no: [Word; 2],
}

/// The law's answer of a case in words, where it was asked.
pub(super) fn told(law: &LawBook, frame: &Frame) -> Option<Answer> {
    let covered = frame.view.covered.as_ref()?;
    let (attention, sentence, why) = match &covered.verdict {
        Verdict::Is(decided) => (false, format!("{}の対象です。", decided.value.route.label()), Some(&decided.why)),
        Verdict::No(why) => (true, "この事業所の計画の対象ではありません。".to_owned(), Some(why)),
        Verdict::MunicipalityDecides { why, .. } => {
            (true, "市町村が必要と認めるときに対象になります。市町村に確かめてください。".to_owned(), Some(why))
        }
        Verdict::Needs(missing) => {
            let questions = missing.iter().map(|one| one.question.as_str());
            (true, questions.collect::<Vec<_>>().join(""), None)
        }
        Verdict::NotCovered { asked, .. } => {
            (true, format!("{}の決まりは、みまもりに入っていません。", wareki::long(*asked)), None)
        }
    };
    let other = covered.other.map(Route::label).map(|label| {
        format!("この計画は{}として始めています。{label}の計画を始め直してください。", frame.view.case.service.label())
    });
    Some(Answer {
        attention: attention || other.is_some(),
        text: format!("{sentence}{}", other.unwrap_or_default()),
        why: why.map(|why| WhyPanel::of(law, why)),
    })
}

impl StepPage for Page {
    type Frame = Frame;
    type Fact = Coverage;

    const STEP: Option<CaseFactKind> = Some(CaseFactKind::Coverage);
    const FORM: DraftForm = DraftForm::Coverage;
    const KIND: &'static str = "coverage";

    /// What is recorded, else the services of the newest certificate.
    fn start(_session: &Session, frame: &Frame, blank: Form) -> Form {
        if let Some(CaseFact::Coverage(it)) =
            frame.view.case.standing_of(CaseFactKind::Coverage).last().map(|it| &it.body)
        {
            return fill(blank, it);
        }
        let mut form = blank.with_date(CoverageField::AppliedOn.name(), Some(frame.view.case.opened_on));
        for service in &frame.view.granted {
            form.add(CoverageField::Services.name(), service);
        }
        let insured = frame.view.client.care_management.filter(|managed| *managed).map(yes_word);
        form.with(CoverageField::CareInsurance.name(), insured.unwrap_or_default())
    }

    /// The form holds what stands anyway.
    fn correcting(_form: Form, _fact: &CaseFact) -> Option<Form> {
        None
    }

    fn read(form: &mut Form) -> Option<Coverage> {
        let applied_on = form.required_date(CoverageField::AppliedOn.name(), "申請の日")?;
        Some(Coverage {
            applied_on,
            services: form.values(CoverageField::Services.name()).into_iter().map(str::to_owned).collect(),
            care_insurance: yes(form.value(CoverageField::CareInsurance.name())),
        })
    }

    fn record(cx: &mut Cx<'_>, entry: CaseEntry, fact: Coverage) -> Result<(), Refusal> {
        record_coverage(cx, entry, fact).map(drop)
    }

    fn next(id: CaseId, _fact: &Coverage) -> String {
        at::case_part(id, CaseFactKind::Coverage)
    }

    fn page(state: &AppState, session: &Session, frame: Frame, form: Form) -> Self {
        let kinds = state.law.services().kinds();
        Self {
            layout: frame.layout(session),
            told: told(state.law, &frame),
            frame,
            form,
            services: kinds.map(|service| (service.name.clone(), service.name.clone())).collect(),
            yes_no: YES_NO,
        }
    }
}

/// The form with what was applied for in its fields.
pub(super) fn fill(form: Form, it: &Coverage) -> Form {
    let mut form = form
        .with_date(CoverageField::AppliedOn.name(), Some(it.applied_on))
        .with(CoverageField::CareInsurance.name(), it.care_insurance.map(yes_word).unwrap_or_default());
    for service in &it.services {
        form.add(CoverageField::Services.name(), service);
    }
    form
}
