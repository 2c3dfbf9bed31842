//! People at work in the office of the proofs: visits, reports, clients and closings, each with a word of its own.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use anyhow::{Context as _, Result};

use super::{
    forms::{Form, form_to},
    http::Browser,
    journal::{Act, Kind, Outcome},
    live::{Ground, Place},
    office::{self, Office},
};

/// People at work until `end` has run; what they did.
pub fn work(browser: &Browser, office: &Office, number: usize, end: impl FnOnce()) -> Vec<Act> {
    let over = AtomicBool::new(false);
    let worker = |kinds: &'static [Kind], worker: usize| {
        let over = &over;
        move || {
            let mut acts = Vec::new();
            for count in 0.. {
                let Some(kind) = kinds.get(count % kinds.len()).filter(|_| !over.load(Ordering::Relaxed)) else {
                    break;
                };
                let word = word(number, worker, count);
                acts.extend(act(browser, office, *kind, &word, number * 31 + worker + count));
            }
            acts
        }
    };
    thread::scope(|scope| {
        let workers = [
            scope.spawn(worker(&[Kind::Visit, Kind::Client], 0)),
            scope.spawn(worker(&[Kind::Report, Kind::Visit], 1)),
            scope.spawn(worker(&[Kind::Closing, Kind::Visit, Kind::Visit, Kind::Visit], 2)),
        ];
        end();
        over.store(true, Ordering::Relaxed);
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
    })
}

/// The word of an act, which stands in what it keeps.
pub fn word(number: usize, worker: usize, count: usize) -> String {
    format!("KILL-{number}-{worker}-{count}-END")
}

/// One act: the page is opened and its form sent. Nothing where there is nothing of the kind to do, or no page.
fn act(browser: &Browser, office: &Office, kind: Kind, word: &str, number: usize) -> Option<Act> {
    let (word, form) = filled(browser, office, kind, word, number)?;
    Some(sent(browser, kind, word, form))
}

/// Sends a form that was filled in.
pub fn sent(browser: &Browser, kind: Kind, word: String, form: Form) -> Act {
    let (outcome, page) = match browser.post(&form.action, &form.fields) {
        Ok(answer) if answer.status == 303 => (Outcome::Acknowledged, String::new()),
        Ok(answer) => (Outcome::Refused(answer.status), answer.body),
        Err(_) => (Outcome::Unanswered, String::new()),
    };
    Act { kind, word, action: form.action, fields: form.fields, outcome, page }
}

/// The form of a page, filled in, with its word. Nothing where there is nothing of the kind to do, or no page.
pub fn filled(browser: &Browser, office: &Office, kind: Kind, word: &str, number: usize) -> Option<(String, Form)> {
    let page = |path: &str| browser.get(path).ok().filter(|page| page.status == 200).map(|page| page.body);
    Some(match kind {
        Kind::Visit => {
            let (round, day) = office.rounds.get(number % office.rounds.len())?;
            let path = format!("{round}/m2-home-visit");
            let form = form_to(&page(&path)?, &path)?.with("date", day).with("start", "14:00").with("end", "14:45");
            let form = form.with("place", "home").with("met", "本人");
            let form = form.with("lives_there", "yes").with("interviewed", "yes").with("visitor", "青葉 管理");
            (word.to_owned(), form.with("wishes", word))
        }
        Kind::Report => {
            let path = format!("{}/m3-record", office.unreported.get(number % office.unreported.len())?);
            let mut form = form_to(&page(&path)?, &path)?;
            let (_, day) = office.rounds.iter().find(|(round, _)| path.starts_with(round.as_str()))?;
            for (name, value) in office::report_fields(day.get(..7)?, word) {
                form = form.with(&name, &value);
            }
            (word.to_owned(), form)
        }
        Kind::Client => {
            let form = form_to(&page("/clients/new")?, "/clients")?.with("name", word).with("kana", &kana(word));
            (word.to_owned(), form.with("birth", "1980-03-15").with("residence", "home").with("care_management", "yes"))
        }
        Kind::Closing => {
            let month = office.months.iter().find_map(|month| {
                let action = format!("/billing/{month}/plan/close");
                Some((month.clone(), form_to(&page(&format!("/billing/{month}"))?, &action)?))
            });
            month?
        }
    })
}

/// A reading for each word: two people of one reading and one day of birth are asked about.
fn kana(word: &str) -> String {
    let letters = ['ア', 'イ', 'ウ', 'エ', 'オ', 'カ', 'キ', 'ク', 'ケ', 'コ'];
    let of = |letter: char| match letter.to_digit(10).and_then(|digit| usize::try_from(digit).ok()) {
        Some(digit) => letters.get(digit).copied().unwrap_or('ン'),
        None => 'ン',
    };
    format!(
        "シケン {}",
        word.chars().filter(|letter| letter.is_ascii_digit() || *letter == '-').map(of).collect::<String>()
    )
}

/// How often each word stands in the database.
pub fn found(ground: &Ground<'_>, place: &Place) -> Result<BTreeMap<String, usize>> {
    let mut found = BTreeMap::new();
    for query in
        ["select body from fact where body like '%KILL-%'", "select name from client where name like '%KILL-%'"]
    {
        for row in ground.rows(place, query)? {
            let word = row.split_once("KILL-").and_then(|(_, rest)| rest.split_once("-END"));
            let (word, _) = word.context("a word without its end")?;
            *found.entry(format!("KILL-{word}-END")).or_default() += 1;
        }
    }
    for row in ground.rows(place, "select month from closing")? {
        let month: i64 = row.parse()?;
        *found.entry(format!("{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1)).or_default() += 1;
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_words_read_alike() {
        assert_eq!(kana(&word(1, 0, 23)), "シケン ンインアンウエン");
        assert_ne!(kana(&word(1, 0, 23)), kana(&word(1, 2, 3)));
        assert_ne!(kana(&word(1, 11, 2)), kana(&word(1, 1, 12)));
    }
}
