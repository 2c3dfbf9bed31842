//! Fictional people for the tests of papers: an adult with a long report, a child with two certificates.
#![expect(clippy::unwrap_used, reason = "tests")]
#![allow(dead_code, clippy::allow_attributes, reason = "each test file uses its part of the sample")]

use calendar::{Date, YearMonth};
use domain::{
    client::{
        Certificate, Client, ClientForOthers, ConsultationService, Decision, DisabilityGrade, Emergency, Grant,
        Guardian, MonthlyStart, Phase, Residence,
    },
    facts::By,
    id::{CertificateId, ClientId, FactId, GrantId, OfficeId, RoundId, UserId},
    monitoring::{
        Fact, Round, RoundFact,
        carry_over::CarryOver,
        m2_home_visit::HomeVisit,
        m3_record::{Achievement, Report, ReportRow, ReportStyle},
        m4_consent::{Consent, ConsentMethod, SignerRelation},
    },
    office::Office,
    planning::p4_conference::{Attendance, Attendee, Conference, OpenItem},
};
use forms::{ConferenceInput, ReportInput};
use uuid::Uuid;

pub mod applications;
pub mod first_step;
pub mod plan;

/// 「川崎」 as a hand might draw it.
pub const DRAWING: &str = "M12 20L14 40L12 60L4 78M30 22L31 74M50 16L52 40L52 60L51 84M84 10L84 34M68 20L68 36L100 35L100 18M74 46L84 50L92 50L104 44M88 50L80 60L70 64L66 66M86 56L110 66M78 72L100 72L98 92L78 92L78 72";

/// Everything a report is printed from.
pub struct Case {
    pub client: Client,
    pub certificates: Vec<Certificate>,
    pub office: Office,
    pub round: Round,
    pub report: Report,
}

impl Case {
    pub fn input(&self) -> ReportInput<'_> {
        ReportInput {
            client: told(&self.client),
            certificates: &self.certificates,
            community_number: "",
            office: &self.office,
            specialist: "宮前 健",
            round: &self.round,
            report: &self.report,
        }
    }

    /// Puts the report into the round as the standing fact.
    pub fn recorded(mut self) -> Self {
        let report = fact(30, RoundFact::Report(self.report.clone()));
        self.round.facts.append(report);
        self
    }

    pub fn consented(mut self, method: ConsentMethod, relation: SignerRelation, note: &str, drawing: &str) -> Self {
        let signer = if relation == SignerRelation::Client { self.client.name.clone() } else { "高津 恵子".into() };
        let consent = Consent {
            method,
            sent_on: None,
            agreed_on: Some(day("2026-11-26")),
            signer,
            relation,
            relation_note: note.into(),
            drawing: drawing.into(),
            place: Some(Residence::Home),
            place_note: String::new(),
            report: FactId(id(30)),
        };
        self.round.facts.append(fact(31, RoundFact::Consent(consent)));
        self
    }

    /// Adds what an adult with one certificate lacks, so that no item of the data set is empty.
    pub fn complete(mut self) -> Self {
        self.client.guardian = Some(mother());
        self.certificates.push(certificate(6, ConsultationService::Child, "3312345679", "放課後等デイサービス"));
        for row in &mut self.report.rows {
            row.notes = "特になし。".into();
        }
        self.carried().recorded().consented(ConsentMethod::Mail, SignerRelation::Deputy, "母", DRAWING)
    }

    pub fn carried(mut self) -> Self {
        self.round.month = month("2026-10");
        let body = CarryOver {
            reason: "10月12日から29日まで入院していたため。".into(),
            told_on: Some(day("2026-10-30")),
            told_to: "高津区役所 高齢・障害課 担当者".into(),
        };
        self.round.facts.append(fact(32, RoundFact::CarryOver(body)));
        self
    }
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn month(text: &str) -> YearMonth {
    text.parse().unwrap()
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn fact(number: u128, body: RoundFact) -> Fact {
    Fact {
        id: FactId(id(number)),
        body,
        recorded_by: By::Staff(UserId(id(9))),
        recorded_by_name: "宮前 健".into(),
        recorded_at: "2026-11-24T01:00:00.000Z".into(),
        corrects: None,
    }
}

fn certificate(number: u128, service: ConsultationService, digits: &str, granted: &str) -> Certificate {
    Certificate {
        id: CertificateId(id(number)),
        office: OfficeId(id(1)),
        client: ClientId(id(2)),
        service,
        number: digits.into(),
        municipality: "141305".into(),
        municipality_name: "川崎市".into(),
        ward: String::new(),
        decision: Decision::Renewal,
        plan_made_on: Some(day("2026-04-20")),
        upper_limit_yen: Some(9300),
        grants: vec![Grant {
            id: GrantId(id(number + 100)),
            service: granted.into(),
            amount: "月20時間".into(),
            start: day("2026-05-01"),
            end: day("2027-04-30"),
            provider: None,
            provider_name: String::new(),
        }],
        phases: vec![Phase { interval_months: 3, for_months: None }],
        months: Vec::new(),
        monthly_start: MonthlyStart::DecisionMonth,
        proposal: domain::client::Proposal::default(),
        benefit_period: None,
        moved_out_on: None,
        version: 1,
    }
}

/// The client with nothing marked 知らせない. Kept for as long as the tests run, so that an input can borrow it.
pub fn told(client: &Client) -> &'static ClientForOthers {
    Box::leak(Box::new(ClientForOthers::new(client.clone(), &Emergency::default())))
}

