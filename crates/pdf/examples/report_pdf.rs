//! Renders many different reports and prints the median time of one, warm: `report_pdf [COUNT] [FOLDER]`.
//! With a folder the papers are also written into it, to be looked at.
#![expect(clippy::print_stdout, reason = "the output is the point")]

#[path = "../../forms/tests/sample/mod.rs"]
mod sample;

use std::{error::Error, path::PathBuf, time::Instant};

use domain::monitoring::m4_consent::{ConsentMethod, SignerRelation};
use forms::{REPORT, forms_of};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let count: usize = arguments.next().map_or(Ok(60), |count| count.parse())?;
    let folder = arguments.next().map(PathBuf::from);
    let start = Instant::now();
    let typst = pdf::Typst::new()?;
    println!("fonts and sheets: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    if let Some(folder) = folder {
        std::fs::create_dir_all(&folder)?;
        for (name, case) in papers() {
            for form in forms_of(&REPORT) {
                let filled = form.fill(&forms::monitoring_report(&case.input()));
                std::fs::write(folder.join(format!("{name}-{}.pdf", form.file.word)), typst.render(&filled)?)?;
            }
        }
        return Ok(());
    }
    let (mut times, mut bytes) = (Vec::new(), 0);
    for number in 0..=count {
        // Each report has texts of its own, so that nothing of the one before can be taken over whole.
        let mut case = sample::adult(4 + number % 3, 36 + number % 9).recorded();
        case.client.name = format!("川崎 花子{number}");
        for (at, row) in case.report.rows.iter_mut().enumerate() {
            row.provision.push_str(&format!("（{number}-{at}）"));
            row.issues.insert_str(0, &format!("{number}回目の確認。"));
        }
        // The day is its own, too: 60 reports of one afternoon are not what a program's memory should be judged by.
        let day = case.report.written_on.ok_or("the sample has its day")?;
        case.report.written_on = (0..number).try_fold(day, |day, _| day.tomorrow()).ok();
        let layout = number % 2;
        let form = forms_of(&REPORT).nth(layout).ok_or("two layouts")?.fill(&forms::monitoring_report(&case.input()));
        let start = Instant::now();
        bytes = typst.render(&form)?.len();
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    let first = times.remove(0);
    times.sort_by(f64::total_cmp);
    let at =
        |part: usize| times.get((times.len() * part / 100).min(times.len().saturating_sub(1))).copied().unwrap_or(0.0);
    println!(
        "report_pdf: first {first:.1} ms, then median {:.1} ms, p95 {:.1} ms over {} different reports; last {bytes} bytes",
        at(50),
        at(95),
        times.len()
    );
    Ok(())
}

fn papers() -> Vec<(&'static str, sample::Case)> {
    let client = SignerRelation::Client;
    vec![
        ("short", sample::adult(4, 30).recorded()),
        ("signed", sample::adult(6, 40).recorded().consented(ConsentMethod::InPerson, client, "", sample::DRAWING)),
        ("long", sample::adult(8, 160).carried().recorded().consented(ConsentMethod::Post, client, "", "")),
        ("fourteen", sample::adult(14, 40).recorded()),
        ("child", sample::child().recorded().consented(ConsentMethod::Mail, SignerRelation::Deputy, "母", "")),
        ("empty", sample::adult(0, 0)),
        ("huge", sample::adult(2, 1200)),
    ]
}
