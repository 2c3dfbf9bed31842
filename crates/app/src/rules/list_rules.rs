//! きまりの一覧: rules by area with their values, sources and worked cases; then values, fees, services, settings, sources.
//!
//! Nothing is picked by hand: what stands in `law/` or in `domain::rule_list` stands here.

use std::collections::BTreeSet;

use calendar::{Date, DateRange};
use domain::{office::Right, rule_list::rule_areas};
use law::{
    Confidence, Entry, LawBook, MunicipalityFile, Rule, Service, Setting, Shown, Source, Timeline, WorkedCase,
    fees::Fees, worked_cases,
};
use store::StoreError;

use super::Words;
use crate::{Cx, Refusal, law_book};

/// Everything on the page.
#[derive(Clone, Debug)]
pub struct RulesPage {
    /// The rules by area, in the order of the work.
    pub areas: Vec<AreaPart>,
    /// Values that belong to no single rule.
    pub values: Vec<ValueTable>,
    /// 報酬の単位数と単価.
    pub fees: Vec<ValueTable>,
    /// サービスの種類, each with its source.
    pub services: Vec<(&'static Service, Option<Cited>)>,
    /// 市町村が決めること.
    pub settings: Vec<SettingPart>,
    /// 出典.
    pub sources: Vec<&'static Source>,
}

/// The rules of an area.
#[derive(Clone, Debug)]
pub struct AreaPart {
    /// Key of the area.
    pub key: &'static str,
    /// Title in Japanese.
    pub title: &'static str,
    /// Its rules.
    pub rules: Vec<RulePart>,
}

/// A rule with what it goes by.
#[derive(Clone, Debug)]
pub struct RulePart {
    /// The rule.
    pub rule: Rule,
    /// Title of the source and place in it.
    pub cites: Vec<(String, &'static str)>,
    /// Its dated values, where it has some of its own.
    pub values: Option<ValueTable>,
    /// The worked cases that show it.
    pub cases: Vec<&'static WorkedCase>,
}

/// The dated values of one parameter.
#[derive(Clone, Debug)]
pub struct ValueTable {
    /// Id.
    pub id: String,
    /// Title in Japanese.
    pub title: String,
    /// The days that have a value.
    pub covers: DateRange,
    /// The values, oldest first.
    pub rows: Vec<ValueRow>,
}

/// One dated value.
#[derive(Clone, Debug)]
pub struct ValueRow {
    /// First day.
    pub from: Date,
    /// The value with its unit.
    pub value: String,
    /// Where it was read.
    pub cited: Cited,
    /// Titles of further sources with the same value.
    pub also: Vec<String>,
    /// The code it is billed under.
    pub code: Option<CodeRow>,
}

/// A place in a source, and how sure what was read there is.
#[derive(Clone, Debug)]
pub struct Cited {
    /// Title of the source.
    pub title: String,
    /// The place in it.
    pub place: String,
    /// How sure.
    pub confidence: Confidence,
    /// Day of the last comparison.
    pub checked_on: Date,
}

/// A code of the claim files.
#[derive(Clone, Debug)]
pub struct CodeRow {
    /// The code.
    pub text: String,
    /// Title of its source.
    pub source: String,
    /// How sure.
    pub confidence: Confidence,
}

/// 市町村が決めること: the default's setting, and what each municipality has.
#[derive(Clone, Debug)]
pub struct SettingPart {
    /// The setting as the default has it.
    pub setting: &'static Setting,
    /// Municipality, its value in words, where it was read: the default first, then those whose own file says so.
    pub values: Vec<(&'static str, String, Cited)>,
}

impl RulesPage {
    /// How many rules.
    pub fn rule_count(&self) -> usize {
        self.areas.iter().map(|area| area.rules.len()).sum()
    }

