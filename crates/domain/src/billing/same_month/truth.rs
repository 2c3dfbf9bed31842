//! Yes, no, or it hangs on events whose facts are not known.

use std::collections::BTreeSet;

/// Whether something holds while some events have facts that nobody knows yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Truth {
    /// Whatever the unknown facts turn out to be.
    Yes,
    /// Whatever the unknown facts turn out to be.
    No,
    /// It depends on the unknown facts of these events, by their place in the case.
    Hangs(BTreeSet<usize>),
}

impl Truth {
    /// It depends on one event.
    pub(super) fn hangs_on(event: usize) -> Self {
        Self::Hangs(BTreeSet::from([event]))
    }

    /// Whether one of them holds.
    pub(super) fn any(all: impl IntoIterator<Item = Self>) -> Self {
        let mut on = BTreeSet::new();
        for one in all {
            match one {
                Self::Yes => return Self::Yes,
                Self::No => {}
                Self::Hangs(events) => on.extend(events),
            }
        }
        if on.is_empty() { Self::No } else { Self::Hangs(on) }
    }

    /// Whether both hold.
    pub(super) fn and(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::No => Self::No,
            Self::Yes => other(),
            Self::Hangs(mut on) => match other() {
                Self::No => Self::No,
                Self::Yes => Self::Hangs(on),
                Self::Hangs(more) => {
                    on.extend(more);
                    Self::Hangs(on)
                }
            },
        }
    }

    /// Whether it does not hold.
    pub(super) fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            hangs @ Self::Hangs(_) => hangs,
        }
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}
