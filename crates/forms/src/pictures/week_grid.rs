//! 週間計画 as a grid: days from left to right, the hours of a day downwards. What goes on over midnight stands on both days, what is at
//! the same time side by side.

use calendar::clock;
use domain::planning::p2_week_plan::{Day, EntryKind, Every, WeekEntry};

use super::{escaped, label, svg};

/// Where the first day and the first hour begin.
const CORNER: (i32, i32) = (48, 24);
/// Width of a day.
const COLUMN: i32 = 92;
/// Height of an hour.
const HOUR: i32 = 24;
/// Hours of a day.
const HOURS: i32 = 24;
/// Minutes of a day.
const DAY: i32 = 24 * 60;
/// Letters that a block has room for in its whole width.
const LETTERS: i32 = 7;

/// A piece of a line on one day.
struct Block<'a> {
    row: usize,
    entry: &'a WeekEntry,
    day: i32,
    from: i32,
    to: i32,
    lane: i32,
    lanes: i32,
}

/// The picture of a week.
pub fn week_grid(entries: &[WeekEntry]) -> String {
    let mut blocks = blocks(entries);
    for day in 0..7 {
        lanes(&mut blocks, day);
    }
    let drawn: String = blocks.iter().map(drawn).collect();
    let size = (CORNER.0 + 7 * COLUMN + 1, CORNER.1 + HOURS * HOUR + 9);
    svg(size, ("週間計画", &words(entries)), &format!("{}{drawn}", paper()))
}

/// The lines of the grid, its hours and its days.
fn paper() -> String {
    let bottom = CORNER.1 + HOURS * HOUR;
    let mut out = format!(
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"#ffffff\" stroke=\"#949494\"/>",
        CORNER.0,
        CORNER.1,
        7 * COLUMN,
        HOURS * HOUR
    );
    for hour in 0..=HOURS {
        let y = CORNER.1 + hour * HOUR;
        let stroke = if hour % 6 == 0 { "#949494" } else { "#e6e6e6" };
        out.push_str(&format!(
            "<line x1=\"{}\" y1=\"{y}\" x2=\"{}\" y2=\"{y}\" stroke=\"{stroke}\"/>",
            CORNER.0,
            CORNER.0 + 7 * COLUMN
        ));
        if hour % 2 == 0 {
            out.push_str(&label((CORNER.0 / 2, y + 5), &format!("{hour}:00")));
        }
    }
    for (day, at) in Day::ALL.iter().zip(0..) {
        let x = CORNER.0 + at * COLUMN;
        out.push_str(&format!("<line x1=\"{x}\" y1=\"{}\" x2=\"{x}\" y2=\"{bottom}\" stroke=\"#949494\"/>", CORNER.1));
        let name = if *day == Day::Sunday { "日・祝" } else { day.label() };
        out.push_str(&label((x + COLUMN / 2, 17), name));
    }
    out
}

fn blocks(entries: &[WeekEntry]) -> Vec<Block<'_>> {
    let mut out = Vec::new();
    for (row, entry) in entries.iter().enumerate() {
        for (day, from, to) in entry.spans() {
            let whole = |minutes: u32| i32::try_from(minutes).unwrap_or(0);
            let (day, length) = (whole(day.place()), whole(to - from));
            let start = whole(from) - day * DAY;
            let block = |day: i32, from: i32, to: i32| Block { row, entry, day, from, to, lane: 0, lanes: 1 };
            out.push(block(day, start, (start + length).min(DAY)));
            if start + length > DAY {
                out.push(block((day + 1) % 7, 0, start + length - DAY));
            }
        }
    }
    out.sort_by_key(|block| (block.day, block.from, block.row));
    out
}

/// Places what is at the same time of a day side by side.
fn lanes(blocks: &mut [Block<'_>], day: i32) {
    let mut ends: Vec<i32> = Vec::new();
    for block in blocks.iter_mut().filter(|block| block.day == day) {
        let free = ends.iter().position(|end| *end <= block.from);
        let lane = free.unwrap_or(ends.len());
        match ends.get_mut(lane) {
            Some(end) => *end = block.to,
            None => ends.push(block.to),
        }
        block.lane = i32::try_from(lane).unwrap_or(0);
    }
    let all: Vec<(i32, i32, i32)> =
        blocks.iter().filter(|block| block.day == day).map(|block| (block.from, block.to, block.lane)).collect();
    for block in blocks.iter_mut().filter(|block| block.day == day) {
        let meets = all.iter().filter(|(from, to, _)| *from < block.to && block.from < *to);
        block.lanes = meets.map(|(_, _, lane)| lane + 1).max().unwrap_or(1);
    }
}

fn drawn(block: &Block<'_>) -> String {
    let width = COLUMN / block.lanes;
    let (x, y) = (CORNER.0 + block.day * COLUMN + block.lane * width, CORNER.1 + block.from * HOUR / 60);
    let height = ((block.to - block.from) * HOUR / 60).max(3);
    let (fill, stroke) = match block.entry.kind {
        EntryKind::Service => ("#e8f1fe", "#0017c1"),
        EntryKind::Activity => ("#f1f1f4", "#666666"),
    };
    let dash = if block.entry.every == Every::OtherWeek { " stroke-dasharray=\"5 3\"" } else { "" };
    let mut out = format!(
        "<rect data-week-row=\"{}\" x=\"{}\" y=\"{y}\" width=\"{}\" height=\"{height}\" rx=\"3\" fill=\"{fill}\" stroke=\"{stroke}\"{dash}/>",
        block.row,
        x + 1,
        (width - 2).max(2)
    );
    let room = (LETTERS / block.lanes).max(1);
    let text = fitting(&block.entry.what, room);
    let middle = x + width / 2;
    if height >= 16 {
        out.push_str(&small((middle, y + 13), &text));
    }
    if height >= 32
        && block.lanes == 1
        && let Some((from, to)) = block.entry.from.zip(block.entry.to)
    {
        let times = format!("{}–{}", clock(from), clock(to));
        out.push_str(&small((middle, y + 28), &times));
    }
    out
}

fn small((x, y): (i32, i32), text: &str) -> String {
    format!("<text x=\"{x}\" y=\"{y}\" font-size=\"12\" pointer-events=\"none\">{text}</text>")
}

fn fitting(text: &str, room: i32) -> String {
    let room = usize::try_from(room).unwrap_or(1);
    let mut letters = text.chars();
    let mut out: String = letters.by_ref().take(room).collect();
    if letters.next().is_some() {
        out.pop();
        out.push('…');
    }
    escaped(&out)
}

/// The week in words, line by line.
fn words(entries: &[WeekEntry]) -> String {
    let named = entries.iter().filter(|entry| entry.spans().next().is_some());
    let line = |entry: &WeekEntry| {
        let days: Vec<&str> = entry.days.iter().map(|day| day.label()).collect();
        let times = entry.from.zip(entry.to).map(|(from, to)| {
            let next = if entry.over_midnight { "翌日の" } else { "" };
            format!("{}から{next}{}", clock(from), clock(to))
        });
        format!("{} {} {}", days.join("・"), times.unwrap_or_default(), entry.what)
    };
    let lines: Vec<String> = named.map(line).collect();
    if lines.is_empty() { "まだ何もありません".to_owned() } else { lines.join("、") }
}
