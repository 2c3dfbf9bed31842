//! What is handed in beside a draft, and a self-plan, for the person of the other papers.

use domain::{
    client::{
        CareLevel, Client, ConsultationService, Disability, Guardian, Handbook, HandbookKind, Household, Insurance,
    },
    office::Office,
    planning::{
        PlanningCase, p2_draft::PlanDraft, p2_week_plan::WeekPlan, p3_decision::DecidedService, person::ServiceInUse,
    },
};
use forms::{ApplicationInput, AskedOffice, Asks, SelfPlanInput};

use super::{day, plan};

/// Everything that these papers are printed from.
pub struct Applications {
    pub client: Client,
    pub disability: Disability,
    pub insurance: Insurance,
    pub household: Option<Household>,
    pub office: Office,
    pub case: PlanningCase,
    pub asks: Option<Asks<'static>>,
    pub in_use: Vec<ServiceInUse>,
    pub asked: Vec<DecidedService>,
    pub draft: PlanDraft,
    pub week: WeekPlan,
}

impl Applications {
    pub fn application(&self) -> ApplicationInput<'_> {
        ApplicationInput {
            client: super::told(&self.client),
            disability: &self.disability,
            insurance: &self.insurance,
            certificate_number: "1412345678",
            municipality: "川崎市",
            office: AskedOffice::of(&self.office, self.case.service),
            service: self.case.service,
            asks: self.asks,
            in_use: &self.in_use,
            asked: &self.asked,
            today: day("2026-11-30"),
        }
    }

    pub fn self_plan(&self) -> SelfPlanInput<'_> {
        SelfPlanInput {
            client: super::told(&self.client),
            household: self.household,
            draft: &self.draft,
            week: &self.week,
            today: day("2026-11-30"),
        }
    }

    /// The same for a child, whose mother applies.
    pub fn of_child(mut self) -> Self {
        self.case.service = ConsultationService::Child;
        self.client.birth = day("2018-06-01");
        self.client.guardian = Some(Guardian {
            name: "高津 恵子".into(),
            kana: "タカツ ケイコ".into(),
            relation: "母".into(),
            phone: "044-000-0003".into(),
            birth: Some(day("1988-07-08")),
        });
        self
    }

    /// A blank self-plan.
    pub fn blank(mut self) -> Self {
        self.household = None;
        (self.draft, self.week) = (PlanDraft::default(), WeekPlan::default());
        self
    }
}

fn handbook(kind: HandbookKind, number: &str, grade: &str) -> Handbook {
    Handbook { kind, grade: grade.into(), number: number.into(), issued_on: None, until: None }
}

/// An adult's papers.
pub fn applications() -> Applications {
    let plan = plan::plan();
    Applications {
        client: plan.client,
        disability: Disability {
            name: "てんかん".into(),
            handbooks: vec![
                handbook(HandbookKind::Physical, "神奈川県第1001号", "3級"),
                handbook(HandbookKind::Intellectual, "第2002号", "B1"),
                handbook(HandbookKind::Mental, "第3003号", "2級"),
            ],
            grade_from: Some(day("2026-04-01")),
            grade_until: Some(day("2029-03-31")),
            ..Disability::default()
        },
        insurance: Insurance {
            care_level: Some(CareLevel::Care2),
            care_until: Some(day("2027-03-31")),
            care_services: "訪問介護 週2回".into(),
            pension_first: Some(true),
            insured_number: "12-3456".into(),
            insurer: "川崎市国民健康保険 140001".into(),
        },
        household: Some(Household::WithFamily),
        office: plan.office,
        case: plan.case,
        asks: None,
        in_use: vec![ServiceInUse {
            service: "居宅介護".into(), amount: "月20時間".into(), provider: "あさひ".into()
        }],
        asked: vec![DecidedService { row: None, service: "就労継続支援B型".into(), amount: "月23日".into() }],
        draft: plan.draft,
        week: plan.week,
    }
}