    /// How many entries of every kind.
    pub fn count(&self) -> usize {
        self.rule_count()
            + self.values.len()
            + self.fees.len()
            + self.services.len()
            + self.settings.len()
            + self.sources.len()
    }
}

/// Every rule, value, setting and source in which all words of `searched` stand; all of them when nothing is searched.
pub fn list_rules(cx: &mut Cx<'_>, searched: &str) -> Result<RulesPage, Refusal> {
    cx.authorize(Right::Read)?;
    let book = law_book()?;
    let fees = Fees::embedded().map_err(|reason| {
        let (table, column) = ("law", "fees");
        Refusal::from(StoreError::Inconsistent { table, column, id: String::new(), reason: reason.to_string() })
    })?;
    let words = Words::of(searched);
    let areas: Vec<AreaPart> = rule_areas()
        .into_iter()
        .map(|area| AreaPart {
            key: area.key,
            title: area.title,
            rules: area.rules.into_iter().map(|rule| rule_part(book, rule)).collect(),
        })
        .collect();
    let elsewhere: BTreeSet<&str> = areas
        .iter()
        .flat_map(|area| area.rules.iter().map(|part| part.rule.id))
        .chain(fees.all().map(|fee| &*fee.timeline.id))
        .collect();
    let values = book.timelines().filter(|timeline| !elsewhere.contains(&*timeline.id));
    let mut page = RulesPage {
        values: values.map(|timeline| value_table(book, timeline, |entry| entry.shown(&timeline.unit))).collect(),
        fees: fees.all().map(|fee| value_table(book, &fee.timeline, |entry| entry.shown(&fee.timeline.unit))).collect(),
        services: book
            .services()
            .kinds()
            .map(|kind| {
                let origin = kind.origin.as_ref();
                let cited = origin.map(|it| cited(book, &it.source, &it.place, it.confidence, it.checked_on));
                (kind, cited)
            })
            .collect(),
        settings: settings(book),
        sources: book.sources().collect(),
        areas,
    };
    retain(&mut page, &words);
    Ok(page)
}

fn rule_part(book: &'static LawBook, rule: Rule) -> RulePart {
    RulePart {
        rule,
        cites: rule.cites.iter().map(|cite| (title_of(book, cite.source), cite.place)).collect(),
        values: book.timeline(rule.id).map(|timeline| value_table(book, timeline, |entry| entry.shown(&timeline.unit))),
        cases: worked_cases().iter().filter(|case| case.rules.iter().any(|id| id == rule.id)).collect(),
    }
}

fn title_of(book: &LawBook, source: &str) -> String {
    book.source(source).map_or_else(|| source.to_owned(), |source| source.title.clone())
}

fn cited(book: &LawBook, source: &str, place: &str, confidence: Confidence, checked_on: Date) -> Cited {
    Cited { title: title_of(book, source), place: place.to_owned(), confidence, checked_on }
}

/// The dated values of a parameter; `shown` gives each with its unit.
fn value_table<T>(book: &LawBook, timeline: &Timeline<T>, shown: impl Fn(&Entry<T>) -> String) -> ValueTable {
    let rows = timeline.entries.iter().map(|entry| ValueRow {
        from: entry.days.from,
        value: shown(entry),
        cited: cited(book, &entry.source, &entry.place, entry.confidence, entry.checked_on),
        also: entry.also.iter().map(|source| title_of(book, source)).collect(),
        code: entry.code.as_ref().map(|code| CodeRow {
            text: code.text.clone(),
            source: title_of(book, &code.source),
            confidence: code.confidence,
        }),
    });
    ValueTable {
        id: timeline.id.to_string(),
        title: timeline.title.to_string(),
        covers: timeline.covers,
        rows: rows.collect(),
    }
}

fn settings(book: &'static LawBook) -> Vec<SettingPart> {
    let Some(default) = book.municipality("default") else { return Vec::new() };
    let value = |city: &'static MunicipalityFile, key: &str| {
        let own = city.setting(key).filter(|own| own.own)?;
        let origin = &own.origin;
        let cited = cited(book, &origin.source, &origin.place, origin.confidence, origin.checked_on);
        Some((city.name.as_str(), own.label(), cited))
    };
    default
        .settings
        .iter()
        .map(|setting| {
            let cities = book.municipalities().filter(|city| city.key != default.key);
            let all = std::iter::once(default).chain(cities);
            SettingPart { setting, values: all.filter_map(|city| value(city, &setting.key)).collect() }
        })
        .collect()
}

/// Leaves what is searched for.
fn retain(page: &mut RulesPage, words: &Words) {
    for area in &mut page.areas {
        area.rules.retain(|part| {
            let cites = part.cites.iter().flat_map(|(title, place)| [title.as_str(), place]);
            let cases = part.cases.iter().flat_map(|case| [case.title.as_str(), case.file]);
            let values = part.values.iter().flat_map(table_texts);
            words.are_in([part.rule.id, part.rule.title].into_iter().chain(cites).chain(cases).chain(values))
        });
    }
    page.areas.retain(|area| !area.rules.is_empty());
    page.values.retain(|table| words.are_in(table_texts(table)));
    page.fees.retain(|table| words.are_in(table_texts(table)));
    page.services.retain(|(kind, _)| words.are_in([kind.name.as_str(), kind.code.as_deref().unwrap_or_default()]));
    page.settings.retain(|part| {
        let setting = part.setting;
        let values = part.values.iter().flat_map(|(city, value, cited)| [city, value.as_str(), &cited.title]);
        words
            .are_in([setting.title.as_str(), &setting.sentence, &setting.usual, &setting.key].into_iter().chain(values))
    });
    page.sources.retain(|source| {
        let number = source.number.as_deref().unwrap_or_default();
        words.are_in([source.title.as_str(), &source.publisher, number, &source.id])
    });
}

fn table_texts(table: &ValueTable) -> Vec<&str> {
    let rows = table.rows.iter().flat_map(|row| {
        let code = row.code.as_ref().map_or("", |code| code.text.as_str());
        [row.value.as_str(), code, &row.cited.title, &row.cited.place, row.cited.confidence.label()]
    });
    [table.id.as_str(), &table.title].into_iter().chain(rows).collect()
}
