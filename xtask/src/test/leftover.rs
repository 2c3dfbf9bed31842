//! What was started and still runs: found by the mark every child inherits, and ended.

use std::{path::Path, process::Command, thread::sleep, time::Duration};

use super::server::Scratch;

/// Waits a moment for children to end by themselves; ends the rest by their ids and names them.
pub fn end(scratch: &Scratch) -> Vec<String> {
    for _ in 0..50 {
        if running(scratch).is_empty() {
            return Vec::new();
        }
        sleep(Duration::from_millis(100));
    }
    let left = running(scratch);
    for (id, _) in &left {
        Command::new("kill").args(["-KILL", &id.to_string()]).status().ok();
    }
    left.into_iter().map(|(id, command)| format!("{id} {command}")).collect()
}

/// Processes with our mark in their environment, or a path of our scratch folder in their arguments.
fn running(scratch: &Scratch) -> Vec<(u32, String)> {
    let own = std::process::id();
    let folder = scratch.path().to_string_lossy().into_owned();
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    processes
        .filter_map(|entry| entry.file_name().to_string_lossy().parse::<u32>().ok())
        .filter(|id| *id != own)
        .filter_map(|id| {
            let words = words(id, "cmdline");
            let ours = words.iter().any(|word| word.contains(&folder))
                || words_in(&words_text(id, "environ")).any(|word| word == scratch.mark_text());
            // A process that has ended and waits for its parent has no arguments.
            (ours && !words.is_empty()).then(|| (id, words.join(" ")))
        })
        .collect()
}

fn words(id: u32, file: &str) -> Vec<String> {
    words_in(&words_text(id, file)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn words_text(id: u32, file: &str) -> String {
    let bytes = std::fs::read(Path::new("/proc").join(id.to_string()).join(file)).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn words_in(text: &str) -> impl Iterator<Item = &str> {
    text.split('\0')
}
