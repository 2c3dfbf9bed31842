//! Two people at one form. A page carries what it showed when it was opened ([`Shown`]); so of a conflict it is known what
//! the person typed and what only stood there. Only what was typed stands against what another person saved, field by
//! field in words; everything else takes what is stored now, so that saving again takes nobody's work back.

use std::collections::BTreeSet;

use calendar::Date;
use domain::id::OperationId;

use super::{
    Form, fields,
    fields::{Field, Kind},
    rows,
};
use crate::AppState;

/// The hidden field in which a page carries what it showed.
pub(super) const SHOWN: &str = "_shown";

/// Values up to this many letters are carried as they are; of longer ones only whether they are still the same.
const CARRIED_WHOLE: usize = 40;

/// Somebody else saved in between: what is stored now, beside what was typed.
#[derive(Clone, Debug, Default)]
pub struct Conflict {
    /// Who saved it, where known.
    pub by: String,
    /// The fields that were typed and that differ from what is stored.
    pub rows: Vec<ConflictRow>,
    /// The fields that only somebody else changed, with what is stored now: the form has it in them.
    pub taken: Vec<(String, String)>,
    /// What was to be corrected was taken back meanwhile: there is nothing to compare with.
    pub gone: bool,
}

/// One field of a conflict.
#[derive(Clone, Debug)]
pub struct ConflictRow {
    /// The field's words.
    pub label: String,
    /// What is stored now.
    pub stored: String,
    /// What was typed.
    pub typed: String,
}

/// What a page showed in its fields when it was opened.
#[derive(Clone, Debug)]
pub(super) enum Shown {
    /// What is in the fields now: the page is being opened.
    Fields,
    /// As the page carried it, a line a value: `name=value`, or `name#mark` for a long one.
    Carried(String),
    /// Nobody knows: everything in the fields counts as typed.
    Unknown,
}

/// The line of a value.
fn line(name: &str, value: &str) -> String {
    let value = value.trim();
    if value.chars().count() > CARRIED_WHOLE || value.chars().any(char::is_control) {
        format!("{name}#{}", app::sha256_hex(value).get(..16).unwrap_or_default())
    } else {
        format!("{name}={value}")
    }
}

/// What the lines of one field say, for comparing: days and codes in whatever way they are written.
fn said<'a>(lines: impl Iterator<Item = &'a str>, name: &str, field: &Field, today: Date) -> Vec<String> {
    let of_field = lines.filter_map(|line| {
        let rest = line.strip_prefix(name)?;
        let value = rest.strip_prefix('=').map(|value| field.compared(value, today));
        value.or_else(|| rest.starts_with('#').then(|| rest.to_owned()))
    });
    let empty = field.compared("", today);
    let mut said: Vec<String> = of_field.filter(|value| *value != empty).collect();
    said.sort();
    said
}

/// Whether a browser sends the field whenever it stands on the page: an empty text is sent, a box without a tick is not.
fn is_always_sent(kind: Kind) -> bool {
    matches!(kind, Kind::Text | Kind::Code | Kind::Day | Kind::Month | Kind::Drawing)
}

/// The number of a row belongs to the name: the name of the field in every row.
fn base_of(name: &str) -> Option<&str> {
    let (base, row) = name.rsplit_once('_')?;
    row.parse::<usize>().is_ok().then_some(base)
}

impl Form {
    /// The conflict to show, if there is one.
    pub fn conflict(&self) -> Option<&Conflict> {
        self.conflict.as_ref()
    }

    /// What the page carries of what it showed; nothing where nobody knows it, or where the page is of no record that
    /// somebody else could save meanwhile.
    pub fn shown(&self) -> Option<String> {
        match &self.shown {
            Shown::Fields => self.sent("_version").then(|| self.lines_now()),
            Shown::Carried(lines) => Some(lines.clone()),
            Shown::Unknown => None,
        }
    }

    fn lines_now(&self) -> String {
        let typed = self.values.iter().filter(|(name, value)| !name.starts_with('_') && !value.trim().is_empty());
        typed.map(|(name, value)| line(name, value)).collect::<Vec<_>>().join("\n")
    }

    /// Shows both versions of what was typed, in words, and takes over what only somebody else changed: `stored` is the
    /// same form filled with what is stored now; none where that was taken back meanwhile. `names` has the words of
    /// what is chosen by its id.
    pub fn conflict_against(
        &mut self,
        state: &AppState,
        version: i64,
        by: &str,
        stored: Option<&Form>,
        names: &[(String, String)],
    ) {
        let mut conflict = Conflict { by: by.to_owned(), gone: stored.is_none(), ..Conflict::default() };
        if let Some(stored) = stored {
            self.merge(stored, names, &mut conflict);
            self.shown = Shown::Carried(stored.lines_now());
        }
        self.conflict = Some(conflict);
        self.set("_version", version.to_string());
        self.renew(state);
    }

