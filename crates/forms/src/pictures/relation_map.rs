//! 社会関係図: the person in the middle, around them who and what they have to do with. How close a tie is the line says by its
//! kind, and a word where it is not the usual.

use domain::planning::p1_basic::{Tie, TieStrength};

use super::{escaped, label, line, shortened, svg};

/// Half of the picture's width and height.
const MIDDLE: (i32, i32) = (320, 230);
/// How far from the middle the ties stand.
const REACH: (f64, f64) = (240.0, 180.0);
/// Half of a box.
const BOX: (i32, i32) = (72, 25);

/// The picture of the ties; `client` is the person's name.
pub fn relation_map(client: &str, ties: &[Tie]) -> String {
    let places: Vec<(&Tie, (i32, i32))> =
        ties.iter().enumerate().map(|(at, tie)| (tie, place(at, ties.len()))).collect();
    let lines: String = places.iter().map(|(tie, at)| tied(tie, *at)).collect();
    let boxes: String = places.iter().map(|(tie, at)| boxed(tie, *at)).collect();
    let (x, y) = MIDDLE;
    let person = format!(
        "<circle cx=\"{x}\" cy=\"{y}\" r=\"44\" fill=\"#e8f1fe\" stroke=\"#333\" stroke-width=\"2\"/>{}{}",
        label((x, y), &shortened(client)),
        label((x, y + 18), "本人")
    );
    let words: Vec<String> = ties
        .iter()
        .map(|tie| format!("{} {} {} {}", tie.kind.label(), tie.name, tie.role, tie.strength.label()))
        .collect();
    svg((2 * x, 2 * y), ("社会関係図", &words.join("、")), &format!("{lines}{person}{boxes}"))
}

/// Around the middle, the first on top, in the direction of a clock.
fn place(at: usize, of: usize) -> (i32, i32) {
    let share = f64::from(u32::try_from(at).unwrap_or(0)) / f64::from(u32::try_from(of).unwrap_or(1)).max(1.0);
    let angle = share * std::f64::consts::TAU;
    let (x, y) = MIDDLE;
    (x + whole(REACH.0 * angle.sin()), y - whole(REACH.1 * angle.cos()))
}

/// The next whole number; what stands outside of any picture is its middle.
fn whole(length: f64) -> i32 {
    format!("{length:.0}").parse().unwrap_or(0)
}

fn tied(tie: &Tie, to: (i32, i32)) -> String {
    let how = match tie.strength {
        TieStrength::Usual => "stroke-width=\"2\"",
        TieStrength::Strong => "stroke-width=\"6\"",
        TieStrength::Weak => "stroke-width=\"2\" stroke-dasharray=\"3 6\"",
        TieStrength::Strained => "stroke-width=\"2\" stroke-dasharray=\"12 4 2 4\"",
    };
    let mut drawn = line(MIDDLE, to, how);
    if tie.strength != TieStrength::Usual {
        let between = ((MIDDLE.0 + to.0) / 2, (MIDDLE.1 + to.1) / 2);
        let word = tie.strength.label();
        let half = 7 * i32::try_from(word.chars().count()).unwrap_or(0) + 4;
        drawn.push_str(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"18\" fill=\"#ffffff\"/>",
            between.0 - half,
            between.1 - 13,
            2 * half
        ));
        drawn.push_str(&label(between, &escaped(word)));
    }
    drawn
}

fn boxed(tie: &Tie, (x, y): (i32, i32)) -> String {
    let (width, height) = BOX;
    let under = if tie.role.is_empty() { tie.kind.label() } else { tie.role.as_str() };
    format!(
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"6\" fill=\"#ffffff\" stroke=\"#333\" stroke-width=\"2\"/>{}{}",
        x - width,
        y - height,
        2 * width,
        2 * height,
        label((x, y - 4), &shortened(&tie.name)),
        label((x, y + 15), &shortened(under))
    )
}
