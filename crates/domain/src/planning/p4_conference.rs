//! p4 サービス担当者会議: who came, what those who could not come think, what was discussed and decided, what stays open
//! (指定計画相談支援の基準 15条2項: 担当者会議の開催等により、担当者から専門的な見地からの意見を求める).
//!
//! It is held where somebody came, or where those in charge were asked and have answered. [`held`](PlanningCase::conference_lacks)
//! is judged here alone.

mod attendee;
mod open_item;
mod wait;

use calendar::{Date, Time};
use serde::{Deserialize, Serialize};

pub use self::{
    attendee::{Attendance, Attendee},
    open_item::OpenItem,
    wait::ConferenceWait,
};
use super::{
    CaseFact, CaseFactKind, CaseText, PlanningCase, p2_draft::PlanDraft, p4_invitation::Invitation,
    person::PersonRecord, text::part,
};
use crate::{
    monitoring::check::{Checker, Checking, Problem, limit},
    text::say,
};

/// サービス担当者会議, as its minutes tell it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Conference {
    /// 作成年月日 of the minutes.
    pub written_on: Option<Date>,
    /// 開催日; none where those in charge were asked without a meeting.
    pub held_on: Option<Date>,
    /// 開始時刻.
    pub begins: Option<Time>,
    /// 終了時刻.
    pub ends: Option<Time>,
    /// 開催場所.
    pub place: String,
    /// 開催回数: the how-manieth meeting it was.
    pub number: Option<u32>,
    /// テレビ電話などの利用.
    pub video: bool,
    /// What was used, and how the person was considered.
    pub video_note: String,
    /// 本人の出席; none while it is not said.
    pub person_came: Option<bool>,
    /// Why the person did not come, and how the person was heard.
    pub person_note: String,
    /// 家族の出席; none where there is no family or it is not said.
    pub family_came: Option<bool>,
    /// 続柄 and name of those who came, or why nobody did.
    pub family_who: String,
    /// 個人情報を会議で使うことへの文書による同意.
    pub may_share: Option<bool>,
    /// 担当者, present and absent.
    pub attendees: Vec<Attendee>,
    /// 検討した項目.
    pub agenda: String,
    /// 検討内容.
    pub discussion: String,
    /// 結論.
    pub conclusion: String,
    /// 残された課題.
    pub open_items: Vec<OpenItem>,
    /// 次回の開催時期.
    pub next_meeting: String,
}

impl Conference {
    /// Those who came, and those who did not, in the order of the minutes.
    pub fn of(&self, attendance: Attendance) -> impl Iterator<Item = &Attendee> {
        self.attendees.iter().filter(move |one| one.attendance == Some(attendance))
    }

    /// The day on which it took place: that of the meeting, else that of the last answer.
    pub fn day(&self) -> Option<Date> {
        self.held_on.or_else(|| self.attendees.iter().filter_map(|one| one.answered_on).max())
    }

    /// Whether those in charge met, or were asked and have answered; what it lacks, in words.
    fn lacks(&self) -> Option<&'static str> {
        let met = self.of(Attendance::Present).next().is_some();
        let mut absent = self.of(Attendance::Absent);
        if !met && self.of(Attendance::Absent).all(|one| !one.has_answered()) {
            return Some("会議の出席者、または意見の照会");
        }
        absent.any(|one| !one.has_answered()).then_some("欠席した人の意見")
    }

    fn check_meeting(&self, case: &PlanningCase, finished: bool, check: &mut Checker) {
        let met = finished && self.of(Attendance::Present).next().is_some();
        check.needed_day("held_on", "開催日", self.held_on, met);
        check.of_case("held_on", "開催日", (case.opened_on, self.held_on));
        check.order("held_on", ("はじめの計画案の作成日", case.first_draft_on()), ("開催日", self.held_on));
        for (name, label, time) in [("begins", "開始時刻", self.begins), ("ends", "終了時刻", self.ends)] {
            if met && time.is_none() {
                check.refuse(name, say::missing(label));
            }
        }
        if let (Some(begins), Some(ends)) = (self.begins, self.ends)
            && ends <= begins
        {
            check.refuse("ends", "終了時刻が開始時刻より前になっています".to_owned());
        }
        check.text("place", "開催場所", &self.place, limit::SHORT, met);
        check.text("video_note", "使ったもの・配慮したこと", &self.video_note, limit::LONG, false);
        if self.number.is_some_and(|number| !(1..=limit::MEETINGS).contains(&number)) {
            check.refuse("number", format!("開催回数は1から{}までの数で入力してください", limit::MEETINGS));
        }
    }

    fn check_people(&self, finished: bool, check: &mut Checker) {
        check.rows("attendees", &self.attendees, limit::ROWS);
        if finished && self.attendees.is_empty() {
            let sentence = "出席した人、または意見を聞いた人を1行以上書いてください";
            check.refuse("attendee_affiliation_0", sentence.to_owned());
        }
        self.attendees.iter().enumerate().for_each(|(row, one)| one.check(row, finished, check));
        let nobody = self.of(Attendance::Present).next().is_none();
        let decided = self.attendees.iter().all(|one| one.attendance.is_some());
        if finished && decided && nobody && !self.attendees.iter().any(Attendee::has_answered) {
            let sentence = "出席した人がいないときは、意見を聞いた人の答えと、その日を書いてください";
            check.refuse("attendee_opinion_0", sentence.to_owned());
        }
        if finished && self.person_came.is_none() {
            check.refuse("person_came", say::choose("本人が参加したか"));
        }
        if finished && self.may_share.is_none() {
            check.refuse("may_share", say::choose("個人情報を使うことに文書で同意を得ているか"));
        }
        let (why, who) = ("本人が参加しなかった理由", "参加した家族の続柄と氏名");
        check.text("person_note", why, &self.person_note, limit::LONG, finished && self.person_came == Some(false));
        check.text("family_who", who, &self.family_who, limit::LONG, finished && self.family_came == Some(true));
    }
}