    /// Puts what was typed against what is stored, and takes over the rest.
    fn merge(&mut self, stored: &Form, names: &[(String, String)], conflict: &mut Conflict) {
        let all: Vec<String> = stored.values.iter().chain(&self.values).map(|(name, _)| name.clone()).collect();
        let touched = self.touched(&all);
        for (name, row) in self.compared(stored, names, &self.path) {
            let text = fields::find(&self.path, &name).is_some_and(|field| is_always_sent(field.kind));
            if text && !self.sent(&name) && base_of(&name).is_none() {
                // The page does not have it.
                continue;
            }
            if touched.as_ref().is_none_or(|touched| touched.contains(&name)) {
                conflict.rows.push(row);
            } else {
                conflict.taken.push((row.label, row.stored));
                self.take_over(stored, &name);
            }
        }
    }

    /// The words of the fields in which the form of that address differs from another one.
    pub(crate) fn labels_differing(&self, other: &Form, path: &str) -> Vec<String> {
        let filled = |name: &str| self.values_or_empty(name).iter().any(|value| !value.trim().is_empty());
        self.compared(other, &[], path).into_iter().filter(|(name, _)| filled(name)).map(|(_, row)| row.label).collect()
    }

    /// The fields in which two forms differ, each under its name and in words; rows that only one of them has included.
    fn compared(&self, stored: &Form, names: &[(String, String)], path: &str) -> Vec<(String, ConflictRow)> {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut rows = Vec::new();
        for (name, _) in stored.values.iter().chain(&self.values) {
            let Some(field) = fields::find(path, name).filter(|_| seen.insert(name)) else { continue };
            let key = |form: &Form| -> Vec<String> {
                let values = form.values_or_empty(name).into_iter();
                let mut keys: Vec<String> = values.map(|it| field.compared(it, self.today)).collect();
                keys.sort();
                keys
            };
            if key(stored) != key(self) {
                let shown = |form: &Form| -> String {
                    let all = form.values_or_empty(name);
                    all.iter().map(|it| field.shown(it, names, self.today)).collect::<Vec<_>>().join("、")
                };
                let row = ConflictRow { stored: shown(stored), typed: shown(self), label: field.label.clone() };
                rows.push((name.clone(), row));
            }
        }
        rows
    }

    /// The fields that were typed: they differ from what the page showed. The rows of a list are one thing, because a
    /// row that came or went moves all others. `None` where nobody knows what the page showed.
    fn touched(&self, all: &[String]) -> Option<BTreeSet<String>> {
        let Shown::Carried(before) = &self.shown else { return None };
        let now = self.lines_now();
        let names = before.lines().filter_map(|line| line.split(['=', '#']).next());
        let names: BTreeSet<&str> = all.iter().map(String::as_str).chain(names).collect();
        let differs = |name: &str| {
            let Some(field) = fields::find(&self.path, name) else { return false };
            let on_page = self.sent(name) || base_of(name).is_some() || !is_always_sent(field.kind);
            let of = |lines: &str| said(lines.lines(), name, &field, self.today);
            on_page && of(before) != of(&now)
        };
        let touched: BTreeSet<&str> = names.iter().copied().filter(|name| differs(name)).collect();
        let is_touched = |list: &rows::Rows| touched.iter().any(|name| list.has(name));
        let lists: Vec<rows::Rows> = rows::ALL.into_iter().filter(is_touched).collect();
        let with_its_list = |name: &&str| touched.contains(name) || lists.iter().any(|list| list.has(name));
        Some(names.iter().copied().filter(with_its_list).map(str::to_owned).collect())
    }

    /// Puts what is stored into a field; where it stands in a row, as many rows as are stored.
    fn take_over(&mut self, stored: &Form, name: &str) {
        self.values.retain(|(key, _)| key != name);
        let values = stored.values.iter().filter(|(key, _)| key == name).cloned().collect::<Vec<_>>();
        self.values.extend(values);
        if let Some(list) = rows::ALL.into_iter().find(|list| list.has(name)) {
            self.set(list.name, list.count(stored).to_string());
        }
    }

    fn values_or_empty(&self, name: &str) -> Vec<&str> {
        let mut values = self.values(name);
        values.retain(|value| !value.trim().is_empty());
        if values.is_empty() { vec![""] } else { values }
    }

