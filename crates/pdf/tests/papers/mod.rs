//! One paper of every form, and of some forms several: what all checks of papers look at.
#![expect(clippy::unwrap_used, reason = "tests")]

use domain::monitoring::m4_consent::{ConsentMethod, SignerRelation};
use forms::{
    APPLICATION, ASSESSMENT, BASIC, CONFERENCE, DataSet, DataSetKind, FilledForm, Form, PLAN, REPORT, SELF_PLAN,
    application, assessment, basic_information, conference_minutes, forms_of, monitoring_report, plan, self_plan,
};

use crate::sample::{
    self, DRAWING, adult,
    applications::{self, applications},
    child,
    first_step::first_step,
    meeting,
};

/// A paper: its name, its form, and the form with everything in its fields.
pub type Paper = (String, &'static Form, FilledForm);

/// A signed report of an adult and one of a child, a plan and its 案, in each layout; one of every other form.
pub fn every_paper() -> Vec<Paper> {
    let signed = adult(4, 30).recorded().consented(ConsentMethod::InPerson, SignerRelation::Client, "", DRAWING);
    let by_mail = child().recorded().consented(ConsentMethod::Mail, SignerRelation::Deputy, "母", "");
    let (first, beside): (_, applications::Applications) = (first_step(), applications());
    let (proposal, decided) = (sample::plan::plan().consented(), sample::plan::plan().decided());
    let of: [(DataSetKind, &str, DataSet); 9] = [
        (REPORT, "-adult", monitoring_report(&signed.input())),
        (REPORT, "-child", monitoring_report(&by_mail.input())),
        (CONFERENCE, "", conference_minutes(&meeting(3, 40).input())),
        (BASIC, "", basic_information(&first.basic())),
        (ASSESSMENT, "", assessment(&first.assessment())),
        (APPLICATION, "", application(&beside.application())),
        (SELF_PLAN, "", self_plan(&beside.self_plan())),
        (PLAN, "-proposal", plan(&proposal.input())),
        (PLAN, "-decided", plan(&decided.input())),
    ];
    let papers = of.iter().flat_map(|(kind, name, data)| {
        forms_of(kind).map(move |form| (format!("{}{name}", form.file.id), form, form.fill(data)))
    });
    let papers: Vec<Paper> = papers.collect();
    let all = forms::forms().unwrap();
    assert!(
        all.iter().all(|form| papers.iter().any(|(_, it, _)| it.file.id == form.file.id)),
        "a form without a paper"
    );
    papers
}
