//! Every paper for those who listen to it: labels, values after their labels, pictures, language and title. The last test breaks a paper on purpose:
//! each check finds its own fault in it. These are our own checks and no validation against PDF/UA.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

use super::papers;
use super::tools;

use std::{fs, sync::LazyLock, thread};

use pdf::Typst;
use serde_json::{Value, json};
use tools::{
    objects_of, poppler,
    structure::{self, Element},
    structure_of,
};

static TYPST: LazyLock<Typst> = LazyLock::new(|| Typst::new().expect("fonts and sheets are readable"));

/// The tree and the objects of a PDF.
fn told(pdf: &[u8]) -> Option<(Vec<Element>, Value)> {
    Some((structure::elements(&structure_of(pdf)?), serde_json::from_str(&objects_of(pdf)?).unwrap()))
}

/// What each check finds.
fn findings(paper: &papers::Paper, (elements, json): &(Vec<Element>, Value)) -> [(&'static str, Vec<String>); 6] {
    let (_, form, filled) = paper;
    let objects = structure::objects(json).unwrap();
    [
        ("labels", structure::labels(elements, form)),
        ("grids", structure::grids(elements)),
        ("order", structure::order(elements, form, &filled.content)),
        ("pictures", structure::pictures(objects)),
        ("language", structure::language(objects)),
        ("title", structure::title(objects, &filled.title)),
    ]
}

/// Poppler takes seconds for the tags of a paper, so that the papers are shared out.
#[test]
fn every_paper_can_be_listened_to() {
    let papers = papers::every_paper();
    let wrong: Vec<String> = thread::scope(|scope| {
        let shares = papers.chunks(papers.len().div_ceil(4)).map(|share| {
            scope.spawn(move || {
                let mut wrong = Vec::new();
                for paper in share {
                    let Some(told) = told(&TYPST.render(&paper.2).unwrap()) else { continue };
                    for (check, found) in findings(paper, &told) {
                        wrong.extend(found.iter().map(|found| format!("{}: {check}: {found}", paper.0)));
                    }
                }
                wrong
            })
        });
        let shares: Vec<_> = shares.collect();
        shares.into_iter().flat_map(|share| share.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_check_finds_its_fault_in_a_paper_that_was_broken_on_purpose() {
    let papers = papers::every_paper();
    let paper = papers.iter().find(|(name, _, _)| name == "monitoring-report-national-adult").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let [whole, json, broken] = ["whole.pdf", "broken.json", "broken.pdf"].map(|name| folder.path().join(name));
    let [whole, json, broken] = [&whole, &json, &broken].map(|path| path.to_str().unwrap());
    let pdf = TYPST.render(&paper.2).unwrap();
    let Some(sound) = told(&pdf) else { return };
    for (check, found) in findings(paper, &sound) {
        assert!(found.is_empty(), "{check} finds something in a sound paper: {found:?}");
    }
    fs::write(whole, pdf).unwrap();
    let mut objects: Value = serde_json::from_str(&poppler("qpdf", &["--json-output", whole, "-"]).unwrap()).unwrap();
    break_it(&mut objects);
    fs::write(json, objects.to_string()).unwrap();
    poppler("qpdf", &["--json-input", json, broken]).unwrap();
    for (check, found) in findings(paper, &told(&fs::read(broken).unwrap()).unwrap()) {
        assert!(!found.is_empty(), "{check} finds nothing");
    }
}

/// A label becomes a plain cell, another loses its scope, rows are read backwards and one is too short, pictures lose their words, the file its language
/// and its title.
fn break_it(json: &mut Value) {
    let objects = json["qpdf"][1].as_object_mut().unwrap();
    let (mut labels, mut shortened) = (0, false);
    for object in objects.values_mut().filter_map(|object| object.get_mut("value")).filter_map(Value::as_object_mut) {
        let kind = object.get("/S").or(object.get("/Type")).and_then(Value::as_str).unwrap_or_default().to_owned();
        match kind.as_str() {
            "/TH" => {
                labels += 1;
                if labels == 1 {
                    object.insert("/S".to_owned(), json!("/TD"));
                } else if labels == 2 {
                    object.remove("/A");
                }
            }
            "/TR" => {
                if let Some(cells) = object.get_mut("/K").and_then(Value::as_array_mut) {
                    cells.reverse();
                    if cells.len() > 9 && !shortened {
                        shortened = true;
                        cells.pop();
                    }
                }
            }
            "/Figure" => {
                object.remove("/Alt");
            }
            "/Catalog" => {
                object.remove("/Lang");
            }
            _ => {
                object.remove("/Title");
            }
        }
    }
}