fn client(name: &str, guardian: Option<Guardian>) -> Client {
    Client {
        id: ClientId(id(2)),
        office: OfficeId(id(1)),
        number: "0012".into(),
        name: name.into(),
        kana: "カワサキ ハナコ".into(),
        birth: day("1988-03-01"),
        sex: None,
        postal_code: "2130001".into(),
        address: "川崎市高津区".into(),
        phone: "044-000-0000".into(),
        fax: "044-000-0009".into(),
        residence: Residence::Home,
        tenure: None,
        grade: Some(DisabilityGrade::Three),
        guardian,
        specialist: None,
        care_management: None,
        self_plans: domain::client::SelfPlans::default(),
        other_offices: domain::client::OtherOffices::default(),
        wards: domain::client::WardPeriods::default(),
        ended_on: None,
        note: String::new(),
        version: 1,
    }
}

fn case(client: Client, certificates: Vec<Certificate>, report: Report) -> Case {
    let visit = HomeVisit {
        date: day("2026-11-22"),
        place: Residence::Home,
        place_note: String::new(),
        lives_there: true,
        met: "本人".into(),
        interviewed: true,
        visitor: "宮前 健".into(),
        wishes: String::new(),
        home_situation: String::new(),
        start: None,
        end: None,
        neutrality: String::new(),
    };
    Case {
        client,
        office: Office {
            id: OfficeId(id(1)),
            name: "相談支援センターみなも".into(),
            address: "川崎市高津区".into(),
            phone: "044-000-0001".into(),
            manager: "多摩 文子".into(),
            number_plan: "1435000001".into(),
            number_child: "1475000001".into(),
            area_plan: "2".into(),
            area_child: "2".into(),
            grade: "1".into(),
            municipality: "kawasaki".into(),
            start_month: month("2026-04"),
            version: 1,
        },
        round: Round {
            facts: vec![fact(20, RoundFact::HomeVisit(visit))].into(),
            version: 1,
            ..Round::planned(
                RoundId(id(4)),
                OfficeId(id(1)),
                ClientId(id(2)),
                ConsultationService::Plan,
                (month("2026-11"), "141305".into()),
            )
        },
        certificates,
        report,
    }
}

fn mother() -> Guardian {
    Guardian {
        name: "高津 恵子".into(),
        kana: "タカツ ケイコ".into(),
        relation: "母".into(),
        phone: "044-000-0002".into(),
        birth: Some(day("1960-05-06")),
    }
}

