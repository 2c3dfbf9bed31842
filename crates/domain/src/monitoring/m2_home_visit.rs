//! (2) 自宅訪問: always, where the person lives or stays.

use calendar::Date;
use serde::{Deserialize, Serialize};

use crate::client::Residence;

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
}

impl HomeVisit {
    /// Whether the visit fulfils 「必ず利用者の居宅等を訪問して」: at the place of living or stay, with an interview.
    pub fn counts(&self) -> bool {
        self.lives_there && self.interviewed
    }
}
