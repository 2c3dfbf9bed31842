//! The fields of a review and of what a renewal asks in the words of the screen.

use domain::planning::p1_review::ServiceNeed;

use super::{Kind, Line};

/// Fields that mean something else on other pages.
pub(super) const OF_PAGES: &[(&str, &[Line])] =
    &[("/p1-review", &[("written_on", "振り返りをまとめた日", Kind::Day), ("effect", "効果の評価", Kind::Text)])];

/// The fields of these pages alone.
pub(super) const FIELDS: &[Line] = &[
    ("achieved", "達成したこと", Kind::Text),
    ("unmet", "達成できなかったこと", Kind::Text),
    ("issue", "新しい課題", Kind::Text),
    ("found_strength", "新たに見つかった力", Kind::Text),
    ("outlook", "希望・展望", Kind::Text),
    ("services_need", "サービスの種類・量", Kind::Word(service_need)),
    ("effect", "これまでのサービスの効果", Kind::Text),
    ("unchanged_reason", "種類・量を変更する必要がない理由", Kind::Text),
    ("need_kept", "前の計画と同じ目標を続ける理由", Kind::Text),
    ("accepts_same", "前の計画とすべて同じであることを確かめ、このまま記録する", Kind::Tick),
];

fn service_need(word: &str) -> Option<&'static str> {
    ServiceNeed::from_word(word).map(ServiceNeed::label)
}
