//! Renders many different reports: `report_pdf times COUNT` prints the milliseconds of each as JSON, `report_pdf contents COUNT`
//! what stands on them, for the peers of `cargo xtask bench reports`; `report_pdf papers FOLDER` writes papers to look at; `plans` and `content`
//! are for `cargo xtask bench papers`.
#![expect(clippy::print_stdout, reason = "the output is the point")]

#[path = "../tests/papers/mod.rs"]
mod papers;
#[path = "../../forms/tests/sample/mod.rs"]
mod sample;

use std::{error::Error, path::Path, time::Instant};

use domain::monitoring::m4_consent::{ConsentMethod, SignerRelation};
use forms::{FilledForm, REPORT, forms_of};

/// As in the program.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["papers", folder] => papers(Path::new(folder)),
        ["contents", count] => {
            let contents = (0..count.parse()?).map(|number| Ok(report(number)?.content)).collect::<Result<Vec<_>, _>>();
            println!("{}", serde_json::to_string(&contents.map_err(|error: Box<dyn Error>| error)?)?);
            Ok(())
        }
        ["times", count] => times(count.parse()?),
        ["plans", contents, count] => plans(&pdf::Typst::new()?, contents, count.parse()?),
        ["plans", contents, count, "plain"] => plans(&pdf::Typst::plain()?, contents, count.parse()?),
        ["content", name] => {
            let paper = papers::every_paper().into_iter().find(|(it, _, _)| it == name).ok_or("no paper of that name")?;
            println!("{}", paper.2.content);
            Ok(())
        }
        _ => Err("usage: report_pdf times COUNT | contents COUNT | papers FOLDER | plans CONTENTS COUNT [plain] | content NAME".into()),
    }
}

fn times(count: usize) -> Result<(), Box<dyn Error>> {
    let typst = pdf::Typst::new()?;
    let mut times = Vec::new();
    for number in 0..count {
        let form = report(number)?;
        let start = Instant::now();
        std::hint::black_box(typst.render(&form)?);
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    println!("{}", serde_json::to_string(&times)?);
    Ok(())
}

/// The milliseconds of each of the first plans of which that file says what stands on them.
fn plans(typst: &pdf::Typst, contents: &str, count: usize) -> Result<(), Box<dyn Error>> {
    let contents: Vec<serde_json::Value> = serde_json::from_slice(&std::fs::read(contents)?)?;
    let mut times = Vec::new();
    for content in contents.into_iter().take(count) {
        let mut form = report(0)?;
        (form.form, form.content) = ("plan-national".to_owned(), content);
        let start = Instant::now();
        std::hint::black_box(typst.render(&form)?);
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    println!("{}", serde_json::to_string(&times)?);
    Ok(())
}

/// The report of that number: its own name, its own day, its own text in every cell; both layouts in turn.
fn report(number: usize) -> Result<FilledForm, Box<dyn Error>> {
    let mut case = sample::adult(4 + number % 3, 36 + number % 9).recorded();
    case.client.name = format!("川崎 花子{number}");
    let own = |text: &mut String, at: usize| {
        let letters: Vec<char> = text.chars().collect();
        let turned = letters.iter().cycle().skip((number * 7 + at * 3) % letters.len().max(1)).take(letters.len());
        *text = if letters.is_empty() {
            String::new()
        } else {
            turned.chain(format!("{number}-{at}").chars().collect::<Vec<_>>().iter()).collect()
        };
    };
    own(&mut case.report.policy, 0);
    own(&mut case.report.overall, 1);
    own(&mut case.report.notes, 2);
    for (place, row) in case.report.rows.iter_mut().enumerate() {
        let texts = [
            &mut row.need,
            &mut row.goal,
            &mut row.due,
            &mut row.provision,
            &mut row.satisfaction,
            &mut row.achievement_note,
            &mut row.issues,
            &mut row.notes,
        ];
        for (at, text) in texts.into_iter().enumerate() {
            own(text, 10 + place * 10 + at);
        }
    }
    // The day is its own, too: 60 reports of one afternoon are not what a program's memory should be judged by.
    let day = case.report.written_on.ok_or("the sample has its day")?;
    case.report.written_on = (0..number).try_fold(day, |day, _| day.tomorrow()).ok();
    let form = forms_of(&REPORT).nth(number % 2).ok_or("two layouts")?;
    Ok(form.fill(&forms::monitoring_report(&case.input())))
}

fn papers(folder: &Path) -> Result<(), Box<dyn Error>> {
    let typst = pdf::Typst::new()?;
    std::fs::create_dir_all(folder)?;
    let client = SignerRelation::Client;
    let cases = [
        ("short", sample::adult(4, 30).recorded()),
        ("signed", sample::adult(6, 40).recorded().consented(ConsentMethod::InPerson, client, "", sample::DRAWING)),
        ("long", sample::adult(8, 160).carried().recorded().consented(ConsentMethod::Post, client, "", "")),
        ("fourteen", sample::adult(14, 40).recorded()),
        ("child", sample::child().recorded().consented(ConsentMethod::Mail, SignerRelation::Deputy, "母", "")),
        ("empty", sample::adult(0, 0)),
        ("huge", sample::adult(2, 1200)),
    ];
    for (name, case) in cases {
        for form in forms_of(&REPORT) {
            let filled = form.fill(&forms::monitoring_report(&case.input()));
            std::fs::write(folder.join(format!("{name}-{}.pdf", form.file.word)), typst.render(&filled)?)?;
        }
    }
    for (name, _, filled) in papers::every_paper() {
        std::fs::write(folder.join(format!("{name}.pdf")), typst.render(&filled)?)?;
    }
    let (child, blank) =
        (sample::applications::applications().of_child(), sample::applications::applications().blank());
    let others = [
        ("child", forms::APPLICATION, forms::application(&child.application())),
        ("blank", forms::SELF_PLAN, forms::self_plan(&blank.self_plan())),
        ("agreed", forms::PLAN, forms::plan(&sample::plan::plan().consented().agreed().decided().input())),
    ];
    for (name, kind, data) in others {
        for form in forms_of(&kind) {
            let path = folder.join(format!("{}-{name}.pdf", form.file.id));
            std::fs::write(path, typst.render(&form.fill(&data))?)?;
        }
    }
    Ok(())
}
