//! usage: datalogic-peer RULE.json CONTEXTS -- deciding by a compiled JSONLogic rule, one thread, facts parsed before the clock.
//! Each line of CONTEXTS is the expected interval, a tab and the facts. Prints nanoseconds a client as one line of JSON.

use std::{env, error::Error, fs, time::Instant};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [rule, contexts] = arguments.as_slice() else { return Err("usage: datalogic-peer RULE.json CONTEXTS".into()) };
    let engine = datalogic_rs::Engine::new();
    let logic = engine.compile(fs::read_to_string(rule)?.as_str())?;
    let text = fs::read_to_string(contexts)?;
    let (mut expected, mut facts) = (Vec::new(), Vec::new());
    for line in text.lines() {
        let (interval, json) = line.split_once('\t').ok_or("a line without a tab")?;
        expected.push(interval.parse::<i64>()?);
        facts.push(datalogic_rs::ParsedData::from_json(json)?);
    }
    let mut session = engine.session();
    let mut times = Vec::new();
    for _ in 0..5 {
        let start = Instant::now();
        let mut answers = Vec::with_capacity(facts.len());
        for facts in &facts {
            answers.push(session.eval_borrowed(&logic, facts)?.as_i64());
            session.reset();
        }
        times.push(start.elapsed().as_nanos() as f64 / facts.len() as f64);
        if let Some(wrong) = answers.iter().zip(&expected).position(|(got, wanted)| *got != Some(*wanted)) {
            return Err(format!("line {}: {:?} instead of {:?}", wrong + 1, answers[wrong], expected[wrong]).into());
        }
    }
    times.sort_by(f64::total_cmp);
    println!("{{\"datalogic\":[{:.2},{:.2},{:.2}]}}", times[2], times[0], times[4]);
    Ok(())
}
