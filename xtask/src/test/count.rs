//! How many tests passed and failed, read from what the runners print while it is passed on.

use std::{
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result};

/// The sum over all runners.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Passed.
    pub passed: u64,
    /// Failed.
    pub failed: u64,
}

impl Count {
    /// Runs `cargo test` and adds up its closing lines.
    pub fn cargo(&mut self, command: &mut Command) -> Result<()> {
        self.follow(command, &mut |line| println!("{line}"), |count, line| {
            if let Some(rest) = line.strip_prefix("test result: ") {
                count.passed += before(rest, " passed");
                count.failed += before(rest, " failed");
            }
        })
    }

    /// Runs a browser walk and adds up its checks (`ok …`, `not ok …`).
    pub fn walk(&mut self, command: &mut Command, said: &mut dyn FnMut(&str)) -> Result<()> {
        self.follow(command, said, |count, line| {
            count.passed += u64::from(line.starts_with("ok "));
            count.failed += u64::from(line.starts_with("not ok "));
        })
    }

    /// Passes the output on and counts; a runner that fails without a failed test counts as one.
    fn follow(
        &mut self,
        command: &mut Command,
        said: &mut dyn FnMut(&str),
        each: impl Fn(&mut Self, &str),
    ) -> Result<()> {
        let before = self.failed;
        let mut child = command.stdout(Stdio::piped()).spawn().context("cannot start the tests")?;
        let output = child.stdout.take().context("the output was asked for")?;
        for line in BufReader::new(output).lines() {
            let line = line?;
            said(&line);
            each(self, &line);
        }
        if !child.wait()?.success() && self.failed == before {
            self.failed += 1;
        }
        Ok(())
    }
}

/// The number that stands before a word.
fn before(line: &str, word: &str) -> u64 {
    let number = line.split(word).next().filter(|start| *start != line);
    number.and_then(|start| start.rsplit(' ').next()).and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn closing_lines_are_added_up() {
        let mut count = Count::default();
        let line = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s";
        count.cargo(&mut shell(&format!("echo '{line}'; echo '{}'", line.replace("0 failed", "2 failed")))).unwrap();
        assert_eq!(count, Count { passed: 24, failed: 2 });
    }

    #[test]
    fn a_runner_that_dies_counts_as_failed() {
        let mut count = Count::default();
        count.walk(&mut shell("echo 'ok 1 set-up'; exit 1"), &mut |_| ()).unwrap();
        assert_eq!(count, Count { passed: 1, failed: 1 });
    }
}
