//! The preview in words: standard, proposal and decision side by side, the strip, what to look at.

use app::certificates::{MonthPreview, Preview};
use calendar::{YearMonth, wareki};
use domain::{
    client::{AboutKind, Phase},
    id::ClientId,
    monitoring::{
        decided_interval::{every, periods},
        schedule::Answer,
        standard::StandardPeriod,
    },
    office::AgedTest,
};
use law::{LawBook, Verdict, Why};

use super::fields::{Choice, Choices};
use crate::{
    Form, PageError, at,
    components::{Mark, StripMonth, WhyPanel},
};

/// What the template shows.
pub struct PreviewView {
    /// 標準期間.
    pub standard: Cell,
    /// 提案.
    pub proposed: String,
    /// The months of the proposal, in short.
    pub proposed_months: String,
    /// The interval that can be taken over from the standard; empty when one was typed.
    pub suggestion: String,
    /// 決定.
    pub decided: String,
    /// 長い or 短い, where the decision departs from the standard.
    pub departure: Option<&'static str>,
    /// The question for a reason that is not given yet.
    pub without_reason: Option<String>,
    /// Said where the day of the plan is not typed.
    pub by_today: bool,
    /// Whether the months are those of the proposal.
    pub months_proposed: bool,
    /// The months, twelve a row.
    pub rows: Vec<StripRow>,
    /// How many there are to be monitored.
    pub count: usize,
    /// Whether some of the months are those of a self-plan.
    pub self_plan: bool,
    /// Whether some of them are another office's, or lie after the end of the support.
    pub not_ours: bool,
    /// Why these months.
    pub why: Option<WhyPanel>,
    /// What the months still need, or what is wrong with them.
    pub needs: Vec<String>,
    /// What to watch.
    pub advice: Vec<String>,
    /// 受給者証の記載 and what counting gives, where they differ.
    pub differing: Option<(String, String)>,
    /// What looks wrong and may be right.
    pub warnings: Vec<String>,
}

/// The questions of the form: those that decide, and those that were answered.
pub struct Questions {
    /// 介護保険のケアマネジメント.
    pub care_management: bool,
    /// Whether the municipality looks at any service of 介護保険 instead.
    pub any_care_service: bool,
    /// イロハ.
    pub intensive: bool,
    /// The grounds for a shorter interval, as choices.
    pub shorter_grounds: Vec<Choice>,
    /// 毎月3回の始まり.
    pub monthly_start: bool,
    /// 転出: the older certificate in words, and the last day proposed for it.
    pub moved: Option<(String, String)>,
    /// 未確認: what is not recorded of the client and would change the standard.
    pub open: Vec<String>,
    /// Where it is recorded.
    pub open_href: String,
    /// Whether the services are typed, without which nothing can be asked.
    pub ready: bool,
}

impl Questions {
    /// What to ask beside what is typed.
    pub fn new(preview: &Preview, form: &Form, choices: &Choices, client: ClientId) -> Self {
        let facts = &preview.asked.facts;
        let counts = |choice: &&Choice| {
            let deciding = facts.shorter_grounds.iter().any(|ground| ground.word() == choice.0);
            deciding || form.has("shorter_grounds", &choice.0)
        };
        Self {
            // The person's page may know the answer; it is asked for only where nobody does.
            care_management: !form.value("care_management").is_empty() || needs_care_management(preview),
            any_care_service: preview.asked.aged_test == AgedTest::AnyCareService,
            intensive: facts.intensive || !form.values("intensive").is_empty(),
            shorter_grounds: choices.shorter_grounds.iter().filter(counts).cloned().collect(),
            monthly_start: preview.asked.monthly_start,
            moved: preview.asked.moved.as_ref().filter(|_| form.value("certificate").is_empty()).map(|asked| {
                let (name, until) = (&asked.certificate.municipality_name, wareki::long(asked.until));
                (format!("{name}の受給者証（{until}まで）"), wareki::long(asked.proposed))
            }),
            open: preview.open.clone(),
            open_href: at::about(client, AboutKind::Grounds),
            ready: preview.standard.is_some(),
        }
    }

    /// Whether there is none.
    pub fn none(&self) -> bool {
        !(self.care_management || self.intensive || self.monthly_start) && self.shorter_grounds.is_empty()
    }
}

fn needs_care_management(preview: &Preview) -> bool {
    let Some(Verdict::Needs(missing)) = &preview.standard else { return false };
    missing.iter().any(|it| it.field == "care_management")
}

/// A question that the standard still has, and the field that answers it.
pub struct Question {
    /// Id of the field.
    pub field: &'static str,
    /// The question.
    pub text: String,
}

/// A rule's answer in one line, with its reason.
pub struct Cell {
    /// The line.
    pub text: String,
    /// Questions to answer first.
    pub questions: Vec<Question>,
    /// The reason.
    pub why: Option<WhyPanel>,
}

/// Twelve months of the strip.
pub struct StripRow {
    /// 「令和8年5月から」.
    pub label: String,
    /// The months.
    pub months: Vec<StripMonth>,
}

