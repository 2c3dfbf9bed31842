//! (2) 自宅訪問: always, where the person lives or stays.

use calendar::{Date, Time};
use serde::{Deserialize, Serialize};

use super::{
    Round,
    check::{Checker, Checking, Problem, limit},
};
use crate::{
    client::{ConsultationService, Residence},
    text::say,
};

/// A visit with an interview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeVisit {
    /// 訪問年月日 = モニタリング日; it decides the fee month.
    pub date: Date,
    /// 訪問先の種類.
    pub place: Residence,
    /// 訪問先 in words (name of the hospital, …).
    pub place_note: String,
    /// Whether the person lives or stays there; only then the visit counts.
    pub lives_there: bool,
    /// 面接した相手 (本人, 母, …).
    pub met: String,
    /// 本人に面接した.
    pub interviewed: bool,
    /// 訪問者名.
    pub visitor: String,
    /// 本人の意向.
    pub wishes: String,
    /// 家庭状況の聞き取り.
    pub home_situation: String,
    /// はじめの時刻; none in visits recorded before it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Time>,
    /// おわりの時刻.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Time>,
    /// 中立性: what was found of posts of the specialist at providers of the client, in words; stamped when the visit is recorded.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub neutrality: String,
}

impl HomeVisit {
    /// Whether the visit fulfils 「必ず利用者の居宅等を訪問して」: at the place of living or stay, with an interview.
    pub fn counts(&self) -> bool {
        self.shortcoming().is_none()
    }

    /// What the visit lacks to count, as a phrase; `None` when it counts.
    pub fn shortcoming(&self) -> Option<&'static str> {
        if !self.lives_there {
            Some("本人が住んでいる（滞在している）所への訪問")
        } else if !self.interviewed {
            Some("訪問での面接")
        } else {
            None
        }
    }

    /// What is wrong with the visit as typed. A visit outside the scheduled month may be recorded, because it took
    /// place; that it cannot be claimed is said by step (6).
    pub fn check(&self, round: &Round, with: &Checking) -> Vec<Problem> {
        let mut check = Checker::new(with);
        self.check_itself(&mut check);
        let own_home = self.place == Residence::Home;
        if !own_home && self.place_note.trim().is_empty() {
            check.refuse("place_note", say::missing("訪問先の名前"));
        }
        if own_home && !self.lives_there {
            check.refuse(
                "lives_there",
                "自宅を訪問したときは、本人が住んでいる所です。ほかの家なら「その他」を選んでください".to_owned(),
            );
        }
        let stays = matches!(self.place, Residence::GroupHome | Residence::Facility | Residence::Hospital);
        if round.service == ConsultationService::Child && stays && self.lives_there {
            let sentence = "障害児は、居宅を訪問したときだけ自宅訪問として数えます。ここは居宅ではないので「いいえ」にしてください";
            check.refuse("lives_there", sentence.to_owned());
        }
        check.order(
            "date",
            ("訪問日", Some(self.date)),
            ("報告書の作成日", round.finished_report().and_then(|(_, report)| report.written_on)),
        );
        check.problems
    }

    /// What is wrong with the visit, whatever it was made for.
    pub(crate) fn check_itself(&self, check: &mut Checker) {
        check.day("date", "訪問日", Some(self.date));
        check.within_support("date", "訪問日", "訪問", self.date);
        check.text("place_note", "訪問先の名前", &self.place_note, limit::SHORT, false);
        if let (Some(start), Some(end)) = (self.start, self.end)
            && end <= start
        {
            check.refuse("end", "おわりの時刻が、はじめの時刻より前になっています".to_owned());
        }
        check.text("visitor", "訪問者名", &self.visitor, limit::SHORT, true);
        check.text("met", "面接した相手", &self.met, limit::SHORT, self.interviewed);
        check.text("wishes", "本人の意向", &self.wishes, limit::LONG, false);
        check.text("home_situation", "家庭状況の聞き取り", &self.home_situation, limit::LONG, false);
    }
}
