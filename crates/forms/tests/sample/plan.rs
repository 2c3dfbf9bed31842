//! A plan with its week, for the person of the other papers.

use calendar::{Date, FiscalYear, Time};
use domain::{
    client::{Certificate, Client, ConsultationService, Phase, Sex},
    facts::{By, Fact},
    id::{CaseId, ClientId, FactId, OfficeId, PlanRowId, UserId},
    monitoring::m4_consent::SignerRelation,
    office::Office,
    planning::{
        CaseFact, CaseKind, PlanningCase, Reception,
        p1_assessment::{OwnWords, OwnWordsKind},
        p2_draft::{NeedRow, PlanDraft, ServiceRow},
        p2_draft_consent::DraftConsent,
        p2_interval::IntervalProposal,
        p2_week_plan::{Day, EntryKind, Every, WeekEntry, WeekPlan},
        p5_consent::PlanConsent,
        p5_plan,
    },
};
use forms::{PlanInput, PlanStage};

use super::{adult, day, id, month};

/// Everything a plan is printed from.
pub struct Plan {
    pub client: Client,
    pub certificates: Vec<Certificate>,
    pub office: Office,
    pub case: PlanningCase,
    pub draft: PlanDraft,
    pub week: WeekPlan,
    pub interval: IntervalProposal,
    pub periods: Vec<Phase>,
    pub own_words: Vec<OwnWords>,
    pub made_on: Vec<Date>,
    pub stage: PlanStage,
}

impl Plan {
    pub fn input(&self) -> PlanInput<'_> {
        PlanInput {
            client: super::told(&self.client),
            certificates: &self.certificates,
            community_number: "",
            office: &self.office,
            specialist: "宮前 健",
            case: &self.case,
            draft: &self.draft,
            week: &self.week,
            periods: &self.periods,
            own_words: &self.own_words,
            made_on: &self.made_on,
            stage: self.stage,
            today: day("2026-11-30"),
        }
    }

    /// Records the texts and the consent to them.
    pub fn consented(mut self) -> Self {
        let texts = [
            (40, CaseFact::Draft(self.draft.clone())),
            (41, CaseFact::WeekPlan(self.week.clone())),
            (42, CaseFact::Interval(self.interval.clone())),
        ];
        texts.into_iter().for_each(|(number, body)| self.case.facts.append(fact(number, body)));
        let consent = DraftConsent {
            agreed_on: day("2026-11-26"),
            signer: "高津 恵子".into(),
            relation: SignerRelation::Deputy,
            relation_note: "母".into(),
            handed_on: None,
            texts: self.case.consentable(),
        };
        self.case.facts.append(fact(43, CaseFact::DraftConsent(consent)));
        self
    }

    /// Records the plan, as the draft was, and the consent to it.
    pub fn agreed(mut self) -> Self {
        let plan = p5_plan::Plan { made_from: Some(FactId(id(40))), text: self.draft.clone() };
        self.case.facts.append(fact(44, CaseFact::Plan(plan)));
        let consent = PlanConsent {
            agreed_on: day("2026-11-28"),
            signer: self.client.name.clone(),
            relation: SignerRelation::Client,
            relation_note: String::new(),
            plan: FactId(id(44)),
            certificate: None,
            one_flow_with: None,
            accepts_loss: false,
            accepts_same: false,
        };
        self.case.facts.append(fact(45, CaseFact::Consent(consent)));
        self
    }

    pub fn decided(mut self) -> Self {
        self.stage.proposal = false;
        self
    }
}

fn fact(number: u128, body: CaseFact) -> Fact<CaseFact> {
    Fact {
        id: FactId(id(number)),
        body,
        recorded_by: By::Staff(UserId(id(9))),
        recorded_by_name: "宮前 健".into(),
        recorded_at: "2026-11-24T01:00:00.000Z".into(),
        corrects: None,
    }
}

fn row(number: u128) -> Option<PlanRowId> {
    Some(PlanRowId(id(number)))
}

fn at(hour: i8, minute: i8) -> Option<Time> {
    Some(Time::constant(hour, minute, 0, 0))
}

fn entry(days: &[Day], from: Option<Time>, to: Option<Time>, what: &str, who: &str) -> WeekEntry {
    WeekEntry { days: days.to_vec(), from, to, what: what.into(), who: who.into(), ..WeekEntry::default() }
}

fn need(number: u128, need: &str, goal: &str) -> NeedRow {
    NeedRow {
        id: row(number),
        need: need.into(),
        strength: format!("強み{number}: あいさつがていねいで、約束の時間を守る。"),
        goal: goal.into(),
        due: "令和9年4月".into(),
        item: format!("項目{number}"),
        own_part: format!("役割{number}: 前の日に持ち物をそろえる。"),
        review: "令和9年2月".into(),
        notes: format!("留意{number}: 大きな音を避ける。"),
        kept_reason: String::new(),
    }
}

