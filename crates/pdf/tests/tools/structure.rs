//! How a PDF is tagged, as poppler (the tree with its texts) and qpdf (the objects) tell it, and what must be so for who listens to it.
//! Each check answers with what it found wrong.

use forms::Form;
use serde_json::{Map, Value};

/// An element of the tree, in reading order.
#[derive(Debug, Default)]
pub struct Element {
    depth: usize,
    pub name: String,
    attributes: Vec<String>,
    /// Its own letters and those of everything in it, without white space.
    pub text: String,
}

/// Every element of what `pdfinfo -struct-text` prints.
pub fn elements(told: &str) -> Vec<Element> {
    let mut all: Vec<Element> = Vec::new();
    for line in told.lines() {
        let inner = line.trim_start_matches(' ');
        let depth = (line.len() - inner.len()) / 2;
        if let Some(text) = inner.strip_prefix('"') {
            let letters: String = plain(text.strip_suffix('"').unwrap_or(text));
            let mut above = depth;
            for element in all.iter_mut().rev() {
                if element.depth < above {
                    above = element.depth;
                    element.text.push_str(&letters);
                }
            }
        } else if inner.starts_with('/') {
            if let Some(element) = all.last_mut() {
                element.attributes.push(inner.to_owned());
            }
        } else if inner.starts_with(|first: char| first.is_ascii_uppercase()) {
            let name = inner.split([' ', ':']).next().unwrap_or_default().to_owned();
            all.push(Element { depth, name, ..Element::default() });
        }
    }
    all
}

/// Without white space and marks of where a line may break.
pub fn plain(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '\u{200b}' | '\u{2060}')).collect()
}

/// The objects of a PDF by name (`obj:12 0 R`, `trailer`), of `qpdf --json-output`.
pub fn objects(json: &Value) -> Option<&Map<String, Value>> {
    json.get("qpdf")?.get(1)?.as_object()
}

/// The grey of a label, as the tags have it.
const LABEL_GREY: &str = "/BackgroundColor [0.93";

/// Every cell that is a label (grey, or with a heading of the form in it) is a header cell and says what it heads.
pub fn labels(elements: &[Element], form: &Form) -> Vec<String> {
    let titles: Vec<String> = form.file.fields.iter().map(|field| plain(&field.title)).collect();
    let mut found = Vec::new();
    let mut headers = 0;
    for cell in elements {
        let has = |start: &str| cell.attributes.iter().any(|attribute| attribute.starts_with(start));
        match cell.name.as_str() {
            "TH" if has("/Scope") => headers += 1,
            "TH" => found.push(format!("a label without scope: {}", cell.text)),
            "TD" if has(LABEL_GREY) || titles.contains(&cell.text) => found.push(format!("no label: {}", cell.text)),
            _ => {}
        }
    }
    if headers == 0 {
        found.push("no label at all".to_owned());
    }
    found
}

/// Every table closes: with what cells hold over further rows and columns, each of its rows has as many columns as the others. (A reader counts
/// columns to say which heading a cell has.)
pub fn grids(elements: &[Element]) -> Vec<String> {
    let tables = elements.iter().enumerate().filter(|(_, element)| element.name == "Table");
    tables.filter_map(|(at, table)| grid(table.depth, elements.get(at + 1..)?)).collect()
}

/// The fault of the table of that depth, whose elements come first.
fn grid(depth: usize, elements: &[Element]) -> Option<String> {
    let inside = elements.iter().take_while(|element| element.depth > depth);
    let mut rows: Vec<Vec<(usize, usize)>> = Vec::new();
    for element in inside {
        let span = |name: &str| {
            let told =
                element.attributes.iter().find_map(|attribute| attribute.strip_prefix(name)?.trim().parse().ok());
            told.unwrap_or(1)
        };
        match element.name.as_str() {
            "TR" => rows.push(Vec::new()),
            "TH" | "TD" => rows.last_mut()?.push((span("/ColSpan"), span("/RowSpan"))),
            _ => {}
        }
    }
    let width = rows.first()?.iter().map(|(columns, _)| columns).sum();
    let mut held = vec![0_usize; width]; // for how many rows each column is still taken
    for (number, row) in rows.iter().enumerate() {
        let free: Vec<usize> = (0..width).filter(|column| held.get(*column) == Some(&0)).collect();
        let mut free = free.into_iter();
        let mut taken = Vec::new();
        for (columns, rows) in row {
            for _ in 0..*columns {
                let Some(column) = free.next() else { return Some(format!("row {number}: more than {width} columns")) };
                taken.push((column, *rows));
            }
        }
        if free.next().is_some() {
            return Some(format!("row {number}: fewer than {width} columns"));
        }
        for (column, rows) in taken {
            if let Some(held) = held.get_mut(column) {
                *held = rows;
            }
        }
        held.iter_mut().for_each(|rows| *rows -= 1);
    }
    held.iter().any(|rows| *rows > 0).then(|| "a cell goes on below the last row".to_owned())
}

