//! Rows that come and go in a form, with and without JavaScript: one idiom for every list of fields. The fields of a row
//! carry its number (`need_0`); a button asks for a change (`needs:up:2`), the form comes back changed and unsaved, and
//! the fragment of the button's address keeps the place on the page.

use app::limits;

use super::Form;

/// A list of rows in a form.
#[derive(Clone, Copy, Debug)]
pub struct Rows {
    /// The word of the list; also the hidden field that counts its rows.
    pub name: &'static str,
    /// The fields of a row, without number; the first one is where the page stands after a change.
    pub fields: &'static [&'static str],
    /// How many rows there may be.
    pub most: usize,
    /// How many rows are shown at least.
    pub least: usize,
}

/// The rows of a report.
pub const NEEDS: Rows = Rows {
    name: "rows",
    fields: &[
        "need",
        "goal",
        "due",
        "provision",
        "satisfaction",
        "achievement",
        "achievement_note",
        "issues",
        "change_kind",
        "change_amount",
        "change_week",
        "row_notes",
        "satisfied",
        "plan_row",
        "row_sources",
    ],
    most: domain::monitoring::check::limit::ROWS,
    least: 1,
};

/// モニタリングの視点 of a report.
pub const VIEWS: Rows = Rows {
    name: "views",
    fields: &["view_seen", "view_note", "view_point", "view_provider"],
    most: limits::CHECK_ROWS,
    least: 0,
};

/// The providers of the table of (1).
pub const CHECKS: Rows = Rows {
    name: "checks",
    fields: &["provider", "date", "means", "finding", "not_checked", "on_site", "corrects"],
    most: limits::CHECK_ROWS,
    least: 0,
};

/// The amounts in that table: each with the service and the row whose provider tells it.
pub const USED: Rows = Rows {
    name: "used_rows",
    fields: &["used", "used_was", "used_service", "used_of"],
    most: limits::CHECK_ROWS,
    least: 0,
};

/// 支給決定 of a certificate.
pub const GRANTS: Rows = Rows {
    name: "grants",
    fields: &["grant_service", "grant_amount", "grant_start", "grant_end", "grant_provider", "grant_provider_name"],
    most: limits::CERTIFICATE_ROWS,
    least: 1,
};

/// モニタリング期間 of a certificate.
pub const PHASES: Rows =
    Rows { name: "phases", fields: &["phase_interval", "phase_lasts"], most: limits::CERTIFICATE_ROWS, least: 1 };

/// セルフプラン of a client.
pub const SELF_PLANS: Rows =
    Rows { name: "self_plans", fields: &["self_plan_from", "self_plan_off"], most: limits::SELF_PLAN_ROWS, least: 1 };

/// 現在利用しているサービス・支援 of 基本情報.
pub const SUPPORTS: Rows = Rows {
    name: "supports",
    fields: &["support_kind", "support_name", "support_provider", "support_content", "support_often", "support_note"],
    most: domain::monitoring::check::limit::ROWS,
    least: 1,
};

/// 家族構成図.
pub const MEMBERS: Rows = Rows {
    name: "members",
    fields: &[
        "member_kin",
        "member_name",
        "member_age",
        "member_together",
        "member_carer",
        "member_deceased",
        "member_note",
    ],
    most: domain::monitoring::check::limit::ROWS,
    least: 1,
};

/// 社会関係図.
pub const TIES: Rows = Rows {
    name: "ties",
    fields: &["tie_kind", "tie_name", "tie_role", "tie_strength"],
    most: domain::monitoring::check::limit::ROWS,
    least: 1,
};

/// 達成したこと of a review.
pub const ACHIEVED: Rows = found("achieved_rows", &["achieved", "achieved_from"]);
/// 達成できなかったこと.
pub const UNMET: Rows = found("unmet_rows", &["unmet", "unmet_from"]);
/// 新しい課題.
pub const NEW_ISSUES: Rows = found("issue_rows", &["issue", "issue_from"]);
/// 新たに見つかった力.
pub const FOUND_STRENGTHS: Rows = found("found_strength_rows", &["found_strength", "found_strength_from"]);

