//! Of whom rows were read in a transaction: noted where a value comes out of a row, so that no page can forget it.

use uuid::Uuid;

/// Above so many notes the same person is taken together: one client can have thousands of rows.
const CROWDED: usize = 65_536;

/// The persons of whom something was read.
#[derive(Debug, Default)]
pub(super) struct Seen {
    ids: Vec<Uuid>,
    /// The length at which they are taken together next.
    crowded: usize,
    /// What is read is shown to nobody.
    closed: bool,
}

impl Seen {
    /// Notes a person; nobody where there is none.
    pub(super) fn note(&mut self, person: Option<Uuid>) {
        let Some(person) = person.filter(|person| !self.closed && self.ids.last() != Some(person)) else { return };
        self.ids.push(person);
        if self.ids.len() >= self.crowded.max(CROWDED) {
            self.sort();
            self.crowded = self.ids.len() * 2;
        }
    }

    /// Stops noting; whether it had been stopped before.
    pub(super) fn close(&mut self) -> bool {
        std::mem::replace(&mut self.closed, true)
    }

    /// Notes again, unless it had been stopped before.
    pub(super) fn reopen(&mut self, before: bool) {
        self.closed = before;
    }

    /// Each person once.
    pub(super) fn take(&mut self) -> Vec<Uuid> {
        self.sort();
        std::mem::take(&mut self.ids)
    }

    fn sort(&mut self) {
        self.ids.sort_unstable();
        self.ids.dedup();
    }
}
