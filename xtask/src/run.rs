//! Starting other programs and saying which one failed.

use std::{path::Path, process::Command};

use anyhow::{Context as _, Result, bail};

/// The command, ready for arguments, started in `folder`.
pub fn program(name: &str, folder: &Path) -> Command {
    let mut command = Command::new(name);
    command.current_dir(folder);
    command
}

/// The command that these words say, started in `folder`.
pub fn words<'a>(words: impl IntoIterator<Item = &'a str>, folder: &Path) -> Result<Command> {
    let mut words = words.into_iter();
    let mut command = program(words.next().context("a command without a word")?, folder);
    command.args(words);
    Ok(command)
}

/// Runs to the end with the terminal's output; an error unless it exits with 0.
pub fn ok(command: &mut Command) -> Result<()> {
    let text = told(command);
    let status = command.status().with_context(|| format!("cannot start {text}"))?;
    if !status.success() {
        bail!("{text}: {status}");
    }
    Ok(())
}

/// Runs to the end and gives what it wrote to standard output; an error unless it exits with 0.
pub fn text(command: &mut Command) -> Result<String> {
    let words = told(command);
    let output = command.output().with_context(|| format!("cannot start {words}"))?;
    if !output.status.success() {
        bail!("{words}: {}\n{}", output.status, String::from_utf8_lossy(&output.stderr));
    }
    String::from_utf8(output.stdout).with_context(|| format!("{words} wrote no UTF-8"))
}

/// Whether a program of this name is on the path.
pub fn exists(name: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(name).is_file()))
}

fn told(command: &Command) -> String {
    let mut text = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        text.push(' ');
        text.push_str(&argument.to_string_lossy());
    }
    text
}
