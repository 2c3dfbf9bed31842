//! サービス等利用計画 and its 案, with the week: the data set of a plan. Which papers it fills, `law/forms` says.

mod data_set;
mod week;

use calendar::Date;
use domain::{
    client::{Certificate, ClientForOthers, Phase},
    office::Office,
    planning::{PlanningCase, p1_assessment::OwnWords, p2_draft::PlanDraft, p2_week_plan::WeekPlan},
};

pub(crate) use self::week::{ENTRIES, rows as week_rows};
use crate::{DataSet, DataSetKind};

/// The data set of a plan.
pub const PLAN: DataSetKind = DataSetKind { word: "plan", items: data_set::FIELDS };

/// What a plan is printed from.
#[derive(Clone, Copy, Debug)]
pub struct PlanInput<'a> {
    /// 利用者.
    pub client: &'a ClientForOthers,
    /// Every 受給者証 of the client whose numbers may be printed.
    pub certificates: &'a [Certificate],
    /// 地域相談支援受給者証番号 as recorded with the disability; empty where none is.
    pub community_number: &'a str,
    /// 事業所.
    pub office: &'a Office,
    /// 計画作成担当者, 氏名.
    pub specialist: &'a str,
    /// The case: its number, its kind, the consent.
    pub case: &'a PlanningCase,
    /// Needs, goals, services.
    pub draft: &'a PlanDraft,
    /// 週間計画.
    pub week: &'a WeekPlan,
    /// モニタリング期間 as it runs, proposed or decided; empty while it is not known.
    pub periods: &'a [Phase],
    /// 本人の言葉 of the assessment.
    pub own_words: &'a [OwnWords],
    /// 計画作成日 of every version of the plan by then, the earliest first.
    pub made_on: &'a [Date],
    /// Which paper it is.
    pub stage: PlanStage,
    /// Today: the day of a paper that has none yet.
    pub today: Date,
}

/// How far the plan is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanStage {
    /// 案: what is proposed to the municipality, before the decision.
    pub proposal: bool,
    /// 下書き: still being written.
    pub unfinished: bool,
}

/// サービス等利用計画 as data, for any of its forms.
pub fn plan(input: &PlanInput<'_>) -> DataSet {
    data_set::of(input)
}
