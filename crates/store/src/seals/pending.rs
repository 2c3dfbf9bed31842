//! What a transaction has written so far and no entry of the log has sealed yet.

use std::collections::{BTreeMap, BTreeSet};

use domain::id::OrganisationId;

use super::{
    row_hash::{Hash, SealedRow},
    table::Sealed,
};

/// A row that was written: as it stands now, or none where it is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seal {
    /// Table.
    pub(crate) table: &'static str,
    /// What names the row in it.
    pub(crate) id: String,
    /// Its hash; none where it was taken away.
    pub(crate) hash: Option<Hash>,
}

/// Rows by organisation (none: accounts), each with what the last statement made of it.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    rows: BTreeMap<Option<String>, Rows>,
}

impl Pending {
    /// Notes a row as a statement left it.
    pub(crate) fn note(&mut self, table: &Sealed, row: SealedRow, gone: bool) {
        let hash = (!gone).then_some(row.hash);
        self.rows.entry(row.of).or_default().insert((table.name, row.id), hash);
    }

    /// Whether nothing waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Notes a seal; `of` none for an account.
    pub(crate) fn note_seal(&mut self, of: Option<String>, seal: Seal) {
        self.rows.entry(of).or_default().insert((seal.table, seal.id), seal.hash);
    }

    /// What waits for an entry of this organisation: its own rows, and the accounts that were written so far.
    pub(crate) fn take(&mut self, of: OrganisationId) -> Vec<Seal> {
        let own = self.rows.remove(&Some(of.to_string())).unwrap_or_default();
        let shared = self.rows.remove(&None).unwrap_or_default();
        seals(own).chain(seals(shared)).collect()
    }

    /// How many rows an entry of this organisation would seal.
    pub(crate) fn count(&self, of: OrganisationId) -> usize {
        [Some(of.to_string()), None].iter().filter_map(|of| self.rows.get(of)).map(BTreeMap::len).sum()
    }

    /// The accounts that wait.
    pub(crate) fn take_shared(&mut self) -> Vec<Seal> {
        seals(self.rows.remove(&None).unwrap_or_default()).collect()
    }

    /// The organisations that have rows waiting.
    pub(crate) fn organisations(&self) -> BTreeSet<String> {
        self.rows.keys().flatten().cloned().collect()
    }

    /// Drops what waits.
    pub(crate) fn clear(&mut self) {
        self.rows.clear();
    }
}

/// A row by table and name, with its hash.
type Rows = BTreeMap<(&'static str, String), Option<Hash>>;

fn seals(rows: Rows) -> impl Iterator<Item = Seal> {
    rows.into_iter().map(|((table, id), hash)| Seal { table, id, hash })
}