impl CaseText for Conference {
    part!(Conference);

    fn check(&self, case: &PlanningCase, with: &Checking, finished: bool) -> Vec<Problem> {
        let mut check = Checker::new(with);
        check.needed_day("written_on", "作成年月日", self.written_on, finished);
        check.order("written_on", ("開催日", self.held_on), ("作成年月日", self.written_on));
        self.check_meeting(case, finished, &mut check);
        self.check_people(finished, &mut check);
        for (name, label, value, max, required) in [
            ("agenda", "検討した項目", &self.agenda, limit::LONG, finished),
            ("discussion", "検討内容", &self.discussion, limit::LONG, finished),
            ("conclusion", "結論", &self.conclusion, limit::LONG, finished),
            ("next_meeting", "次回の開催時期", &self.next_meeting, limit::SHORT, false),
        ] {
            check.text(name, label, value, max, required);
        }
        check.rows("open_items", &self.open_items, limit::ROWS);
        self.open_items.iter().enumerate().for_each(|(row, item)| item.check(row, finished, &mut check));
        check.problems
    }

    fn tidied(mut self) -> Self {
        // Minutes are of the day of the meeting where no other day is written.
        self.written_on = self.written_on.or(self.held_on);
        self.attendees.retain(|one| !one.is_empty());
        self.open_items.retain(|item| !item.is_empty());
        self
    }

    /// Day, place and people as they were invited; without an invitation those whose services the draft proposes.
    fn prefilled(mut self, case: &PlanningCase) -> Self {
        if self.attendees.is_empty() {
            self.attendees = match case.text::<Invitation>() {
                Some((_, invited)) => invited.invited.iter().map(Attendee::invited).collect(),
                None => case.proposed_providers().into_iter().map(Attendee::of_provider).collect(),
            };
        }
        if let Some((_, invited)) = case.text::<Invitation>()
            && self.held_on.is_none()
        {
            (self.held_on, self.begins, self.ends) = (invited.day, invited.begins, invited.ends);
            self.place.clone_from(&invited.place);
            self.video = !invited.link.is_empty();
        }
        self
    }

    /// The specialist in charge comes first; the person is asked for by a field of its own.
    fn informed(mut self, person: &PersonRecord, _case: &PlanningCase) -> Self {
        if let Some(own) = &person.in_charge
            && !self.attendees.iter().any(|one| one.name == own.specialist)
        {
            self.attendees.insert(0, Attendee::in_charge(own));
        }
        self
    }

    /// Another meeting is no change of the last one.
    fn compared(&self, _was: Self, _case: &PlanningCase) -> Self {
        self.clone()
    }

    /// A meeting is of one case; who comes may be the same as last time.
    fn carried_forward(self, _from: Date) -> Self {
        Self { attendees: self.attendees.into_iter().map(Attendee::carried).collect(), ..Self::default() }
    }
}

impl PlanningCase {
    /// サービス担当者会議 as its minutes tell it, where it stands.
    pub fn conference(&self) -> Option<&Conference> {
        self.text::<Conference>().map(|(_, conference)| conference)
    }

    /// What the meeting still lacks to have been held, in words; none where it was. The lamp, the papers and the claim ask here.
    pub fn conference_lacks(&self) -> Option<&'static str> {
        self.conference().map_or(Some(CaseFactKind::Conference.label()), Conference::lacks)
    }

    /// 作成日 of the first draft that was ever finished: nobody discusses one before.
    fn first_draft_on(&self) -> Option<Date> {
        let written = self.facts.iter().filter_map(|fact| match &fact.body {
            CaseFact::Draft(draft) => draft.written_on,
            _ => None,
        });
        written.min()
    }

    /// The providers of the draft that stands.
    pub(super) fn proposed_providers(&self) -> Vec<String> {
        self.text::<PlanDraft>().map(|(_, draft)| draft.providers()).unwrap_or_default()
    }
}
