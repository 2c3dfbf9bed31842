//! 署名: who signed a consent of a case, the same for the draft and for the plan.

use crate::{
    monitoring::{
        check::{Checker, limit},
        m4_consent::SignerRelation,
    },
    text::say,
};

/// Asks for the name, and of a deputy for the relation and the reason.
pub(super) fn signed((signer, relation, note): (&str, SignerRelation, &str), check: &mut Checker) {
    check.text("signer", "署名した人", signer, limit::SHORT, true);
    check.text("relation_note", "続柄・理由", note, limit::SHORT, false);
    if relation == SignerRelation::Deputy && note.trim().is_empty() {
        check.refuse("relation_note", say::missing("代理人の続柄と、代理の理由"));
    }
}