/// An adult; `rows` rows, each cell about `letters` letters long.
pub fn adult(rows: usize, letters: usize) -> Case {
    let certificates = vec![
        certificate(3, ConsultationService::Plan, "1412345678", "居宅介護"),
        certificate(5, ConsultationService::Plan, "2212345671", "地域定着支援"),
    ];
    case(client("川崎 花子", None), certificates, report(rows, letters, ReportStyle::Free))
}

/// A child with a guardian, in check style.
pub fn child() -> Case {
    let mut one = certificate(3, ConsultationService::Child, "3312345679", "放課後等デイサービス");
    one.upper_limit_yen = Some(4600);
    let mut case = case(client("高津 陽翔", Some(mother())), vec![one], report(3, 30, ReportStyle::Check));
    case.client.grade = None;
    case.round.service = ConsultationService::Child;
    case
}

/// A meeting with `people` who came and as many who did not, so that no item of the data set is empty.
pub struct Meeting {
    pub case: Case,
    pub conference: Conference,
}

impl Meeting {
    pub fn input(&self) -> ConferenceInput<'_> {
        ConferenceInput {
            client: told(&self.case.client),
            office: &self.case.office,
            specialist: "宮前 健",
            conference: &self.conference,
            dated: day("2026-11-24"),
            draft: false,
        }
    }
}

/// サービス担当者会議録 with texts of that many letters.
pub fn meeting(people: usize, letters: usize) -> Meeting {
    let affiliations =
        ["工房あおば", "ヘルパーステーションさくら", "相談支援センターみなも", "高津区役所 高齢・障害課"];
    let names = ["青葉 一郎", "桜井 恵", "宮前 健", "多摩 次郎"];
    let attendee = |at: usize, attendance: Attendance| Attendee {
        affiliation: pick_one(affiliations, at),
        role: "サービス管理責任者".into(),
        name: pick_one(names, at),
        attendance: Some(attendance),
        reason: "勤務の都合".into(),
        asked_on: Some(day("2026-11-17")),
        answered_on: Some(day("2026-11-19")),
        opinion: pick(ISSUES, at, letters),
    };
    let people_of = |attendance| (0..people).map(move |at| attendee(at, attendance));
    let conference = Conference {
        written_on: Some(day("2026-11-24")),
        held_on: Some(day("2026-11-20")),
        begins: "14:00".parse().ok(),
        ends: "15:30".parse().ok(),
        place: "高津区役所 3階 会議室".into(),
        number: Some(2),
        video: true,
        video_note: "ヘルパー事業所はタブレットで参加。本人には画面を大きく映した。".into(),
        person_came: Some(false),
        person_note: "通院と重なったため。前日に自宅で意向を聞いた。".into(),
        family_came: Some(true),
        family_who: "母 川崎 母子".into(),
        may_share: Some(true),
        attendees: people_of(Attendance::Present).chain(people_of(Attendance::Absent)).collect(),
        agenda: "1. 計画案の目標と、通う日数\n2. 送り迎えの分担\n3. 緊急のときの連絡".into(),
        discussion: pick(PROVISION, 0, letters * 6),
        conclusion: pick(ISSUES, 1, letters * 3),
        open_items: vec![
            OpenItem { what: pick(ISSUES, 2, letters), owner: "宮前 健".into(), due: Some(day("2026-12-10")) },
            OpenItem {
                what: "緊急時の連絡先を一覧にする。".into(),
                owner: "青葉 一郎".into(),
                due: Some(day("2026-12-20")),
            },
        ],
        next_meeting: "令和9年5月ごろ（モニタリングのとき）".into(),
    };
    Meeting { case: adult(1, 20), conference }
}

fn pick_one(texts: [&str; 4], at: usize) -> String {
    texts.iter().cycle().nth(at).copied().unwrap_or_default().to_owned()
}

