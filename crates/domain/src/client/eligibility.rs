//! 対象者: which consultation service a person who applied for services comes under, or why none.
//!
//! One function per question would ask too much: only a fact on which the answer depends is ever asked for.

use calendar::{Date, DateRange};
use law::{
    Cite, Decided, Entry, Family, LawBook, Missing, NotCovered, Rule, ServiceSet, SettingKey, Value, Verdict, Why,
};
use serde::{Deserialize, Serialize};

pub(crate) const ADULT_FROM: &str = "benefit.adult-from";
const INSURED_FROM: &str = "eligibility.care-insurance-from";
/// The setting that says what the municipality does with 介護保険 in parallel.
const WITH_CARE_INSURANCE: SettingKey = SettingKey("plan_with_care_insurance");

const DISABILITY_SERVICES: Rule = Rule {
    id: "eligibility.disability-services",
    title: "障害福祉サービスを申請した障害者・障害児は、計画相談支援",
    cites: &[Cite {
        source: "seed-002", place: "1. ・障害福祉サービスを申請した障害者又は障害児"
    }],
};
const COMMUNITY: Rule = Rule {
    id: "eligibility.community",
    title: "地域相談支援を申請した障害者は、計画相談支援（障害児は対象でない）",
    cites: &[Cite { source: "seed-002", place: "1. ・地域相談支援を申請した障害者" }],
};
const CHILD_SERVICES: Rule = Rule {
    id: "eligibility.child-services",
    title: "障害児通所支援を申請した障害児は、障害児相談支援",
    cites: &[Cite { source: "seed-002", place: "1. ・障害児通所支援を申請した障害児" }],
};
const BOTH: Rule = Rule {
    id: "eligibility.both",
    title: "障害福祉サービスと障害児通所支援の両方を申請した障害児は、障害児相談支援",
    cites: &[
        Cite { source: "qa-2012-03", place: "障害児相談支援から計画相談支援への移行" },
        Cite {
            source: "osaka-2018-01",
            place: "障害福祉サービスと障害児通所支援を併せて使う障害児は、障害児相談支援による",
        },
    ],
};
const CARE_INSURANCE: Rule = Rule {
    id: "eligibility.care-insurance",
    title: "介護保険のサービスも使う人には、固有のサービスで市町村が必要と認めるときに求める",
    cites: &[Cite { source: "seed-002", place: "1. ※介護保険制度のサービスを利用する場合" }],
};

const SELF_PLAN: Rule = Rule {
    id: "eligibility.self-plan",
    title: "セルフプランの人には、計画相談支援も障害児相談支援も行わない",
    cites: &[Cite {
        source: "seed-002", place: "3-4) セルフプラン作成者に係るモニタリングの取り扱い"
    }],
};

/// Every rule of 対象者.
pub const RULES: &[Rule] = &[DISABILITY_SERVICES, COMMUNITY, CHILD_SERVICES, BOTH, CARE_INSURANCE, SELF_PLAN];

/// The consultation service. 計画相談支援 is not paid beside 障害児相談支援, so that it is never both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// 計画相談支援.
    Plan,
    /// 障害児相談支援.
    Child,
}

words!(Route {
    Plan, "plan", "計画相談支援";
    Child, "child", "障害児相談支援";
});

/// What is known of the person and the application.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EligibilityFacts {
    /// The services applied for.
    pub services: ServiceSet,
    /// Completed years on the day of the application.
    pub age: Option<u32>,
    /// Whether services of 介護保険 are used beside.
    pub care_insurance: Option<bool>,
    /// The day of the application; without one, the law in force.
    pub as_of: Option<Date>,
    /// セルフプラン: no office makes the plan.
    pub self_plan: bool,
}

/// 対象: the route, and the services applied for that open none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Eligibility {
    /// The route.
    pub route: Route,
    /// Services that do not count for this person.
    pub not_counted: ServiceSet,
}

/// The two ages, as they stand on the day asked for.
struct Ages<'a> {
    book: &'a LawBook,
    adult: &'a Entry<Value>,
    insured: &'a Entry<Value>,
}

impl Ages<'_> {
    fn is_minor(&self, age: u32) -> bool {
        matches!(self.adult.value, Value::Whole(from) if i64::from(age) < from)
    }

    fn may_be_insured(&self, age: Option<u32>) -> bool {
        age.is_none_or(|age| matches!(self.insured.value, Value::Whole(from) if i64::from(age) >= from))
    }

    /// Adds the age that divides adults from children to a reason.
    fn adult_in(&self, why: Why) -> Why {
        let used = self.book.timeline(ADULT_FROM).and_then(|timeline| timeline.used(self.adult.days.from));
        used.into_iter().fold(why, Why::value)
    }
}

