//! サービス種類や量の変更の手順: the steps of a change in the order of the city's handbook (seed 000), each with what is missing. Only the lamps hold
//! anything up ([`super::since_last`]); everything else is told.

use calendar::{Date, YearMonth, wareki};

use super::{
    CaseFactKind, CaseKind, PlanningCase, p2_draft::PlanDraft, p2_week_plan::WeekPlan, service_use::ComparedService,
    since_last,
};

/// A step of the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuideStep {
    /// 生活状況の把握と面接.
    Interview,
    /// 必要な対応の検討.
    Options,
    /// 支給量の利用実績.
    Usage,
    /// 区役所・支所への連絡・相談.
    Ward,
    /// 作成月日.
    Day,
    /// サービス等利用計画と週間計画.
    Both,
    /// 予定月でない月の変更.
    Month,
}

words!(GuideStep {
    Interview, "interview", "生活状況の把握と面接";
    Options, "options", "必要な対応の検討";
    Usage, "usage", "支給量をどの程度使い切っているかの確認";
    Ward, "ward", "区役所・支所への連絡・相談";
    Day, "day", "作成月日の確認";
    Both, "both", "サービス等利用計画と週間計画の両方への反映";
    Month, "month", "請求の月";
});

/// How a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuideMark {
    /// 済.
    Done,
    /// まだ.
    Open,
    /// It was done, and something about it is to be looked at.
    Told,
    /// Nothing is to be done: it is only said.
    Note,
}

/// A step with what is to be said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuideLine {
    /// The step.
    pub step: GuideStep,
    /// How it stands.
    pub mark: GuideMark,
    /// What is missing, or what was found.
    pub told: Vec<String>,
}

impl GuideLine {
    fn new(step: GuideStep, done: bool, told: Vec<String>) -> Self {
        let mark = match (done, told.is_empty()) {
            (false, _) => GuideMark::Open,
            (true, true) => GuideMark::Done,
            (true, false) => GuideMark::Told,
        };
        Self { step, mark, told }
    }
}

/// What the guide needs to know beside the case.
#[derive(Clone, Debug)]
pub struct GuideBasis<'a> {
    /// Today.
    pub today: Date,
    /// What differs from the replaced plan in kind or amount; none while it cannot be compared.
    pub changes: Option<&'a [ComparedService]>,
    /// The first day of the grant that was decided, once its certificate is entered.
    pub grant_from: Option<Date>,
    /// The use of the last six months, a service a sentence; empty where nothing was told of it.
    pub used: &'a [String],
    /// モニタリング予定月 of the case's service and municipality.
    pub months: &'a [YearMonth],
}

/// The guide of a change; none for the other kinds.
pub fn change_guide(case: &PlanningCase, basis: &GuideBasis<'_>) -> Option<Vec<GuideLine>> {
    (case.kind == CaseKind::Change).then(|| {
        vec![
            interview(case),
            options(case),
            usage(basis),
            ward(case),
            day(case, basis),
            both(case, basis),
            month(case, basis),
        ]
    })
}

fn interview(case: &PlanningCase) -> GuideLine {
    let told = match case.interview() {
        None => vec!["面接がまだ記録されていません。".to_owned()],
        Some((_, interview)) => {
            interview.visit.shortcoming().map(|it| format!("足りないもの: {it}")).into_iter().collect()
        }
    };
    GuideLine::new(GuideStep::Interview, case.interview().is_some(), told)
}

fn options(case: &PlanningCase) -> GuideLine {
    let written = case.ward_consultations().iter().any(|it| !it.options.trim().is_empty());
    let told =
        if written { Vec::new() } else { vec!["検討した対応がまだ書かれていません。".to_owned()] };
    GuideLine::new(GuideStep::Options, written, told)
}