const fn found(name: &'static str, fields: &'static [&'static str]) -> Rows {
    Rows { name, fields, most: domain::planning::p1_review::ROWS, least: 1 }
}

/// 本人の言葉 of an assessment.
pub const OWN_WORDS: Rows = Rows {
    name: "own_words_rows",
    fields: &["own_kind", "own_words", "own_from"],
    most: domain::monitoring::check::limit::ROWS,
    least: 1,
};

/// いつまでに・誰が・何を of a far wish.
pub const GOAL_STEPS: Rows = Rows {
    name: "goal_steps",
    fields: &["step_when", "step_who", "step_what"],
    most: domain::monitoring::check::limit::ROWS,
    least: 1,
};

/// 課題 of a plan, in the order of their priority.
pub const PLAN_NEEDS: Rows = Rows {
    name: "need_rows",
    fields: &[
        "need",
        "need_strength",
        "need_goal",
        "need_due",
        "need_item",
        "need_part",
        "need_review",
        "need_notes",
        "need_kept",
        "need_id",
    ],
    most: domain::planning::p2_draft::ROWS,
    least: 1,
};

/// 援助内容 of a plan.
pub const PLAN_SERVICES: Rows = Rows {
    name: "service_rows",
    fields: &[
        "service_kind",
        "service_for",
        "service_content",
        "service_amount",
        "service_often",
        "service_provider",
        "service_person",
        "service_price",
        "service_times",
        "service_own",
        "service_id",
    ],
    most: domain::planning::p2_draft::ROWS,
    least: 1,
};

/// The lines of a week.
pub const WEEK: Rows = Rows {
    name: "week_rows",
    fields: &[
        "week_what",
        "week_kind",
        "week_monday",
        "week_tuesday",
        "week_wednesday",
        "week_thursday",
        "week_friday",
        "week_saturday",
        "week_sunday",
        "week_from",
        "week_to",
        "week_midnight",
        "week_every",
        "week_who",
    ],
    most: domain::planning::p2_week_plan::ENTRIES,
    least: 1,
};

/// The services of a 支給決定.
pub const DECIDED: Rows = Rows {
    name: "decided",
    fields: &["decided_service", "decided_amount", "decided_row"],
    most: domain::planning::p3_decision::ROWS,
    least: 1,
};

/// 招く人 of a meeting.
pub const INVITED: Rows = Rows {
    name: "invited",
    fields: &["invited_affiliation", "invited_role", "invited_name", "invited_mail"],
    most: domain::monitoring::check::limit::ROWS,
    least: 1,
};

/// 出席者・欠席者 of a meeting.
pub const ATTENDEES: Rows = Rows {
    name: "attendees",
    fields: &[
        "attendee_affiliation",
        "attendee_role",
        "attendee_name",
        "attendee_attendance",
        "attendee_reason",
        "attendee_asked_on",
        "attendee_answered_on",
        "attendee_opinion",
    ],
    most: domain::monitoring::check::limit::ROWS,
    least: 1,
};

/// 残された課題 of a meeting.
pub const OPEN_ITEMS: Rows = Rows {
    name: "open_items",
    fields: &["open_what", "open_owner", "open_due"],
    most: domain::monitoring::check::limit::ROWS,
    least: 1,
};

/// 家族 of a client.
pub const FAMILY: Rows = Rows {
    name: "family_rows",
    fields: &["family_relation", "family_name", "family_birth_year", "family_together", "family_carer", "family_note"],
    most: limits::PEOPLE_ROWS,
    least: 1,
};

/// 緊急連絡先 of a client.
pub const EMERGENCY: Rows = Rows {
    name: "emergency_rows",
    fields: &["emergency_name", "emergency_relation", "emergency_phone", "emergency_note", "emergency_hidden"],
    most: limits::PEOPLE_ROWS,
    least: 1,
};

/// 医療機関 of a client.
pub const DOCTORS: Rows = Rows {
    name: "doctor_rows",
    fields: &["doctor_institution", "doctor_department", "doctor_name", "doctor_phone", "doctor_note"],
    most: limits::PEOPLE_ROWS,
    least: 1,
};

/// 手帳 of a client.
pub const HANDBOOKS: Rows = Rows {
    name: "handbook_rows",
    fields: &["handbook_kind", "handbook_grade", "handbook_number", "handbook_issued_on", "handbook_until"],
    most: limits::HANDBOOK_ROWS,
    least: 1,
};

/// Every list.
pub const ALL: [Rows; 27] = [
    NEEDS,
    VIEWS,
    CHECKS,
    USED,
    GRANTS,
    PHASES,
    SELF_PLANS,
    SUPPORTS,
    MEMBERS,
    TIES,
    ACHIEVED,
    UNMET,
    NEW_ISSUES,
    FOUND_STRENGTHS,
    OWN_WORDS,
    GOAL_STEPS,
    PLAN_NEEDS,
    PLAN_SERVICES,
    WEEK,
    DECIDED,
    INVITED,
    ATTENDEES,
    OPEN_ITEMS,
    FAMILY,
    EMERGENCY,
    DOCTORS,
    HANDBOOKS,
];

/// The field of the buttons that change rows.
const BUTTON: &str = "_rows";

/// The buttons of one row, as the macro `row_tools` shows them.
#[derive(Clone, Copy, Debug)]
pub struct RowTools {
    /// The list.
    pub list: &'static str,
    /// The first field of a row, without number: where the page stands afterwards.
    pub first: &'static str,
    /// From 0.
    pub row: usize,
    /// From 1, as people count.
    pub number: usize,
    /// The row above.
    pub up: Option<usize>,
    /// The row below.
    pub down: Option<usize>,
    /// Where the page stands after the row has gone; none for the only row.
    pub remove: Option<usize>,
}

/// What a button asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Add,
    Remove(usize),
    Up(usize),
    Down(usize),
}

