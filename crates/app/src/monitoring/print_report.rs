//! モニタリング報告書 as a paper: the finished report, or the working version (with 下書き on it) where none is finished.

use domain::{id::RoundId, monitoring::certificate_of_round, office::Right};
use forms::{FilledForm, REPORT, ReportInput};
use store::{certificates, client_facts, clients, office_facts};

use super::{record::load, save_working_report::working_report, settings::settings_of_round};
use crate::{
    Cx, Reason, Refusal, clients::for_others, office::specialist_of, paper_style::PaperStyle, planning::disability,
};

/// The filled form, ready to be drawn outside of the transaction; `layout` is the word of a layout, empty for the municipality's.
pub fn print_report(cx: &mut Cx<'_>, id: RoundId, layout: &str) -> Result<FilledForm, Refusal> {
    cx.authorize(Right::Read)?;
    let office = cx.actor.office;
    let round = load(cx, id)?;
    let finished = round.finished_report().map(|(_, report)| report.clone());
    let report = match finished {
        Some(report) => Some(report),
        None => working_report(cx, &round)?.map(|working| working.body),
    };
    let Some(report) = report else {
        return Err(refused("報告書がまだありません。先に (3) 記録 を書いてください。".to_owned()));
    };
    let client = clients::find(cx.tx, office, round.client)?.ok_or(Refusal::NotFound)?;
    let client = for_others(cx, client)?;
    let mut certificates = certificates::of_client(cx.tx, office, client.id)?;
    let own = certificate_of_round(&certificates, &round).map(|certificate| certificate.id);
    let day = round.home_visit().map_or(cx.today, |(_, visit)| visit.date);
    certificates.retain(|it| Some(it.id) == own || it.is_valid_on(day));
    let disability = disability(&client_facts::about(cx.tx, office, client.id)?, day);
    let specialist = specialist_of(cx, &client)?.map(|it| it.name).unwrap_or_default();
    let office = office_facts::history(cx.tx, office)?.ok_or(Refusal::NotFound)?.on(day);
    let style = PaperStyle::taken(&settings_of_round(cx, &round)?);
    let input = ReportInput {
        client: &client,
        certificates: &certificates,
        community_number: &disability.community_number,
        office: &office,
        specialist: &specialist,
        round: &round,
        report: &report,
    };
    let form = style.form(&REPORT, layout)?;
    style.fill(cx, form, forms::monitoring_report(&input))
}

fn refused(sentence: String) -> Refusal {
    Refusal::Refused(vec![Reason::at("", sentence)])
}
