//! Whatever month is closed, its file reads back as it was written, and its sums are those of the closing.
#![expect(clippy::unwrap_used, reason = "tests")]

use calendar::Date;
use claim_file::{ClaimFile, decode, encode};
use domain::{
    billing::{
        claimable::{ClientFile, Judgement, judge},
        close::{CloseRequest, CloseRow, ClosedMonth, close},
    },
    client::{Certificate, Client, ConsultationService, Residence},
    facts::By,
    id::{FactId, RoundId, UserId},
    monitoring::{
        Fact, Round, RoundFact,
        m2_home_visit::HomeVisit,
        m3_record::{Report, ReportRow},
        m4_consent::{Consent, ConsentMethod, SignerRelation},
        m5_submission::{Submission, SubmissionMeans},
    },
    office::{Office, OfficeHistory, SettingsBook},
};
use law::LawBook;
use proptest::prelude::*;
use testkit::{OFFICE, client, id, month, months};

/// What is drawn for one client.
#[derive(Clone, Debug)]
struct Drawn {
    kana: String,
    guardian_kana: String,
    number: String,
    municipality: &'static str,
    day: i8,
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let kana = "[ァ-ヶーｱ-ﾟぁ-ゖ・A-Za-z0-9 　]{0,40}";
    let municipality = prop::sample::select(vec!["141305", "141003", "131016"]);
    (kana, kana, "[0-9]{10}", municipality, 1_i8..=28).prop_map(|(kana, guardian_kana, number, municipality, day)| {
        Drawn { kana, guardian_kana, number, municipality, day }
    })
}

fn office(area: &str, grade: &str) -> Office {
    Office {
        id: OFFICE,
        name: "相談支援センターみまもり".to_owned(),
        address: String::new(),
        phone: String::new(),
        manager: String::new(),
        number_plan: "1435000012".to_owned(),
        number_child: "1475000011".to_owned(),
        area_plan: area.to_owned(),
        area_child: area.to_owned(),
        grade: grade.to_owned(),
        municipality: "default".to_owned(),
        start_month: month("2024-04"),
        version: 1,
    }
}

fn fact(number: u64, body: RoundFact) -> Fact {
    Fact {
        id: FactId(id(number)),
        body,
        recorded_by: By::Staff(UserId(id(1))),
        recorded_by_name: "佐藤 花子".to_owned(),
        recorded_at: "2026-10-31T01:00:00.000Z".to_owned(),
        corrects: None,
    }
}

/// A round with all of its steps done on one day.
fn done(number: u64, client: &Client, certificate: &Certificate, on: Date) -> Round {
    let visit = HomeVisit {
        date: on,
        place: Residence::Home,
        place_note: String::new(),
        lives_there: true,
        met: "本人".to_owned(),
        interviewed: true,
        visitor: "佐藤 花子".to_owned(),
        wishes: String::new(),
        home_situation: String::new(),
        start: None,
        end: None,
        neutrality: String::new(),
    };
    let row = ReportRow { need: "暮らし".to_owned(), ..ReportRow::default() };
    let report = Report { written_on: Some(on), rows: vec![row], ..Report::default() };
    let consent = Consent {
        method: ConsentMethod::Paper,
        sent_on: None,
        agreed_on: Some(on),
        signer: "本人".to_owned(),
        relation: SignerRelation::Client,
        relation_note: String::new(),
        drawing: String::new(),
        place: None,
        place_note: String::new(),
        report: FactId(id(number + 2)),
    };
    let submission =
        Submission { date: on, to: "区役所".to_owned(), means: SubmissionMeans::Counter, note: String::new() };
    let planned = (month("2026-10"), certificate.municipality.clone());
    Round {
        facts: vec![
            fact(number + 1, RoundFact::HomeVisit(visit)),
            fact(number + 2, RoundFact::Report(report)),
            fact(number + 3, RoundFact::Consent(consent)),
            fact(number + 4, RoundFact::Submission(submission)),
        ]
        .into(),
        version: 4,
        ..Round::planned(RoundId(id(number)), OFFICE, client.id, certificate.service, planned)
    }
}

/// Closes October for the clients drawn, where one of them has names that can be written.
fn closed(service: ConsultationService, area: &str, grade: &str, drawn: &[Drawn]) -> Option<ClosedMonth> {
    let office = OfficeHistory::new(office(area, grade), Vec::new());
    let settings = SettingsBook::from_law(LawBook::embedded().unwrap());
    let rows = drawn.iter().enumerate().map(|(place, drawn)| {
        let mut person = client("だれか").kana(&drawn.kana);
        if service == ConsultationService::Child {
            person = person.child_of("保護者", "2018-06-01");
        }
        let mut person = person.build();
        if let Some(guardian) = &mut person.guardian {
            guardian.kana.clone_from(&drawn.guardian_kana);
        }
        let mut certificate = months("2026-05..2027-04").number(&drawn.number);
        if service == ConsultationService::Child {
            certificate = certificate.for_child();
        }
        let mut certificate = certificate.of(&person);
        certificate.municipality = drawn.municipality.to_owned();
        let number = 1000 + 10 * u64::try_from(place).unwrap();
        let on = Date::new(2026, 10, drawn.day).unwrap();
        let round = done(number, &person, &certificate, on);
        let file = ClientFile {
            office: &office,
            client: &person,
            certificates: &[certificate],
            rounds: &[round],
            plan_answers: &[],
            plans: &[],
            claims: &[],
            settings: &settings,
        };
        let candidate = judge(LawBook::embedded().unwrap(), &file).remove(0);
        // A kana without a half-width form keeps its client out, by the name of the field.
        let hold = match &candidate.judgement {
            Judgement::Claimable(_) => None,
            other => {
                assert!(other.obstacles().iter().all(|it| it.sentence.contains("カナの直し")), "{other:?}");
                Some("カナ".to_owned())
            }
        };
        CloseRow { client: person.id, name: person.name.clone(), round: None, judgement: candidate.judgement, hold }
    });
    close(CloseRequest {
        service,
        office_number: "1435000012".to_owned(),
        month: month("2026-10"),
        processing_month: month("2026-11"),
        number: 1,
        rows: rows.collect(),
    })
    .ok()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_is_written_is_read(
        child in any::<bool>(),
        area in prop::sample::select(vec!["1", "2", "3", "4", "5", "6", "7", "other"]),
        grade in prop::sample::select(vec!["enhanced-1", "enhanced-2", "enhanced-3", "enhanced-4", "1", "2"]),
        drawn in prop::collection::vec(drawn(), 1..9),
    ) {
        let service = if child { ConsultationService::Child } else { ConsultationService::Plan };
        let Some(closed) = closed(service, area, grade, &drawn) else { return Ok(()) };
        let file = ClaimFile::of_closing(&closed);
        let bytes = encode(&file).unwrap();
        prop_assert_eq!(&decode(&bytes).unwrap(), &file);
        let totals = closed.totals();
        prop_assert_eq!((file.count(), file.units(), file.yen()), (closed.claims().len(), totals.units, totals.yen));
        prop_assert!(bytes.ends_with(b"\r\n") && !bytes.contains(&b'\''));
        let mut records = file.blocks().iter().flat_map(|block| block.claims());
        prop_assert!(records.all(|record| record.payer_kana().chars().count() <= 25));
    }

    #[test]
    fn no_bytes_bring_the_reader_down(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = decode(&bytes);
    }
}