/// The services applied for that open no route: where the answer is no, all of them. With a self-plan it is not they
/// that open none.
pub fn not_counted(facts: &EligibilityFacts, verdict: &Verdict<Eligibility>) -> ServiceSet {
    match verdict {
        Verdict::Is(decided) => decided.value.not_counted,
        Verdict::MunicipalityDecides { usual, .. } => usual.map_or(ServiceSet::EMPTY, |usual| usual.not_counted),
        Verdict::No(_) if !facts.self_plan => facts.services,
        Verdict::No(_) | Verdict::Needs(_) | Verdict::NotCovered { .. } => ServiceSet::EMPTY,
    }
}

/// The route of a person who applied for these services.
pub fn eligibility(book: &LawBook, facts: &EligibilityFacts) -> Verdict<Eligibility> {
    if facts.self_plan {
        let sentence = "セルフプランなので、相談支援事業所の計画もモニタリングもありません（市町村が計画相談支援を勧めることはあります）。";
        return Verdict::No(told(book, Why::new(SELF_PLAN, sentence), facts));
    }
    if facts.services.is_empty() {
        return needs("services", "申請した（する）サービスは何ですか。");
    }
    let ages = match ages(book, facts) {
        Ok(ages) => ages,
        Err(not) => return Verdict::NotCovered { asked: not.asked, covers: not.covers },
    };
    let of = |family| facts.services.common(book.services().set_where(|service| service.family == family));
    let (disability, child, community) = (of(Family::Disability), of(Family::Child), of(Family::Community));
    let minor = match facts.age {
        Some(age) => ages.is_minor(age),
        None if child.is_empty() && community.is_empty() => false,
        None => return needs("age", "申請の日の年齢（生年月日）は分かりますか。"),
    };
    if minor {
        return of_child(&ages, facts, disability, child, community);
    }
    let counted = disability.with(community);
    if counted.is_empty() {
        return Verdict::No(adult_without_route(&ages, facts));
    }
    match facts.care_insurance {
        None if ages.may_be_insured(facts.age) => {
            needs("care_insurance", "介護保険のサービスも使っていますか（使う予定ですか）。")
        }
        Some(true) => beside_care_insurance(book, facts, counted, child),
        Some(false) | None => {
            let (rule, names) = if disability.is_empty() {
                (COMMUNITY, book.services().names(community))
            } else {
                (DISABILITY_SERVICES, book.services().names(disability))
            };
            let why = told(book, Why::new(rule, format!("{names}を申請したので、計画相談支援の対象です。")), facts);
            let why = if child.is_empty() { why } else { why.because(adult_without_route(&ages, facts)) };
            is(Route::Plan, child, why)
        }
    }
}

/// The ages on the day; an error where the law of the day, or a service, is not covered.
fn ages<'a>(book: &'a LawBook, facts: &EligibilityFacts) -> Result<Ages<'a>, NotCovered> {
    let entry = |id| {
        let timeline = book.timeline(id);
        // Both files are asked for by a test; a book without them covers nothing.
        let nothing =
            NotCovered { asked: facts.as_of.unwrap_or(Date::ZERO), covers: DateRange { from: Date::MAX, to: None } };
        let timeline = timeline.ok_or(nothing)?;
        match facts.as_of {
            Some(day) => timeline.at(day),
            None => timeline.current().ok_or(nothing),
        }
    };
    if let Some(day) = facts.as_of {
        let mut later = book.services().of(facts.services).filter_map(law::Service::existed);
        if let Some(covers) = later.find(|range| day < range.from) {
            return Err(NotCovered { asked: day, covers });
        }
    }
    Ok(Ages { book, adult: entry(ADULT_FROM)?, insured: entry(INSURED_FROM)? })
}

