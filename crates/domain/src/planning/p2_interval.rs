//! p2 モニタリング期間の提案: what the office writes into the draft as モニタリング期間案, with everything it took into account. The
//! municipality decides with it in view.

mod considerations;

use calendar::Date;
use serde::{Deserialize, Serialize};

pub use self::considerations::{Consideration, Considered};
use super::{
    CaseKind, CaseText, PlanningCase,
    person::{Origin, PartOrigin, PersonRecord},
    text::part,
};
use crate::{
    client::{About, AboutKind, Grounds, IntensiveGround, ShorterGround, UseChange},
    monitoring::check::{Checker, Checking, Problem, limit},
    text::say,
};

/// The longest interval that can be written, in months: that of a certificate.
const MOST_MONTHS: u32 = 60;

/// モニタリング期間案.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct IntervalProposal {
    /// Months between two monitorings.
    pub interval_months: Option<u32>,
    /// サービスを使い始める予定の日: the first three months of a new use are counted from it.
    pub use_from: Option<Date>,
    /// 種類・内容・量の著しい変更: answered for 変更 alone.
    pub marked_change: Option<bool>,
    /// Grounds for monthly monitoring at home (イロハ).
    pub intensive: Vec<IntensiveGround>,
    /// Grounds on which a shorter period than the standard is advised.
    pub shorter_grounds: Vec<ShorterGround>,
    /// 標準より短い・長い理由.
    pub reason: String,
    /// 勘案事項, each an item of its own, in their order.
    pub considered: Vec<Considered>,
}

impl Default for IntervalProposal {
    fn default() -> Self {
        Self {
            interval_months: None,
            use_from: None,
            marked_change: None,
            intensive: Vec::new(),
            shorter_grounds: Vec::new(),
            reason: String::new(),
            considered: Consideration::ALL.iter().map(|item| Considered::nothing(*item)).collect(),
        }
    }
}

impl IntervalProposal {
    /// 著しい変更 or not, where it was answered.
    pub fn change(&self) -> Option<UseChange> {
        self.marked_change.map(|marked| if marked { UseChange::Marked } else { UseChange::Slight })
    }

    /// What was written of an item.
    pub fn of(&self, item: Consideration) -> &str {
        self.considered.iter().find(|it| it.item == item).map_or("", |it| &it.text)
    }
}

/// 標準期間の事実 of the person, and where they stand.
fn grounds(person: &PersonRecord) -> Option<(&Grounds, Origin)> {
    match person.about(AboutKind::Grounds)? {
        (About::Grounds(grounds), origin) => Some((grounds, origin)),
        _ => None,
    }
}

impl CaseText for IntervalProposal {
    part!(Interval);

    fn check(&self, _case: &PlanningCase, with: &Checking, finished: bool) -> Vec<Problem> {
        let mut check = Checker::new(with);
        match self.interval_months {
            None if finished => check.refuse("interval_months", say::missing("提案するモニタリング期間")),
            Some(months) if !(1..=MOST_MONTHS).contains(&months) => {
                check.refuse("interval_months", format!("期間は1から{MOST_MONTHS}までの月数で入力してください"));
            }
            _ => {}
        }
        check.text("reason", "期間の理由", &self.reason, limit::LONG, false);
        for considered in &self.considered {
            let item = considered.item;
            check.text(format!("consider_{}", item.word()), item.label(), &considered.text, limit::LONG, false);
        }
        check.problems
    }

    fn tidied(self) -> Self {
        self
    }

    /// Every item that the assessment or the draft says something of begins with that; what they say now goes before what was
    /// considered for an older plan.
    fn prefilled(mut self, case: &PlanningCase) -> Self {
        for considered in self.considered.iter_mut().filter(|it| it.text.is_empty() || case.looks_back()) {
            let known = considerations::known(considered.item, case);
            if !known.is_empty() {
                considered.text = known;
            }
        }
        self
    }

    /// The grounds that are recorded of the person, and a change of use that began with this case.
    fn informed(mut self, person: &PersonRecord, case: &PlanningCase) -> Self {
        let Some((grounds, _)) = grounds(person) else { return self };
        if self.intensive.is_empty() {
            self.intensive = grounds.intensive_on(person.on);
        }
        if self.shorter_grounds.is_empty() {
            self.shorter_grounds = grounds.shorter_now();
        }
        if let Some((change, from)) = grounds.use_within(case.opened_on, Date::MAX) {
            if case.kind == CaseKind::Change && change != UseChange::New {
                self.marked_change = self.marked_change.or(Some(change == UseChange::Marked));
            }
            self.use_from = self.use_from.or(Some(from));
        }
        self
    }

    fn origins(&self, person: &PersonRecord, _case: &PlanningCase) -> Vec<PartOrigin> {
        let Some((grounds, origin)) = grounds(person) else { return Vec::new() };
        let (intensive, shorter) = (grounds.intensive_on(person.on), grounds.shorter_now());
        let told = |part, there: bool, same| there.then_some(PartOrigin { part, origin, same });
        let all = [
            told("intensive", !(intensive.is_empty() && self.intensive.is_empty()), self.intensive == intensive),
            told(
                "shorter_grounds",
                !(shorter.is_empty() && self.shorter_grounds.is_empty()),
                self.shorter_grounds == shorter,
            ),
        ];
        all.into_iter().flatten().collect()
    }

    /// What the draft says is compared on the draft's page.
    fn compared(&self, mut was: Self, case: &PlanningCase) -> Self {
        for older in was.considered.iter_mut().filter(|it| it.item.is_of_draft()) {
            let now = self.of(older.item);
            if now == considerations::known(older.item, case) {
                now.clone_into(&mut older.text);
            }
        }
        was
    }

    /// What was considered stands, to be looked at anew; the term and its first day are of each grant.
    fn carried_forward(self, _from: Date) -> Self {
        Self { use_from: None, marked_change: None, ..self }
    }
}
