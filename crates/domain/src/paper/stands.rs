//! How a paper of each way goes on: printed for the file, sent away, or given to be signed and got back.

use calendar::Date;

use super::{Paper, PaperKey, PaperKind, PaperLog, PaperMark, PaperPlace, PaperState};
use crate::{facts, id::FactId};

/// The day and the name of what settles a paper.
pub(super) type Settled = (Date, String);

/// Makes the papers of one log.
pub(super) struct Desk<'a> {
    pub(super) log: &'a PaperLog,
    pub(super) papers: Vec<Paper>,
}

/// A paper before it is known where it stands.
pub(super) struct Sheet {
    pub(super) key: PaperKey,
    pub(super) whom: String,
    pub(super) place: PaperPlace,
    /// Since when it can be made.
    pub(super) from: Date,
}

impl Sheet {
    pub(super) fn new(
        paper: PaperKind,
        version: Option<FactId>,
        whom: impl Into<String>,
        place: PaperPlace,
        from: Date,
    ) -> Self {
        Self { key: PaperKey { paper, version, provider: String::new() }, whom: whom.into(), place, from }
    }

    /// The paper for, or from, this provider.
    pub(super) fn of_provider(mut self, name: &str) -> Self {
        name.clone_into(&mut self.key.provider);
        name.clone_into(&mut self.whom);
        self
    }
}

impl<'a> Desk<'a> {
    pub(super) fn new(log: &'a PaperLog) -> Self {
        Self { log, papers: Vec::new() }
    }

    /// For the file: printed, and that is all.
    pub(super) fn file(&mut self, sheet: Sheet) {
        let (mark, since, by) = self.marked(&sheet);
        let state = if mark.is_some() { PaperState::Done } else { PaperState::ToPrint };
        self.put(sheet, state, (since, by), mark.is_none().then_some(PaperMark::Printed));
    }

    /// Printed and sent; that it was sent is recorded at its step.
    pub(super) fn send_printed(&mut self, sheet: Sheet, settled: Option<Settled>) {
        if let Some(settled) = settled {
            return self.put(sheet, PaperState::Done, settled, None);
        }
        let (mark, since, by) = self.marked(&sheet);
        match mark {
            None => self.put(sheet, PaperState::ToPrint, (since, by), Some(PaperMark::Printed)),
            Some(PaperMark::NotNeeded) => self.put(sheet, PaperState::Done, (since, by), None),
            Some(_) => self.put(sheet, PaperState::ToSend, (since, by), None),
        }
    }

    /// A copy of what is printed already: sent, as its step says.
    pub(super) fn send(&mut self, sheet: Sheet, settled: Option<Settled>) {
        let state = if settled.is_some() { PaperState::Done } else { PaperState::ToSend };
        let at = settled.unwrap_or_else(|| (sheet.from, String::new()));
        self.put(sheet, state, at, None);
    }

    /// Printed, given to be signed, and got back, as its step says.
    pub(super) fn sign(&mut self, sheet: Sheet, settled: Option<Settled>) {
        if let Some(settled) = settled {
            return self.put(sheet, PaperState::Done, settled, None);
        }
        let (mark, since, by) = self.marked(&sheet);
        let (state, next) = match mark {
            None => (PaperState::ToPrint, Some(PaperMark::Printed)),
            Some(PaperMark::Printed) => (PaperState::ToSend, Some(PaperMark::Sent)),
            Some(PaperMark::Sent) => (PaperState::ToReturn, None),
            Some(PaperMark::NotNeeded) => (PaperState::Done, None),
        };
        self.put(sheet, state, (since, by), next);
    }

    /// Asked for, and got from somebody else.
    pub(super) fn get(&mut self, sheet: Sheet, asked: bool, settled: Option<Settled>) {
        if let Some(settled) = settled {
            return self.put(sheet, PaperState::Done, settled, None);
        }
        let (mark, since, by) = self.marked(&sheet);
        let state = match (mark, asked) {
            (Some(PaperMark::NotNeeded), _) => PaperState::Done,
            (_, true) => PaperState::ToReturn,
            (_, false) => PaperState::ToSend,
        };
        self.put(sheet, state, (since, by), None);
    }

    /// The last mark of a paper, and since when it stands there.
    fn marked(&self, sheet: &Sheet) -> (Option<PaperMark>, Date, String) {
        match self.log.mark(&sheet.key) {
            Some((fact, mark, on)) => (Some(mark), on, fact.by()),
            None => (None, sheet.from, String::new()),
        }
    }

    pub(super) fn put(&mut self, sheet: Sheet, state: PaperState, (since, by): Settled, next: Option<PaperMark>) {
        let Sheet { key, whom, place, .. } = sheet;
        let (client, of) = (self.log.client, self.log.of);
        self.papers.push(Paper { client, of, key, whom, state, since, by, next, place });
    }
}

/// The day of a fact, and who recorded it.
pub(super) fn settled<B: facts::Body>(fact: &facts::Fact<B>, on: Date) -> Settled {
    (on, fact.by())
}