    /// A new number for the sending: saving after a conflict is a new decision.
    fn renew(&mut self, state: &AppState) {
        let sending = app::Sending::from(OperationId((state.outside.new_id)()));
        self.operation = sending.with_draft(self.draft_key());
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const EDIT: &str = "/clients/1/edit";

    fn blank() -> Form {
        // A page that can conflict has a version.
        Form::with_operation(OperationId(Uuid::nil()).into(), Date::constant(2026, 11, 22)).with_version(1)
    }

    fn filled(fields: &[(&str, &str)]) -> Form {
        fields.iter().fold(blank(), |form, (name, value)| form.with(name, *value))
    }

    /// The form as it comes back from a page that showed `before`.
    fn sent(before: &Form, fields: &[(&str, &str)]) -> Form {
        let shown = Shown::Carried(before.shown().unwrap_or_default());
        Form { path: EDIT.to_owned(), shown, ..filled(fields) }
    }

    fn merged(mut typed: Form, stored: &Form) -> (Form, Vec<String>, Vec<String>) {
        let mut conflict = Conflict::default();
        typed.merge(stored, &[], &mut conflict);
        let rows = conflict.rows.into_iter().map(|row| row.label).collect();
        (typed, rows, conflict.taken.into_iter().map(|(label, _)| label).collect())
    }

    #[test]
    fn only_what_was_typed_stands_against_what_is_stored() {
        let before = filled(&[("name", "川崎 花子"), ("phone", "044-200-0000"), ("address", "川崎区"), ("note", "")]);
        let stored = before.clone().with("phone", "044-200-1111").with("note", "猫がいる");
        let typed = sent(
            &before,
            &[("name", "川崎 花子"), ("phone", "044-200-0000"), ("address", "幸区"), ("note", "犬がいる")],
        );
        let (form, rows, taken) = merged(typed, &stored);
        assert_eq!(rows, ["住所", "備考"]);
        assert_eq!(taken, ["電話番号"]);
        assert_eq!((form.value("phone"), form.value("address")), ("044-200-1111", "幸区"));
    }

    #[test]
    fn a_day_written_in_another_way_is_not_typed_and_long_texts_are_told_apart() {
        let long = "長い備考。".repeat(20);
        let before = filled(&[("birth", "昭和60年3月1日"), ("note", &long)]);
        let stored = before.clone().with("birth", "昭和60年3月2日").with("note", "短い");
        let same = [("birth", "1985-03-01"), ("note", long.as_str())];
        assert!(merged(sent(&before, &same), &stored).1.is_empty());
        let other = [("birth", "1985-03-01"), ("note", &long[..long.len() - 3])];
        assert_eq!(merged(sent(&before, &other), &stored).1, ["備考"]);
    }

    #[test]
    fn the_rows_of_a_list_are_one_thing() {
        let rows = [("self_plan_from_0", "R6.4.1"), ("self_plan_off_0", "R7.4.1")];
        let before = filled(&rows);
        let stored = before.clone().with("self_plan_from_0", "R6.5.1").with("self_plan_from_1", "R8.4.1");
        let (form, mine, theirs) = merged(sent(&before, &[rows[0], rows[1], ("self_plans", "1")]), &stored);
        assert_eq!((mine.len(), theirs.len(), form.value("self_plans")), (0, 2, "2"));
        let touched = sent(&before, &[rows[0], ("self_plan_off_0", "R7.5.1"), ("self_plans", "1")]);
        let (form, mine, theirs) = merged(touched, &stored);
        assert_eq!((mine.len(), theirs.len(), form.value("self_plan_from_0")), (3, 0, "R6.4.1"));
    }

    #[test]
    fn ticks_count_and_what_the_page_does_not_have_does_not() {
        let before = filled(&[("name", "佐藤"), ("disabled", ""), ("start_month", "令和8年4月")]);
        let stored = before.clone().with("disabled", "yes").with("start_month", "令和8年5月");
        let (form, mine, theirs) = merged(sent(&before, &[("name", "佐藤")]), &stored);
        assert_eq!((mine.len(), theirs.len(), form.value("disabled")), (0, 1, "yes"));
        assert_eq!(merged(sent(&stored, &[("name", "佐藤")]), &before.with("disabled", "yes")).1.len(), 1);
    }

    #[test]
    fn where_nobody_knows_what_was_shown_everything_counts_as_typed() {
        let stored = filled(&[("name", "川崎 花"), ("phone", "1")]);
        let typed =
            Form { path: EDIT.to_owned(), shown: Shown::Unknown, ..filled(&[("name", "川崎 葉"), ("phone", "2")]) };
        assert_eq!(merged(typed, &stored).1.len(), 2);
    }
}
