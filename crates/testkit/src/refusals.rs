//! What a use case refused, as tests compare it.

use std::fmt::Debug;

use ::app::{Reason, Refusal};

/// The sentences of a refusal.
#[track_caller]
pub fn sentences<T: Debug>(answer: Result<T, Refusal>) -> Vec<String> {
    reasons(answer).into_iter().map(|reason| reason.sentence).collect()
}

/// The fields at which the sentences of a refusal stand.
#[track_caller]
pub fn mistakes<T: Debug>(answer: Result<T, Refusal>) -> Vec<String> {
    reasons(answer).into_iter().map(|reason| reason.field.into_owned()).collect()
}

#[track_caller]
fn reasons<T: Debug>(answer: Result<T, Refusal>) -> Vec<Reason> {
    match answer {
        Err(Refusal::Refused(reasons)) => reasons,
        other => panic!("a refusal was expected: {other:?}"),
    }
}
