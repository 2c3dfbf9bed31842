//! p2 週間計画: the week as a grid and as a list of lines, with what it amounts to beside what was granted.

use app::drafts::DraftForm;
use askama::Template;
use calendar::{Time, clock, wareki};
use domain::{
    planning::{
        CaseFactKind,
        p2_week_plan::{Amount, Day, EntryKind, Every, Fit, ServiceSum, WeekEntry, WeekPlan, overlaps, sums},
    },
    text,
};
use forms::pictures::week_grid;

use super::{
    frame::Frame,
    since_last::{self, Since},
    text::{Saved, TextPage, TextState},
};
use crate::{
    Form, Layout, Session,
    form::{
        Word, chosen,
        names::WeekPlanField as Field,
        others,
        rows::{RowTools, Rows, WEEK},
        tick,
    },
};

/// Lines at the same time that are listed; more of them say nothing more.
const OVERLAPS: usize = 20;

/// The page of the part.
#[derive(Template)]
#[template(path = "planning/p2_week_plan.html")]
pub struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    text: TextState,
    /// The week, ready drawn.
    grid: String,
    entries: Vec<EntryFields>,
    kinds: Vec<Word>,
    sums: Vec<SumLine>,
    /// Lines at the same time: told and allowed.
    overlaps: Vec<String>,
    /// How many of them are not listed.
    more_overlaps: usize,
    /// What people may choose for a line: the services of the draft first.
    offered: Vec<String>,
    since: Since,
}

/// The names of a line's fields.
struct EntryFields {
    tools: RowTools,
    /// Where what is wrong with the days stands.
    days_name: String,
    what: String,
    kind: String,
    /// 曜日: name of the field and letter.
    days: Vec<(String, &'static str)>,
    from: String,
    to: String,
    midnight: String,
    every: String,
    who: String,
}

impl EntryFields {
    fn of(row: usize, count: usize) -> Self {
        let name = |field: &str| WEEK.field(field, row);
        Self {
            tools: WEEK.tools(row, count),
            days_name: name("week_days"),
            what: name("week_what"),
            kind: name("week_kind"),
            days: Day::ALL.iter().map(|day| (day_field(*day, row), day.label())).collect(),
            from: name("week_from"),
            to: name("week_to"),
            midnight: name("week_midnight"),
            every: name("week_every"),
            who: name("week_who"),
        }
    }
}

fn day_field(day: Day, row: usize) -> String {
    WEEK.field(&format!("week_{}", day.word()), row)
}

/// A service of the week in words.
struct SumLine {
    service: String,
    /// 「4時間30分（3日）」.
    week: String,
    /// 「18時間〜22時間30分」.
    month: String,
    granted: String,
    fit: &'static str,
    attention: bool,
}

impl SumLine {
    fn of(sum: &ServiceSum) -> Self {
        let half = |fortnight: u32| match fortnight % 2 {
            0 => (fortnight / 2).to_string(),
            _ => format!("{}.5", fortnight / 2),
        };
        let range = |amount: Amount, words: fn(u32) -> String| match (amount.least(), amount.most) {
            (least, most) if least == most => words(least),
            (least, most) => format!("{}〜{}", words(least), words(most)),
        };
        Self {
            service: sum.service.clone(),
            week: format!("{}（{}日）", hours(sum.minutes.fortnight / 2), half(sum.days.fortnight)),
            month: format!("{}（{}）", range(sum.minutes, hours), range(sum.days, |days| format!("{days}日"))),
            granted: sum.granted.clone(),
            fit: match sum.fit {
                Fit::Within => "支給量に収まります",
                Fit::SomeMonths => "日数の多い月は支給量を超えます",
                Fit::Above => "支給量を超えます",
                Fit::Unknown => "支給量とは比べていません",
            },
            attention: matches!(sum.fit, Fit::SomeMonths | Fit::Above),
        }
    }
}

/// 「4時間30分」.
fn hours(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, rest) => format!("{rest}分"),
        (hours, 0) => format!("{hours}時間"),
        (hours, rest) => format!("{hours}時間{rest}分"),
    }
}

impl TextPage for Page {
    type Text = WeekPlan;

    const FORM: DraftForm = DraftForm::WeekPlan;
    const ROWS: &'static [Rows] = &[WEEK];

    fn fill(form: Form, text: &WeekPlan) -> Form {
        let mut form = form;
        WEEK.clear(&mut form);
        let mut form = since_last::fill(form, &text.since_last)
            .with_date(Field::WrittenOn.name(), text.written_on)
            .with(Field::Starts.name(), text.starts.map(wareki::month_short).unwrap_or_default())
            .with(Field::DailyLife.name(), &text.daily_life)
            .with(Field::OutsideWeek.name(), &text.outside_week)
            .with(Field::WholeLife.name(), &text.whole_life)
            .with(Field::Notes.name(), &text.notes)
            .with(WEEK.name, text.entries.len().to_string());
        for (row, entry) in text.entries.iter().enumerate() {
            fill_entry(&mut form, row, entry);
        }
        form
    }

