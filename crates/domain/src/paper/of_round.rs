//! The papers of a round: the report to be signed, and its copy for the municipality.

use super::{
    Paper, PaperKind, PaperLog, PaperMark, PaperPlace, PaperState,
    stands::{Desk, Sheet},
};
use crate::{
    monitoring::{Lamp, Round, Step, steps},
    office::MunicipalitySettings,
};

/// What stands of the papers of a round; the lamps of consent and hand-in decide what is asked for at all.
pub fn papers_of_round(round: &Round, settings: &MunicipalitySettings, log: &PaperLog) -> Vec<Paper> {
    let Some((report, _)) = round.finished_report() else { return Vec::new() };
    let [.., consent, submission] = steps(round, settings);
    let mut desk = Desk::new(log);
    let sheet = |paper, whom: &str, step, from| Sheet::new(paper, Some(report.id), whom, PaperPlace::Step(step), from);
    let written = report.recorded_on();
    let signing = sheet(PaperKind::Report, "本人", Step::Consent, written);
    let by = |fact: Option<String>| fact.unwrap_or_default();
    let consent_by = || by(round.consent().map(|(fact, _)| fact.by()));
    match &consent {
        Lamp::NotRequired(_) => {}
        Lamp::Done(day) => desk.put(signing, PaperState::Done, (*day, consent_by()), None),
        Lamp::Answer(sent_on) => desk.put(signing, PaperState::ToReturn, (*sent_on, consent_by()), None),
        Lamp::Ready | Lamp::Waiting(_) => match log.mark(&signing.key) {
            None => desk.put(signing, PaperState::ToPrint, (written, String::new()), Some(PaperMark::Printed)),
            // That it was given or sent is recorded with the consent.
            Some((fact, _, on)) => desk.put(signing, PaperState::ToSend, (on, fact.by()), None),
        },
    }
    let submitted = || by(round.submission().map(|(fact, _)| fact.by()));
    let copy = sheet(PaperKind::ReportCopy, "区役所・支所", Step::Submission, written);
    match (submission, consent) {
        (Lamp::NotRequired(_), _) => {}
        (Lamp::Done(day), _) => desk.put(copy, PaperState::Done, (day, submitted()), None),
        // What is signed is copied.
        (_, Lamp::Done(day)) => desk.send(Sheet { from: day, ..copy }, None),
        (_, Lamp::NotRequired(_)) => desk.send_printed(copy, None),
        _ => {}
    }
    desk.papers
}
