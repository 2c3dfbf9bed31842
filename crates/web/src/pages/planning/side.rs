//! What stands beside the forms of a proposal, in words: the standard, 兼務, what was granted.

use app::planning::ProposalSide;
use calendar::wareki;
use domain::{
    monitoring::{decided_interval::Departure, standard::StandardPeriod},
    neutrality::Ground,
    text::yen,
};
use law::{LawBook, Verdict, Why};

use crate::{components::WhyPanel, pages::certificates::period_words};

/// A rule's answer in words, with its reason.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The words.
    pub text: String,
    /// Whether somebody has to do something about it.
    pub attention: bool,
    /// The reason; none for a question.
    pub why: Option<WhyPanel>,
}

/// The side of a proposal in words.
#[derive(Clone, Debug)]
pub struct Side {
    /// As loaded.
    pub of: ProposalSide,
    /// 標準期間.
    pub standard: Answer,
    /// How the proposal departs from it; none while that cannot be said.
    pub departure: Option<Answer>,
    /// 兼務.
    pub neutrality: Answer,
}

impl Side {
    /// The side in words.
    pub fn new(law: &LawBook, of: ProposalSide) -> Self {
        let why = |why: &Why| Some(WhyPanel::of(law, why));
        let standard = standard(law, of.interval.standard.as_ref());
        let departure = of.interval.departure.as_ref().map(|verdict| match verdict {
            Verdict::Is(decided) => Answer {
                text: decided.value.label().to_owned(),
                attention: decided.value != Departure::Same,
                why: why(&decided.why),
            },
            other => Answer { text: questions(other), attention: true, why: None },
        });
        let neutrality = match &of.neutrality.1 {
            Verdict::Is(decided) => Answer {
                text: decided.why.sentence.clone(),
                attention: decided.value != Ground::DifferentOffice,
                why: why(&decided.why),
            },
            Verdict::No(no) => Answer { text: no.sentence.clone(), attention: true, why: why(no) },
            other => Answer { text: questions(other), attention: true, why: None },
        };
        Self { standard, departure, neutrality, of }
    }

    /// 概ね3か月 in words; empty where none run.
    pub fn grace(&self) -> String {
        match self.of.neutrality.0.grace_until {
            Some(until) => format!("新規の支給決定・変更から概ね3か月の猶予は、{}までです。", wareki::long(until)),
            None => String::new(),
        }
    }

    /// 「負担上限月額 9,300円」; empty where no certificate says it.
    pub fn upper_limit(&self) -> String {
        self.of.upper_limit_yen.map(|limit| format!("負担上限月額 {}", yen(limit))).unwrap_or_default()
    }
}

fn standard(law: &LawBook, verdict: Option<&Verdict<StandardPeriod>>) -> Answer {
    let answer =
        |text: String, why: Option<&Why>| Answer { text, attention: false, why: why.map(|why| WhyPanel::of(law, why)) };
    match verdict {
        None => answer("計画案にサービスを書くと出ます".to_owned(), None),
        Some(Verdict::Is(decided)) => answer(period_words(&decided.value), Some(&decided.why)),
        Some(Verdict::No(why)) => answer(why.sentence.clone(), Some(why)),
        Some(Verdict::Needs(_)) => answer("まだ決まりません".to_owned(), None),
        Some(Verdict::MunicipalityDecides { usual, why, .. }) => {
            let usual = usual.as_ref().map(|usual| format!("（通常は{}）", period_words(usual))).unwrap_or_default();
            answer(format!("市町村が決めます{usual}"), Some(why))
        }
        Some(Verdict::NotCovered { .. }) => answer("この日付の表はありません".to_owned(), None),
    }
}

fn questions<T>(verdict: &Verdict<T>) -> String {
    match verdict {
        Verdict::Needs(missing) => missing.iter().map(|it| it.question.as_str()).collect::<Vec<_>>().join(""),
        _ => "この日付の決まりは、みまもりに入っていません。".to_owned(),
    }
}
