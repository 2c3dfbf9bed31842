//! Lines of JSON in, lines of JSON out, in constant memory.

use std::io::{self, BufRead as _, BufReader, BufWriter, ErrorKind, Read, Write};

use serde::Serialize;
use serde_json::{Value, json};

use super::fields::JsonFault;

/// Longest line that is read, in bytes; of a longer one the rest is skipped unread.
const LONGEST_LINE: usize = 1 << 20;

/// One line of the input.
enum Line {
    Text(Vec<u8>),
    TooLong,
}

/// Answers every line in its place; whether all of them could be read.
pub fn run<A: Serialize>(
    input: impl Read,
    output: impl Write,
    answer: impl Fn(serde_json::Map<String, Value>) -> Result<A, JsonFault>,
) -> io::Result<bool> {
    let mut input = BufReader::with_capacity(1 << 16, input);
    let mut output = BufWriter::with_capacity(1 << 16, output);
    let mut all_read = true;
    let mut number = 0_u64;
    while let Some(line) = next_line(&mut input)? {
        number += 1;
        let written = match parse(line, number).and_then(&answer) {
            Ok(answer) => serde_json::to_writer(&mut output, &answer).map_err(io::Error::from),
            Err(fault) => {
                all_read = false;
                let error = json!({ "error": { "line": number, "field": fault.field, "message": fault.message } });
                serde_json::to_writer(&mut output, &error).map_err(io::Error::from)
            }
        };
        match written.and_then(|()| output.write_all(b"\n")) {
            // Whoever reads has seen enough.
            Err(fault) if fault.kind() == ErrorKind::BrokenPipe => return Ok(all_read),
            other => other?,
        }
        // Nothing more to read at once: whoever asks line by line waits for this answer.
        if input.buffer().is_empty() {
            quietly(output.flush())?;
        }
    }
    quietly(output.flush())?;
    Ok(all_read)
}

/// A reader who has seen enough is no fault.
fn quietly(written: io::Result<()>) -> io::Result<()> {
    written.or_else(|fault| if fault.kind() == ErrorKind::BrokenPipe { Ok(()) } else { Err(fault) })
}

fn next_line(input: &mut BufReader<impl Read>) -> io::Result<Option<Line>> {
    let mut line = Vec::new();
    let limit = u64::try_from(LONGEST_LINE).unwrap_or(u64::MAX) + 1;
    if input.by_ref().take(limit).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') || line.len() <= LONGEST_LINE {
        return Ok(Some(Line::Text(line)));
    }
    loop {
        let buffer = input.fill_buf()?;
        let (used, ended) = match buffer.iter().position(|byte| *byte == b'\n') {
            Some(end) => (end + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        input.consume(used);
        if ended {
            return Ok(Some(Line::TooLong));
        }
    }
}

fn parse(line: Line, number: u64) -> Result<serde_json::Map<String, Value>, JsonFault> {
    let Line::Text(bytes) = line else {
        return Err(JsonFault::new("", "行が長すぎます（1行は1MBまで）。"));
    };
    let text = std::str::from_utf8(&bytes).map_err(|_| JsonFault::new("", "UTF-8 の文字ではありません。"))?;
    let text = if number == 1 { text.trim_start_matches('\u{feff}') } else { text }.trim();
    if text.is_empty() {
        return Err(JsonFault::new("", "行が空です。"));
    }
    match serde_json::from_str(text) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(JsonFault::new("", "{ } で囲んだJSONではありません。")),
        Err(fault) => Err(JsonFault::new("", format!("JSONとして読めません（{}文字目のあたり）。", fault.column()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ran(input: &[u8]) -> (bool, Vec<Value>) {
        let mut output = Vec::new();
        let all_read = run(input, &mut output, |object| {
            if object.contains_key("bad") { Err(JsonFault::new("bad", "だめ")) } else { Ok(object) }
        });
        let lines = String::from_utf8(output).unwrap();
        (all_read.unwrap(), lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
    }

    #[test]
    fn every_line_has_its_answer_in_its_place() {
        let (all_read, lines) = ran("\u{feff}{\"a\":1}\nno json\n{\"bad\":1}\n\n[1]\n{\"b\":2}".as_bytes());
        assert!(!all_read);
        assert_eq!(lines.len(), 6);
        assert_eq!(lines[0], json!({"a": 1}));
        assert_eq!(lines[1]["error"]["line"], 2);
        assert_eq!(lines[2]["error"], json!({"line": 3, "field": "bad", "message": "だめ"}));
        assert_eq!(lines[5], json!({"b": 2}));
    }

    #[test]
    fn a_line_without_end_is_skipped_and_the_next_one_read() {
        let mut input = vec![b'x'; 3 << 20];
        input.extend(b"\n{}\n\xff\n");
        let (all_read, lines) = ran(&input);
        assert!(!all_read);
        assert!(lines[0]["error"]["message"].as_str().unwrap().contains("長すぎます"));
        assert_eq!(lines[1], json!({}));
        assert_eq!(lines[2]["error"]["line"], 3);
    }
}