impl Change {
    fn of(word: &str) -> Option<Self> {
        let (change, row) = word.split_once(':').unwrap_or((word, ""));
        match (change, row.parse()) {
            ("add", _) => Some(Self::Add),
            ("remove", Ok(row)) => Some(Self::Remove(row)),
            ("up", Ok(row)) => Some(Self::Up(row)),
            ("down", Ok(row)) => Some(Self::Down(row)),
            _ => None,
        }
    }
}

/// One row of a list: its number, its buttons, and the names of its fields.
pub struct Row {
    /// From 1, as people count.
    pub number: usize,
    /// Its buttons.
    pub tools: RowTools,
    rows: Rows,
    row: usize,
}

impl Row {
    /// The name of a field in this row.
    pub fn name(&self, part: &str) -> String {
        self.rows.field(part, self.row)
    }
}

impl Rows {
    /// Every row of the form.
    pub fn all(self, form: &Form) -> Vec<Row> {
        let count = self.count(form);
        (0..count).map(|row| Row { number: row + 1, tools: self.tools(row, count), rows: self, row }).collect()
    }

    /// The name of a field in a row, counted from 0.
    pub fn field(self, field: &str, row: usize) -> String {
        format!("{field}_{row}")
    }

    /// Whether the name is that of a field in one of its rows.
    pub fn has(self, name: &str) -> bool {
        let (base, row) = name.rsplit_once('_').unwrap_or((name, ""));
        row.parse::<usize>().is_ok() && self.fields.contains(&base)
    }

    /// The buttons of a row.
    pub fn tools(self, row: usize, count: usize) -> RowTools {
        RowTools {
            list: self.name,
            first: self.fields.first().copied().unwrap_or_default(),
            row,
            number: row + 1,
            up: row.checked_sub(1),
            down: Some(row + 1).filter(|below| *below < count),
            remove: (count > 1).then(|| row.saturating_sub(1)),
        }
    }

    /// How many rows the form has: as many as it says or as are filled, within the bounds.
    pub fn count(self, form: &Form) -> usize {
        let filled = (0..self.most).rev().find(|row| self.is_filled(form, *row)).map_or(0, |row| row + 1);
        form.count(self.name, self.most).max(filled).clamp(self.least, self.most)
    }

    /// Whether anything is typed in a row.
    pub fn is_filled(self, form: &Form, row: usize) -> bool {
        self.fields.iter().any(|field| !form.value(&self.field(field, row)).trim().is_empty())
    }

