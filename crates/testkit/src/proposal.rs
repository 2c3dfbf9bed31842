//! Proposals of the tests: a draft, its week, its interval, a consent to them.

use domain::{
    client::ContactChannel,
    id::{FactId, PlanRowId},
    monitoring::m4_consent::SignerRelation,
    planning::{
        p2_draft::{GoalPrompts, GoalStep, NeedRow, PlanDraft, ServiceRow},
        p2_draft_consent::DraftConsent,
        p2_interval::IntervalProposal,
        p2_neutrality::{Exception, NeutralityAcceptance},
        p2_ward_consultation::WardConsultation,
        p2_week_plan::{Day, EntryKind, WeekEntry, WeekPlan},
        p5_consent::PlanConsent,
        p5_delivery::{Delivery, DeliveryMeans},
        p5_plan::Plan,
    },
};

use crate::{day, id, month};

/// The row of a plan with this number.
pub fn plan_row(number: u64) -> PlanRowId {
    PlanRowId(id(7_000_000 + number))
}

/// 計画案, finished on that day: two needs, two services of さくら and one of nobody's.
pub fn draft(on: &str) -> PlanDraft {
    let need = |number: u64, need: &str, goal: &str, due: &str| NeedRow {
        id: Some(plan_row(number)),
        need: need.to_owned(),
        strength: "花の名前なら負けない".to_owned(),
        goal: goal.to_owned(),
        due: due.to_owned(),
        item: "休まず通えているか".to_owned(),
        ..NeedRow::default()
    };
    let service = |number: u64, kind: &str, content: &str, amount: &str| ServiceRow {
        id: Some(plan_row(100 + number)),
        of_need: Some(plan_row(number)),
        kind: kind.to_owned(),
        content: content.to_owned(),
        amount: amount.to_owned(),
        often: "週2回".to_owned(),
        provider: "さくら".to_owned(),
        ..ServiceRow::default()
    };
    PlanDraft {
        written_on: Some(day(on)),
        wishes: "働いて、旅行に行きたい。".to_owned(),
        policy: "得意なことを仕事に生かす。".to_owned(),
        prompts: GoalPrompts {
            wish_is_far: true,
            steps: vec![GoalStep {
                by_when: "令和9年3月".to_owned(),
                who: "本人".to_owned(),
                what: "園芸の体験に行く".to_owned(),
            }],
            dream: "花屋で働く".to_owned(),
            ..GoalPrompts::default()
        },
        long_goal: "花屋で働く".to_owned(),
        long_goal_term: "1年".to_owned(),
        short_goal: "週3日通う".to_owned(),
        short_goal_term: "6か月".to_owned(),
        needs: vec![
            need(1, "働く場がない", "自分に合う仕事を見つける", "令和9年11月"),
            need(2, "家事が負担", "手伝いがあれば続けられる", "令和9年5月"),
        ],
        services: vec![
            ServiceRow {
                unit_price: Some(6_000),
                times: Some(20),
                own_burden: Some(9_300),
                ..service(1, "就労継続支援B型", "園芸の作業", "23日/月")
            },
            service(2, "居宅介護", "家事援助", "月10時間"),
        ],
        ..PlanDraft::default()
    }
}

/// 週間計画, finished on that day: 就労継続支援B型 on three days, 居宅介護 on two, the market every Saturday.
pub fn week_plan(on: &str) -> WeekPlan {
    WeekPlan {
        written_on: Some(day(on)),
        starts: Some(month("2026-12")),
        entries: vec![
            entry(&[Day::Monday, Day::Wednesday, Day::Friday], "09:30", "15:30", "就労継続支援B型"),
            entry(&[Day::Tuesday, Day::Thursday], "10:00", "11:00", "居宅介護"),
            WeekEntry { kind: EntryKind::Activity, ..entry(&[Day::Saturday], "08:00", "09:00", "朝市") },
        ],
        daily_life: "朝の水やり".to_owned(),
        whole_life: "花の世話で一週間が回る。".to_owned(),
        ..WeekPlan::default()
    }
}

/// A line of a week, every week, of a service.
pub fn entry(days: &[Day], from: &str, to: &str, what: &str) -> WeekEntry {
    WeekEntry {
        days: days.to_vec(),
        from: from.parse().ok(),
        to: to.parse().ok(),
        what: what.to_owned(),
        ..WeekEntry::default()
    }
}

/// The ward was asked on that day, and the plan is to be made on the other.
pub fn ward_consultation(on: &str, plan_day: &str) -> WardConsultation {
    WardConsultation {
        consulted_on: day(on),
        channel: ContactChannel::Phone,
        to: "川崎区役所 高齢・障害課".to_owned(),
        person: "山田".to_owned(),
        options: "家事援助を増やす。訪問看護を先に試す。".to_owned(),
        asked: "居宅介護を月20時間にできるか。".to_owned(),
        answer: "退院後3か月は認められる。".to_owned(),
        plan_day: Some(day(plan_day)),
    }
}

/// モニタリング期間の提案 of so many months, for a use that begins in December.
pub fn interval(months: u32) -> IntervalProposal {
    IntervalProposal { interval_months: Some(months), use_from: Some(day("2026-12-01")), ..IntervalProposal::default() }
}

/// The person agreed to these texts on that day and was handed them.
pub fn draft_consent(on: &str, texts: Vec<FactId>) -> DraftConsent {
    DraftConsent {
        agreed_on: day(on),
        signer: "川崎 花子".to_owned(),
        relation: SignerRelation::Client,
        relation_note: String::new(),
        handed_on: Some(day(on)),
        texts,
    }
}

/// ③, accepted by the city on that day.
pub fn acceptance(on: &str) -> NeutralityAcceptance {
    NeutralityAcceptance {
        exception: Exception::Municipality,
        reason: "区内のほかの事業所に空きがない。".to_owned(),
        accepted_by: "川崎区役所 高齢・障害課".to_owned(),
        accepted_on: day(on),
    }
}

/// 計画, made from that draft, with this day on its paper.
pub fn plan(printed: &str, made_from: Option<FactId>) -> Plan {
    Plan { made_from, text: draft(printed) }
}

/// The person agreed to that version of the plan on that day.
pub fn plan_consent(on: &str, plan: FactId) -> PlanConsent {
    PlanConsent {
        agreed_on: day(on),
        signer: "川崎 花子".to_owned(),
        relation: SignerRelation::Client,
        relation_note: String::new(),
        plan,
        certificate: None,
        one_flow_with: None,
        accepts_loss: false,
        accepts_same: false,
    }
}

/// That version of the plan, handed on that day to the client and to さくら.
pub fn delivery(on: &str, plan: FactId) -> Delivery {
    Delivery {
        delivered_on: day(on),
        means: DeliveryMeans::Hand,
        by: "佐藤 花子".to_owned(),
        to_client: true,
        providers: vec!["さくら".to_owned()],
        to_municipality: false,
        note: String::new(),
        plan,
    }
}
