//! What the pages of p4 show beside their forms, and the minutes of the meeting as a paper.

use calendar::Date;
use domain::{
    id::CaseId,
    office::Right,
    planning::{
        PlanningCase,
        p4_conference::{Conference, ConferenceWait},
        p4_invitation::Invitation,
    },
};
use forms::{CONFERENCE, ConferenceInput, FilledForm};
use store::{clients, office_facts, providers};

use super::{invitation::registered_mail, proposal::as_written, record::load};
use crate::{Cx, Reason, Refusal, clients::for_others, office::specialist_of, paper_style::PaperStyle, sheets};

/// A provider to invite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredProvider {
    /// 名称.
    pub name: String,
    /// The mail address that an invitation takes; empty where the register has none, or two providers have this name.
    pub mail: String,
}

/// Beside the forms of p4.
#[derive(Clone, Debug)]
pub struct ConferenceSide {
    /// The providers that work today.
    pub providers: Vec<RegisteredProvider>,
    /// How long the meeting has been needed; none once it was held.
    pub wait: Option<ConferenceWait>,
    /// What it lacks to have been held, in words.
    pub lacks: Option<&'static str>,
    /// Whether minutes can be printed.
    pub has_minutes: bool,
    /// Whether a mail server is set.
    pub mail_set: bool,
    /// How many got the invitation that stands by mail, and how many did not.
    pub invited: Option<(usize, usize)>,
}

/// Everything the pages of p4 show beside their forms.
pub fn conference_side(cx: &mut Cx<'_>, id: CaseId) -> Result<ConferenceSide, Refusal> {
    cx.authorize(Right::Read)?;
    let case = load(cx, id)?;
    let today = cx.today;
    let register = providers::all(cx.tx, cx.actor.office)?;
    let one = |name: &String| RegisteredProvider {
        name: name.clone(),
        mail: registered_mail(&register, name, today).unwrap_or_default(),
    };
    let invited = case.text::<Invitation>().map(|(_, it)| {
        let by_mail = it.invited.iter().filter(|one| !one.mail.is_empty()).count();
        (by_mail, it.invited.len() - by_mail)
    });
    Ok(ConferenceSide {
        providers: register.iter().filter(|it| it.works_on(today)).map(|it| one(&it.name)).collect(),
        wait: case.conference_wait(today),
        lacks: case.conference_lacks(),
        has_minutes: minutes(cx, &case)?.is_some(),
        mail_set: cx.outside.mail.is_some(),
        invited,
    })
}

/// What minutes are made of, whether it is unfinished, and the day of the paper; none while neither day nor meeting is written.
fn minutes(cx: &mut Cx<'_>, case: &PlanningCase) -> Result<Option<(Conference, bool, Date)>, Refusal> {
    let written = as_written::<Conference>(cx, case)?;
    Ok(written.and_then(|(it, draft)| it.written_on.or_else(|| it.day()).map(|day| (it, draft, day))))
}

/// 担当者会議録: the finished minutes, or the working version (with 下書き on it) where none are finished.
pub fn conference_minutes(cx: &mut Cx<'_>, id: CaseId, layout: &str) -> Result<FilledForm, Refusal> {
    cx.authorize(Right::Read)?;
    let case = load(cx, id)?;
    let Some((conference, draft, dated)) = minutes(cx, &case)? else {
        let sentence = "会議の記録がまだありません。先に会議の記録を書いてください。";
        return Err(Refusal::Refused(vec![Reason::at("", sentence)]));
    };
    let style = PaperStyle::of(cx, &case.municipality, dated)?;
    let form = style.form(&CONFERENCE, layout)?;
    let client = clients::find(cx.tx, cx.actor.office, case.client)?.ok_or(Refusal::NotFound)?;
    let client = for_others(cx, client)?;
    let specialist = specialist_of(cx, &client)?.map(|it| it.name).unwrap_or_default();
    let history = office_facts::history(cx.tx, cx.actor.office)?.ok_or(Refusal::NotFound)?;
    let office = history.on(conference.day().unwrap_or(dated));
    let input = ConferenceInput {
        client: &client,
        office: &office,
        specialist: &specialist,
        conference: &conference,
        dated,
        draft,
    };
    sheets::fill(cx, form, &forms::conference_minutes(&input))
}
