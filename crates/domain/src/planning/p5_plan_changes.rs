//! What differs between two versions of a plan, row by row: a row is known by its id, not by its place.

use super::p2_draft::{NeedRow, PlanDraft, ServiceRow};
use crate::id::PlanRowId;

/// How a row of the newer version stands to the older one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowMark {
    /// As it was.
    Same,
    /// It says something else.
    Changed,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
}

words!(RowMark {
    Same, "same", "同じ";
    Changed, "changed", "変更";
    Added, "added", "追加";
    Removed, "removed", "削除";
});

/// One row in both versions.
#[derive(Clone, Debug, PartialEq)]
pub struct RowChange<T> {
    /// How it stands.
    pub mark: RowMark,
    /// As it was, with its place from 1.
    pub was: Option<(usize, T)>,
    /// As it is, with its place from 1.
    pub now: Option<(usize, T)>,
}

/// The rows of the newer version in its order, then those that are gone. A row that only changed its place is the same.
fn compare<T: Clone + PartialEq>(was: &[T], now: &[T], id: fn(&T) -> Option<PlanRowId>) -> Vec<RowChange<T>> {
    let placed = |rows: &[T]| rows.iter().cloned().enumerate().map(|(row, it)| (row + 1, it)).collect::<Vec<_>>();
    let (was, now) = (placed(was), placed(now));
    let same = |a: &T, b: &T| id(a).is_some() && id(a) == id(b);
    let mut changes: Vec<RowChange<T>> = Vec::new();
    for (place, row) in &now {
        let before = was.iter().find(|(_, it)| same(it, row)).cloned();
        let mark = match &before {
            None => RowMark::Added,
            Some((_, it)) if it == row => RowMark::Same,
            Some(_) => RowMark::Changed,
        };
        changes.push(RowChange { mark, was: before, now: Some((*place, row.clone())) });
    }
    let gone = was.into_iter().filter(|(_, it)| !now.iter().any(|(_, row)| same(it, row)));
    changes.extend(gone.map(|it| RowChange { mark: RowMark::Removed, was: Some(it), now: None }));
    changes
}

/// The needs of two versions.
pub fn need_changes(was: &PlanDraft, now: &PlanDraft) -> Vec<RowChange<NeedRow>> {
    compare(&was.needs, &now.needs, |need| need.id)
}

/// The services of two versions.
pub fn service_changes(was: &PlanDraft, now: &PlanDraft) -> Vec<RowChange<ServiceRow>> {
    compare(&was.services, &now.services, |service| service.id)
}
