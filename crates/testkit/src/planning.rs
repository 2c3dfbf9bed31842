//! Planning cases of the tests: builders that read as sentences.

use domain::{
    client::{Client, ConsultationService, Contact, ContactChannel, ContactFact, Residence},
    facts::{Body, By, Fact, Facts},
    id::{CaseId, FactId, IntakeId, UserId},
    intake::{HardToReach, IntakeAct, IntakeFact, IntakeNote, IntakeStep},
    monitoring::m2_home_visit::HomeVisit,
    planning::{
        CaseEnd, CaseFact, CaseKind, PlanningCase, Reception,
        p1_assessment::{Area, Assessment, OwnWords, OwnWordsKind, SupportNeed},
        p1_basic::{BasicInformation, Support},
        p1_coverage::Coverage,
        p1_interview::Interview,
    },
};

use calendar::FiscalYear;
use store::{StoreError, Tx, planning_cases, rounds::Appended};

use crate::{TestApp, day, id};

/// A planning case in the making.
#[derive(Clone, Debug)]
pub struct CaseBuilder(PlanningCase);

/// The first plan of a client, in 川崎市, begun on 2026-11-02; its 受付No. is this number.
pub fn case_of(client: &Client, number: i64) -> CaseBuilder {
    let opened_on = day("2026-11-02");
    CaseBuilder(PlanningCase {
        id: CaseId(id(5_000_000 + number.unsigned_abs())),
        office: client.office,
        client: client.id,
        service: if client.guardian.is_some() { ConsultationService::Child } else { ConsultationService::Plan },
        municipality: "141305".to_owned(),
        kind: CaseKind::New,
        replaces: None,
        reception: Reception { year: FiscalYear::of(opened_on), number },
        opened_on,
        closed_on: None,
        support_ended_on: client.ended_on,
        facts: Facts::default(),
        version: 0,
    })
}

impl CaseBuilder {
    /// 更新 of an earlier case's plan.
    pub fn renews(mut self, earlier: &PlanningCase) -> Self {
        self.0.kind = CaseKind::Renewal;
        self.0.replaces = Some(earlier.id);
        self
    }

    /// 変更 of an earlier case's plan.
    pub fn changes(mut self, earlier: &PlanningCase) -> Self {
        self.0.kind = CaseKind::Change;
        self.0.replaces = Some(earlier.id);
        self
    }

    /// Since when nothing more is to be done.
    pub fn closed(mut self, on: &str) -> Self {
        self.0.closed_on = Some(day(on));
        self
    }

    /// With one more fact.
    pub fn with(mut self, body: CaseFact) -> Self {
        let number = 6_000_000 + self.0.reception.number.unsigned_abs() * 1_000 + self.0.version.unsigned_abs();
        self.0.version += 1;
        self.0.facts.append(fact(number, body));
        self
    }

    /// The case.
    pub fn build(self) -> PlanningCase {
        self.0
    }
}

/// Keeps a case with its facts, recorded one after the other.
pub fn keep(app: &TestApp, case: &PlanningCase) {
    let case = case.clone();
    app.keep(move |tx| insert(tx, &case));
}

/// The same within a transaction.
pub fn insert(tx: &mut Tx, case: &PlanningCase) -> Result<(), StoreError> {
    planning_cases::insert(tx, &PlanningCase { version: 0, ..case.clone() })?;
    for (version, fact) in (0..).zip(&case.facts) {
        let kept = planning_cases::append_fact(tx, case.office, (case.id, version), fact)?;
        assert_eq!(kept, Appended::Saved(version + 1));
    }
    store::board::plans::refresh(tx, case)
}

/// A fact as 佐藤 recorded it on 2026-11-12.
pub fn fact(number: u64, body: CaseFact) -> Fact<CaseFact> {
    stamped(FactId(id(number)), body)
}

/// A fact of any stream whose facts have ids of their own, as 佐藤 recorded it on 2026-11-12.
pub fn fact_of<B: Body<Id = FactId>>(number: u64, body: B) -> Fact<B> {
    stamped(FactId(id(number)), body)
}

fn stamped<B: Body<Id = FactId>>(fact: FactId, body: B) -> Fact<B> {
    Fact {
        id: fact,
        body,
        recorded_by: By::Staff(UserId(id(1))),
        recorded_by_name: "佐藤 花子".to_owned(),
        recorded_at: "2026-11-12T01:00:00.000Z".to_owned(),
        corrects: None,
    }
}

