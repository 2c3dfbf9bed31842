//! 署名: a drawn signature, from SVG path data to strokes in a box of its own.
//!
//! Path data come from a browser, so nothing of them reaches the sheet as text: they are read into numbers here, and
//! what cannot be read is refused. A pen moves (`M`, `m`) and draws lines (`L`, `l`); more is never written and never kept.

use serde_json::{Value, json};

/// Longer path data than any hand writes.
const LONGEST: usize = 400_000;

/// Path data that are no drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("手書きの署名を読み取れません。もう一度書いてください。")]
pub struct DrawingError;

/// A drawing: strokes in a box that starts at 0, 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// Width of the box.
    pub width: f64,
    /// Height of the box.
    pub height: f64,
    /// The strokes: where the pen goes down, and the points it is drawn to.
    strokes: Vec<Vec<Point>>,
}

type Point = (f64, f64);

impl Drawing {
    /// Reads SVG path data of moves and lines. Empty text is no drawing.
    pub fn read(path: &str) -> Result<Self, DrawingError> {
        if path.len() > LONGEST {
            return Err(DrawingError);
        }
        let (mut strokes, mut at): (Vec<Vec<Point>>, Point) = (Vec::new(), (0.0, 0.0));
        let mut rest = path.trim();
        while let Some(command) = rest.chars().next() {
            let own = rest.get(command.len_utf8()..).unwrap_or("");
            let end = own.find(|letter: char| letter.is_ascii_alphabetic()).unwrap_or(own.len());
            let (numbers, next) = own.split_at_checked(end).ok_or(DrawingError)?;
            let numbers = numbers_of(numbers)?;
            if !matches!(command, 'M' | 'm' | 'L' | 'l') || numbers.is_empty() || numbers.len() % 2 != 0 {
                return Err(DrawingError);
            }
            for (number, pair) in numbers.chunks_exact(2).enumerate() {
                let [x, y] = pair else { return Err(DrawingError) };
                let from = if command.is_ascii_lowercase() { at } else { (0.0, 0.0) };
                at = (from.0 + x, from.1 + y);
                // Further points after a move are lines.
                if number == 0 && command.eq_ignore_ascii_case(&'m') {
                    strokes.push(vec![at]);
                } else {
                    strokes.last_mut().ok_or(DrawingError)?.push(at);
                }
            }
            rest = next;
        }
        strokes.retain(|stroke| stroke.len() > 1);
        Self::boxed(strokes)
    }

    fn boxed(mut strokes: Vec<Vec<Point>>) -> Result<Self, DrawingError> {
        let (mut low, mut high) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
        for (x, y) in strokes.iter().flatten() {
            low = (low.0.min(*x), low.1.min(*y));
            high = (high.0.max(*x), high.1.max(*y));
        }
        if strokes.is_empty() || ![low.0, low.1, high.0, high.1].iter().all(|edge| edge.abs() < 1e6) {
            return Err(DrawingError);
        }
        for point in strokes.iter_mut().flatten() {
            *point = (point.0 - low.0, point.1 - low.1);
        }
        Ok(Self { width: (high.0 - low.0).max(1.0), height: (high.1 - low.1).max(1.0), strokes })
    }

    /// The drawing for the sheet: width, height and the strokes as plain numbers.
    pub(crate) fn to_value(&self) -> Value {
        json!({ "width": self.width, "height": self.height, "strokes": self.strokes })
    }
}

/// `1,-2.5-3`: numbers apart by blanks, commas or their minus.
fn numbers_of(text: &str) -> Result<Vec<f64>, DrawingError> {
    let apart = text.replace('-', " -");
    let words = apart.split([' ', ',', '\n', '\t']).filter(|word| !word.is_empty());
    words.map(|word| word.parse::<f64>().ok().filter(|number| number.is_finite()).ok_or(DrawingError)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_and_lines_are_read_from_the_start_and_from_the_last_point_alike() {
        let absolute = Drawing::read("M10,10 L20 10L20 -5 M1 1L2 2").unwrap();
        assert_eq!(absolute, Drawing::read("m10 10l10 0l0-15m-19 6 1 1").unwrap());
        assert_eq!((absolute.width, absolute.height), (19.0, 15.0));
        assert_eq!(absolute.strokes.len(), 2);
    }

    #[test]
    fn a_dot_is_a_drawing() {
        assert_eq!(Drawing::read("M5 5L5 5").unwrap().width, 1.0);
    }

    #[test]
    fn refuses_what_is_no_path_of_a_pen() {
        for path in [
            "",
            "M1 1",
            "L1 1",
            "M1 1 L",
            "M1 1 L1",
            "M1 1C2 2 3 3 4 4",
            "M1 1 A1 1 0 0 0 2 2",
            "alert(1)",
            "M1 1 L1e999 2",
            "M1 1 LNaN 2",
            "M1 1L9999999 1",
            "1 1",
            "M0 0 z 1 1",
            "M1 1L1.2.3 4",
            "Ｍ1 1L2 2",
        ] {
            assert_eq!(Drawing::read(path), Err(DrawingError), "{path}");
        }
    }
}
