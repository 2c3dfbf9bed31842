//! 署名: a drawn signature, from SVG path data to strokes in a box of its own.
//!
//! Path data come from a browser, so nothing of them reaches the sheet as text: they are read into numbers here, and
//! what cannot be read is refused.

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
    /// The strokes.
    strokes: Vec<Stroke>,
}

/// One stroke: where the pen goes down, and the curves it follows (two control points and the end).
#[derive(Clone, Debug, PartialEq)]
struct Stroke {
    start: Point,
    curves: Vec<[Point; 3]>,
}

type Point = (f64, f64);

impl Drawing {
    /// Reads SVG path data (all commands but arcs). Empty text is no drawing.
    pub fn read(path: &str) -> Result<Self, DrawingError> {
        if path.len() > LONGEST {
            return Err(DrawingError);
        }
        let mut reader = Reader { rest: path, at: (0.0, 0.0), control: None, strokes: Vec::new() };
        reader.read()?;
        Self::boxed(reader.strokes)
    }

    fn boxed(mut strokes: Vec<Stroke>) -> Result<Self, DrawingError> {
        strokes.retain(|stroke| !stroke.curves.is_empty());
        let points = || strokes.iter().flat_map(|s| s.curves.iter().flatten().chain([&s.start]));
        let (mut low, mut high) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
        for (x, y) in points() {
            low = (low.0.min(*x), low.1.min(*y));
            high = (high.0.max(*x), high.1.max(*y));
        }
        if strokes.is_empty() || ![low.0, low.1, high.0, high.1].iter().all(|edge| edge.abs() < 1e6) {
            return Err(DrawingError);
        }
        for stroke in &mut strokes {
            for point in stroke.curves.iter_mut().flatten().chain([&mut stroke.start]) {
                *point = (point.0 - low.0, point.1 - low.1);
            }
        }
        Ok(Self { width: (high.0 - low.0).max(1.0), height: (high.1 - low.1).max(1.0), strokes })
    }

    /// The drawing for the sheet: width, height, and per stroke its start and curves as plain numbers.
    pub(crate) fn to_value(&self) -> Value {
        let strokes: Vec<Value> =
            self.strokes.iter().map(|stroke| json!({ "start": stroke.start, "curves": stroke.curves })).collect();
        json!({ "width": self.width, "height": self.height, "strokes": strokes })
    }
}

struct Reader<'a> {
    rest: &'a str,
    at: Point,
    control: Option<Point>,
    strokes: Vec<Stroke>,
}

