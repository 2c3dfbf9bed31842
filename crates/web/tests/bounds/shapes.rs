//! What is sent: the shapes that no page sends, each for itself.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::found::Fields;

/// A plain form.
pub const FORM: &str = "application/x-www-form-urlencoded";

/// Numbers that are too many of anything, and such as are none.
const HUGE: [&str; 4] = ["999999999", "18446744073709551615", "99999999999999999999999999", "-1"];

/// Texts whose letters are not all seen, or not all letters.
const ODD: [(&str, &str); 5] = [
    ("control marks", "\u{7}\u{8}\u{1b}[31m\u{b}\u{c}\u{85}\u{7f}あ"),
    ("direction marks", "\u{202e}\u{2066}\u{200b}\u{200f}\u{feff}あ"),
    ("NUL", "a\0b\0"),
    ("marks of pages and formulas", "=1+1\"><svg onload=alert(1)>'; drop table client; --{{7*7}}"),
    ("letters beyond the plane", "𠮷👨‍👩‍👧‍👦﷽ｶﾞ㍿Ⅻ"),
];

/// The form with every count of any form in it, and with each number of its own alone.
pub fn counts(fields: &Fields, counts: &[String]) -> Vec<(String, Vec<u8>)> {
    let mut shapes = Vec::new();
    for huge in HUGE {
        let own = fields.iter().filter(|(name, _)| !counts.contains(name));
        let all = own.cloned().chain(counts.iter().map(|name| (name.clone(), huge.to_owned())));
        shapes.push((format!("every count {huge}"), encoded(&all.collect())));
        // The record's own version stays, so that what stands behind it is reached.
        let others = fields.iter().map(|(name, value)| {
            let count = counts.contains(name) && !name.starts_with('_');
            (name.clone(), if count { huge.to_owned() } else { value.clone() })
        });
        shapes.push((format!("its counts {huge}"), encoded(&others.collect())));
    }
    let filled: Fields = fields.iter().map(|(name, _)| (name.clone(), "999999999".to_owned())).collect();
    shapes.push(("a number everywhere".to_owned(), encoded(&filled)));
    let rows = (0..1_500).map(|row| (format!("{}_{row}", stem(fields)), "x".to_owned()));
    shapes.push(("1,500 rows".to_owned(), encoded(&fields.iter().cloned().chain(rows).collect())));
    shapes
}

/// The first part of the name of a field that stands in a row.
fn stem(fields: &Fields) -> &str {
    let in_row = fields.iter().find_map(|(name, _)| name.rsplit_once('_').filter(|(_, row)| *row == "0"));
    in_row.map_or("need", |(stem, _)| stem)
}

/// The form with odd things in its fields.
pub fn fields(fields: &Fields) -> Vec<(String, Vec<u8>)> {
    let kept = |name: &str| name.starts_with('_');
    let filled = |text: &str| -> Fields {
        let fields = fields.iter();
        fields.map(|(name, value)| (name.clone(), if kept(name) { value.clone() } else { text.to_owned() })).collect()
    };
    let mut shapes: Vec<(String, Vec<u8>)> =
        ODD.iter().map(|(name, text)| ((*name).to_owned(), encoded(&filled(text)))).collect();
    // Added to what stands there, so that a choice stays one where it can.
    let added = fields.iter().map(|(name, value)| {
        let text = value.chars().count() > 3 && !kept(name) && !value.bytes().all(|byte| byte.is_ascii_graphic());
        (name.clone(), if text { format!("{value}\u{202e}\u{b}\u{200b}") } else { value.clone() })
    });
    shapes.push(("marks at the end".to_owned(), encoded(&added.collect())));
    shapes.push(("nothing".to_owned(), Vec::new()));
    shapes.push(("empty fields".to_owned(), encoded(&filled(""))));
    let twice: Fields = fields.iter().chain(fields).cloned().chain(filled("x")).collect();
    shapes.push(("each field three times".to_owned(), encoded(&twice)));
    let whole = encoded(&fields.clone());
    shapes.push(("as the page sends it".to_owned(), whole.clone()));
    shapes.push(("as the page sends it, again".to_owned(), whole));
    shapes
}

