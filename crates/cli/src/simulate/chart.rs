//! The visits of each month as a line for each table, in SVG; the table beside it says the same in numbers.

use std::fmt::Write as _;

use domain::simulation::Tally;

use super::table::with_commas;

const WIDTH: u64 = 960;
const HEIGHT: u64 = 420;
const LEFT: u64 = 84;
const TOP: u64 = 48;
const PLOT_WIDTH: u64 = 840;
const PLOT_HEIGHT: u64 = 300;

/// Colour, dash and mark of each table: never colour alone.
const STYLES: [(&str, &str); 6] = [
    ("#0017c1", ""),
    ("#b54700", "8 4"),
    ("#197a4b", "2 4"),
    ("#1a1a1a", "12 4 2 4"),
    ("#8a1a6b", "4 2"),
    ("#5b6770", "1 3"),
];

/// The drawing, with a title and a description for those who do not see it.
pub fn svg(names: &[&str], tally: &Tally) -> String {
    let series: Vec<Vec<u64>> = tally.tables.iter().map(|table| table.visits()).collect();
    let months: Vec<String> = tally.months().map(|month| month.to_string()).collect();
    let scale = Scale::of(&series, months.len());
    let description = escape(&description(names, &series));
    let mut svg = String::new();
    line(
        &mut svg,
        &format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-labelledby=\"t d\" font-family=\"BIZ UDPGothic, sans-serif\" font-size=\"14\">"
        ),
    );
    line(&mut svg, "<title id=\"t\">月ごとのモニタリングの件数</title>");
    line(
        &mut svg,
        &format!("<desc id=\"d\">{description}</desc>\n<rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>"),
    );
    axes(&mut svg, &scale, &months);
    for (place, (name, values)) in names.iter().zip(&series).enumerate() {
        table(&mut svg, &scale, place, name, values);
    }
    let (foot, clients) = (HEIGHT - 16, with_commas(tally.clients));
    line(&mut svg, &format!("<text x=\"{LEFT}\" y=\"{foot}\">件数（月ごと、{clients}人）</text>\n</svg>"));
    svg
}

/// Where a month and a number of visits stand.
struct Scale {
    most: u64,
    steps: u64,
}

impl Scale {
    fn of(series: &[Vec<u64>], months: usize) -> Self {
        let steps = u64::try_from(months).unwrap_or(1).saturating_sub(1).max(1);
        Self { most: nice(series.iter().flatten().copied().max().unwrap_or(0)), steps }
    }

    fn x(&self, month: usize) -> u64 {
        LEFT + PLOT_WIDTH * u64::try_from(month).unwrap_or(0) / self.steps
    }

    fn y(&self, visits: u64) -> u64 {
        TOP + PLOT_HEIGHT - PLOT_HEIGHT * visits / self.most
    }
}

/// Four lines across with their numbers, and at most a dozen months below.
fn axes(svg: &mut String, scale: &Scale, months: &[String]) {
    let right = LEFT + PLOT_WIDTH;
    for quarter in 0..=4 {
        let value = scale.most * quarter / 4;
        let (at, label, before, below) = (scale.y(value), with_commas(value), LEFT - 8, scale.y(value) + 5);
        line(svg, &format!("<line x1=\"{LEFT}\" y1=\"{at}\" x2=\"{right}\" y2=\"{at}\" stroke=\"#d8d8db\"/>"));
        line(svg, &format!("<text x=\"{before}\" y=\"{below}\" text-anchor=\"end\">{label}</text>"));
    }
    let below = TOP + PLOT_HEIGHT + 22;
    for (place, month) in months.iter().enumerate().step_by(months.len().div_ceil(12).max(1)) {
        let at = scale.x(place);
        line(svg, &format!("<text x=\"{at}\" y=\"{below}\" text-anchor=\"middle\" font-size=\"12\">{month}</text>"));
    }
}

/// A table's line, and its name above the drawing.
fn table(svg: &mut String, scale: &Scale, place: usize, name: &str, values: &[u64]) {
    let (colour, dash) = STYLES.get(place % STYLES.len()).copied().unwrap_or(("#000", ""));
    let stroke = format!("stroke=\"{colour}\" stroke-width=\"2.5\" stroke-dasharray=\"{dash}\"");
    let points: Vec<String> =
        values.iter().enumerate().map(|(month, visits)| format!("{},{}", scale.x(month), scale.y(*visits))).collect();
    line(svg, &format!("<polyline fill=\"none\" {stroke} points=\"{}\"/>", points.join(" ")));
    let part = |of: usize| u64::try_from(of).unwrap_or(0);
    let (x, y) = (LEFT + 190 * part(place % 4), 18 + 18 * part(place / 4));
    let (end, text, below, name) = (x + 36, x + 42, y + 5, escape(name));
    line(
        svg,
        &format!(
            "<line x1=\"{x}\" y1=\"{y}\" x2=\"{end}\" y2=\"{y}\" {stroke}/><text x=\"{text}\" y=\"{below}\">{name}</text>"
        ),
    );
}

fn line(svg: &mut String, text: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(svg, "{text}");
}

fn description(names: &[&str], series: &[Vec<u64>]) -> String {
    let sums =
        names.iter().zip(series).map(|(name, values)| format!("{name}: 合計{}件", with_commas(values.iter().sum())));
    sums.collect::<Vec<_>>().join("、")
}

/// The next round number at or above a value: 1, 2, 4, 5 or 8 times a power of ten, and at least 4.
fn nice(value: u64) -> u64 {
    let mut power = 1;
    loop {
        if let Some(round) = [1, 2, 4, 5, 8].map(|step| step * power).into_iter().find(|round| *round >= value.max(4)) {
            return round;
        }
        power *= 10;
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