const NEEDS: [&str; 4] = [
    "掃除や調理が一人では難しいので、手伝ってもらいながら自宅での一人暮らしを続けたい。",
    "日中に通う場所を見つけ、人と話しながら体調に合わせて働けるようになりたい。",
    "通院を忘れずに続け、薬のことを相談できる人がほしい。",
    "休みの日に好きな電車を見に出かけたい。",
];
const GOALS: [&str; 4] = [
    "週2回のヘルパーと一緒に、台所と居間の片づけを自分の手順で行えるようになる。",
    "就労継続支援B型に週3日、休まずに通う。",
    "月1回の受診を続け、飲み忘れを週1回以下にする。",
    "月に1回、移動支援を使って外出する。",
];
const PROVISION: [&str; 4] = [
    "ヘルパー事業所の責任者に電話で確認。週2回（火・金）各1.5時間、予定どおり提供。8月に担当者の交代があったが、引き継ぎは書面と同行で行われ、大きな混乱はなかった。",
    "事業所を訪問して確認。10月は12日中11日出席。作業は封入と検品が中心で、午後に疲れが見えるときは休憩室を使っている。",
    "訪問看護から聞き取り。服薬カレンダーを使い、飲み忘れは10月に3回。主治医には報告済み。",
    "利用者の体調により10月は中止、11月は1回実施。",
];
const FEELINGS: [&str; 4] = [
    "「新しいヘルパーさんは話しやすい。料理も教えてくれるので楽しい。」と話され、満足されている。",
    "「仕事は好き。でも午後は少しつらい日がある。」とのこと。母は表情が明るくなったと話す。",
    "「カレンダーがあると分かりやすい。」",
    "「冬も行きたい。」と楽しみにされている。",
];
const NOTES: [&str; 4] = [
    "手順書の写真を入れ替えればほぼ一人でできる。",
    "通所の日数は目標に届いた。",
    "目標まであと少し。",
    "体調を見ながら実施。",
];
const ISSUES: [&str; 4] = [
    "調理の支援を週1回増やせるか、次の更新までに本人・事業所と話し合う。冬の暖房費の管理についても家計の相談とあわせて確認する。",
    "午後の作業を軽いものに替えることを事業所と調整する。",
    "薬局の一包化を主治医に相談する。",
    "外出先の候補を本人と一緒に選ぶ。",
];

fn pick(texts: [&str; 4], at: usize, letters: usize) -> String {
    let repeated = texts.iter().cycle().skip(at % texts.len()).flat_map(|text| text.chars());
    repeated.take(letters).collect()
}

fn report(rows: usize, letters: usize, style: ReportStyle) -> Report {
    let achieved = [Achievement::Excellent, Achievement::Good, Achievement::Partly, Achievement::Not];
    let row = |at: usize| ReportRow {
        plan_row: None,
        need: pick(NEEDS, at, letters),
        goal: pick(GOALS, at, letters),
        due: "令和9年4月".into(),
        provision: pick(PROVISION, at, letters * 3 / 2),
        satisfaction: pick(FEELINGS, at, letters),
        achievement: achieved.iter().copied().cycle().nth(at),
        achievement_note: pick(NOTES, at, letters / 2),
        issues: pick(ISSUES, at, letters),
        change_kind: false,
        change_amount: at == 0,
        change_week: at.is_multiple_of(3),
        notes: if at == 1 {
            "作業内容の変更は個別支援計画に反映予定。".into()
        } else {
            String::new()
        },
        satisfied: None,
        sources: Vec::new(),
    };
    Report {
        style,
        written_on: Some(day("2026-11-24")),
        plan_made_on: None,
        policy: "住み慣れた高津区の自宅で、支援を受けながら自分のペースで一人暮らしを続ける。仕事と余暇の両方に、自分で選んだ予定を持てるように支える。".into(),
        overall: "体調はおおむね安定している。8月のヘルパー交代のあと一時的に不眠があったが、9月以降は落ち着き、通所日数も増えた。家計は母と月末に確認している。".into(),
        notes: "次回のモニタリングは令和9年2月の予定。".into(),
        rows: (0..rows).map(row).collect(),
        draft: false,
        viewpoints: Vec::new(),
        next: Vec::new(),
        sources: Vec::new(),
    }
}
