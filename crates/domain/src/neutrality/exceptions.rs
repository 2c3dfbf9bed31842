//! やむを得ない場合: the three exceptions of the notice, tried in its order, and the wish that is none.

use law::{Cite, Entry, Rule, Timeline, Value, Why};

use super::{Ground, NeutralityFacts};

pub(super) const NO_OTHER_OFFICE: Rule = Rule {
    id: "neutrality.no-other-office",
    title: "①地域に他の相談支援事業者がない場合",
    cites: &[Cite { source: "seed-002", place: "3-5) ①地域に他の相談支援事業者がない場合" }],
};
pub(super) const WITHIN_MONTHS: Rule = Rule {
    id: "neutrality.within-months",
    title: "②新規支給決定又は変更後、概ね3か月以内の場合",
    cites: &[Cite {
        source: "seed-002", place: "3-5) ②新規支給決定又は変更後、概ね3ヶ月以内の場合"
    }],
};
pub(super) const MUNICIPALITY: Rule = Rule {
    id: "neutrality.municipality",
    title: "③その他市町村がやむを得ないと認める場合",
    cites: &[Cite { source: "seed-002", place: "3-5) ③その他市町村がやむを得ないと認める場合" }],
};
pub(super) const CLIENT_WISH: Rule = Rule {
    id: "neutrality.client-wish",
    title: "利用者の希望だけでは理由にならない",
    cites: &[Cite {
        source: "qa-2012-03", place: "利用者が兼務する相談支援専門員を希望する場合"
    }],
};

/// The first exception that applies, with its reason. `months` is the dated number of months after a decision.
pub(super) fn first(
    facts: &NeutralityFacts,
    months: Option<(&Timeline<Value>, &Entry<Value>)>,
) -> Option<(Ground, Why)> {
    let task = facts.task.label();
    if facts.other_office_in_area == Some(false) {
        let sentence = format!("地域にほかの相談支援事業所がないので、兼務していても{task}を行えます。");
        return Some((Ground::NoOtherOffice, Why::new(NO_OTHER_OFFICE, sentence)));
    }
    if let Some((timeline, entry)) = months
        && let Value::Whole(limit) = entry.value
        && let Some(since) = facts.months_since_decision
        && i64::from(since) <= limit
    {
        let sentence = format!(
            "新規の支給決定か変更から{since}か月で、概ね{limit}か月以内なので、兼務していても{task}を行えます。"
        );
        let why = Why::new(WITHIN_MONTHS, sentence);
        let why = timeline.used(entry.days.from).into_iter().fold(why, Why::value);
        return Some((Ground::WithinThreeMonths, why));
    }
    if facts.municipality_accepts == Some(true) {
        let sentence = format!("市町村がやむを得ないと認めているので、兼務していても{task}を行えます。");
        return Some((Ground::Municipality, Why::new(MUNICIPALITY, sentence)));
    }
    None
}

/// The exceptions on which nothing is known yet, as phrases.
pub(super) fn open(facts: &NeutralityFacts, months: Option<&Entry<Value>>) -> Vec<String> {
    let mut phrases = Vec::new();
    if facts.other_office_in_area.is_none() {
        phrases.push("地域にほかの相談支援事業所がない".to_owned());
    }
    if let (None, Some(Value::Whole(limit))) = (facts.months_since_decision, months.map(|entry| &entry.value)) {
        phrases.push(format!("新規の支給決定か変更から概ね{limit}か月以内である"));
    }
    if facts.municipality_accepts.is_none() {
        phrases.push("市町村がやむを得ないと認める".to_owned());
    }
    phrases
}
