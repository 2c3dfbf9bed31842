//! 社会関係図: the person in the middle, around them who and what they have to do with. How close a tie is the line says by its
//! kind, and a word where it is not the usual.

use domain::planning::p1_basic::{Tie, TieStrength};

use super::{escaped, label, line, shortened, svg};

/// The middles of the three columns.
const LEFT: i32 = 70;
const MIDDLE: i32 = 230;
const RIGHT: i32 = 390;
/// Half of a box's width.
const BOX: i32 = 66;
/// Half of the height of a box with two lines of text, and with the word of its tie below them.
const LOW: i32 = 23;
const HIGH: i32 = 31;
/// Half of the person's place.
const PERSON: (i32, i32) = (62, 30);
/// Between the middles of two rows: the person has room between the upper and the lower one of three.
const FEW: i32 = 86;
const MANY: i32 = 70;
/// Boxes around the person in three rows.
const IN_THREE: usize = 8;

/// Where a tie stands, and where its line ends: at the side of its box that looks to the person.
struct Place {
    middle: (i32, i32),
    end: (i32, i32),
}

/// The picture of the ties; `client` is the person's name.
pub fn relation_map(client: &str, ties: &[Tie]) -> String {
    let rows = rows(ties.len());
    let pitch = if rows > 3 { MANY } else { FEW };
    let height = pitch * (rows - 1) + 2 * (HIGH + 3);
    let (x, y) = (MIDDLE, height / 2);
    let places: Vec<(&Tie, Place)> =
        ties.iter().enumerate().map(|(at, tie)| (tie, place((at, ties.len()), (rows, pitch), y))).collect();
    let lines: String = places.iter().map(|(tie, place)| line((x, y), place.end, how(tie.strength))).collect();
    let boxes: String = places.iter().map(|(tie, place)| boxed(tie, place.middle)).collect();
    let (rx, ry) = PERSON;
    let person = format!(
        "<ellipse cx=\"{x}\" cy=\"{y}\" rx=\"{rx}\" ry=\"{ry}\" fill=\"#e8f1fe\" stroke=\"#333\" stroke-width=\"2\"/>{}{}",
        label((x, y - 2), &shortened(client)),
        label((x, y + 16), "本人")
    );
    let words: Vec<String> = ties
        .iter()
        .map(|tie| format!("{} {} {} {}", tie.kind.label(), tie.name, tie.role, tie.strength.label()))
        .collect();
    let size = (LEFT + RIGHT, height);
    svg(size, ("社会関係図", &words.join("、")), &format!("{lines}{person}{boxes}"))
}

/// As many rows as the ring of boxes needs: two in each, and one more in the first and in the last.
fn rows(ties: usize) -> i32 {
    let more = ties.saturating_sub(IN_THREE).div_ceil(2);
    3 + i32::try_from(more).unwrap_or(0)
}

/// Around the middle, the first on top, in the direction of a clock, spread evenly over the ring.
fn place((at, of): (usize, usize), (rows, pitch): (i32, i32), middle: i32) -> Place {
    let ring = 2 * rows + 2;
    let number = |of: usize| i32::try_from(of).unwrap_or(1).max(1);
    let at = i32::try_from(at).unwrap_or(0);
    let slot = (2 * at * ring + number(of)) / (2 * number(of));
    let (x, row) = match slot {
        0 => (MIDDLE, 0),
        right if right <= rows => (RIGHT, right - 1),
        bottom if bottom == rows + 1 => (MIDDLE, rows - 1),
        left => (LEFT, 2 * rows + 1 - left),
    };
    let y = HIGH + 3 + pitch * row;
    let end = match x {
        LEFT => (x + BOX, y),
        RIGHT => (x - BOX, y),
        _ if y < middle => (x, y + LOW),
        _ => (x, y - LOW),
    };
    Place { middle: (x, y), end }
}

fn how(strength: TieStrength) -> &'static str {
    match strength {
        TieStrength::Usual => "stroke-width=\"2\"",
        TieStrength::Strong => "stroke-width=\"6\"",
        TieStrength::Weak => "stroke-width=\"2\" stroke-dasharray=\"3 6\"",
        TieStrength::Strained => "stroke-width=\"2\" stroke-dasharray=\"12 4 2 4\"",
    }
}

/// A box with name and role; below them how close the tie is, where it is not the usual.
fn boxed(tie: &Tie, (x, y): (i32, i32)) -> String {
    let under = if tie.role.is_empty() { tie.kind.label() } else { tie.role.as_str() };
    let usual = tie.strength == TieStrength::Usual;
    let (half, first) = if usual { (LOW, y - 4) } else { (HIGH, y - 13) };
    let word = if usual { String::new() } else { label((x, first + 35), &escaped(tie.strength.label())) };
    format!(
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"6\" fill=\"#ffffff\" stroke=\"#333\" stroke-width=\"2\"/>{}{}{word}",
        x - BOX,
        y - half,
        2 * BOX,
        2 * half,
        label((x, first), &shortened(&tie.name)),
        label((x, first + 18), &shortened(under))
    )
}
