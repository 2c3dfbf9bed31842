//! 家族構成図: a row a generation, men as squares, women as circles, the person with a double border.

use domain::{
    client::Sex,
    planning::p1_basic::{FamilyMember, Kin},
};

use super::{label, line, shortened, svg};

/// Between the middles of two people.
const STEP: i32 = 112;
/// Between the middles of two generations.
const ROW: i32 = 124;
/// People in a line: a generation that has more goes on in the next line, so that the picture gets no wider than a paper can show it.
const IN_LINE: usize = 8;
/// Where the line that leads on to the next one of a generation stands.
const TRUNK: i32 = 2;
/// Half of a square's side, and a circle's radius.
const HALF: i32 = 22;
/// From the middle of somebody down to where their words end.
const UNDER_WORDS: i32 = HALF + 38;
const THIN: &str = "stroke-width=\"2\"";
const DASHED: &str = "stroke-width=\"2\" stroke-dasharray=\"5 4\"";

/// Somebody in the picture.
struct Place<'a> {
    who: Who<'a>,
    x: i32,
    y: i32,
}

#[derive(Clone, Copy)]
enum Who<'a> {
    Client(&'a str, Option<Sex>),
    Member(&'a FamilyMember),
}

/// 0 is the person's own generation; none for whom the picture has no place in it.
fn generation(kin: Kin) -> Option<i32> {
    match kin {
        Kin::Grandfather | Kin::Grandmother => Some(-2),
        Kin::Father | Kin::Mother => Some(-1),
        Kin::OlderBrother | Kin::OlderSister | Kin::YoungerBrother | Kin::YoungerSister => Some(0),
        Kin::Husband | Kin::Wife => Some(0),
        Kin::Son | Kin::Daughter => Some(1),
        Kin::Grandchild => Some(2),
        Kin::Other => None,
    }
}

fn is_partner(kin: Kin) -> bool {
    matches!(kin, Kin::Husband | Kin::Wife)
}

/// The place in the row of the own generation: older ones, the person, the partner, younger ones.
fn order(kin: Kin) -> i32 {
    match kin {
        Kin::OlderBrother | Kin::OlderSister => -1,
        Kin::Husband | Kin::Wife => 1,
        Kin::YoungerBrother | Kin::YoungerSister => 2,
        _ => 0,
    }
}

/// The picture of a family; `client` is the person's name.
pub fn family_tree(client: &str, sex: Option<Sex>, members: &[FamilyMember]) -> String {
    let places = laid_out(client, sex, members);
    let lines = [grandparents(&places), partners(&places), children(&places)].concat();
    let people: String = places.iter().map(drawn).collect();
    let width = places.iter().map(|place| place.x).max().unwrap_or(0) + STEP / 2;
    let height = places.iter().map(|place| place.y).max().unwrap_or(0) + HALF + 44;
    let words: Vec<String> = members.iter().map(in_words).collect();
    svg((width, height), ("家族構成図", &words.join("、")), &format!("{lines}{people}"))
}

/// Everybody in rows, each in the middle of the widest.
fn laid_out<'a>(client: &'a str, sex: Option<Sex>, members: &'a [FamilyMember]) -> Vec<Place<'a>> {
    let mut rows: Vec<Vec<Who<'a>>> = Vec::new();
    for wanted in [Some(-2), Some(-1), Some(0), Some(1), Some(2), None] {
        let of_row = members.iter().filter(|member| generation(member.kin) == wanted);
        let mut row: Vec<(i32, Who<'a>)> = of_row.map(|it| (order(it.kin), Who::Member(it))).collect();
        if wanted == Some(0) {
            row.push((0, Who::Client(client, sex)));
        }
        row.sort_by_key(|(order, _)| *order);
        let row: Vec<Who<'a>> = row.into_iter().map(|(_, who)| who).collect();
        rows.extend(row.chunks(IN_LINE).map(<[Who<'a>]>::to_vec));
    }
    let length = |row: &[Who<'_>]| i32::try_from(row.len()).unwrap_or(1);
    let widest = rows.iter().map(|row| length(row)).max().unwrap_or(1);
    let mut places = Vec::new();
    for (row, y) in rows.into_iter().zip((0..).map(|number| 34 + number * ROW)) {
        let left = STEP / 2 + (widest - length(&row)) * STEP / 2;
        places.extend(row.into_iter().zip(0..).map(|(who, number)| Place { who, x: left + number * STEP, y }));
    }
    places
}

fn of_generation<'a>(places: &'a [Place<'a>], wanted: i32) -> impl Iterator<Item = &'a Place<'a>> {
    places.iter().filter(move |place| match place.who {
        Who::Client(..) => wanted == 0,
        Who::Member(member) => generation(member.kin) == Some(wanted),
    })
}

/// The middle of a generation, at the height of its last line, where anybody is of it.
fn middle<'a>(places: impl Iterator<Item = &'a Place<'a>>) -> Option<(i32, i32)> {
    let at: Vec<(i32, i32)> = places.map(|place| (place.x, place.y)).collect();
    let (first, last) = (at.iter().map(|place| place.0).min()?, at.iter().map(|place| place.0).max()?);
    Some(((first + last) / 2, at.iter().map(|place| place.1).max()?))
}

/// Where the line down to the next generation begins: between two, or under the words of somebody who stands alone in the middle.
fn from_below<'a>(above: impl Iterator<Item = &'a Place<'a>>) -> Option<(i32, i32)> {
    let above: Vec<&Place<'_>> = above.collect();
    let (x, y) = middle(above.iter().copied())?;
    let stands_there = above.iter().any(|place| (place.x, place.y) == (x, y));
    Some((x, if stands_there { y + UNDER_WORDS } else { y }))
}

/// Of which parent the grandparents are is not asked: a dashed line says that they are above them.
fn grandparents(places: &[Place<'_>]) -> String {
    let above = middle(of_generation(places, -2));
    let below = middle(of_generation(places, -1)).or_else(|| middle(of_generation(places, 0)));
    match (above, below) {
        (Some(above), Some(below)) => line((above.0, above.1 + UNDER_WORDS), (below.0, below.1 - HALF), DASHED),
        _ => String::new(),
    }
}

/// A line between the parents, and a double one between the person and the partner.
fn partners(places: &[Place<'_>]) -> String {
    let parents: Vec<&Place<'_>> = of_generation(places, -1).collect();
    let mut drawn = String::new();
    if let [first, .., last] = parents.as_slice() {
        drawn.push_str(&line((first.x + HALF, first.y), (last.x - HALF, last.y), THIN));
    }
    let client = places.iter().find(|place| matches!(place.who, Who::Client(..)));
    for partner in places.iter().filter(|place| matches!(place.who, Who::Member(it) if is_partner(it.kin))) {
        if let Some(client) = client {
            for shift in [-2, 2] {
                drawn.push_str(&line((client.x + HALF, client.y + shift), (partner.x - HALF, partner.y + shift), THIN));
            }
        }
    }
    drawn
}

/// From the parents down to the person with brothers and sisters, and from the person down to the children.
fn children(places: &[Place<'_>]) -> String {
    let blood = |place: &&Place<'_>| !matches!(place.who, Who::Member(it) if is_partner(it.kin));
    let couple = |place: &&Place<'_>| match place.who {
        Who::Client(..) => true,
        Who::Member(member) => is_partner(member.kin),
    };
    let own: Vec<&Place<'_>> = of_generation(places, 0).filter(blood).collect();
    let down = [
        (from_below(of_generation(places, -1)), own),
        (from_below(of_generation(places, 0).filter(couple)), of_generation(places, 1).collect()),
        (from_below(of_generation(places, 1)), of_generation(places, 2).collect()),
    ];
    down.into_iter().filter_map(|(above, below)| Some(branch(above?, &below))).collect()
}

/// A bar above each line of a generation; those of the further lines hang on a trunk at the side.
fn branch((x, y): (i32, i32), below: &[&Place<'_>]) -> String {
    let mut heights: Vec<i32> = below.iter().map(|it| it.y).collect();
    heights.sort_unstable();
    heights.dedup();
    let bar_of = |height: i32| height - HALF - 14;
    let mut drawn = String::new();
    for (number, height) in heights.iter().enumerate() {
        let of_line = || below.iter().filter(|it| it.y == *height).map(|it| it.x);
        let Some((left, right)) = of_line().min().zip(of_line().max()) else { continue };
        let bar = bar_of(*height);
        let (left, right) = if number == 0 { (left.min(x), right.max(x)) } else { (left, right) };
        let left = if heights.len() > 1 { TRUNK } else { left };
        drawn.push_str(&line((left, bar), (right, bar), THIN));
        drawn.extend(of_line().map(|x| line((x, bar), (x, *height - HALF), THIN)));
    }
    if let Some((first, last)) = heights.first().zip(heights.last()) {
        drawn.push_str(&line((x, y), (x, bar_of(*first)), THIN));
        if first != last {
            drawn.push_str(&line((TRUNK, bar_of(*first)), (TRUNK, bar_of(*last)), THIN));
        }
    }
    drawn
}

fn drawn(place: &Place<'_>) -> String {
    let (x, y) = (place.x, place.y);
    let (name, note, sex, home) = match place.who {
        Who::Client(name, sex) => (name, "本人".to_owned(), sex, true),
        Who::Member(member) => (member.name.as_str(), under(member), sex_of(member.kin), member.lives_together),
    };
    let fill = if home { "#e8f1fe" } else { "#ffffff" };
    let mut drawn = shape((x, y), HALF, sex, fill);
    if matches!(place.who, Who::Client(..)) {
        drawn.push_str(&shape((x, y), HALF - 5, sex, fill));
    }
    if matches!(place.who, Who::Member(member) if member.deceased) {
        drawn.push_str(&line((x - HALF, y - HALF), (x + HALF, y + HALF), THIN));
        drawn.push_str(&line((x + HALF, y - HALF), (x - HALF, y + HALF), THIN));
    }
    drawn.push_str(&label((x, y + HALF + 16), &shortened(name)));
    drawn.push_str(&label((x, y + HALF + 32), &shortened(&note)));
    drawn
}

fn shape((x, y): (i32, i32), half: i32, sex: Option<Sex>, fill: &str) -> String {
    let how = format!("fill=\"{fill}\" stroke=\"#333\" stroke-width=\"2\"");
    match sex {
        Some(Sex::Male) => {
            format!(
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" {how}/>",
                x - half,
                y - half,
                2 * half,
                2 * half
            )
        }
        Some(Sex::Female) => format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{half}\" {how}/>"),
        Some(Sex::Other) | None => {
            format!("<path d=\"M{x} {} L{} {y} L{x} {} L{} {y} Z\" {how}/>", y - half, x + half, y + half, x - half)
        }
    }
}

fn sex_of(kin: Kin) -> Option<Sex> {
    match kin {
        Kin::Father | Kin::Husband | Kin::OlderBrother | Kin::YoungerBrother | Kin::Son | Kin::Grandfather => {
            Some(Sex::Male)
        }
        Kin::Mother | Kin::Wife | Kin::OlderSister | Kin::YoungerSister | Kin::Daughter | Kin::Grandmother => {
            Some(Sex::Female)
        }
        Kin::Grandchild | Kin::Other => None,
    }
}

/// 「母 70・介護」.
fn under(member: &FamilyMember) -> String {
    let age = if member.age.is_empty() { String::new() } else { format!(" {}", member.age) };
    let carer = if member.main_carer { "・介護" } else { "" };
    format!("{}{age}{carer}", member.kin.label())
}

fn in_words(member: &FamilyMember) -> String {
    let marks = [(member.lives_together, "同居"), (member.main_carer, "主に介護"), (member.deceased, "死亡")];
    let marks: Vec<&str> = marks.into_iter().filter(|(yes, _)| *yes).map(|(_, word)| word).collect();
    format!("{} {} {} {}", member.kin.label(), member.name, member.age, marks.join(" ")).trim().to_owned()
}