    fn read(form: &mut Form) -> WeekPlan {
        let (written_on, starts) = (form.date(Field::WrittenOn.name()), form.month(Field::Starts.name()));
        let entries = (0..WEEK.count(form)).map(|row| entry(form, row)).collect();
        let paragraph = |field: Field| text::paragraph(form.value(field.name()));
        WeekPlan {
            written_on,
            starts,
            entries,
            daily_life: paragraph(Field::DailyLife),
            outside_week: paragraph(Field::OutsideWeek),
            whole_life: paragraph(Field::WholeLife),
            notes: paragraph(Field::Notes),
            since_last: since_last::read(form),
        }
    }

    fn page(session: &Session, frame: Frame, mut form: Form, text: TextState) -> Self {
        // The last line is always one that can be filled.
        let filled = WEEK.count(&form);
        if WEEK.is_filled(&form, filled.saturating_sub(1)) && filled < WEEK.most {
            form.set(WEEK.name, (filled + 1).to_string());
        }
        let count = WEEK.count(&form);
        let typed = Self::read(&mut form.clone());
        let granted = frame.side.as_ref().map(|side| side.of.granted.clone()).unwrap_or_default();
        let what = |row: usize| typed.entries.get(row).map_or("", |entry| entry.what.as_str());
        let meet = overlaps(&typed.entries);
        let more_overlaps = meet.len().saturating_sub(OVERLAPS);
        let told = meet.into_iter().take(OVERLAPS).map(|it| {
            let (first, second) = (what(it.first), what(it.second));
            format!("{}曜日に{}行目（{first}）と{}行目（{second}）", it.day.label(), it.first + 1, it.second + 1)
        });
        Self {
            layout: frame.layout(session),
            grid: week_grid(&typed.entries),
            entries: (0..count).map(|row| EntryFields::of(row, count)).collect(),
            kinds: others(EntryKind::ALL, EntryKind::word, EntryKind::label),
            sums: sums(&typed.entries, &granted).iter().map(SumLine::of).collect(),
            overlaps: told.collect(),
            more_overlaps,
            offered: frame.side.as_ref().map(|side| side.of.kinds.clone()).unwrap_or_default(),
            since: Since::of(&frame, CaseFactKind::WeekPlan),
            frame,
            form,
            text,
        }
    }
}

fn fill_entry(form: &mut Form, row: usize, entry: &WeekEntry) {
    let name = |field: &str| WEEK.field(field, row);
    form.set(&name("week_what"), &entry.what);
    form.set(&name("week_kind"), chosen(entry.kind, EntryKind::word));
    for day in Day::ALL {
        form.set(&day_field(*day, row), tick(entry.days.contains(day)));
    }
    form.set(&name("week_from"), entry.from.map(clock).unwrap_or_default());
    form.set(&name("week_to"), entry.to.map(clock).unwrap_or_default());
    form.set(&name("week_midnight"), tick(entry.over_midnight));
    form.set(&name("week_every"), tick(entry.every == Every::OtherWeek));
    form.set(&name("week_who"), &entry.who);
}

fn entry(form: &mut Form, row: usize) -> WeekEntry {
    let name = |field: &str| WEEK.field(field, row);
    // 24:00 is the next day's 0:00; nothing later is written so.
    let midnight = is_midnight(&form.code(&name("week_to")));
    let to = match midnight {
        true => Some(Time::midnight()),
        false => form.time(&name("week_to"), &format!("{}行目の終わり（24:00まで）", row + 1)),
    };
    let from = form.time(&name("week_from"), &format!("{}行目の始まり", row + 1));
    WeekEntry {
        days: Day::ALL.iter().copied().filter(|day| form.ticked(&day_field(*day, row))).collect(),
        from,
        to,
        over_midnight: midnight || form.ticked(&name("week_midnight")),
        every: if form.ticked(&name("week_every")) { Every::OtherWeek } else { Every::Week },
        kind: EntryKind::from_word(form.value(&name("week_kind"))).unwrap_or_default(),
        what: text::line(form.value(&name("week_what"))),
        who: text::line(form.value(&name("week_who"))),
    }
}

/// Whether a time is the end of the day: 24:00, 24時, 2400.
fn is_midnight(typed: &str) -> bool {
    let parts = typed.trim_end_matches('分').replace('時', ":");
    matches!(parts.trim_end_matches(':'), "24" | "24:0" | "24:00" | "2400")
}