impl Reader<'_> {
    fn read(&mut self) -> Result<(), DrawingError> {
        let mut command = None;
        while let Some(next) = self.peek() {
            if next.is_ascii_alphabetic() {
                command = Some(next);
                self.skip(next);
                if next.eq_ignore_ascii_case(&'z') {
                    self.close()?;
                    continue;
                }
            }
            // Coordinates without a command repeat the last one; after a move they are lines.
            let letter = command.ok_or(DrawingError)?;
            self.step(letter)?;
            command = match letter {
                'M' => Some('L'),
                'm' => Some('l'),
                'z' | 'Z' => return Err(DrawingError),
                other => Some(other),
            };
        }
        Ok(())
    }

    fn step(&mut self, command: char) -> Result<(), DrawingError> {
        let from = if command.is_ascii_lowercase() { self.at } else { (0.0, 0.0) };
        match command.to_ascii_uppercase() {
            'M' => {
                self.at = self.point(from)?;
                self.strokes.push(Stroke { start: self.at, curves: Vec::new() });
                self.control = None;
                Ok(())
            }
            'L' => {
                let to = self.point(from)?;
                self.line(to)
            }
            'H' => {
                let to = (from.0 + self.number()?, self.at.1);
                self.line(to)
            }
            'V' => {
                let to = (self.at.0, from.1 + self.number()?);
                self.line(to)
            }
            'C' => {
                let (first, second, to) = (self.point(from)?, self.point(from)?, self.point(from)?);
                self.curve(first, second, to, second)
            }
            'S' => {
                let first = self.mirrored();
                let (second, to) = (self.point(from)?, self.point(from)?);
                self.curve(first, second, to, second)
            }
            'Q' => {
                let (control, to) = (self.point(from)?, self.point(from)?);
                self.quadratic(control, to)
            }
            'T' => {
                let (control, to) = (self.mirrored(), self.point(from)?);
                self.quadratic(control, to)
            }
            _ => Err(DrawingError),
        }
    }

    fn line(&mut self, to: Point) -> Result<(), DrawingError> {
        self.curve(self.at, to, to, to)?;
        self.control = None;
        Ok(())
    }

    fn quadratic(&mut self, control: Point, to: Point) -> Result<(), DrawingError> {
        let toward = |end: Point| (end.0 + (control.0 - end.0) * 2.0 / 3.0, end.1 + (control.1 - end.1) * 2.0 / 3.0);
        self.curve(toward(self.at), toward(to), to, control)
    }

    fn curve(&mut self, first: Point, second: Point, to: Point, control: Point) -> Result<(), DrawingError> {
        self.strokes.last_mut().ok_or(DrawingError)?.curves.push([first, second, to]);
        self.at = to;
        self.control = Some(control);
        Ok(())
    }

    fn close(&mut self) -> Result<(), DrawingError> {
        let start = self.strokes.last().ok_or(DrawingError)?.start;
        self.line(start)
    }

    /// The control point of the last curve, mirrored at the pen.
    fn mirrored(&self) -> Point {
        self.control.map_or(self.at, |control| (2.0 * self.at.0 - control.0, 2.0 * self.at.1 - control.1))
    }

    fn point(&mut self, from: Point) -> Result<Point, DrawingError> {
        Ok((from.0 + self.number()?, from.1 + self.number()?))
    }

    fn peek(&mut self) -> Option<char> {
        self.rest = self.rest.trim_start_matches(|letter: char| letter.is_ascii_whitespace() || letter == ',');
        self.rest.chars().next()
    }

    fn skip(&mut self, letter: char) {
        self.rest = self.rest.strip_prefix(letter).unwrap_or(self.rest);
    }

    fn number(&mut self) -> Result<f64, DrawingError> {
        self.peek();
        let (mut dot, mut exponent, mut last) = (false, false, ' ');
        let end = self.rest.find(|letter: char| {
            let part = match letter {
                '0'..='9' => true,
                '+' | '-' => last == ' ' || matches!(last, 'e' | 'E'),
                '.' => !dot && !exponent,
                'e' | 'E' => last.is_ascii_digit() && !exponent,
                _ => false,
            };
            dot |= letter == '.';
            exponent |= matches!(letter, 'e' | 'E');
            last = letter;
            !part
        });
        let (number, rest) = self.rest.split_at_checked(end.unwrap_or(self.rest.len())).ok_or(DrawingError)?;
        self.rest = rest;
        number.parse::<f64>().ok().filter(|number| number.is_finite()).ok_or(DrawingError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_lines_curves_and_relative_steps_alike() {
        let absolute = Drawing::read("M10,10 L20 10 C20 20,30 20,30 10").unwrap();
        let relative = Drawing::read("m10 10l10 0c0 10 10 10 10 0").unwrap();
        assert_eq!(absolute, relative);
        assert_eq!((absolute.width, absolute.height), (20.0, 10.0));
    }

    #[test]
    fn reads_the_short_forms_of_numbers_and_repeated_commands() {
        let drawing = Drawing::read("M.5.5 1.5-1 2e0,3 H9V-1.25Q1 1 2 2T4 4S1 1 0 0z").unwrap();
        assert_eq!(drawing.strokes.len(), 1);
        assert_eq!(drawing.strokes[0].curves.len(), 8);
    }

    #[test]
    fn a_dot_is_a_drawing() {
        assert_eq!(Drawing::read("M5 5L5 5").unwrap().width, 1.0);
    }

    #[test]
    fn refuses_what_is_no_path() {
        for path in [
            "",
            "M1 1",
            "L1 1",
            "M1 1 L",
            "M1 1 A1 1 0 0 0 2 2",
            "alert(1)",
            "M1 1 L1e999 2",
            "M1 1 LNaN 2",
            "M1 1L9999999 1",
            "1 1",
            "M0 0 z 1 1",
        ] {
            assert_eq!(Drawing::read(path), Err(DrawingError), "{path}");
        }
    }
}
