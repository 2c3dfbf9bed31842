//! One paper of every form, and of some forms several: what all checks of papers look at.
#![expect(clippy::unwrap_used, reason = "tests")]

use domain::monitoring::m4_consent::{ConsentMethod, SignerRelation};
use forms::{
    APPLICATION, ASSESSMENT, BASIC, CONFERENCE, DELETION, DataSet, DataSetKind, DeletedRows, DeletionInput, FilledForm,
    Form, PLAN, REPORT, SELF_PLAN, application, assessment, basic_information, conference_minutes, deletion, forms_of,
    monitoring_report, plan, self_plan,
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
    let of: [(DataSetKind, &str, DataSet); 10] = [
        (REPORT, "-adult", monitoring_report(&signed.input())),
        (REPORT, "-child", monitoring_report(&by_mail.input())),
        (CONFERENCE, "", conference_minutes(&meeting(3, 40).input())),
        (BASIC, "", basic_information(&first.basic())),
        (ASSESSMENT, "", assessment(&first.assessment())),
        (APPLICATION, "", application(&beside.application())),
        (DELETION, "", deleted()),
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

/// A certificate of deletion (削除証明書), also done anew in a copy that was put back.
fn deleted() -> DataSet {
    let row = |label: &str, table: &str, rows| DeletedRows { label: label.to_owned(), table: table.to_owned(), rows };
    let rows =
        [row("利用者", "client", 1), row("モニタリングの記録", "fact", 128), row("添付ファイル", "attachment", 12)];
    deletion(&DeletionInput {
        office: "相談支援センターあおば",
        number: "01a22f5e-ffde-7449-97f6-01cf6f2ded38".to_owned(),
        client: "01a22f5e-d729-7256-b1b6-8525823641c8".to_owned(),
        reason: "保存期間が過ぎたため",
        last_service: "令和3年10月31日".to_owned(),
        kept_until: "令和8年10月31日".to_owned(),
        proposed: "青葉 記録（事務）が令和8年11月2日に提案".to_owned(),
        confirmed: "青葉 管理（管理者）が令和8年11月4日に確認し、削除".to_owned(),
        again: "令和8年11月20日".to_owned(),
        sha256: "8fa5490442078a83c67ddf7a8ee675e4cde0ad1f577a56e0587c29c7840803f9",
        rows: &rows,
        done_on: sample::day("2026-11-04"),
    })
}
