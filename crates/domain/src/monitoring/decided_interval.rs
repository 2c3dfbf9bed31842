//! 決定した期間と標準期間: the standard is a guide, the municipality decides, and a longer one needs its reason.

use law::{Cite, Decided, Missing, Rule, Verdict, Why};

use super::standard::StandardPeriod;
use crate::client::Phase;

const GUIDE: Rule = Rule {
    id: "monitoring.decided-interval.guide",
    title: "標準期間は目安で、期間は市町村が決める",
    cites: &[
        Cite {
            source: "seed-002", place: "3-1) 市町村が対象者の状況等を勘案して個別に定める仕組み"
        },
        Cite { source: "qa-2021-04", place: "モニタリング期間の設定（問38）" },
    ],
};
const LONGER: Rule = Rule {
    id: "monitoring.decided-interval.longer",
    title: "標準より長い期間（在宅でも入所でも「1年に1回」など）",
    cites: &[
        Cite {
            source: "seed-002",
            place: "モニタリングの標準期間のイメージ ※「1年に1回」とすることなどが想定されることに留意",
        },
        Cite { source: "qa-2021-04", place: "モニタリング期間の設定（問60）" },
    ],
};

/// Every rule of this file.
pub const RULES: &[Rule] = &[GUIDE, LONGER];

/// How a proposed or decided interval stands to the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Departure {
    /// As long as the standard.
    Same,
    /// Shorter.
    Shorter,
    /// Longer.
    Longer,
}

words!(Departure { Same, "same", "標準のとおり"; Shorter, "shorter", "標準より短い"; Longer, "longer", "標準より長い"; });

/// How decided or proposed periods stand to the standard: in the interval that lasts, and where that is the standard's
/// or not known yet, in that of the first three months. `None` without any period.
pub fn decided_periods(standard: &StandardPeriod, phases: &[Phase], reason: &str) -> Option<Verdict<Departure>> {
    let (first, last) = (phases.first()?, phases.last()?);
    let lasting_known = standard.window.is_none() || standard.afterwards.is_some();
    let lasting = lasting_known.then(|| (standard.lasting_months(), last.interval_months));
    let window = standard.window.map(|_| (standard.interval_months, first.interval_months));
    let departs = |(standard, months): &(u32, u32)| standard != months;
    let (standard, months) = lasting.filter(departs).or(window.filter(departs)).or(lasting).or(window)?;
    Some(decided_interval(standard, months, reason))
}

/// How an interval of `months` stands to the standard. It is never refused; a longer one wants its reason.
pub fn decided_interval(standard_months: u32, months: u32, reason: &str) -> Verdict<Departure> {
    let (value, rule, sentence) = match months.cmp(&standard_months) {
        std::cmp::Ordering::Equal => (Departure::Same, GUIDE, format!("標準期間のとおり、{}です。", every(months))),
        std::cmp::Ordering::Less => (
            Departure::Shorter,
            GUIDE,
            format!(
                "標準期間（{}）より短い{}です。標準は目安で、市町村が決めます。",
                every(standard_months),
                every(months)
            ),
        ),
        std::cmp::Ordering::Greater if reason.trim().is_empty() => {
            let question = format!(
                "標準期間（{}）より長い{}とする理由は何ですか（「期間の理由」に書いておきます）。",
                every(standard_months),
                every(months)
            );
            return Verdict::Needs(vec![Missing { field: "reason", question }]);
        }
        std::cmp::Ordering::Greater => (
            Departure::Longer,
            LONGER,
            format!(
                "標準期間（{}）より長い{}です。在宅でも入所でも「1年に1回」などが想定されていて、理由を添えて提案し、市町村が決めます。",
                every(standard_months),
                every(months)
            ),
        ),
    };
    let why = Why::new(rule, sentence).fact("標準期間", every(standard_months)).fact("モニタリング期間", every(months));
    let why = if reason.trim().is_empty() { why } else { why.fact("理由", reason.trim()) };
    Verdict::Is(Decided { value, why })
}

/// The rule that asks for the reason.
pub const MISSING_RULE: Rule = LONGER;

/// Periods one after the other in words: 「3か月間は毎月、その後は6か月ごと」. Empty without any.
pub fn periods(phases: &[Phase]) -> String {
    let period = |phase: &Phase| match phase.for_months {
        Some(months) => format!("{months}か月間は{}", every(phase.interval_months)),
        None => every(phase.interval_months),
    };
    phases.iter().map(period).collect::<Vec<_>>().join("、その後は")
}

/// モニタリング期間 in words: `毎月`, `12か月ごと`.
pub fn every(months: u32) -> String {
    if months == 1 { "毎月".to_owned() } else { format!("{months}か月ごと") }
}
