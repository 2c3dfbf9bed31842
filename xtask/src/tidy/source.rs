//! Looking at Rust text without parsing it: comments, string contents and test modules blanked out, lines kept.

/// The code alone: comments and the contents of strings become blanks, so that line numbers stay.
pub fn code(text: &str) -> String {
    scan(text, |part| part == Part::Code)
}

/// The contents of strings alone, everything else blank.
pub fn strings(text: &str) -> String {
    scan(text, |part| part == Part::Text)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Code,
    Comment,
    Text,
}

/// Goes through the text once and blanks the parts that are not kept, byte for byte, so that offsets stay.
fn scan(text: &str, keep: impl Fn(Part) -> bool) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let mut out = String::with_capacity(text.len());
    let mut i = 0;
    while i < chars.len() {
        let (part, end) = piece(&at, i, chars.len());
        for c in chars.iter().take(end).skip(i) {
            if keep(part) || *c == '\n' {
                out.push(*c);
            } else {
                out.extend(std::iter::repeat_n(' ', c.len_utf8()));
            }
        }
        i = end;
    }
    out
}

/// The kind and the end of the piece that starts at `i`.
fn piece(at: &impl Fn(usize) -> char, i: usize, len: usize) -> (Part, usize) {
    match (at(i), at(i + 1)) {
        ('/', '/') => (Part::Comment, find(i, len, |j| at(j) == '\n')),
        ('/', '*') => (Part::Comment, (find(i + 2, len, |j| at(j) == '*' && at(j + 1) == '/') + 2).min(len)),
        ('r', '"' | '#') if !word(at(i.wrapping_sub(1))) => raw(at, i, len),
        ('"', _) => {
            let mut j = i + 1;
            while j < len && at(j) != '"' {
                j += if at(j) == '\\' { 2 } else { 1 };
            }
            (Part::Text, (j + 1).min(len))
        }
        // A character literal; a lifetime has no closing quote here.
        ('\'', '\\') => (Part::Code, (find(i + 3, len, |j| at(j) == '\'') + 1).min(len)),
        ('\'', _) if at(i + 2) == '\'' => (Part::Code, i + 3),
        _ => (Part::Code, i + 1),
    }
}

/// A raw string with any number of `#`.
fn raw(at: &impl Fn(usize) -> char, i: usize, len: usize) -> (Part, usize) {
    let hashes = find(i + 1, len, |j| at(j) != '#') - i - 1;
    if at(i + 1 + hashes) != '"' {
        return (Part::Code, i + 1);
    }
    let closes = |j: usize| at(j) == '"' && (1..=hashes).all(|k| at(j + k) == '#');
    (Part::Text, (find(i + 2 + hashes, len, closes) + 1 + hashes).min(len))
}

fn find(from: usize, len: usize, hit: impl Fn(usize) -> bool) -> usize {
    (from..len).find(|j| hit(*j)).unwrap_or(len)
}

fn word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The text with every item under `#[cfg(test)]` blanked out (a module with braces, or one line).
pub fn without_tests(text: &str) -> String {
    let code = code(text);
    let mut out = text.to_owned();
    let mut from = 0;
    while let Some(found) = code.get(from..).and_then(|rest| rest.find("#[cfg(test)]")) {
        let start = from + found;
        let end = end_of_item(&code, start + "#[cfg(test)]".len());
        if let (Some(before), Some(item), Some(after)) = (out.get(..start), out.get(start..end), out.get(end..)) {
            let blank: String =
                item.chars().map(|c| if c == '\n' { "\n".to_owned() } else { " ".repeat(c.len_utf8()) }).collect();
            out = format!("{before}{blank}{after}");
        }
        from = end;
    }
    out
}

/// The byte after the item that starts at `from`: its closing brace, or a semicolon before any brace.
fn end_of_item(code: &str, from: usize) -> usize {
    let mut depth = 0_usize;
    for (offset, c) in code.get(from..).unwrap_or("").char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth <= 1 => return from + offset + 1,
            '}' => depth -= 1,
            ';' if depth == 0 => return from + offset + 1,
            _ => {}
        }
    }
    code.len()
}

/// Whether `text` has `needle` with no letter, digit or underscore around it.
pub fn has_word(text: &str, needle: &str) -> bool {
    text.match_indices(needle).any(|(start, _)| {
        let before = text.get(..start).and_then(|t| t.chars().next_back()).is_some_and(word);
        let after = text.get(start + needle.len()..).and_then(|t| t.chars().next()).is_some_and(word);
        !before && !after
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_told_from_code() {
        let text = "let a = \"SystemTime // no\"; // Instant::now\nlet b = r#\"x\"y\"#; let c = '\"'; d()";
        let code = code(text);
        assert!(!code.contains("SystemTime") && !code.contains("Instant"));
        assert!(code.contains("let b = ") && code.contains("d()"));
        assert_eq!(code.lines().count(), 2);
        assert!(strings(text).contains("SystemTime // no"));
        assert!(strings(text).contains("x\"y"));
    }

    #[test]
    fn a_test_module_is_blanked_and_what_follows_is_kept() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn 日本() { b(\"}\") }\n}\nfn c() {}\n";
        let rest = without_tests(text);
        assert!(rest.contains("fn a") && rest.contains("fn c") && !rest.contains("日本"));
        assert_eq!(rest.lines().count(), text.lines().count());
    }

    #[test]
    fn words_are_whole() {
        assert!(has_word("a.progress(b)", "progress"));
        assert!(!has_word("in_progress(b)", "progress"));
    }
}
