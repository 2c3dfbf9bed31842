//! 兼務の中立性 of a client's specialist: asked when somebody is put in charge, on the client's page, of each draft; and the end of the
//! months after a new grant or a change, told a month before.

use calendar::{Date, YearMonth};
use domain::{
    client::{Certificate, Client},
    id::{ClientId, SpecialistId},
    neutrality::{Ground, NeutralityFacts, Task, dual_post::dual_post, grace},
    office::{Right, SettingsBook},
    planning::p2_neutrality::NeutralityCheck,
};
use law::Verdict;
use serde_json::json;
use store::{certificates, clients, specialists};

use crate::{AuditAction, Cx, Refusal, law_book, monitoring::settings, office::office_history, providers::Register};

/// The answer with its reason.
pub type DualPost = (NeutralityCheck, Verdict<Ground>);

/// What is asked: the task, the providers, and whose certificates open the months after a decision.
pub(crate) struct Asked<'a> {
    pub(crate) task: Task,
    /// Names of the providers.
    pub(crate) providers: &'a [String],
    /// 市町村番号 of the municipality that decides.
    pub(crate) municipality: &'a str,
    /// Those of the client.
    pub(crate) certificates: &'a [Certificate],
}

/// The answer as of today.
pub(crate) fn judge(
    cx: &mut Cx<'_>,
    client: &Client,
    asked: &Asked<'_>,
    settings: &SettingsBook,
) -> Result<DualPost, Refusal> {
    let (law, today) = (law_book()?, cx.today);
    let (specialist, works_at) = match client.specialist {
        Some(id) => (specialists::find(cx.tx, cx.actor.office, id)?, works_at(cx, id)?),
        None => (None, Vec::new()),
    };
    let from = grace::counted_from(asked.certificates, today);
    let facts = NeutralityFacts {
        specialist_works_at: works_at,
        client_uses: asked.providers.to_vec(),
        task: asked.task,
        months_since_decision: from.and_then(|from| grace::months_since(from, today)),
        other_office_in_area: None,
        municipality_accepts: Some(settings.of(asked.municipality, today).neutrality_exception),
        client_wishes: None,
        as_of: Some(today),
    };
    let verdict = dual_post(law, &facts);
    let ground = match &verdict {
        Verdict::Is(decided) => decided.value,
        _ => Ground::None,
    };
    let check = NeutralityCheck {
        checked_on: today,
        specialist: client.specialist,
        specialist_name: specialist.map(|it| it.name).unwrap_or_default(),
        shared: facts.shared().into_iter().map(str::to_owned).collect(),
        works_at: facts.specialist_works_at,
        task: facts.task,
        ground,
        grace_until: from.and_then(|from| grace::grace_until(law, from)),
    };
    Ok((check, verdict))
}

fn works_at(cx: &mut Cx<'_>, specialist: SpecialistId) -> Result<Vec<String>, Refusal> {
    let history = office_history(cx)?;
    let Some(posts) = history.posts(cx.today).get(&specialist).copied() else { return Ok(Vec::new()) };
    Ok(Register::of(cx, posts.registered.iter().copied())?.names_of(posts))
}

/// 兼務 of the client's specialist at a provider of which the client uses a service today, for the monitoring that follows; none where
/// there is no provider in common.
pub(crate) fn of_client(
    cx: &mut Cx<'_>,
    client: &Client,
    certificates: &[Certificate],
) -> Result<Option<DualPost>, Refusal> {
    let today = cx.today;
    let Some(specialist) = client.specialist else { return Ok(None) };
    let posted = office_posts(cx)?.contains(&specialist);
    let valid: Vec<&Certificate> = certificates.iter().filter(|it| it.is_valid_on(today)).collect();
    let (true, Some(certificate)) = (posted, valid.last()) else { return Ok(None) };
    let grants: Vec<_> =
        valid.iter().flat_map(|it| &it.grants).filter(|it| it.start <= today && today <= it.end).collect();
    let register = Register::of(cx, grants.iter().filter_map(|grant| grant.provider))?;
    let mut providers: Vec<String> = grants.iter().map(|grant| register.name_of(grant)).collect();
    providers.retain(|name| !name.is_empty());
    let settings = settings(cx)?;
    let municipality = &certificate.municipality;
    let asked = Asked { task: Task::Monitoring, providers: &providers, municipality, certificates };
    let (check, verdict) = judge(cx, client, &asked, &settings)?;
    Ok((!check.shared.is_empty()).then_some((check, verdict)))
}

/// The specialists who have a post elsewhere today.
fn office_posts(cx: &mut Cx<'_>) -> Result<Vec<SpecialistId>, Refusal> {
    let history = office_history(cx)?;
    Ok(history.posts(cx.today).keys().copied().collect())
}

/// Asks when somebody is put in charge of a client, first or after somebody else, and keeps the answer in the log.
pub(crate) fn at_assignment(cx: &mut Cx<'_>, client: &Client) -> Result<(), Refusal> {
    let certificates = certificates::of_client(cx.tx, cx.actor.office, client.id)?;
    let Some((check, _)) = of_client(cx, client, &certificates)? else { return Ok(()) };
    let entry = json!({
        "specialist": check.specialist,
        "shared": check.shared,
        "ground": check.ground,
        "grace_until": check.grace_until,
    });
    cx.audit(AuditAction::CheckNeutrality, &client.id.to_string(), &entry)
}

/// 猶予の終わり: a client whose specialist has a post at a provider in use, and until when the months after the decision run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraceEnd {
    /// The client.
    pub client: ClientId,
    /// 氏名.
    pub name: String,
    /// 担当.
    pub specialist_name: String,
    /// The providers in common.
    pub shared: Vec<String>,
    /// The last day of the months.
    pub until: Date,
}

/// The months after a decision that end within a month, the first end first: from the day after somebody else has to be found.
pub fn grace_ends(cx: &mut Cx<'_>) -> Result<Vec<GraceEnd>, Refusal> {
    cx.authorize(Right::Read)?;
    let (office, today) = (cx.actor.office, cx.today);
    let mut ends = Vec::new();
    for specialist in office_posts(cx)? {
        for client in clients::of_specialist(cx.tx, office, specialist)? {
            let certificates = certificates::of_client(cx.tx, office, client.id)?;
            let Some((check, _)) = of_client(cx, &client, &certificates)? else { continue };
            let soon = |until: &Date| today <= *until && reminded_from(*until) <= today;
            if let (Ground::WithinThreeMonths, Some(until)) = (check.ground, check.grace_until.filter(soon)) {
                let (name, specialist_name) = (client.name, check.specialist_name);
                ends.push(GraceEnd { client: client.id, name, specialist_name, shared: check.shared, until });
            }
        }
    }
    ends.sort_by(|a, b| (a.until, &a.name).cmp(&(b.until, &b.name)));
    Ok(ends)
}

/// A month before the last day.
fn reminded_from(until: Date) -> Date {
    YearMonth::of(until).previous().day(until.day())
}