fn of_child(
    ages: &Ages<'_>,
    facts: &EligibilityFacts,
    disability: ServiceSet,
    child: ServiceSet,
    community: ServiceSet,
) -> Verdict<Eligibility> {
    let names = |set| ages.book.services().names(set);
    let community_why = || {
        let sentence = format!("{}（地域相談支援）の対象は障害者で、障害児は含まれません。", names(community));
        ages.adult_in(Why::new(COMMUNITY, sentence))
    };
    let (route, why) = match (disability.is_empty(), child.is_empty()) {
        (true, true) => return Verdict::No(told(ages.book, community_why(), facts)),
        (true, false) => {
            let sentence = format!("障害児が{}を申請したので、障害児相談支援の対象です。", names(child));
            (Route::Child, Why::new(CHILD_SERVICES, sentence))
        }
        (false, true) => {
            let sentence = format!("{}を申請したので、障害児も計画相談支援の対象です。", names(disability));
            (Route::Plan, Why::new(DISABILITY_SERVICES, sentence))
        }
        (false, false) => {
            let sentence = format!(
                "障害児が{}と{}を併せて申請したので、障害児相談支援でまとめて計画を作ります。計画相談支援の報酬は、障害児相談支援と併せては請求できません。",
                names(disability),
                names(child)
            );
            (Route::Child, Why::new(BOTH, sentence))
        }
    };
    let why = ages.adult_in(told(ages.book, why, facts));
    is(route, community, if community.is_empty() { why } else { why.because(community_why()) })
}

/// 障害児通所支援 applied for by somebody who is no 障害児.
fn adult_without_route(ages: &Ages<'_>, facts: &EligibilityFacts) -> Why {
    let child = ages.book.services().set_where(|service| service.family == Family::Child);
    let names = ages.book.services().names(facts.services.common(child));
    let sentence = format!(
        "{names}（障害児通所支援）による障害児相談支援の対象は障害児で、障害者は含まれません。放課後等デイサービスを続けて使う特例などは、市町村に確かめてください。"
    );
    ages.adult_in(told(ages.book, Why::new(CHILD_SERVICES, sentence), facts))
}

/// 介護保険 in parallel: only kinds that 介護保険 does not have, and where the municipality finds it necessary.
fn beside_care_insurance(
    book: &LawBook,
    facts: &EligibilityFacts,
    counted: ServiceSet,
    not_counted: ServiceSet,
) -> Verdict<Eligibility> {
    let services = book.services();
    let peculiar = counted.common(services.set_where(|service| service.only_in_disability_law));
    if !peculiar.is_empty() {
        let sentence = format!(
            "介護保険のサービスも使う人には、障害福祉に固有のサービス（{}）で市町村が必要と認めるときに、計画相談支援を求めます。市町村に確かめてください。",
            services.names(peculiar)
        );
        let not_counted = not_counted.with(counted.without(peculiar));
        return Verdict::MunicipalityDecides {
            usual: Some(Eligibility { route: Route::Plan, not_counted }),
            setting: WITH_CARE_INSURANCE,
            why: told(book, Why::new(CARE_INSURANCE, sentence), facts),
        };
    }
    let open = services.of(counted).find(|group| {
        group.members.iter().filter_map(|name| services.find(name)).any(|member| member.only_in_disability_law)
    });
    if let Some(group) = open {
        return needs("services", &format!("「{}」は、{}のどれですか。", group.name, group.members.join("、")));
    }
    let sentence = format!(
        "介護保険のサービスも使う人に計画相談支援を求めるのは障害福祉に固有のサービスのときで、{}はその一覧にないため、求めません。市町村によっては求めることがあります。",
        services.names(counted)
    );
    Verdict::No(told(book, Why::new(CARE_INSURANCE, sentence), facts))
}

fn needs(field: &'static str, question: &str) -> Verdict<Eligibility> {
    Verdict::Needs(vec![Missing { field, question: question.to_owned() }])
}

/// The rule that asks for a missing fact.
pub fn need_rule(book: &LawBook, facts: &EligibilityFacts, missing: &[Missing]) -> Rule {
    let child = book.services().set_where(|service| service.family == Family::Child);
    match missing.first().map(|missing| missing.field) {
        Some("age") if facts.services.meets(child) => CHILD_SERVICES,
        Some("age") => COMMUNITY,
        Some("care_insurance") => CARE_INSURANCE,
        _ => DISABILITY_SERVICES,
    }
}

fn is(route: Route, not_counted: ServiceSet, why: Why) -> Verdict<Eligibility> {
    Verdict::Is(Decided { value: Eligibility { route, not_counted }, why })
}

fn told(book: &LawBook, why: Why, facts: &EligibilityFacts) -> Why {
    let mut why = why;
    if !facts.services.is_empty() {
        why = why.fact("申請したサービス", book.services().names(facts.services));
    }
    if let Some(age) = facts.age {
        why = why.fact("年齢", format!("{age}歳"));
    }
    if let Some(beside) = facts.care_insurance {
        why = why.fact("介護保険のサービス", if beside { "使っている" } else { "使っていない" });
    }
    why
}
