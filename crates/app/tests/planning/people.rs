//! 川崎 花子 and her planning cases.

use app::{
    Refusal,
    planning::{CaseEntry, CaseView, NewCase, case_view, open_case},
};
use domain::{
    client::{Client, ConsultationService},
    id::CaseId,
    office::Role,
    planning::CaseKind,
};
use store::clients;
use testkit::{SATO, TestApp, client, day};

/// The application on 2026-11-22 with the client, who has neither certificate nor case.
pub fn start() -> (TestApp, Client) {
    let app = TestApp::new();
    let client = client("川崎 花子").carried_by(SATO).build();
    let kept = client.clone();
    app.keep(move |tx| clients::insert(tx, &kept));
    (app, client)
}

/// A case of 計画相談支援 in 川崎市.
pub fn new_case(kind: CaseKind, on: &str) -> NewCase {
    NewCase {
        service: ConsultationService::Plan,
        municipality: "141305".to_owned(),
        kind,
        opened_on: day(on),
        event: None,
    }
}

/// Begins a case.
pub fn open(app: &TestApp, client: &Client, new: NewCase) -> Result<CaseId, Refusal> {
    let client = client.id;
    app.write(Role::Specialist, move |cx| open_case(cx, client, &new))
}

/// The case as its page shows it.
pub fn view(app: &TestApp, case: CaseId) -> CaseView {
    app.read(Role::Viewer, move |cx| case_view(cx, case)).unwrap()
}

/// Where the next fact goes.
pub fn entry(view: &CaseView) -> CaseEntry {
    CaseEntry { case: view.case.id, version: view.case.version, corrects: None }
}
