//! 兼務: whether this specialist may do this task for this client, and on which ground.
//!
//! The test is the office, not the corporation (同じ法人の別の事業所はよい): names are compared folded (NFKC, no blanks at
//! the ends), everything else in them counts. An unknown fact is no ground: what is not known to be so does not allow
//! anything.

use law::{Cite, Decided, Entry, LawBook, Rule, Value, Verdict, Why};

use super::{Ground, MONTHS_AFTER_DECISION, NeutralityFacts, Task, exceptions};

/// 原則: 兼務しない別の相談支援専門員.
pub const PRINCIPLE: Rule = Rule {
    id: "neutrality.another-specialist",
    title: "モニタリングと更新・変更の計画は、兼務しない別の相談支援専門員が行う",
    cites: &[Cite { source: "seed-002", place: "3-5) このため、以下のやむを得ない場合を除き…" }],
};
const DIFFERENT_OFFICE: Rule = Rule {
    id: "neutrality.different-office",
    title: "利用者が使う事業所で働いていなければ、中立性の問題はない（同じ法人の別の事業所もよい）",
    cites: &[
        Cite {
            source: "seed-002", place: "3-5) 兼務するサービス提供事業所を利用することとなった場合"
        },
        Cite { source: "qa-2012-03", place: "同じ法人の別の事業所を兼務する場合" },
    ],
};
const FIRST_PLAN: Rule = Rule {
    id: "neutrality.first-plan",
    title: "はじめの計画は、別の相談支援専門員が行うものに挙げられていない",
    cites: &[Cite {
        source: "seed-002", place: "3-5) モニタリングや支給決定の更新又は変更に係るサービス利用支援"
    }],
};

/// Every rule of 兼務, in the order in which they are tried.
pub const RULES: &[Rule] = &[
    DIFFERENT_OFFICE,
    FIRST_PLAN,
    exceptions::NO_OTHER_OFFICE,
    exceptions::WITHIN_MONTHS,
    exceptions::MUNICIPALITY,
    exceptions::CLIENT_WISH,
    PRINCIPLE,
];

/// Whether the specialist may do the task. `No` has the ground [`Ground::None`].
pub fn dual_post(book: &LawBook, facts: &NeutralityFacts) -> Verdict<Ground> {
    let timeline = book.timeline(MONTHS_AFTER_DECISION);
    let entry = match (timeline, facts.as_of) {
        (Some(timeline), Some(day)) => match timeline.at(day) {
            Ok(entry) => Some(entry),
            Err(not) => return Verdict::NotCovered { asked: not.asked, covers: not.covers },
        },
        (Some(timeline), None) => timeline.current(),
        (None, _) => None,
    };
    let shared = facts.shared();
    let task = facts.task.label();
    if shared.is_empty() {
        let why = Why::new(
            DIFFERENT_OFFICE,
            format!(
                "利用者が使う事業所を兼務していないので、{task}を行えます。事業所が別なら、同じ法人でもかまいません。"
            ),
        );
        return is(Ground::DifferentOffice, told(why, facts));
    }
    if facts.task == Task::FirstPlan {
        let why = Why::new(
            FIRST_PLAN,
            format!(
                "兼務する事業所（{}）を利用者が使いますが、はじめの計画なので作成できます。このあとのモニタリングと更新・変更の計画は、兼務しない別の相談支援専門員が行うことを基本とします。",
                shared.join("、")
            ),
        );
        return is(Ground::FirstPlan, told(why, facts));
    }
    if let Some((ground, why)) = exceptions::first(facts, timeline.zip(entry)) {
        return is(ground, told(why, facts));
    }
    Verdict::No(told(refused(facts, &shared, entry), facts))
}

fn is(ground: Ground, why: Why) -> Verdict<Ground> {
    Verdict::Is(Decided { value: ground, why })
}

/// The refusal; where nothing but the client's wish was offered it says that this is none. Exceptions that are not
/// known yet are named, so that whoever reads it knows what to ask.
fn refused(facts: &NeutralityFacts, shared: &[&str], months: Option<&Entry<Value>>) -> Why {
    let who = format!("{}は、兼務しない別の相談支援専門員が行うことを基本とします。", facts.task.label());
    let office = shared.join("、");
    let open = exceptions::open(facts, months);
    let unless = if open.is_empty() {
        String::new()
    } else {
        format!("次のどれかなら行えます: {}。", open.join("、"))
    };
    if facts.client_wishes == Some(true) {
        let sentence =
            format!("利用者の希望だけでは、兼務する事業所（{office}）の利用者を担当できる理由になりません。{unless}");
        return Why::new(exceptions::CLIENT_WISH, sentence).because(Why::new(PRINCIPLE, who));
    }
    Why::new(PRINCIPLE, format!("兼務する事業所（{office}）を利用者が使うので、{who}{unless}"))
}

/// Adds what was known.
fn told(mut why: Why, facts: &NeutralityFacts) -> Why {
    let list = |names: &[String]| if names.is_empty() { "なし".to_owned() } else { names.join("、") };
    why = why
        .fact("相談支援専門員が働く事業所", list(&facts.specialist_works_at))
        .fact("利用者が使う事業所", list(&facts.client_uses))
        .fact("すること", facts.task.label());
    if let Some(months) = facts.months_since_decision {
        why = why.fact("新規・変更の決定から", format!("{months}か月"));
    }
    let answers = [
        ("地域にほかの相談支援事業所がある", facts.other_office_in_area),
        ("市町村がやむを得ないと認めている", facts.municipality_accepts),
        ("利用者の希望", facts.client_wishes),
    ];
    for (name, answer) in answers {
        if let Some(yes) = answer {
            why = why.fact(name, if yes { "はい" } else { "いいえ" });
        }
    }
    why
}