/// An interview with the person and the mother at home on that day.
pub fn interview(on: &str) -> Interview {
    Interview {
        visit: HomeVisit {
            date: day(on),
            place: Residence::Home,
            place_note: String::new(),
            lives_there: true,
            met: "本人と母".to_owned(),
            interviewed: true,
            visitor: "佐藤 花子".to_owned(),
            wishes: "働いてみたい。".to_owned(),
            home_situation: "母の腰痛が重い。".to_owned(),
            start: None,
            end: None,
            neutrality: String::new(),
        },
        affiliation: "相談支援センターみまもり".to_owned(),
        minutes: Some(60),
    }
}

/// 対象の確認: these services were applied for on 2026-11-02.
pub fn coverage(services: &[&str]) -> Coverage {
    let services = services.iter().map(|name| (*name).to_owned()).collect();
    Coverage { applied_on: day("2026-11-02"), services, care_insurance: Some(false) }
}

/// 基本情報, finished: the mother came on that day.
pub fn basic(on: &str) -> BasicInformation {
    BasicInformation {
        consulted_on: Some(day(on)),
        family: "母と二人暮らし。".to_owned(),
        consultation: "家にこもりがちで、働く場を探したい。".to_owned(),
        supports: vec![Support { name: "居宅介護".to_owned(), often: "週2回".to_owned(), ..Support::default() }],
        caller: "川崎 母子".to_owned(),
        caller_relation: "母".to_owned(),
        ..BasicInformation::default()
    }
}

/// アセスメント, finished on that day: one area needs support, the others nobody has found out yet.
pub fn assessment(on: &str) -> Assessment {
    let mut text = Assessment {
        written_on: Some(day(on)),
        situation: "日中は家で過ごす。".to_owned(),
        wishes: "働いて、旅行に行きたい。".to_owned(),
        own_words: vec![OwnWords {
            kind: OwnWordsKind::Strength,
            words: "花の名前なら負けない。".to_owned(),
            carried_from: None,
        }],
        ..Assessment::default()
    };
    for notes in text.areas.iter_mut().filter(|notes| notes.area == Area::Work) {
        notes.need = SupportNeed::Needed;
    }
    text
}

/// A contact: the mother telephoned on that day.
pub fn contact(on: &str) -> Contact {
    Contact {
        date: day(on),
        time: "14:05".parse().ok(),
        minutes: Some(20),
        channel: ContactChannel::Phone,
        who: "川崎 母子".to_owned(),
        relation: "母".to_owned(),
        content: "働く場を探している。".to_owned(),
    }
}

/// The same as a fact of the log.
pub fn call(on: &str, id: FactId) -> Fact<ContactFact> {
    stamped(id, ContactFact::Contact(contact(on)))
}

/// The intake of this number.
pub fn intake_id(number: u64) -> IntakeId {
    IntakeId(id(7_000_000 + number))
}

/// What a neighbour told on that day.
pub fn intake_note(on: &str) -> IntakeNote {
    IntakeNote {
        date: day(on),
        caller: "民生委員".to_owned(),
        relation: "近所".to_owned(),
        contact: String::new(),
        name: String::new(),
        place: "みまもり区本町".to_owned(),
        reasons: vec![HardToReach::NoSos, HardToReach::AloneAtHome],
        situation: "雨戸が閉まったまま。".to_owned(),
        follow_up_on: None,
    }
}

/// The ward was asked on that day.
pub fn intake_step(on: &str) -> IntakeStep {
    IntakeStep {
        date: day(on),
        what: IntakeAct::AskedWard,
        who: "山田".to_owned(),
        content: "同行訪問を勧められた。".to_owned(),
        next: "日を決める".to_owned(),
        follow_up_on: None,
    }
}

/// A fact of an intake.
pub fn intake_fact(number: u64, body: IntakeFact) -> Fact<IntakeFact> {
    stamped(FactId(id(number)), body)
}

/// 取りやめ on that day.
pub fn end(on: &str) -> CaseEnd {
    CaseEnd { date: day(on), reason: "申請を取り下げた。".to_owned() }
}
