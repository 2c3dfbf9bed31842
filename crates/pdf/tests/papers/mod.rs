//! One paper of every form, and of some forms several: what all checks of papers look at.
#![expect(clippy::unwrap_used, reason = "tests")]

use domain::{
    breach::{Breach, BreachFact, BreachReport, Clock, DatedBreachFact, Declared},
    id::BreachId,
    monitoring::m4_consent::{ConsentMethod, SignerRelation},
};
use forms::{
    APPLICATION, ASSESSMENT, BASIC, BREACH, BreachInput, CONFERENCE, DELETION, DataSet, DataSetKind, DeletedRows,
    DeletionInput, FilledForm, Form, PLAN, REPORT, SELF_PLAN, application, assessment, basic_information,
    breach_report, conference_minutes, deletion, forms_of, monitoring_report, plan, self_plan,
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
    let of: [(DataSetKind, &str, DataSet); 11] = [
        (REPORT, "-adult", monitoring_report(&signed.input())),
        (REPORT, "-child", monitoring_report(&by_mail.input())),
        (CONFERENCE, "", conference_minutes(&meeting(3, 40).input())),
        (BASIC, "", basic_information(&first.basic())),
        (ASSESSMENT, "", assessment(&first.assessment())),
        (APPLICATION, "", application(&beside.application())),
        (BREACH, "", breach()),
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

/// A report of a breach (漏えい等の報告) of which some is not known yet, and one item goes over the page.
fn breach() -> DataSet {
    let fact =
        |body| DatedBreachFact { body, by: "青葉 管理".to_owned(), at: "2026-11-20T01:00:00.000Z".to_owned() };
    let declared = Declared {
        what: "報告書の誤送信（ファクス）".to_owned(),
        known_on: sample::day("2026-11-20"),
        from: sample::day("2026-11-01"),
        to: sample::day("2026-11-20"),
        log_end: None,
        looks: 12,
        looks_sha256: String::new(),
    };
    let outline = "令和8年11月20日10時ごろ、モニタリング報告書1通を、別の事業所の番号へファクスで送った。\n受け取った事業所からの電話で気づいた。";
    let response = "本人と家族に電話で知らせ、おわびした。相談の窓口を事業所に置いた。".repeat(12);
    let items = [
        outline,
        "氏名、住所、受給者証番号、障害の種類と程度、サービスの利用の様子（要配慮個人情報を含む）",
        "1人",
        "宛先の番号を手で入力し、2人目が確かめなかった。",
        "受け取った事業所が破棄したことを書面で確かめた。悪用のおそれは小さい。",
        &response,
        "",
        "よく送る先は短縮番号に登録し、送る前に2人で番号を読み合わせる。",
        "",
    ];
    let items = items.map(str::to_owned);
    let report = BreachReport { items, prompt_on: Some(sample::day("2026-11-22")), ..BreachReport::default() };
    let facts = vec![fact(BreachFact::Declared(declared)), fact(BreachFact::Report(report))];
    let breach = Breach { id: BreachId(uuid::Uuid::nil()), facts };
    let today = sample::day("2026-11-25");
    let clock = |label, until, done_on: Option<&str>| Clock {
        label,
        until: sample::day(until),
        days_left: 1,
        done_on: done_on.map(sample::day),
        days: 5,
        place: String::new(),
    };
    let clocks = [clock("速報", "2026-11-24", Some("2026-11-22")), clock("確報", "2026-12-19", None)];
    breach_report(&BreachInput {
        office: "相談支援センターあおば",
        breach: &breach,
        clocks: &clocks,
        printed_on: today,
    })
}
