//! 兼務 of a round's specialist: whether somebody with a post at a provider that the client uses may monitor.

use domain::{
    client::Certificate,
    monitoring::Round,
    neutrality::{Ground, NeutralityFacts, Task, dual_post::dual_post},
    office::{MunicipalitySettings, Posts},
};
use law::{LawBook, Verdict};

use super::round_view::used_in;
use crate::providers::Register;

/// The answer for the client's specialist with these posts on the round's day; `None` where no post and no provider in common is known.
///
/// The providers are those that the certificate's grants name, and those whose services were looked at, in this round and
/// the one before. Whether the area has another
/// office is not known here, so the reason names it as the exception to ask for.
pub(super) fn dual_post_of(
    law: &LawBook,
    posts: Option<Posts<'_>>,
    (rounds, certificate): (&[&Round], Option<&Certificate>),
    register: &Register,
    settings: &MunicipalitySettings,
) -> Option<Verdict<Ground>> {
    let day = rounds.first()?.judged_on();
    let works_at = register.names_of(posts?);
    let month = rounds.first()?.month;
    let mut uses: Vec<String> =
        certificate.into_iter().flat_map(|it| used_in(it, month)).map(|grant| register.name_of(grant)).collect();
    uses.retain(|name| !name.is_empty());
    for (_, check) in rounds.iter().flat_map(|round| round.service_checks()) {
        if !uses.contains(&check.provider) {
            uses.push(check.provider.clone());
        }
    }
    let facts = NeutralityFacts {
        specialist_works_at: works_at,
        client_uses: uses,
        task: Task::Monitoring,
        months_since_decision: None,
        other_office_in_area: None,
        municipality_accepts: Some(settings.neutrality_exception),
        client_wishes: None,
        as_of: Some(day),
    };
    let answer = dual_post(law, &facts);
    let different = matches!(&answer, Verdict::Is(decided) if decided.value == Ground::DifferentOffice);
    (!different).then_some(answer)
}