impl PreviewView {
    /// The preview in words.
    pub fn new(preview: &Preview) -> Result<Self, PageError> {
        let law = app::law_book()?;
        let (why, needs, answer) = months_answer(preview);
        Ok(Self {
            standard: standard(law, preview.standard.as_ref()),
            proposed: told(&preview.proposed.phases),
            proposed_months: preview
                .proposed
                .months
                .iter()
                .map(|month| wareki::month_short(*month))
                .collect::<Vec<_>>()
                .join("・"),
            suggestion: match preview.proposed.phases.last().filter(|_| !preview.proposed.typed) {
                Some(last) => last.interval_months.to_string(),
                None => String::new(),
            },
            decided: told(&preview.decided),
            departure: preview.departure.map(|departure| departure.label()),
            without_reason: preview.without_reason.clone(),
            by_today: preview.standard_by_today && preview.standard.is_some(),
            months_proposed: preview.months_proposed,
            rows: rows(&preview.months),
            self_plan: preview.months.iter().any(|month| month.self_plan),
            not_ours: preview.months.iter().any(|month| month.not_ours),
            count: preview.months.iter().filter(|month| month.planned).count(),
            why: why.map(|why| WhyPanel::of(law, why)),
            needs,
            advice: answer.map(|answer| answer.advice.clone()).unwrap_or_default(),
            differing: answer.and_then(differing),
            warnings: preview.warnings.iter().map(|reason| reason.sentence.clone()).collect(),
        })
    }
}

/// The reason of the months, what is still needed, and the answer itself.
fn months_answer(preview: &Preview) -> (Option<&Why>, Vec<String>, Option<&Answer>) {
    match &preview.schedule {
        Some(Ok(Verdict::Is(decided))) => (Some(&decided.why), Vec::new(), Some(&decided.value)),
        Some(Ok(Verdict::No(why))) => (Some(why), vec![why.sentence.clone()], None),
        Some(Ok(Verdict::Needs(missing))) => (None, missing.iter().map(|it| it.question.clone()).collect(), None),
        Some(Ok(Verdict::MunicipalityDecides { why, .. })) => (Some(why), vec![why.sentence.clone()], None),
        Some(Ok(Verdict::NotCovered { .. })) => (None, vec!["この期間のきまりがありません。".to_owned()], None),
        Some(Err(sentence)) => (None, vec![sentence.clone()], None),
        None => {
            let hint = "支給決定のサービスと有効期間を入力すると、ここに実施月が出ます。";
            (None, vec![hint.to_owned()], None)
        }
    }
}

fn standard(law: &LawBook, verdict: Option<&Verdict<StandardPeriod>>) -> Cell {
    let cell = |text: String, why: Option<&Why>| Cell {
        text,
        questions: Vec::new(),
        why: why.map(|why| WhyPanel::of(law, why)),
    };
    match verdict {
        None => cell("サービスを選ぶと出ます".to_owned(), None),
        Some(Verdict::Is(decided)) => cell(period_words(&decided.value), Some(&decided.why)),
        Some(Verdict::No(why)) => cell(why.sentence.clone(), Some(why)),
        Some(Verdict::Needs(missing)) => Cell {
            questions: missing
                .iter()
                .map(|it| Question { field: field_of(it.field), text: it.question.clone() })
                .collect(),
            ..cell("まだ決まりません".to_owned(), None)
        },
        Some(Verdict::MunicipalityDecides { usual, why, .. }) => {
            let usual = usual.as_ref().map(|usual| format!("（通常は{}）", period_words(usual))).unwrap_or_default();
            cell(format!("市町村が決めます{usual}"), Some(why))
        }
        Some(Verdict::NotCovered { .. }) => cell("この日付の表はありません".to_owned(), None),
    }
}

/// The field of the form that answers a question of the table.
fn field_of(fact: &str) -> &'static str {
    match fact {
        "care_management" => "care_management",
        "service_start" => "grant_start_0",
        _ => "grant_service_0",
    }
}

/// 「令和8年5月から7月までは毎月、その後は3か月ごと」.
pub(crate) fn period_words(standard: &StandardPeriod) -> String {
    let mut text = match (&standard.window, standard.afterwards) {
        (Some(window), Some(after)) => format!(
            "{}から{}までは{}、その後は{}",
            wareki::month(window.start),
            wareki::month(window.end),
            every(standard.interval_months),
            every(after.interval_months)
        ),
        _ => every(standard.interval_months),
    };
    if let Some(shorter) = standard.shorter_suggested {
        text.push_str(&format!("（{}にするのが望ましい場合にあたります）", every(shorter)));
    }
    text
}

/// The periods in words; まだ where there are none.
fn told(phases: &[Phase]) -> String {
    if phases.is_empty() { "まだ".to_owned() } else { periods(phases) }
}

fn rows(months: &[MonthPreview]) -> Vec<StripRow> {
    months
        .chunks(12)
        .map(|twelve| StripRow {
            label: twelve.first().map(|one| format!("{}から", wareki::month(one.month))).unwrap_or_default(),
            months: twelve.iter().map(|one| strip_month(*one)).collect(),
        })
        .collect()
}

fn strip_month(one: MonthPreview) -> StripMonth {
    let mark = match (one.planned, one.end) {
        (true, true) => Mark::End,
        (true, false) => Mark::Planned,
        (false, _) => Mark::None,
    };
    StripMonth { month: one.month, mark, href: String::new() }
}

fn differing(answer: &Answer) -> Option<(String, String)> {
    let schedule = &answer.schedule;
    let derived = schedule.derived_months.as_ref().filter(|_| schedule.differs())?;
    Some((words(&schedule.months), words(derived)))
}

fn words(months: &[YearMonth]) -> String {
    months.iter().map(|month| wareki::month(*month)).collect::<Vec<_>>().join("、")
}
