//! The fields of p3 (計画案の提出, 支給決定, 連絡調整) in the words of the screen.

use domain::planning::{
    p3_decision::Outcome,
    p3_hand_in::{HandInPaper, HandedBy},
};

use super::{Kind, Line, words::submission_means};

/// Fields that mean something else on other pages.
pub(super) const OF_PAGES: &[(&str, &[Line])] = &[
    ("/p3-hand-in", &[("handed_on", "提出日", Kind::Day), ("means", "提出方法", Kind::Word(submission_means))]),
    (
        "/p3-decision",
        &[("interval_months", "決定したモニタリング期間", Kind::Code), ("reason", "決定の理由", Kind::Text)],
    ),
    (
        "/p3-coordination",
        &[
            ("date", "日付", Kind::Day),
            ("provider", "事業所", Kind::Text),
            ("provider_name", "台帳にない事業所の名前", Kind::Text),
            ("person", "相手の担当者", Kind::Text),
            ("content", "連絡した内容", Kind::Text),
            ("result", "結果", Kind::Text),
        ],
    ),
];

/// The fields of these pages alone.
pub(super) const FIELDS: &[Line] = &[
    ("papers", "提出した書類", Kind::Word(paper)),
    ("not_asked", "市町村が求めない書類", Kind::Word(paper)),
    ("by", "提出した人", Kind::Word(handed_by)),
    ("by_name", "提出した人の名前", Kind::Text),
    ("outcome", "決定の結果", Kind::Word(outcome)),
    ("decided_on", "決定の日", Kind::Day),
    ("notified_on", "通知の日", Kind::Day),
    ("decided_service", "サービス", Kind::Text),
    ("decided_amount", "支給量", Kind::Text),
    ("told", "本人に説明したこと", Kind::Text),
    ("certificate", "この決定の受給者証", Kind::Text),
];

fn paper(word: &str) -> Option<&'static str> {
    HandInPaper::from_word(word).map(HandInPaper::label)
}

fn handed_by(word: &str) -> Option<&'static str> {
    HandedBy::from_word(word).map(HandedBy::label)
}

fn outcome(word: &str) -> Option<&'static str> {
    Outcome::from_word(word).map(Outcome::label)
}
