//! What stands beside the fields of the report: what was said this month, with the button that takes it over, and the last report's row.

use std::collections::BTreeSet;

use app::monitoring::said_of;
use calendar::wareki;
use domain::{
    id::FactId,
    monitoring::{
        Fact, RoundFact,
        m3_record::{ReportRow, TextPlace},
    },
};
use forms::{REPORT, forms_of};

use super::read::sources;
use crate::{Form, form::rows::NEEDS, pages::monitoring::Frame};

/// Words that can be taken over.
pub(super) struct Offer {
    /// The word of the button: `take:provision:0:{fact}`.
    pub(super) button: String,
    /// 「さくら訪問介護　R8.11.5 電話」.
    pub(super) from: String,
    pub(super) words: String,
    /// Whether they were taken over and still stand there.
    pub(super) taken: bool,
}

/// What stands beside a row.
pub(super) struct Beside {
    pub(super) provision: Vec<Offer>,
    pub(super) satisfaction: Vec<Offer>,
    /// 前回: label, what it said, whether this time says something else.
    pub(super) last: Vec<(&'static str, String, bool)>,
}

impl Beside {
    pub(super) fn of(frame: &Frame, form: &Form, index: usize) -> Self {
        let name = |field: &str| NEEDS.field(field, index);
        let value = |field: &str| form.value(&name(field)).trim().to_owned();
        let row = ReportRow { plan_row: value("plan_row").parse().ok(), need: value("need"), ..ReportRow::default() };
        let own: Vec<FactId> = sources(&value("row_sources")).into_iter().map(|source| source.fact).collect();
        let view = &frame.view;
        let offer = |place, fact| offer(place, Some(index), (fact, &value(TextPlace::word(place)), &own));
        let said = said_of(&view.round, view.planned.as_ref(), &row);
        let visit = view.round.home_visit().map(|(fact, _)| fact);
        Self {
            provision: said.into_iter().filter_map(|fact| offer(TextPlace::Provision, fact)).collect(),
            satisfaction: visit.into_iter().filter_map(|fact| offer(TextPlace::Satisfaction, fact)).collect(),
            last: last_row(frame, &row).map(|last| compared(&last, &value)).unwrap_or_default(),
        }
    }
}

/// What can be taken over into 全体の状況.
pub(super) fn overall(frame: &Frame, form: &Form) -> Vec<Offer> {
    let own: Vec<FactId> = sources(form.value("overall_sources")).into_iter().map(|source| source.fact).collect();
    let visit = frame.view.round.home_visit().map(|(fact, _)| fact);
    let text = form.value("overall");
    visit.into_iter().filter_map(|fact| offer(TextPlace::Overall, None, (fact, text, &own))).collect()
}

fn offer(place: TextPlace, row: Option<usize>, (fact, text, own): (&Fact, &str, &[FactId])) -> Option<Offer> {
    let words = place.words_of(fact)?;
    let row = row.map(|row| row.to_string()).unwrap_or_default();
    let from = match &fact.body {
        RoundFact::ServiceCheck(it) => {
            format!("{}　{} {}", it.provider, wareki::short(it.date), it.means.label())
        }
        RoundFact::HomeVisit(it) => format!("自宅訪問　{} {}", wareki::short(it.date), it.met),
        _ => return None,
    };
    Some(Offer {
        button: format!("take:{}:{row}:{}", place.word(), fact.id),
        from,
        words: words.to_owned(),
        taken: own.contains(&fact.id) && text.contains(words),
    })
}

/// The row of the last report about the same need: by the row of the plan, else by its words.
fn last_row(frame: &Frame, row: &ReportRow) -> Option<ReportRow> {
    let (_, last) = frame.view.last.as_ref()?.finished_report()?;
    let by_plan = last.rows.iter().find(|one| one.plan_row.is_some() && one.plan_row == row.plan_row);
    by_plan.or_else(|| last.rows.iter().find(|one| one.need == row.need)).cloned()
}

fn compared(last: &ReportRow, value: &dyn Fn(&str) -> String) -> Vec<(&'static str, String, bool)> {
    let achievement = last.achievement.map(|it| (it.word(), it.in_words())).unwrap_or_default();
    let satisfied = last.satisfied.map(|it| (it.word(), it.label())).unwrap_or_default();
    let lines = [
        ("達成度", "achievement", achievement.0, achievement.1),
        ("満足度", "satisfied", satisfied.0, satisfied.1),
        ("サービス提供状況", "provision", last.provision.as_str(), last.provision.as_str()),
        ("感想・満足度", "satisfaction", last.satisfaction.as_str(), last.satisfaction.as_str()),
        ("今後の課題", "issues", last.issues.as_str(), last.issues.as_str()),
    ];
    let said = lines.into_iter().filter(|(_, _, word, _)| !word.is_empty());
    said.map(|(label, field, word, shown)| {
        let now = value(field);
        (label, shown.to_owned(), !now.is_empty() && now != word.trim())
    })
    .collect()
}

/// The fields of the municipality's layout: only they are shown, and those in which something stands already.
pub(super) struct Printed {
    /// 「国の参考様式（様式3-1）」.
    pub(super) layout: String,
    lacking: BTreeSet<String>,
    filled: BTreeSet<String>,
}

impl Printed {
    pub(super) fn of(frame: &Frame, form: &Form) -> Self {
        let word = frame.view.settings.paper_layout.as_str();
        let chosen = forms_of(&REPORT).find(|form| form.file.word == word).or_else(|| forms_of(&REPORT).next());
        let lacking = chosen.iter().flat_map(|form| form.not_printed()).map(|field| field.path.to_owned());
        let filled = form.fields().filter(|(_, value)| !value.trim().is_empty());
        Self {
            layout: chosen.map(|form| form.file.label.clone()).unwrap_or_default(),
            lacking: lacking.collect(),
            filled: filled.map(|(name, _)| name.to_owned()).collect(),
        }
    }

    /// Whether a field of the page is shown.
    pub(super) fn page(&self, field: &str) -> bool {
        !self.lacking.contains(&format!("report.{field}")) || self.filled.contains(field)
    }

    /// Whether a field of a row is shown.
    pub(super) fn row(&self, field: &str, name: &str) -> bool {
        !self.lacking.contains(&format!("report.rows[].{field}")) || self.filled.contains(name)
    }
}