    /// Does what a button of this list asks for. Whether one did: then the form is shown again and nothing is saved.
    pub fn rearrange(self, form: &mut Form) -> bool {
        let asked = form.value(BUTTON).strip_prefix(self.name).and_then(|rest| rest.strip_prefix(':'));
        let Some(change) = asked.and_then(Change::of) else { return false };
        let count = self.count(form);
        let mut rows: Vec<Vec<String>> = (0..count).map(|row| self.taken(form, row)).collect();
        match change {
            Change::Add if count < self.most => rows.push(vec![String::new(); self.fields.len()]),
            Change::Remove(row) if row < count => drop(rows.remove(row)),
            Change::Up(row) if row > 0 && row < count => rows.swap(row - 1, row),
            Change::Down(row) if row.saturating_add(1) < count => rows.swap(row, row + 1),
            _ => {}
        }
        for (row, values) in rows.iter().enumerate() {
            for (field, value) in self.fields.iter().zip(values) {
                form.set(&self.field(field, row), value);
            }
        }
        form.set(self.name, rows.len().max(self.least).to_string());
        true
    }

    /// Takes every row out of the form.
    pub fn clear(self, form: &mut Form) {
        for row in 0..self.most {
            self.taken(form, row);
        }
    }

    /// The values of a row, as typed; the form has them no more.
    fn taken(self, form: &mut Form, row: usize) -> Vec<String> {
        let take = |field: &&str| {
            let name = self.field(field, row);
            let value = form.value(&name).to_owned();
            form.values.retain(|(key, _)| *key != name);
            value
        };
        self.fields.iter().map(take).collect()
    }
}

#[cfg(test)]
mod tests {
    use domain::id::OperationId;
    use uuid::Uuid;

    use super::*;

    fn form(fields: &[(&str, &str)]) -> Form {
        let today = calendar::Date::constant(2026, 11, 22);
        let blank = Form::with_operation(OperationId(Uuid::nil()).into(), today);
        fields.iter().fold(blank, |form, (name, value)| form.with(name, *value))
    }

    fn after(button: &str) -> Vec<(String, String)> {
        let typed = [("grant_service_0", "居宅介護"), ("grant_end_0", "zzz"), ("grant_service_1", "短期入所")];
        let mut form = form(&typed).with("_rows", button);
        assert!(GRANTS.rearrange(&mut form), "{button}");
        let count = GRANTS.count(&form);
        let value = |field: &str, row| form.value(&GRANTS.field(field, row)).to_owned();
        (0..count).map(|row| (value("grant_service", row), value("grant_end", row))).collect()
    }

    fn rows(rows: &[(&str, &str)]) -> Vec<(String, String)> {
        rows.iter().map(|(service, end)| ((*service).to_owned(), (*end).to_owned())).collect()
    }

    #[test]
    fn rows_move_with_everything_as_it_was_typed() {
        let (home, short) = (("居宅介護", "zzz"), ("短期入所", ""));
        assert_eq!(after("grants:add"), rows(&[home, short, ("", "")]));
        assert_eq!(after("grants:up:1"), rows(&[short, home]));
        assert_eq!(after("grants:down:0"), rows(&[short, home]));
        assert_eq!(after("grants:remove:0"), rows(&[short]));
        for nothing in ["grants:up:0", "grants:down:1", "grants:remove:9", "grants:down:18446744073709551615"] {
            assert_eq!(after(nothing), rows(&[home, short]), "{nothing}");
        }
    }

    #[test]
    fn only_a_button_of_the_list_changes_it_and_never_beyond_its_bounds() {
        assert!(!PHASES.rearrange(&mut form(&[("_rows", "grants:add")])));
        assert!(!PHASES.rearrange(&mut form(&[("_rows", "phases:x")])));
        let mut full = form(&[("_rows", "phases:add"), ("phases", "100000000000")]);
        assert!(PHASES.rearrange(&mut full));
        assert_eq!(PHASES.count(&full), PHASES.most);
        let mut last = form(&[("_rows", "phases:remove:0"), ("phase_interval_0", "3")]);
        assert!(PHASES.rearrange(&mut last));
        assert_eq!((PHASES.count(&last), last.value("phase_interval_0")), (1, ""));
    }
}