/// Bodies that are too long, too many or of another kind.
pub fn bodies(fields: &Fields) -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let mut long: Fields = fields.clone();
    if let Some((_, value)) = long.iter_mut().find(|(name, _)| !name.starts_with('_')) {
        *value = "あ".repeat(200_000);
    }
    let broken: Vec<u8> =
        fields.iter().flat_map(|(name, _)| format!("{}=%ff%fe%80%e3%81&", plain(name)).into_bytes()).collect();
    let bytes: Vec<u8> =
        fields.iter().flat_map(|(name, _)| [plain(name).as_bytes(), b"=\xff\xfe\x82\xa0&"].concat()).collect();
    let parts = b"--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"../../\xff\x00.csv\"\r\n\r\n\xff\xd8,,,\r\n--x--\r\n";
    let many = "--x\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\nb\r\n".repeat(5_000) + "--x--\r\n";
    vec![
        ("a long text", FORM, encoded(&long)),
        ("longer than is taken", FORM, [b"a=", "x".repeat(2 * 1024 * 1024).as_bytes()].concat()),
        ("a million fields", FORM, "a&".repeat(1_000_000).into_bytes()),
        ("one field too many", FORM, "a=b&".repeat(2_001).into_bytes()),
        ("broken letters", FORM, broken),
        ("broken bytes", FORM, bytes),
        ("half a letter", FORM, b"a=%E3%81&b=%&c=%G1&%=%&=&==&&&".to_vec()),
        ("no kind", "", encoded(fields)),
        ("another kind", "application/json", b"{\"rows\":999999999}".to_vec()),
        ("parts without a border", "multipart/form-data", parts.to_vec()),
        ("parts", "multipart/form-data; boundary=x", parts.to_vec()),
        (
            "parts without an end",
            "multipart/form-data; boundary=x",
            b"--x\r\ncontent-disposition: form-data; na".to_vec(),
        ),
        ("many parts", "multipart/form-data; boundary=x", many.into_bytes()),
        ("a strange kind", "\"", vec![0, 1, 2]),
    ]
}

fn plain(name: &str) -> String {
    utf8_percent_encode(name, NON_ALPHANUMERIC).to_string()
}

/// Addresses of the route with odd places and questions in them.
pub fn addresses(route: &str, right: &str) -> Vec<(String, String)> {
    let queries = [
        ("a page that is none", "page=99999999999999999999&month=9999-99&day=0000-00-00".to_owned()),
        ("repeated questions", "month=2026-11&month=2026-10&page=1&page=2&state=a&state=b&q=1&q=2".to_owned()),
        ("broken questions", "%ff=%fe&month=%e3%81&page=%".to_owned()),
        ("marks", "month=%00%0d%0a&q=%e2%80%ae%0b&layout=%1b&fact=%F3%A0%80%81".to_owned()),
        (
            "a number for everything",
            ["month", "page", "fact", "from", "until", "row", "layout", "kind", "who"]
                .map(|name| format!("{name}=18446744073709551615"))
                .join("&"),
        ),
        ("3,000 questions", vec!["a=b"; 3_000].join("&")),
        ("a long question", format!("q={}", "a".repeat(50_000))),
    ];
    let mut addresses: Vec<(String, String)> =
        queries.map(|(name, query)| (name.to_owned(), format!("{right}?{query}"))).to_vec();
    let long = "a".repeat(20_000);
    let places = [
        "%ff%fe",
        "%00",
        "..%2f..%2fetc%2fpasswd",
        "99999999999999999999",
        "-1",
        "%E3%81%82%E2%80%AE",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "2026-13",
        "0000-01",
        "9999-12",
        "%7B%7D",
        &long,
    ];
    let parts: Vec<&str> = route.split('/').collect();
    for (number, part) in parts.iter().enumerate().filter(|(_, part)| part.starts_with('{')) {
        for place in places {
            let mut odd: Vec<&str> = right.split('/').collect();
            if let Some(at) = odd.get_mut(number) {
                *at = place;
            }
            let name = format!("{part} as {}", place.chars().take(12).collect::<String>());
            addresses.push((name, odd.join("/")));
        }
    }
    addresses
}

/// The fields as a browser sends them.
pub fn encoded(fields: &Fields) -> Vec<u8> {
    fields
        .iter()
        .map(|(name, value)| format!("{}={}", plain(name), plain(value)))
        .collect::<Vec<_>>()
        .join("&")
        .into_bytes()
}
