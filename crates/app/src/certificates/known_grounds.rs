//! 標準期間の事実 of the client beside the certificate that is typed: the form starts from them, what is not known is asked
//! for, and what contradicts them is told.

use calendar::Date;
use domain::{
    client::{AboutClient, Decision, IntensiveGround, Known, ShorterGround},
    monitoring::standard::Deciding,
};

use super::{CertificateText, Draft};
use crate::Reason;

/// The form with the grounds that hold on the day; as it was where nothing is recorded of them.
pub(super) fn prefilled(text: CertificateText, about: &AboutClient, day: Date) -> CertificateText {
    let Some(grounds) = about.grounds_on(day) else { return text };
    let words = |all: &[IntensiveGround]| all.iter().map(|it| it.word().to_owned()).collect();
    CertificateText {
        intensive: words(&grounds.intensive_on(day)),
        shorter_grounds: grounds.shorter_now().into_iter().map(|it| it.word().to_owned()).collect(),
        ..text
    }
}

/// What is not recorded and would change the standard, in words. What was ticked on the form is an answer.
pub(super) fn open_facts(draft: &Draft, about: &AboutClient, deciding: &Deciding, today: Date) -> Vec<String> {
    let day = draft.plan_made_on.unwrap_or(today);
    let recorded = about.grounds_on(day);
    let grounds = recorded.cloned().unwrap_or_default();
    let mut open = Vec::new();
    let mut ask = |label: &str, known: Known| {
        if let Known::Unknown(words) = known {
            open.push(format!("{label}（{}）", words.join("、")));
        }
    };
    // One answer more changes nothing where one ground is ticked already.
    if deciding.intensive && draft.proposal.intensive.is_empty() {
        for ground in IntensiveGround::ALL {
            ask(ground.label(), grounds.intensive(*ground, day));
        }
    }
    if draft.proposal.shorter_grounds.is_empty() {
        for ground in ShorterGround::ALL.iter().filter(|ground| deciding.shorter_grounds.contains(ground)) {
            ask(ground.label(), grounds.shorter(*ground));
        }
    }
    let of_use = draft.starts_on().zip(draft.last_day()).map(|(first, last)| grounds.use_within(first, last));
    if draft.decision == Some(Decision::Change) && draft.says.change.is_none() && of_use == Some(None) {
        open.push("種類・内容・量の変更が著しいか（利用開始日）".to_owned());
    }
    open
}

/// What is ticked on the form and is recorded otherwise, or the reverse.
pub(super) fn contradictions(draft: &Draft, about: &AboutClient, today: Date) -> Vec<Reason> {
    let day = draft.plan_made_on.unwrap_or(today);
    let Some(grounds) = about.grounds_on(day) else { return Vec::new() };
    let told = |field: &'static str, label: &str, ticked: bool, known: Known| match (ticked, known) {
        (true, Known::No) => Some(Reason::at(field, format!("「{label}」は、利用者の記録では、あてはまりません。"))),
        (false, Known::Yes) => Some(Reason::at(field, format!("「{label}」は、利用者の記録では、あてはまります。"))),
        _ => None,
    };
    let intensive = IntensiveGround::ALL.iter().filter_map(|ground| {
        let ticked = draft.proposal.intensive.contains(ground);
        told("intensive", ground.label(), ticked, grounds.intensive(*ground, day))
    });
    let shorter = ShorterGround::ALL.iter().filter_map(|ground| {
        let ticked = draft.proposal.shorter_grounds.contains(ground);
        told("shorter_grounds", ground.label(), ticked, grounds.shorter(*ground))
    });
    intensive.chain(shorter).collect()
}
