//! Who may use a route: one word for each line of the table, asked before its handler runs.

use app::{Actor, Purpose};
use domain::{office::Right, organisation::WardRight};

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody, without signing in.
    Public,
    /// Whoever works in an organisation, whatever it is: what people do with their own account.
    Member,
    /// Whoever works in an office and has the right.
    Staff(Right),
    /// Whoever works in a ward and has the right.
    Ward(WardRight),
    /// Whoever came for this and nothing else.
    Guest(Purpose),
}

impl Access {
    /// Whether the route is open to this person.
    pub(crate) fn admits(self, actor: &Actor) -> bool {
        match (self, actor) {
            (Self::Public, _) | (Self::Member, Actor::Staff(_) | Actor::Ward(_)) => true,
            (Self::Staff(right), Actor::Staff(staff)) => staff.role.may(right),
            (Self::Ward(right), Actor::Ward(ward)) => ward.role.may(right),
            (Self::Guest(purpose), Actor::Guest(guest)) => guest.purpose == purpose,
            _ => false,
        }
    }
}
