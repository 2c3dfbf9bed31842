//! The fields of a meeting (p4) in the words of the screen.

use domain::planning::p4_conference::Attendance;

use super::{Kind, Line, words::yes_no};

/// Fields that mean something else on other pages.
pub(super) const OF_PAGES: &[(&str, &[Line])] = &[
    (
        "/p4-conference",
        &[
            ("written_on", "作成年月日", Kind::Day),
            ("ends", "終了時刻", Kind::Code),
            ("place", "開催場所", Kind::Text),
            ("number", "開催回数", Kind::Code),
        ],
    ),
    ("/p4-invitation", &[("ends", "終了予定時刻", Kind::Code), ("place", "場所", Kind::Text)]),
];

/// The fields of these pages alone.
pub(super) const FIELDS: &[Line] = &[
    ("held_on", "開催日", Kind::Day),
    ("begins", "開始時刻", Kind::Code),
    ("video", "テレビ電話などを使った", Kind::Tick),
    ("video_note", "使ったもの・本人への配慮", Kind::Text),
    ("person_came", "本人は参加しましたか", Kind::Word(yes_no)),
    ("person_note", "参加しなかった理由、意向をどう聞いたか", Kind::Text),
    ("family_came", "家族は参加しましたか", Kind::Word(yes_no)),
    ("family_who", "参加した家族の続柄と氏名（参加しなかったときは理由）", Kind::Text),
    ("may_share", "会議で個人情報を使うことに、文書で同意を得ていますか", Kind::Word(yes_no)),
    ("attendee_affiliation", "所属（事業所など）", Kind::Text),
    ("attendee_role", "職種", Kind::Text),
    ("attendee_name", "氏名", Kind::Text),
    ("attendee_attendance", "出席・欠席", Kind::Word(attendance)),
    ("attendee_reason", "欠席の理由", Kind::Text),
    ("attendee_asked_on", "意見を照会した日", Kind::Day),
    ("attendee_answered_on", "回答のあった日", Kind::Day),
    ("attendee_opinion", "意見", Kind::Text),
    ("agenda", "検討した項目", Kind::Text),
    ("discussion", "検討内容", Kind::Text),
    ("conclusion", "結論", Kind::Text),
    ("open_what", "残された課題", Kind::Text),
    ("open_owner", "担当", Kind::Text),
    ("open_due", "期限", Kind::Day),
    ("next_meeting", "次回の開催時期", Kind::Text),
    ("day", "開催予定日", Kind::Day),
    ("link", "テレビ電話の入り口（アドレス）", Kind::Text),
    ("invited_affiliation", "所属（事業所など）", Kind::Text),
    ("invited_role", "職種", Kind::Text),
    ("invited_name", "氏名", Kind::Text),
    ("invited_mail", "メールアドレス", Kind::Text),
];

fn attendance(word: &str) -> Option<&'static str> {
    Attendance::from_word(word).map(Attendance::label)
}
