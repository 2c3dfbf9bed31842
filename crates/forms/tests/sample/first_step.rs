//! 基本情報 with its pictures, and an assessment, for the person of the other papers.

use domain::{
    client::{Client, Residence, Sex},
    monitoring::m2_home_visit::HomeVisit,
    office::Office,
    planning::{
        PlanningCase,
        p1_assessment::{Area, Assessment, OwnWords, OwnWordsKind, SupportNeed},
        p1_basic::{BasicInformation, FamilyMember, Kin, Registered, Support, SupportKind, Tie, TieKind, TieStrength},
        p1_interview::Interview,
        p2_week_plan::WeekPlan,
    },
};
use forms::{AssessmentInput, BasicInput};

use super::{day, plan};

/// Everything that the papers of the first step are printed from.
pub struct FirstStep {
    pub client: Client,
    pub office: Office,
    pub case: PlanningCase,
    pub basic: BasicInformation,
    pub assessment: Assessment,
    pub interviews: Vec<Interview>,
    pub week: WeekPlan,
    pub finished: bool,
}

impl FirstStep {
    pub fn basic(&self) -> BasicInput<'_> {
        BasicInput {
            client: super::told(&self.client),
            office: &self.office,
            specialist: "宮前 健",
            case: &self.case,
            basic: &self.basic,
            assessment: &self.assessment,
            week: &self.week,
            written_on: self.finished.then(|| day("2026-11-10")),
            today: day("2026-11-30"),
        }
    }

    pub fn assessment(&self) -> AssessmentInput<'_> {
        AssessmentInput {
            client: super::told(&self.client),
            office: &self.office,
            specialist: "宮前 健",
            interviews: &self.interviews,
            assessment: &self.assessment,
            unfinished: !self.finished,
            today: day("2026-11-30"),
        }
    }
}

fn member(kin: Kin, name: &str, age: &str) -> FamilyMember {
    FamilyMember { kin, name: name.into(), age: age.into(), ..FamilyMember::default() }
}

fn support(kind: SupportKind, name: &str) -> Support {
    Support {
        kind,
        name: name.into(),
        provider: format!("{name}の提供者"),
        content: format!("{name}の内容"),
        often: "週2回".into(),
        note: format!("{name}の備考"),
    }
}

fn tie(kind: TieKind, name: &str, role: &str, strength: TieStrength) -> Tie {
    Tie { kind, name: name.into(), role: role.into(), strength }
}

fn basic(client: &Client) -> BasicInformation {
    BasicInformation {
        consulted_on: Some(day("2026-11-02")),
        registered: Some(Registered::of(client)),
        family: "母と二人暮らし。兄は市内に住む。".into(),
        members: vec![
            member(Kin::Father, "川崎 一郎", "70"),
            FamilyMember {
                lives_together: true,
                main_carer: true,
                note: "パート".into(),
                ..member(Kin::Mother, "高津 恵子", "66")
            },
            member(Kin::OlderBrother, "川崎 次郎", "42"),
        ],
        ties: vec![
            tie(TieKind::Service, "作業所こむぎ", "日中の仕事", TieStrength::Strong),
            tie(TieKind::Medical, "みなと内科", "月1回の通院", TieStrength::Usual),
            tie(TieKind::Authority, "高津区役所", "手帳と受給者証", TieStrength::Weak),
            tie(TieKind::Work, "前の職場", "連絡が途絶えた", TieStrength::Strained),
        ],
        consultation: "家にこもりがちで、働く場を探したい。".into(),
        supports: vec![
            support(SupportKind::Public, "居宅介護"),
            support(SupportKind::Public, "就労継続支援B型"),
            support(SupportKind::Other, "配食ボランティア"),
        ],
        result: "計画案を作ることになった。".into(),
        caller: "高津 恵子".into(),
        caller_relation: "母".into(),
        caller_contact: "044-000-0009".into(),
        overview: "体調をくずして離職し、家で過ごすことが増えた。".into(),
        condition: "知的障害、てんかん".into(),
    }
}

fn assessment() -> Assessment {
    let mut text = Assessment {
        written_on: Some(day("2026-11-12")),
        life_history: "市内で育ち、特別支援学校を卒業した。".into(),
        illness_history: "3歳で療育手帳を取得した。".into(),
        medical_use: "みなと内科に月1回。朝夕に服薬。".into(),
        situation: "日中は家で過ごし、夕方に母と買い物に行く。".into(),
        wishes: "働いて、旅行に行きたい。".into(),
        family_wishes: "体をこわさずに続けてほしい。".into(),
        from_others: "作業所: 細かい作業が得意。".into(),
        own_words: vec![OwnWords {
            kind: OwnWordsKind::Strength,
            words: "花の名前なら負けない。".into(),
            carried_from: Some(day("2025-11-12")),
        }],
        ..Assessment::default()
    };
    text.sensitive.abuse = "印刷しないこと。".into();
    for notes in &mut text.areas {
        let label = notes.area.label();
        (notes.now, notes.wish) = (format!("{label}の現状。"), format!("{label}の希望。"));
        notes.noticed = format!("{label}の気づき。");
        notes.need = if notes.area == Area::Work { SupportNeed::Needed } else { SupportNeed::Unconfirmed };
    }
    text
}

/// The first step, finished, with something in every field.
pub fn first_step() -> FirstStep {
    let plan = plan::plan();
    let mut client = plan.client;
    client.sex = Some(Sex::Female);
    client.residence = Residence::GroupHome;
    let visit = HomeVisit {
        date: day("2026-11-09"),
        place: Residence::Home,
        place_note: "居間".into(),
        lives_there: true,
        met: "本人と母".into(),
        interviewed: true,
        visitor: "宮前 健".into(),
        wishes: "パン屋で働きたい。".into(),
        home_situation: "片づいている。".into(),
        start: None,
        end: None,
        neutrality: String::new(),
    };
    FirstStep {
        basic: basic(&client),
        assessment: assessment(),
        interviews: vec![Interview {
            visit, affiliation: "相談支援センターみなも".into(), minutes: Some(60)
        }],
        week: plan.week,
        office: plan.office,
        case: plan.case,
        client,
        finished: true,
    }
}
