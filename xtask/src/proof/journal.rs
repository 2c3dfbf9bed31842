//! What was sent and what was answered: each act has a word of its own that stands in what it keeps.

use std::collections::{BTreeMap, BTreeSet};

use super::http::Fields;

/// What the word of an act stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A home visit.
    Visit,
    /// A finished report.
    Report,
    /// A new client.
    Client,
    /// A closed month; its word is the month.
    Closing,
}

/// What was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// 303: it is kept.
    Acknowledged,
    /// The connection broke off: nobody knows.
    Unanswered,
    /// It was refused with this status: nothing is kept.
    Refused(u16),
}

/// One sending.
#[derive(Clone, Debug)]
pub struct Act {
    /// What it does.
    pub kind: Kind,
    /// Its word.
    pub word: String,
    /// Where it was sent.
    pub action: String,
    /// What was sent, with its number.
    pub fields: Fields,
    /// What was answered.
    pub outcome: Outcome,
    /// The page of a refusal.
    pub page: String,
}

impl Act {
    /// What was sent and what came back, for somebody who looks for the mistake.
    pub fn told(&self) -> String {
        let main = self.page.split_once("<main").map_or(self.page.as_str(), |(_, main)| main);
        let tags = main.split('<').map(|part| part.split_once('>').map_or("", |(_, text)| text.trim()));
        let words: Vec<&str> = tags.filter(|text| !text.is_empty()).collect();
        let page: String = words.join(" ").chars().take(1_500).collect();
        format!("{} {} {:?}: {page}", self.action, self.word, self.outcome)
    }
}

/// What is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wrong {
    /// Acknowledged and not there.
    pub lost: Vec<String>,
    /// There more than once.
    pub doubled: Vec<String>,
    /// Refused and there.
    pub kept: Vec<String>,
}

/// Compares what was answered with how often each word stands in the database.
pub fn compare(acts: &[Act], found: &BTreeMap<String, usize>) -> Wrong {
    let mut wrong = Wrong::default();
    let taken = acts.iter().filter(|act| act.outcome == Outcome::Acknowledged).map(|act| act.word.as_str());
    let taken: BTreeSet<&str> = taken.collect();
    for act in acts {
        let name = format!("{:?} {}", act.kind, act.word);
        match (found.get(&act.word).copied().unwrap_or(0), act.outcome) {
            (0, Outcome::Acknowledged) => wrong.lost.push(name),
            (2.., _) => wrong.doubled.push(name),
            // Several close the same month: whoever is refused was second.
            (1, Outcome::Refused(_)) if taken.contains(act.word.as_str()) => {}
            (1, Outcome::Refused(status)) => wrong.kept.push(format!("{name} ({status})")),
            _ => {}
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lost_doubled_and_kept_are_told() {
        let act = |word: &str, outcome| {
            let (word, action) = (word.to_owned(), String::new());
            Act { kind: Kind::Visit, word, action, fields: Vec::new(), outcome, page: String::new() }
        };
        let acts = [
            act("a", Outcome::Acknowledged),
            act("b", Outcome::Acknowledged),
            act("c", Outcome::Unanswered),
            act("d", Outcome::Unanswered),
            act("e", Outcome::Refused(422)),
            act("f", Outcome::Refused(422)),
            act("g", Outcome::Acknowledged),
            act("g", Outcome::Refused(422)),
        ];
        let found =
            [("a", 1), ("c", 1), ("e", 1), ("g", 1), ("x", 9)].map(|(word, count)| (word.to_owned(), count)).into();
        let wrong = compare(&acts, &found);
        assert_eq!((wrong.lost.as_slice(), wrong.doubled.len()), (["Visit b".to_owned()].as_slice(), 0));
        assert_eq!(wrong.kept, ["Visit e (422)"]);
        let twice = BTreeMap::from([("a".to_owned(), 2), ("b".to_owned(), 1)]);
        assert_eq!(compare(&acts, &twice).doubled, ["Visit a"]);
    }
}
