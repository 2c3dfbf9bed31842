//! A form, changed here and there: what people, browsers and attackers send instead.

use crate::proof::{
    forms::Form,
    http::{FORM, encoded},
    random::Random,
};

/// Values that have been wrong somewhere.
const VALUES: &[&str] = &[
    "",
    " ",
    "0",
    "-1",
    "1",
    "999999999",
    "18446744073709551616",
    "1e309",
    "NaN",
    "true",
    "null",
    "yes",
    "on",
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "令和99年13月32日",
    "R8.2.29",
    "H31.5.1",
    "2026-13",
    "明治1年1月1日",
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "../../etc/passwd",
    "//evil.example/",
    "=1+1",
    "'; drop table client; --",
    "\"><script>alert(1)</script>",
    "{{7*7}}",
    "#read(\"/etc/passwd\")",
    "%00",
    "%0d%0aa: b",
    "\u{0}",
    "\u{7}\u{1b}[31m",
    "\u{b}\u{c}\u{85}",
    "\u{202e}\u{2066}",
    "\u{200b}\u{feff}",
    "𠮷👨‍👩‍👧‍👦",
    "ｱｲｳﾞ",
    "㍿Ⅻ",
    "a@b\r\nBcc: c@d",
    "-oQ/tmp/x@example.jp",
    "0000000000",
    "1234567890123456789012345678901234567890",
    "１２３",
    "home",
    "plan",
    "finish",
    "manager",
];

/// Where it is sent, as what, and its body.
pub fn mutated(form: &Form, random: &mut Random) -> (String, &'static str, Vec<u8>) {
    let mut form = form.clone();
    for _ in 0..random.below(4) {
        change(&mut form, random);
    }
    let mut body = encoded(&form.fields).into_bytes();
    let mut kind = FORM;
    match random.below(24) {
        0 => cut(&mut body, random),
        1 => noise(&mut body, random),
        2 => {
            kind = ["", "text/plain", "application/json", "multipart/form-data; boundary=x"]
                .get(random.below(4))
                .copied()
                .unwrap_or("")
        }
        3 => form.action = place(&form.action, random),
        // What is longer than a head may be is answered before it was read.
        4 => {
            let fields = form.fields.iter().filter(|(_, value)| value.len() < 500).take(20).cloned().collect();
            form.action = format!("{}?{}", form.action, encoded(&fields));
        }
        _ => {}
    }
    (form.action, kind, body)
}

/// One change of the fields.
fn change(form: &mut Form, random: &mut Random) {
    let at = random.below(form.fields.len());
    let value = random.one_of(VALUES).copied().unwrap_or("").to_owned();
    let other = random.below(form.fields.len());
    let other = form.fields.get(other).map_or(String::new(), |(_, value)| value.clone());
    let how = random.below(10);
    let Some(field) = form.fields.get_mut(at) else { return };
    match how {
        0..4 => field.1 = value,
        4 => field.1.push_str(&value),
        5 => field.1 = other,
        6 => field.1 = "あ".repeat(1 << random.below(16)),
        7 => drop(form.fields.remove(at)),
        8 => {
            let twice = (field.0.clone(), value);
            form.fields.insert(at, twice);
        }
        _ => {
            let name = format!(
                "{}_{}",
                field.0.trim_end_matches(|it: char| it.is_ascii_digit() || it == '_'),
                random.below(40)
            );
            form.fields.push((name, value));
        }
    }
}

fn cut(body: &mut Vec<u8>, random: &mut Random) {
    body.truncate(random.below(body.len()));
}

fn noise(body: &mut [u8], random: &mut Random) {
    for _ in 0..8 {
        let at = random.below(body.len());
        let byte = u8::try_from(random.below(256)).unwrap_or(0);
        if let Some(place) = body.get_mut(at) {
            *place = byte;
        }
    }
}

/// The address with another thing in one of its places.
fn place(action: &str, random: &mut Random) -> String {
    const PLACES: &[&str] =
        &["%ff", "%00", "..%2f", "0", "99999999999999999999", "ffffffff-ffff-ffff-ffff-ffffffffffff", "2026-13"];
    let mut parts: Vec<&str> = action.split('/').collect();
    let at = random.below(parts.len().saturating_sub(1)) + 1;
    if let (Some(part), Some(place)) = (parts.get_mut(at), random.one_of(PLACES)) {
        *part = place;
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_sends_the_same() {
        let fields = [("_operation", "1"), ("name", "x"), ("need_0", "y")];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let form = Form { action: "/clients/1/edit".to_owned(), fields };
        let of = |seed| {
            let mut random = Random::of(seed);
            (0..200).map(|_| mutated(&form, &mut random)).collect::<Vec<_>>()
        };
        assert_eq!(of(3), of(3));
        assert_ne!(of(3), of(4));
        assert!(of(3).iter().all(|(action, _, _)| action.starts_with('/')));
    }
}
