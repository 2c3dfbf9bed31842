//! How fast the law answers in memory, on one thread: deciding and scheduling a caseload by the compiled table, and one
//! decision with its whole explanation. Run by `cargo xtask bench law` with a caseload as CSV; prints one line of JSON.
#![expect(clippy::print_stdout, reason = "a measurement for the terminal")]

use std::{collections::BTreeSet, env, error::Error, hint::black_box, time::Instant};

use calendar::{Date, age_on};
use domain::{
    client::IntensiveGround,
    monitoring::{
        schedule::MonthMasks,
        standard::{Age, Cell, Known, Lookup, Marks, Ruling, StandardFacts, standard_period},
    },
};
use law::{LawBook, ServiceSet, explain};

const ROUNDS: usize = 11;

/// A client's facts in memory; what the plain rules need to explain them stands in [`StandardFacts`].
struct Client {
    /// Place of the table of the day of the plan; the peers have it ready too.
    span: u8,
    known: Known,
    length: u8,
    first_months: u8,
}

/// What is answered for one client: interval, deciding rule, and the months as bits.
#[derive(Clone)]
struct Answer {
    cell: Cell,
    months: u64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::args().nth(1).ok_or("usage: law_loop CLIENTS.csv")?;
    let book = LawBook::embedded()?;
    let (lookup, masks) = (Lookup::new(book), MonthMasks::new());
    let (clients, facts) = read(book, &lookup, &std::fs::read_to_string(path)?)?;
    let nothing = Answer { cell: Cell { interval_months: 0, ruling: Ruling::NotCovered }, months: 0 };
    let mut answers = vec![nothing; clients.len()];
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for (client, answer) in black_box(&clients).iter().zip(&mut answers) {
            *answer = decide(&lookup, &masks, client);
        }
        black_box(&answers);
        times.push(nanoseconds(start, clients.len()));
    }
    let visits: u64 = answers.iter().map(|answer| u64::from(answer.months.count_ones())).sum();
    let rules: BTreeSet<&str> = answers.iter().map(|answer| answer.cell.ruling.rule_id()).collect();
    let explained = explaining(book, &facts);
    println!(
        "{{\"clients\":{},\"decide\":{},\"explain\":{},\"visits\":{visits},\"rules\":{}}}",
        clients.len(),
        spread(times),
        spread(explained),
        rules.len()
    );
    Ok(())
}

fn decide(lookup: &Lookup, masks: &MonthMasks, client: &Client) -> Answer {
    let none = Cell { interval_months: 0, ruling: Ruling::NotCovered };
    let span = lookup.spans().get(usize::from(client.span));
    let cell = span.map_or(none, |span| lookup.decide(span, &client.known));
    let months =
        masks.months(u32::from(cell.interval_months), u32::from(client.length), u32::from(client.first_months));
    Answer { cell, months }
}

/// One decision after the other with rule, dated values, sources, facts and sentence, as the panel 「なぜ?」 shows it.
fn explaining(book: &LawBook, facts: &[StandardFacts]) -> Vec<f64> {
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for facts in black_box(facts) {
            black_box(standard_period(book, facts));
        }
        times.push(nanoseconds(start, facts.len()));
    }
    // What is timed is a whole explanation: it renders to text.
    if let Some(law::Verdict::Is(decided)) = facts.first().map(|facts| standard_period(book, facts)) {
        assert!(!explain(book, &decided.why).lines.is_empty());
    }
    times
}

/// Every client, and the facts of the first ten thousand for the explanations.
fn read(book: &LawBook, lookup: &Lookup, text: &str) -> Result<(Vec<Client>, Vec<StandardFacts>), Box<dyn Error>> {
    let (mut clients, mut explained) = (Vec::new(), Vec::new());
    for line in text.lines().skip(1) {
        let (client, facts) = client(book, lookup, line)?;
        clients.push(client);
        if explained.len() < 10_000 {
            explained.push(facts);
        }
    }
    Ok((clients, explained))
}

/// The columns stand as `bench/law/generate.py` writes them.
fn client(book: &LawBook, lookup: &Lookup, line: &str) -> Result<(Client, StandardFacts), Box<dyn Error>> {
    let mut fields = line.split(',').skip(1);
    let mut next = || fields.next().ok_or("a line is too short");
    let (plan_made, birth): (Date, Date) = (next()?.parse()?, next()?.parse()?);
    let _valid_start = next()?;
    let length = next()?.parse()?;
    let codes = next()?.split('+').map(|code| book.services().find(code).map(law::Service::set));
    let services = codes.collect::<Option<Vec<_>>>().ok_or("an unknown service")?.into_iter().collect::<ServiceSet>();
    let mut flag = || next().map(|flag| flag == "1");
    let first_months = if flag()? { 3 } else { 0 };
    let mut facts = StandardFacts::new(plan_made, services);
    facts.age = Some(Age::Born(birth));
    let mut marks = Marks::default();
    let severe = |flags: [bool; 4]| matches!(flags, [true, true, bedridden, behaviour] if bedridden || behaviour);
    for (held, mark, ground) in [
        (flag()?, Marks::LEFT_FACILITY, IntensiveGround::LeftFacility),
        (flag()?, Marks::CANNOT_COORDINATE, IntensiveGround::CannotCoordinate),
        (
            severe([flag()?, flag()?, flag()?, flag()?]),
            Marks::SEVERE_COMMUNICATION,
            IntensiveGround::SevereCommunication,
        ),
    ] {
        if held {
            marks = marks.with(mark);
            facts.intensive.push(ground);
        }
    }
    let (care_management, self_plan) = (flag()?, flag()?);
    facts.care_management = Some(care_management);
    facts.self_plan = self_plan;
    let marks = marks.with(Marks::CARE_MANAGEMENT.when(care_management)).with(Marks::SELF_PLAN.when(self_plan));
    let known = Known { kinds: lookup.kinds(services), age: u8::try_from(age_on(birth, plan_made))?, marks };
    let span =
        lookup.spans().iter().position(|span| span.days.contains(plan_made)).ok_or("a plan before the first table")?;
    Ok((Client { span: u8::try_from(span)?, known, length, first_months }, facts))
}

#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "a time for people to read")]
fn nanoseconds(start: Instant, clients: usize) -> f64 {
    start.elapsed().as_nanos() as f64 / clients as f64
}

/// Median, least and greatest, as a list.
fn spread(mut times: Vec<f64>) -> String {
    times.sort_by(f64::total_cmp);
    let at = |place: usize| times.get(place).copied().unwrap_or_default();
    format!("[{:.2},{:.2},{:.2}]", at(times.len() / 2), at(0), at(times.len() - 1))
}
