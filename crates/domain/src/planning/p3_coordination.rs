//! p3 連絡調整: after the decision, with each provider, as dated entries. The records are kept for five years
//! (指定計画相談支援の基準 30条2項1号).

use calendar::Date;
use serde::{Deserialize, Serialize};

use super::{CaseFact, PlanningCase, p2_draft::PlanDraft};
use crate::{
    client::ContactChannel,
    id::ProviderId,
    monitoring::{
        Lacks,
        check::{Checker, Checking, Problem, limit},
    },
    text,
};

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coordination {
    /// 日付.
    pub date: Date,
    /// 事業所 of the register; none where it is not registered.
    pub provider: Option<ProviderId>,
    /// Its name on that day.
    pub provider_name: String,
    /// 担当者.
    pub person: String,
    /// 手段.
    pub channel: ContactChannel,
    /// 内容.
    pub content: String,
    /// 結果.
    pub result: String,
}

impl Coordination {
    /// What is wrong with it as typed.
    pub fn check(&self, case: &PlanningCase, with: &Checking) -> Vec<Problem> {
        let mut check = Checker::new(with);
        match case.granted() {
            None => {
                let sentence = "支給決定がまだ記録されていません。決定の前のやりとりは、相談の記録に残してください";
                check.refuse("date", sentence.to_owned());
            }
            Some(decision) => {
                check.order("date", ("支給決定の日", Some(decision.decided_on)), ("連絡調整の日付", Some(self.date)));
            }
        }
        check.day("date", "連絡調整の日付", Some(self.date));
        check.text("provider_name", "事業所", &self.provider_name, limit::SHORT, true);
        check.text("person", "相手の担当者", &self.person, limit::SHORT, false);
        check.text("content", "内容", &self.content, limit::LONG, true);
        check.text("result", "結果", &self.result, limit::LONG, false);
        check.problems
    }
}

impl PlanningCase {
    /// The providers of the draft with whom nothing was coordinated yet, each by its name.
    pub fn not_coordinated(&self) -> Vec<String> {
        let with: Vec<String> = self
            .facts
            .standing()
            .filter_map(|fact| match &fact.body {
                CaseFact::Coordination(it) => Some(text::search_key(&it.provider_name)),
                _ => None,
            })
            .collect();
        let mut providers = self.text::<PlanDraft>().map(|(_, draft)| draft.providers()).unwrap_or_default();
        providers.retain(|name| !with.contains(&text::search_key(name)));
        providers
    }
}

/// What the coordination lacks: each provider of the draft by its name. Before the decision nothing is asked for.
pub(super) fn lacks(case: &PlanningCase) -> Vec<Lacks> {
    if case.granted().is_none() {
        return Vec::new();
    }
    case.not_coordinated().into_iter().map(|name| Lacks(format!("{name}との連絡調整"))).collect()
}