fn service(number: u128, of_need: Option<PlanRowId>, kind: &str, provider: &str) -> ServiceRow {
    ServiceRow {
        id: row(number),
        of_need,
        kind: kind.into(),
        content: format!("内容{number}: 本人と一緒に行う。"),
        amount: format!("月{number}時間"),
        often: "週2回（令和9年4月まで）".into(),
        provider: provider.into(),
        person: "麻生 電話044-000-0009".into(),
        unit_price: Some(4_120),
        times: Some(9),
        own_burden: Some(3_700),
    }
}

fn own(kind: OwnWordsKind, words: &str) -> OwnWords {
    OwnWords { kind, words: words.into(), carried_from: None }
}

/// A plan with two needs of one or two services each, and one service for all.
pub fn plan() -> Plan {
    let report = adult(1, 30);
    let mut client = report.client;
    client.sex = Some(Sex::Female);
    client.guardian = Some(super::mother());
    let mut certificates = report.certificates;
    certificates.push(super::certificate(6, ConsultationService::Child, "3312345679", "放課後等デイサービス"));
    let mut earlier = super::certificate(2, ConsultationService::Plan, "1412345678", "居宅介護");
    earlier.plan_made_on = Some(day("2024-04-15"));
    earlier.grants.iter_mut().for_each(|grant| (grant.start, grant.end) = (day("2024-05-01"), day("2026-04-30")));
    certificates.insert(0, earlier);
    let weekdays = [Day::Monday, Day::Wednesday, Day::Friday];
    Plan {
        client,
        certificates,
        office: report.office,
        case: PlanningCase {
            id: CaseId(id(50)),
            office: OfficeId(id(1)),
            client: ClientId(id(2)),
            service: ConsultationService::Plan,
            municipality: "141305".into(),
            kind: CaseKind::Renewal,
            replaces: None,
            reception: Reception { year: FiscalYear::new(2026).unwrap(), number: 12 },
            opened_on: day("2026-10-01"),
            closed_on: None,
            support_ended_on: None,
            facts: Vec::new().into(),
            version: 1,
        },
        draft: PlanDraft {
            written_on: Some(day("2026-11-24")),
            wishes: "一人暮らしを続けながら、パン屋で働きたい。電車を見に出かけたい。".into(),
            family_wishes: "体調をくずさずに暮らしてほしい。".into(),
            policy: "本人の手順を大切にしながら、暮らしと働く場の両方を支える。".into(),
            long_goal: "パン屋で働く。".into(),
            long_goal_term: "令和9年11月まで".into(),
            short_goal: "週3日、休まずに通う。".into(),
            short_goal_term: "令和9年4月まで".into(),
            needs: vec![
                need(1, "掃除や調理が一人では難しい。", "台所の片づけを自分の手順で行う。"),
                need(2, "日中に通う場所がほしい。", "作業所に週3日通う。"),
            ],
            services: vec![
                service(20, row(1), "居宅介護", "ヘルパーステーションあさひ"),
                service(21, row(1), "地域定着支援", "相談室ひなた"),
                service(22, row(2), "就労継続支援B型", "作業所こむぎ"),
                service(23, None, "移動支援", "あおぞら移動"),
            ],
            valid_until: Some(day("2027-11-30")),
            notes: "緊急のときは母へ。".into(),
            ..PlanDraft::default()
        },
        week: WeekPlan {
            written_on: Some(day("2026-11-25")),
            starts: Some(month("2026-12")),
            entries: vec![
                entry(&weekdays, at(9, 30), at(15, 30), "就労継続支援B型", "作業所こむぎ"),
                entry(&[Day::Tuesday], at(7, 30), at(9, 0), "居宅介護", "あさひ"),
                WeekEntry {
                    every: Every::OtherWeek,
                    ..entry(&[Day::Saturday], at(10, 0), at(12, 0), "移動支援", "あおぞら移動")
                },
                WeekEntry {
                    kind: EntryKind::Activity,
                    over_midnight: true,
                    ..entry(&[Day::Sunday], at(22, 0), at(6, 30), "睡眠", "")
                },
            ],
            daily_life: "朝は花の水やり。夕食のあと電車の動画を見る。".into(),
            outside_week: "月1回の通院（内科）。".into(),
            whole_life: "自分の部屋で暮らし、仕事と楽しみのある毎日を送る。".into(),
            notes: "祝日は作業所が休み。".into(),
            since_last: domain::planning::SinceLast::default(),
        },
        interval: IntervalProposal { interval_months: Some(3), ..IntervalProposal::default() },
        periods: vec![Phase { interval_months: 3, for_months: None }],
        own_words: vec![
            own(OwnWordsKind::Wish, "海を見に行きたい。"),
            own(OwnWordsKind::Strength, "花の名前なら負けない。"),
            own(OwnWordsKind::Achievement, "一人でバスに乗れるようになった。"),
        ],
        made_on: vec![day("2024-04-15"), day("2026-04-20")],
        stage: PlanStage { proposal: true, unfinished: false },
    }
}