fn usage(basis: &GuideBasis<'_>) -> GuideLine {
    let told = match basis.used {
        [] => vec!["直近6か月の利用実績がまだ入力されていません。".to_owned()],
        used => used.to_vec(),
    };
    let mark = if basis.used.is_empty() { GuideMark::Open } else { GuideMark::Done };
    GuideLine { step: GuideStep::Usage, mark, told }
}

fn ward(case: &PlanningCase) -> GuideLine {
    GuideLine::new(GuideStep::Ward, !case.ward_consultations().is_empty(), case.ward_told())
}

fn day(case: &PlanningCase, basis: &GuideBasis<'_>) -> GuideLine {
    let agreed = case.agreed_plan_day();
    let mut told = match agreed {
        Some(day) => vec![format!("区役所・支所と確認した作成月日: {}", wareki::long(day))],
        None => vec!["作成月日を、まだ区役所・支所と確認していません。".to_owned()],
    };
    let made_on = case.plan_consents().next().map(|(_, consent)| consent.agreed_on);
    let differs = made_on.map(|made_on| case.plan_day_told(made_on, basis.grant_from)).unwrap_or_default();
    let mark = match (agreed, differs.is_empty()) {
        (None, _) => GuideMark::Open,
        (Some(_), true) => GuideMark::Done,
        (Some(_), false) => GuideMark::Told,
    };
    told.extend(differs);
    GuideLine { step: GuideStep::Day, mark, told }
}

fn both(case: &PlanningCase, basis: &GuideBasis<'_>) -> GuideLine {
    let (draft, week) = (case.text::<PlanDraft>(), case.text::<WeekPlan>());
    let mut told: Vec<String> = [CaseFactKind::Draft, CaseFactKind::WeekPlan, CaseFactKind::Plan]
        .into_iter()
        .filter_map(|kind| since_last::lacks(case, kind))
        .map(|lacks| format!("足りないもの: {lacks}"))
        .collect();
    let settled = told.is_empty();
    for (there, label) in [(draft.is_some(), "計画案"), (week.is_some(), "週間計画")] {
        if !there {
            told.push(format!("{label}がまだ仕上がっていません。"));
        }
    }
    let done = draft.is_some() && week.is_some() && settled;
    let same = |differs: Option<bool>| differs == Some(false);
    if let (Some((_, draft)), Some((_, week))) = (draft, week)
        && same(draft.since_last.differs)
        && same(week.since_last.differs)
    {
        told.push("計画案のサービスの種類・量も週間計画も、前の計画のままです。".to_owned());
    }
    match basis.changes {
        None => told.push("前の計画がみまもりにないため、変わったところは比べていません。".to_owned()),
        Some(changes) => told.extend(changes.iter().filter_map(|it| it.words("前の計画", "今回"))),
    }
    let attention = !settled || basis.changes.is_none_or(<[_]>::is_empty);
    let mark = match (done, attention) {
        (false, _) => GuideMark::Open,
        (true, true) => GuideMark::Told,
        (true, false) => GuideMark::Done,
    };
    GuideLine { step: GuideStep::Both, mark, told }
}

/// The month of the plan beside モニタリング予定月. It only marks: the judge of claims decides each month's fees.
fn month(case: &PlanningCase, basis: &GuideBasis<'_>) -> GuideLine {
    let made_on = case.plan_consents().next().map(|(_, consent)| consent.agreed_on);
    let month = YearMonth::of(made_on.or(case.agreed_plan_day()).unwrap_or(basis.today));
    let words = wareki::month(month);
    let sentence = if basis.months.contains(&month) {
        format!(
            "{words}はモニタリング予定月です。同じ月にモニタリングから計画につながったときは、計画の報酬だけになります。"
        )
    } else {
        format!(
            "{words}はモニタリング予定月ではありません（予定月でない月の変更）。計画のサービス利用支援費は請求でき、この月のモニタリングは請求できません。"
        )
    };
    let mark = if made_on.is_some() { GuideMark::Done } else { GuideMark::Note };
    GuideLine { step: GuideStep::Month, mark, told: vec![sentence] }
}
