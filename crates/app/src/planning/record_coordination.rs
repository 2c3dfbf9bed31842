//! p3 連絡調整 with a provider: one of the register by its name of today, or one that is typed.

use domain::{
    office::Right,
    planning::{CaseFact, p3_coordination::Coordination},
};

use super::record::{CaseEntry, CaseRecorded, record};
use crate::{AuditAction, Cx, Reason, Refusal};

/// Records an entry.
pub fn record_coordination(cx: &mut Cx<'_>, entry: CaseEntry, typed: Coordination) -> Result<CaseRecorded, Refusal> {
    cx.authorize(Right::RecordPlanning)?;
    let named = match typed.provider {
        None => typed,
        Some(id) => {
            if !typed.provider_name.is_empty() {
                let sentence = "事業所は、台帳から選ぶか名前を書くか、どちらか1つにしてください。";
                return Err(Refusal::Refused(vec![Reason::at("provider_name", sentence)]));
            }
            let provider = store::providers::find(cx.tx, cx.actor.office, id)?;
            let gone = || Refusal::Refused(vec![Reason::at("provider", "事業所を一覧から選び直してください。")]);
            Coordination { provider_name: provider.ok_or_else(gone)?.name, ..typed }
        }
    };
    record(cx, AuditAction::RecordCoordination, entry, CaseFact::Coordination(named))
}
