//! One fact of a stream.

use std::fmt::Debug;

use calendar::{Date, in_japan};
use serde::Serialize;

use super::By;

/// What a fact says. Each stream has its own body.
pub trait Body: Clone + Debug + PartialEq {
    /// How a fact of the stream is named.
    type Id: Copy + Debug + Eq;

    /// The kind, as stored. Two facts of one kind may stand in each other's way.
    fn kind(&self) -> &'static str;

    /// 取消: whether it says that the fact it names never took place.
    fn is_withdrawal(&self) -> bool;

    /// The body that takes this one back.
    fn withdrawal(&self, reason: String) -> Self;
}

/// A dated fact. Facts are never changed: a correction is a new fact that names the one it replaces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact<B: Body> {
    /// Id.
    pub id: B::Id,
    /// What was recorded.
    pub body: B,
    /// From whom it is.
    #[serde(flatten)]
    pub recorded_by: By,
    /// The recorder's name at that time.
    pub recorded_by_name: String,
    /// When it was recorded (UTC, RFC 3339).
    pub recorded_at: String,
    /// The fact this one replaces or takes back.
    pub corrects: Option<B::Id>,
}

impl<B: Body> Fact<B> {
    /// The day in Japan on which it was recorded; the zero day where the stamp cannot be read.
    pub fn recorded_on(&self) -> Date {
        in_japan(&self.recorded_at).map_or(Date::ZERO, |(day, _)| day)
    }

    /// Who recorded it, as a card shows it.
    pub fn by(&self) -> String {
        format!("{}{}", self.recorded_by_name, self.recorded_by.note())
    }
}
