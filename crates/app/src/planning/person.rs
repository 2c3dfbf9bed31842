//! The records of the person beside a case: what is known already and is not asked for again.

use domain::{
    monitoring::schedule,
    planning::{
        PlanningCase,
        person::{InCharge, PersonRecord, ServiceInUse},
    },
};
use store::{certificates, client_facts, clients, contacts, office_facts};

use crate::{Cx, Refusal, office::specialist_of, providers::Register};

/// What is recorded of the client of a case, as of today.
pub(super) fn person_record(cx: &mut Cx<'_>, case: &PlanningCase) -> Result<PersonRecord, Refusal> {
    let (office, today) = (cx.actor.office, cx.today);
    let certificates = certificates::of_client(cx.tx, office, case.client)?;
    let named = case.granted().and_then(|decision| decision.certificate);
    let decided = certificates.iter().find(|it| Some(it.id) == named);
    let period = decided.and_then(|it| schedule::of_certificate(it).benefit_period);
    let valid = certificates.into_iter().filter(|it| it.is_valid_on(today));
    let grants: Vec<_> = valid.flat_map(|it| it.grants).filter(|it| it.start <= today && today <= it.end).collect();
    let register = Register::of(cx, grants.iter().filter_map(|grant| grant.provider))?;
    let mut in_use: Vec<ServiceInUse> = Vec::new();
    for grant in &grants {
        let (service, amount) = (grant.service.clone(), grant.amount.clone());
        let one = ServiceInUse { service, amount, provider: register.name_of(grant) };
        if !in_use.contains(&one) {
            in_use.push(one);
        }
    }
    let log = contacts::of_client(cx.tx, office, case.client)?;
    let mut contacts: Vec<_> = log.newest_first().into_iter().map(|(_, contact)| contact.clone()).collect();
    contacts.reverse();
    Ok(PersonRecord {
        on: today,
        in_charge: in_charge(cx, case)?,
        about: client_facts::about(cx.tx, office, case.client)?,
        contacts,
        in_use,
        decided_until: period.map(|period| period.end.last_day()),
    })
}

fn in_charge(cx: &mut Cx<'_>, case: &PlanningCase) -> Result<Option<InCharge>, Refusal> {
    let Some(client) = clients::find(cx.tx, cx.actor.office, case.client)? else { return Ok(None) };
    let Some(specialist) = specialist_of(cx, &client)? else { return Ok(None) };
    let office = office_facts::history(cx.tx, cx.actor.office)?.map(|history| history.on(cx.today).name);
    Ok(office.map(|office| InCharge { office, specialist: specialist.name }))
}