/// Each value of the page is read after its label. (In which order labels stand is the paper's own: `form.toml` is sorted by what is asked.)
pub fn order(elements: &[Element], form: &Form, content: &Value) -> Vec<String> {
    let (mut read, mut heads, mut inside) = (String::new(), Vec::new(), None);
    for element in elements {
        // What stands in an element already read is part of its text.
        if inside.is_some_and(|depth| element.depth > depth) {
            continue;
        }
        let is_leaf = matches!(element.name.as_str(), "TH" | "TD" | "P" | "Span" | "Figure" | "H1");
        inside = is_leaf.then_some(element.depth);
        if is_leaf {
            if element.name == "TH" {
                heads.push((element.text.clone(), read.len()));
            }
            read.push_str(&element.text);
        }
    }
    let mut found = Vec::new();
    for field in &form.file.fields {
        let title = plain(&field.title);
        if form.file.fields.iter().filter(|it| it.title == field.title).count() > 1 {
            continue; // which of them the label is, only the paper knows
        }
        let value = content.get("page").and_then(|page| page.get(&field.name)?.get("value")?.as_str());
        let first = plain(value.unwrap_or_default().lines().next().unwrap_or_default());
        let Some((_, place)) = heads.iter().find(|(head, _)| *head == title) else { continue };
        // What a choice has for a value is drawn as a mark.
        if read.contains(&first) && !read.get(*place..).unwrap_or_default().contains(&first) {
            found.push(format!("read before its label {title}: {first}"));
        }
    }
    found
}

/// Every picture is told in words.
pub fn pictures(objects: &Map<String, Value>) -> Vec<String> {
    let values = objects.iter().filter_map(|(name, object)| Some((name, object.get("value")?)));
    let figures = values.filter(|(_, value)| value.get("/S").is_some_and(|kind| kind == "/Figure"));
    let silent = figures.filter(|(_, figure)| text(figure.get("/Alt")).is_none_or(|alt| alt.trim().is_empty()));
    silent.map(|(name, _)| format!("a picture without words: {name}")).collect()
}

/// The language is told, and the file says that it is tagged.
pub fn language(objects: &Map<String, Value>) -> Vec<String> {
    let catalog = catalog(objects);
    let language = catalog.and_then(|catalog| text(catalog.get("/Lang")));
    let marked = catalog.and_then(|catalog| catalog.get("/MarkInfo")?.get("/Marked")?.as_bool()) == Some(true);
    let mut found = Vec::new();
    if language != Some("ja-JP") {
        found.push(format!("language: {language:?}"));
    }
    if !marked {
        found.push("not marked as tagged".to_owned());
    }
    found
}

/// The form's title is the file's title and shown in the window.
pub fn title(objects: &Map<String, Value>, wanted: &str) -> Vec<String> {
    let info = objects.get("trailer").and_then(|trailer| trailer.get("value")?.get("/Info")?.as_str());
    let info = info.and_then(|info| objects.get(&format!("obj:{info}"))?.get("value"));
    let told = info.and_then(|info| text(info.get("/Title")));
    let shown = catalog(objects).and_then(|it| it.get("/ViewerPreferences")?.get("/DisplayDocTitle")?.as_bool());
    let mut found = Vec::new();
    if told != Some(wanted) {
        found.push(format!("title: {told:?}"));
    }
    if shown != Some(true) {
        found.push("the title is not shown".to_owned());
    }
    found
}

fn catalog(objects: &Map<String, Value>) -> Option<&Value> {
    let values = objects.values().filter_map(|object| object.get("value"));
    values.into_iter().find(|value| value.get("/Type").is_some_and(|kind| kind == "/Catalog"))
}

fn text(value: Option<&Value>) -> Option<&str> {
    value?.as_str()?.strip_prefix("u:")
}
