//! 出典: from which record a text of the report was taken over, as long as it still stands in it.

use serde::{Deserialize, Serialize};

use super::{Report, ReportRow};
use crate::{
    id::FactId,
    monitoring::{Fact, Round, RoundFact},
};

/// A text that was taken over by 「この内容を入れる」.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextSource {
    /// Where it stands.
    pub place: TextPlace,
    /// The record.
    pub fact: FactId,
}

/// Where a text can be taken over into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextPlace {
    /// サービス提供状況 of a row.
    Provision,
    /// 本人・家族の感想・満足度 of a row.
    Satisfaction,
    /// 全体の状況.
    Overall,
}

words!(TextPlace {
    Provision, "provision", "サービス提供状況";
    Satisfaction, "satisfaction", "本人・家族の感想・満足度";
    Overall, "overall", "全体の状況";
});

impl TextPlace {
    /// What a record offers here: the provider's words, the person's wishes, the situation at home. None where it has none.
    pub fn words_of(self, fact: &Fact) -> Option<&str> {
        let words = match (self, &fact.body) {
            (Self::Provision, RoundFact::ServiceCheck(check)) => &check.finding,
            (Self::Satisfaction, RoundFact::HomeVisit(visit)) => &visit.wishes,
            (Self::Overall, RoundFact::HomeVisit(visit)) => &visit.home_situation,
            _ => return None,
        };
        (!words.is_empty()).then_some(words.as_str())
    }
}

impl Report {
    /// Takes the words of a record over into a place, of a row where it has one, below what stands there. Words that stand there already
    /// are not repeated.
    pub fn take_over(&mut self, place: TextPlace, row: Option<usize>, fact: &Fact) {
        let Some(words) = place.words_of(fact) else { return };
        let into = match (place, row.and_then(|row| self.rows.get_mut(row))) {
            (TextPlace::Overall, _) => Some((&mut self.overall, &mut self.sources)),
            (TextPlace::Provision, Some(row)) => Some((&mut row.provision, &mut row.sources)),
            (TextPlace::Satisfaction, Some(row)) => Some((&mut row.satisfaction, &mut row.sources)),
            (_, None) => None,
        };
        let Some((text, sources)) = into else { return };
        if !text.contains(words) {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(words);
        }
        let source = TextSource { place, fact: fact.id };
        if !sources.contains(&source) {
            sources.push(source);
        }
    }

    /// Forgets the sources of texts that were rewritten since.
    pub fn keep_true_sources(&mut self, round: &Round) {
        let still = |text: &str, source: &TextSource| {
            let words = round.facts.find(source.fact).and_then(|fact| source.place.words_of(fact));
            words.is_some_and(|words| text.contains(words))
        };
        let overall = &self.overall;
        self.sources.retain(|source| source.place == TextPlace::Overall && still(overall, source));
        for ReportRow { provision, satisfaction, sources, .. } in &mut self.rows {
            sources.retain(|source| match source.place {
                TextPlace::Provision => still(provision, source),
                TextPlace::Satisfaction => still(satisfaction, source),
                TextPlace::Overall => false,
            });
        }
    }
}
