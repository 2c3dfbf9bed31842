//! Pictures of 別紙1, drawn from data as SVG: the same for a page and for a paper. Nothing typed gets into them unescaped.

mod family_tree;
mod relation_map;
mod week_grid;

pub use family_tree::family_tree;
pub use relation_map::relation_map;
pub use week_grid::week_grid;

/// A picture as a paper takes it: a document of its own that names the paper's fonts.
pub(crate) fn on_paper(svg: &str) -> String {
    let own = "<svg xmlns=\"http://www.w3.org/2000/svg\" font-family=\"BIZ UDPGothic, Noto Sans JP\"";
    svg.replacen("<svg", own, 1)
}

/// Width of a picture in its own units, as [`svg`] wrote it; a letter is 13 of them high.
pub(crate) fn width_of(svg: &str) -> i32 {
    let rest = svg.split_once("viewBox=\"0 0 ").map_or("", |(_, rest)| rest);
    rest.split(' ').next().and_then(|width| width.parse().ok()).unwrap_or(0)
}

/// Letters of a name that a picture has room for; the list beside it has the whole.
const LETTERS: usize = 8;

/// Typed text as it may stand in SVG.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(letter),
        }
    }
    out
}

/// What there is room for, escaped.
fn shortened(text: &str) -> String {
    let mut letters = text.chars();
    let mut short: String = letters.by_ref().take(LETTERS).collect();
    if letters.next().is_some() {
        short.push('…');
    }
    escaped(&short)
}

/// A picture of this size, with its name and what it says in words.
fn svg((width, height): (i32, i32), (title, words): (&str, &str), body: &str) -> String {
    format!(
        "<svg class=\"picture\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" \
         aria-label=\"{}: {}\" font-size=\"13\" text-anchor=\"middle\" fill=\"#1a1a1a\">{body}</svg>",
        escaped(title),
        escaped(words)
    )
}

/// A line of text in the middle of `x`.
fn label((x, y): (i32, i32), text: &str) -> String {
    format!("<text x=\"{x}\" y=\"{y}\">{text}</text>")
}

/// A line, drawn in this way.
fn line((x1, y1): (i32, i32), (x2, y2): (i32, i32), how: &str) -> String {
    format!("<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"#333\" {how}/>")
}
