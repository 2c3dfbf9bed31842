//! What differs between two versions of a plan, in words: the texts field by field, the rows by what the use case says of each.

use domain::planning::{
    p2_draft::{NeedRow, PlanDraft, ServiceRow},
    p5_plan_changes::{RowChange, RowMark},
};

use super::proposal_cards::{draft_lines, need_line, service_line};

/// The lines of a text that are rows, or stamped by the program: they are no field of their own.
const ELSEWHERE: [&str; 6] =
    ["作成日", "課題と目標", "援助内容", "兼務の確認", "サービス費用（月）", "自己負担額（月）"];

/// One field or row in two versions.
#[derive(Clone, Debug)]
pub struct Difference {
    /// Which.
    pub label: String,
    /// How the newer one stands to the older one.
    pub mark: RowMark,
    /// As it was.
    pub was: String,
    /// As it is.
    pub now: String,
}

impl Difference {
    /// Whether the two say the same.
    pub fn is_same(&self) -> bool {
        self.mark == RowMark::Same
    }
}

/// Every field and row of two versions.
pub fn differences(
    (was, now): (&PlanDraft, &PlanDraft),
    needs: &[RowChange<NeedRow>],
    services: &[RowChange<ServiceRow>],
) -> Vec<Difference> {
    let lines = draft_lines(was).into_iter().zip(draft_lines(now));
    let texts = lines.filter(|((label, _), _)| !ELSEWHERE.contains(label)).map(|((label, was), (_, now))| {
        let mark = if was == now { RowMark::Same } else { RowMark::Changed };
        Difference { label: label.to_owned(), mark, was, now }
    });
    let needs = needs.iter().map(|change| row("課題", change, need_line));
    let services = services.iter().map(|change| row("援助内容", change, service_line));
    texts.filter(|it| !(it.was.is_empty() && it.now.is_empty())).chain(needs).chain(services).collect()
}

fn row<T>(word: &str, change: &RowChange<T>, line: impl Fn(&T) -> String) -> Difference {
    let said = |side: &Option<(usize, T)>| side.as_ref().map(|(_, it)| line(it)).unwrap_or_default();
    let place = change.now.as_ref().or(change.was.as_ref()).map_or(0, |(place, _)| *place);
    Difference { label: format!("{word} {place}"), mark: change.mark, was: said(&change.was), now: said(&change.now) }
}
