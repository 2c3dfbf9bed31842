//! 「なぜ?」: the reason of an answer, laid out for the panel that opens in place.

use law::Why;

/// The panel: the deciding reason first, those it rests on below.
#[derive(Clone, Debug)]
pub struct WhyPanel {
    /// The reasons, each with its depth in the tree.
    pub nodes: Vec<WhyNode>,
}

/// One reason.
#[derive(Clone, Debug)]
pub struct WhyNode {
    /// 0 for the deciding reason.
    pub depth: usize,
    /// The sentence.
    pub sentence: String,
    /// Title of the rule.
    pub rule: String,
    /// Where the rule is written.
    pub cites: Vec<String>,
    /// Values used.
    pub values: Vec<WhyValue>,
    /// Facts used: name and value.
    pub facts: Vec<(String, String)>,
}

/// A dated value that took part.
#[derive(Clone, Debug)]
pub struct WhyValue {
    /// Title and value.
    pub text: String,
    /// Since when it holds.
    pub from: String,
    /// Source and place.
    pub source: String,
    /// How sure it is.
    pub confidence: &'static str,
    /// Whether to warn.
    pub warns: bool,
}

impl WhyPanel {
    /// The panel of a reason.
    pub fn of(why: &Why) -> Self {
        let mut nodes = Vec::new();
        collect(why, 0, &mut nodes);
        Self { nodes }
    }
}

fn collect(why: &Why, depth: usize, nodes: &mut Vec<WhyNode>) {
    nodes.push(WhyNode {
        depth,
        sentence: why.sentence.clone(),
        rule: why.rule.title.to_owned(),
        cites: why.rule.cites.iter().map(|cite| format!("{} {}", cite.source, cite.place)).collect(),
        values: why
            .values
            .iter()
            .map(|value| WhyValue {
                text: format!("{}: {}", value.title, value.value),
                from: calendar::wareki::long(value.from),
                source: format!("{} {}", value.source, value.place),
                confidence: value.confidence.label(),
                warns: value.confidence.needs_warning(),
            })
            .collect(),
        facts: why.facts.iter().map(|fact| (fact.name.clone(), fact.value.clone())).collect(),
    });
    for reason in &why.because {
        collect(reason, depth + 1, nodes);
    }
}
