//! 「なぜ?」: the reason of an answer, laid out for the panel that opens in place. The text is that of the one renderer in `law`.

use law::{Confidence, LawBook, LineKind, Why, explain};

/// The panel: the deciding reason first, those it rests on below.
#[derive(Clone, Debug)]
pub struct WhyPanel {
    /// Id of the rule that decides: its place on the page 「きまり」.
    pub rule: &'static str,
    /// Title of that rule.
    pub title: &'static str,
    /// The lines in reading order.
    pub lines: Vec<WhyLine>,
    /// A warning about the least sure value; empty when none is needed.
    pub warning: String,
}

/// One line of the panel.
#[derive(Clone, Debug)]
pub struct WhyLine {
    /// The class of the style sheet: kind and depth.
    pub class: String,
    /// What the line is, as a word; empty for a sentence.
    pub word: &'static str,
    /// The text.
    pub text: String,
}

impl WhyPanel {
    /// The panel of a reason.
    pub fn of(law: &LawBook, why: &Why) -> Self {
        let explained = explain(law, why);
        let lines = explained
            .lines
            .into_iter()
            .map(|line| {
                let (kind, word) = match line.kind {
                    LineKind::Sentence => ("why-sentence", ""),
                    LineKind::Fact => ("why-fact", "事実"),
                    LineKind::Value => ("why-value", "使った値"),
                    LineKind::Cite => ("why-cite", "出典"),
                };
                WhyLine { class: format!("{kind} why-depth-{}", line.depth.min(3)), word, text: line.text }
            })
            .collect();
        let warning = explained.confidence.filter(|confidence| confidence.needs_warning()).map(Confidence::label);
        let rule = why.rule;
        Self { rule: rule.id, title: rule.title, lines, warning: warning.unwrap_or_default().to_owned() }
    }
}
