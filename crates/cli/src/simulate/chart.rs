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
    let most = nice(series.iter().flatten().copied().max().unwrap_or(0));
    let steps = u64::try_from(months.len()).unwrap_or(1).saturating_sub(1).max(1);
    let x = |place: usize| LEFT + PLOT_WIDTH * u64::try_from(place).unwrap_or(0) / steps;
    let y = |value: u64| TOP + PLOT_HEIGHT - PLOT_HEIGHT * value / most;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-labelledby=\"t d\" font-family=\"BIZ UDPGothic, sans-serif\" font-size=\"14\">\n<title id=\"t\">月ごとのモニタリングの件数</title>\n<desc id=\"d\">{}</desc>\n<rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n",
        escape(&description(names, &series)),
    );
    for quarter in 0..=4 {
        let value = most * quarter / 4;
        let at = y(value);
        let (right, label) = (LEFT + PLOT_WIDTH, with_commas(value));
        line(
            &mut svg,
            &format!(
                "<line x1=\"{LEFT}\" y1=\"{at}\" x2=\"{right}\" y2=\"{at}\" stroke=\"#d8d8db\"/><text x=\"{}\" y=\"{}\" text-anchor=\"end\">{label}</text>",
                LEFT - 8,
                at + 5
            ),
        );
    }
    let every = months.len().div_ceil(12).max(1);
    for (place, month) in months.iter().enumerate().step_by(every) {
        let at = x(place);
        line(
            &mut svg,
            &format!(
                "<text x=\"{at}\" y=\"{}\" text-anchor=\"middle\" font-size=\"12\">{month}</text>",
                TOP + PLOT_HEIGHT + 22
            ),
        );
    }
    for (place, (name, values)) in names.iter().zip(&series).enumerate() {
        let (colour, dash) = STYLES.get(place % STYLES.len()).copied().unwrap_or(("#000", ""));
        let points: Vec<String> =
            values.iter().enumerate().map(|(at, value)| format!("{},{}", x(at), y(*value))).collect();
        line(
            &mut svg,
            &format!(
                "<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.5\" stroke-dasharray=\"{dash}\" points=\"{}\"/>",
                points.join(" ")
            ),
        );
        let legend = LEFT + 190 * u64::try_from(place % 4).unwrap_or(0);
        let row = 18 + 18 * u64::try_from(place / 4).unwrap_or(0);
        line(
            &mut svg,
            &format!(
                "<line x1=\"{legend}\" y1=\"{row}\" x2=\"{}\" y2=\"{row}\" stroke=\"{colour}\" stroke-width=\"2.5\" stroke-dasharray=\"{dash}\"/><text x=\"{}\" y=\"{}\">{}</text>",
                legend + 36,
                legend + 42,
                row + 5,
                escape(name)
            ),
        );
    }
    line(
        &mut svg,
        &format!("<text x=\"{LEFT}\" y=\"{}\">件数（月ごと、{}人）</text>", HEIGHT - 16, with_commas(tally.clients)),
    );
    svg.push_str("</svg>\n");
    svg
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
