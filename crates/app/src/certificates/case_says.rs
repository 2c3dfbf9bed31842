//! What the planning case of a certificate says beside what is typed: whether its plan is still to be agreed to, and what the
//! proposal answered about the use. Asked once there, it is not asked again here.

use calendar::Date;
use domain::{
    client::UseChange,
    id::{CaseId, CertificateId, ClientId},
    planning::{PlanningCase, p2_interval::IntervalProposal},
};

use crate::{Cx, Refusal, planning::load_case};

/// For what a certificate is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypedFor {
    /// A certificate of the client alone.
    Client,
    /// The decision of this planning case.
    Case(CaseId),
    /// 訂正 of this certificate.
    Correction(CertificateId),
}

/// What a planning case says of its certificate; of one without a case, nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct CaseSays {
    /// The plan is still to be made here: its day comes with the consent, and is not asked for.
    pub(super) plan_to_come: bool,
    /// 新規・著しい変更, as the proposal of the interval answered it.
    pub(super) change: Option<UseChange>,
    /// The first day of the new or changed use, as the proposal has it.
    pub(super) use_from: Option<Date>,
}

impl CaseSays {
    /// What is said of a certificate of this client that is typed for that. A case or certificate of another client is not found.
    pub(super) fn of(cx: &mut Cx<'_>, client: ClientId, typed_for: TypedFor) -> Result<Self, Refusal> {
        match typed_for {
            TypedFor::Client => Ok(Self::default()),
            TypedFor::Case(case) => {
                let case = load_case(cx, case)?;
                if case.client != client {
                    return Err(Refusal::NotFound);
                }
                Ok(Self { plan_to_come: case.plan_consents().next().is_none(), ..Self::answered(&case) })
            }
            TypedFor::Correction(id) => {
                let certificate = store::certificates::find(cx.tx, cx.actor.office, id)?
                    .filter(|it| it.client == client)
                    .ok_or(Refusal::NotFound)?;
                let cases = store::planning_cases::of_client(cx.tx, cx.actor.office, certificate.client)?;
                let named = |case: &&PlanningCase| case.granted().is_some_and(|it| it.certificate == Some(id));
                let answered = cases.iter().find(named).map(Self::answered).unwrap_or_default();
                // A plan that was to come when the certificate was entered may still be to come.
                Ok(Self { plan_to_come: certificate.plan_made_on.is_none(), ..answered })
            }
        }
    }

    fn answered(case: &PlanningCase) -> Self {
        let Some((_, proposal)) = case.text::<IntervalProposal>() else { return Self::default() };
        Self { plan_to_come: false, change: proposal.change(), use_from: proposal.use_from }
    }
}
