//! 担当者 of a meeting: one who came, or one who could not come and was asked for an opinion.

use calendar::Date;
use serde::{Deserialize, Serialize};

use crate::{
    monitoring::check::{Checker, limit},
    planning::{p4_invitation::Invited, person::InCharge},
    text::say,
};

/// 出席・欠席.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attendance {
    /// 出席, on the spot or by video.
    Present,
    /// 欠席.
    Absent,
}

words!(Attendance { Present, "present", "出席"; Absent, "absent", "欠席"; });

/// One of those in charge.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Attendee {
    /// 所属: a provider by its name, or anything else.
    pub affiliation: String,
    /// 職種.
    pub role: String,
    /// 氏名.
    pub name: String,
    /// Whether the person came; none while it is not said.
    pub attendance: Option<Attendance>,
    /// 欠席の理由.
    pub reason: String,
    /// 照会した日.
    pub asked_on: Option<Date>,
    /// 回答のあった日.
    pub answered_on: Option<Date>,
    /// 意見.
    pub opinion: String,
}

impl Attendee {
    /// Whether nothing is typed in the row.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether the opinion is there, with the day on which it came.
    pub fn has_answered(&self) -> bool {
        self.answered_on.is_some() && !self.opinion.trim().is_empty()
    }

    /// Somebody of a provider.
    pub(super) fn of_provider(affiliation: String) -> Self {
        Self { affiliation, ..Self::default() }
    }

    /// The specialist in charge.
    pub(super) fn in_charge(one: &InCharge) -> Self {
        let InCharge { office, specialist } = one.clone();
        Self { affiliation: office, role: "相談支援専門員".to_owned(), name: specialist, ..Self::default() }
    }

    /// Somebody who was invited.
    pub(super) fn invited(one: &Invited) -> Self {
        let Invited { affiliation, role, name, mail: _ } = one.clone();
        Self { affiliation, role, name, ..Self::default() }
    }

    /// The same person before another meeting.
    pub(super) fn carried(self) -> Self {
        let Self { affiliation, role, name, .. } = self;
        Self { affiliation, role, name, ..Self::default() }
    }

    pub(super) fn check(&self, row: usize, finished: bool, check: &mut Checker) {
        let (field, label) = (|name: &str| format!("{name}_{row}"), |label: &str| format!("{}行目の{label}", row + 1));
        let absent = self.attendance == Some(Attendance::Absent);
        let nameless = finished && (!absent || self.affiliation.trim().is_empty());
        for (name, title, value, max, required) in [
            ("attendee_affiliation", "所属", &self.affiliation, limit::SHORT, false),
            ("attendee_role", "職種", &self.role, limit::SHORT, false),
            ("attendee_name", "氏名", &self.name, limit::SHORT, nameless),
            ("attendee_reason", "欠席の理由", &self.reason, limit::SHORT, finished && absent),
            ("attendee_opinion", "意見", &self.opinion, limit::LONG, finished && self.answered_on.is_some()),
        ] {
            check.text(field(name), &label(title), value, max, required);
        }
        if finished && self.attendance.is_none() {
            check.refuse(field("attendee_attendance"), say::choose(&label("出席・欠席")));
        }
        if finished && absent && self.asked_on.is_none() {
            check.refuse(field("attendee_asked_on"), say::missing(&label("意見を照会した日")));
        }
        check.day(field("attendee_asked_on"), &label("照会した日"), self.asked_on);
        check.day(field("attendee_answered_on"), &label("回答のあった日"), self.answered_on);
        let asked = (label("照会した日"), self.asked_on);
        let answered = (label("回答のあった日"), self.answered_on);
        check.order(field("attendee_answered_on"), (&asked.0, asked.1), (&answered.0, answered.1));
        if finished && !self.opinion.trim().is_empty() && absent && self.answered_on.is_none() {
            check.refuse(field("attendee_answered_on"), say::missing(&label("回答のあった日")));
        }
    }
}
