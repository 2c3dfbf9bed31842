//! Amounts used, of the tests.

use domain::{
    client::{UsedAmount, UsedFact, UsedSource},
    facts::{By, Fact},
    id::UserId,
    planning::p2_week_plan::GrantedUnit,
};

use crate::{day, id, month};

/// So many minutes of a service that was granted 80 hours a month, told by さくら on 2026-11-20.
pub fn used(service: &str, on: &str, minutes: u32) -> UsedAmount {
    UsedAmount {
        service: service.to_owned(),
        month: month(on),
        certificate: None,
        granted: "月80時間".to_owned(),
        amount: minutes,
        unit: GrantedUnit::Minutes,
        source: UsedSource::Provider,
        told_by: "さくら".to_owned(),
        told_on: day("2026-11-20"),
    }
}

/// The same as the fact of this number.
pub fn told(number: i64, service: &str, on: &str, minutes: u32) -> Fact<UsedFact> {
    Fact {
        id: number,
        body: UsedFact::Used(used(service, on, minutes)),
        recorded_by: By::Staff(UserId(id(1))),
        recorded_by_name: "佐藤 花子".to_owned(),
        recorded_at: "2026-11-20T01:00:00.000Z".to_owned(),
        corrects: None,
    }
}
