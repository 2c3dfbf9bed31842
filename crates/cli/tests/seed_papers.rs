//! The text of the PDFs: every field of seed 002's forms, entered on the pages, stands in the papers that the real renderer sets.

use super::common;
use super::fields;
use super::tools;
use super::walk;

use std::sync::Arc;

use app::RenderPdf;
use common::Site;
use fields::{ASSESSMENT_ITEMS, BASIC_ITEMS, Field, PLAN_FIELDS, Paper};
use testkit::TestApp;
use tools::text_of;
use walk::Walked;

struct Real(pdf::Typst);

impl RenderPdf for Real {
    fn render(&self, form: &forms::FilledForm) -> Result<Vec<u8>, String> {
        self.0.render(form).map_err(|fault| fault.to_string())
    }

    fn join(&self, papers: &[Vec<u8>]) -> Result<Vec<u8>, String> {
        self.0.join(papers).map_err(|fault| fault.to_string())
    }
}

/// Without what a line of a paper may put between two letters.
fn bare(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

#[tokio::test]
async fn the_text_of_the_pdfs_says_every_field_of_the_seeds_forms() {
    let mut app = TestApp::new();
    app.outside.pdf = Arc::new(Real(pdf::Typst::new().unwrap()));
    let walked = Walked::through(Site::of(app)).await;
    walked.set_layout("seed").await;
    let all: Vec<Field> = [BASIC_ITEMS, ASSESSMENT_ITEMS, PLAN_FIELDS].concat();
    for paper in [Paper::Basic, Paper::Assessment, Paper::Draft, Paper::Plan] {
        let Some(text) = text_of(&walked.paper(paper).await.bytes) else { return };
        for field in all.iter().filter(|field| field.papers.contains(&paper)) {
            let words = bare(&field.on_paper());
            assert!(text.contains(&words), "{} ({}) is not on {paper:?}: {words}: {text}", field.seed, field.name);
        }
    }
}
