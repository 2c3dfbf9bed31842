//! 外の様式 on the pages: the first printing keeps the sheet, once; a sheet that does not work is told as a sentence.
#![expect(clippy::unwrap_used, reason = "tests")]

mod common;

use std::{collections::BTreeMap, sync::Arc};

use axum::http::StatusCode;
use common::Site;
use domain::{office::Role, planning::CaseFact};
use forms::{FilledForm, Sheet};
use serde_json::{Map, Value};
use store::whole;
use testkit::{
    OFFICE, client,
    planning::{case_of, keep},
    proposal::plan,
};

/// 国の参考様式 as a sheet from outside.
fn sheet() -> Sheet {
    let toml = law::embedded_files().into_iter().find(|(path, _)| *path == "forms/plan-national/form.toml").unwrap().1;
    let files = [("plan-national/form.toml", toml), ("plan-national/sheet.typ", "")];
    let files: BTreeMap<String, String> =
        files.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
    Sheet::new("plan-national", files, |bytes| app::sha256_hex(bytes))
}

/// A renderer for which no sheet from outside works.
struct Refuses;

impl app::RenderPdf for Refuses {
    fn render(&self, form: &FilledForm) -> Result<Vec<u8>, String> {
        assert!(form.sheet.is_some());
        Err("外の様式「plan-national」で印刷できません。10秒で終わらなかったので、止めました".to_owned())
    }

    fn join(&self, papers: &[Vec<u8>]) -> Result<Vec<u8>, String> {
        Ok(papers.concat())
    }
}

fn rows(site: &Site, table: &'static str) -> Vec<Map<String, Value>> {
    site.app.keep(move |tx| {
        let tables = whole::tables(tx)?;
        whole::rows(tx, tables.iter().find(|it| it.name == table).unwrap(), OFFICE)
    })
}

#[tokio::test]
async fn the_first_printing_keeps_the_sheet_and_no_later_one() {
    forms::use_sheets(vec![sheet()]).unwrap();
    let mut site = Site::new();
    let hanako = client("川崎 花子").build();
    let kept = hanako.clone();
    site.app.keep(move |tx| store::clients::insert(tx, &kept));
    let case = case_of(&hanako, 1).with(CaseFact::Plan(plan("2026-11-19", None))).build();
    keep(&site.app, &case);
    let address = format!("/planning/{}/plan.pdf", case.id);

    let works = site.app.outside.pdf.clone();
    site.app.outside.pdf = Arc::new(Refuses);
    site = Site::of(site.app);
    let refused = site.get(&address, &site.cookie(Role::Viewer)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("10秒で終わらなかったので、止めました"), "{}", refused.text());
    assert_eq!(rows(&site, "paper_sheet").len(), 0, "what was not drawn is not kept");

    site.app.outside.pdf = works;
    site = Site::of(site.app);
    for _ in 0..2 {
        let paper = site.get(&address, &site.cookie(Role::Viewer)).await;
        assert_eq!(paper.status, StatusCode::OK, "{}", paper.text());
    }
    let (papers, sheets, log) = (rows(&site, "paper_sheet"), rows(&site, "sheet"), rows(&site, "audit"));
    assert_eq!((papers.len(), sheets.len()), (1, 1));
    assert_eq!(sheets.first().unwrap().get("sha256").unwrap(), &Value::from(sheet().sha256));
    let entries = log.iter().filter(|entry| entry.get("action").is_some_and(|action| action == "paper.keep-sheet"));
    assert_eq!(entries.count(), 1, "said once in the log");
    let other = site.get(&format!("{address}?layout=seed"), &site.cookie(Role::Viewer)).await;
    assert_eq!((other.status, rows(&site, "paper_sheet").len()), (StatusCode::OK, 1), "a form of the program's own");
}
