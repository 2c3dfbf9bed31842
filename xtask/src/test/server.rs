//! Throw-away things: a scratch folder, a PostgreSQL server of our own, a running mimamori.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::Duration,
};

use anyhow::{Context as _, Result, bail};

use super::machine;
use crate::run;

const MARK: &str = "MIMAMORI_SCRATCH";

/// A folder that goes away with this value; everything started gets its path as a mark in the environment.
pub struct Scratch(PathBuf);

impl Scratch {
    /// Makes the folder, and removes those of runs that were killed.
    pub fn create() -> Result<Self> {
        let parent = std::env::temp_dir();
        for entry in fs::read_dir(&parent)?.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let dead = name
                .strip_prefix("mimamori-scratch-")
                .is_some_and(|id| !Path::new("/proc").join(id.split('.').next().unwrap_or(id)).exists());
            if dead {
                fs::remove_dir_all(entry.path()).ok();
            }
        }
        let path = parent.join(format!("mimamori-scratch-{}", std::process::id()));
        #[cfg(test)]
        let path = path.with_extension(format!("{:?}", std::thread::current().id())); // one folder for each test
        fs::create_dir_all(&path)?;
        Ok(Self(path))
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// A folder in it.
    pub fn folder(&self, name: &str) -> Result<PathBuf> {
        let path = self.0.join(name);
        fs::create_dir_all(&path)?;
        Ok(path)
    }

    /// The command with our mark, by which its whole family is found again.
    pub fn mark(&self, mut command: Command) -> Command {
        command.env(MARK, &self.0);
        command
    }

    /// The mark as it stands in a process's environment.
    pub fn mark_text(&self) -> String {
        format!("{MARK}={}", self.0.display())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

/// What the servers say, in the scratch folder.
const LOG: &str = "server.log";

/// A process that is ended with this value, and by the system when xtask itself is killed.
pub struct Running(Child);

impl Running {
    /// Starts it under `setpriv`, which asks the system to send `signal` when we are gone; `before` are the words that lead to it.
    pub fn start(
        scratch: &Scratch,
        signal: &str,
        (before, as_user): (&[String], &[&str]),
        program: &Path,
        arguments: &[&str],
    ) -> Result<Self> {
        let words = before.iter().map(String::as_str).chain(["setpriv", "--pdeathsig", signal]);
        let mut command = scratch.mark(run::words(words, scratch.path())?);
        command.args(as_user).arg("--").arg(program).args(arguments);
        let log = fs::File::options().create(true).append(true).open(scratch.path().join(LOG))?;
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        Ok(Self(command.spawn().with_context(|| format!("cannot start {}", program.display()))?))
    }

    /// Its id.
    #[cfg(test)]
    fn id(&self) -> u32 {
        self.0.id()
    }

    /// Whether it has ended already.
    pub fn ended(&mut self) -> bool {
        self.0.try_wait().ok().flatten().is_some()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // INT is a fast shutdown for PostgreSQL and the end of serving for mimamori.
        Command::new("kill").args(["-INT", &self.0.id().to_string()]).status().ok();
        for _ in 0..100 {
            if self.ended() {
                return;
            }
            sleep(Duration::from_millis(50));
        }
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// Loopback alone, and nothing durable.
const SETTINGS: &[&str] = &[
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
];

/// A PostgreSQL server on loopback that writes nothing durably.
pub struct Postgres {
    port: u16,
    programs: PathBuf,
    server: Running,
}

impl Postgres {
    /// Makes a cluster in the scratch folder and starts it on a free port.
    pub fn start(scratch: &Scratch) -> Result<Self> {
        Self::start_in(scratch, &scratch.folder("postgres")?, &[], &[])
    }

    /// The same in a folder that `within` leads to, with more words for `initdb`.
    pub fn start_in(scratch: &Scratch, data: &Path, within: &[String], more: &[&str]) -> Result<Self> {
        let programs = machine::postgres_folder().context("PostgreSQL is not installed")?;
        // PostgreSQL refuses to run as root.
        let as_user: &[&str] =
            if machine::is_root()? { &["--reuid=postgres", "--regid=postgres", "--init-groups"] } else { &[] };
        let words = |words: &[&'static str]| {
            let words = within.iter().map(String::as_str).chain(words.iter().copied());
            run::words(words, scratch.path()).map(|command| scratch.mark(command))
        };
        if !as_user.is_empty() {
            run::ok(words(&["chown", "postgres:"])?.arg(data))?;
        }
        let data = data.to_string_lossy().into_owned();
        let mut initdb = words(&["setpriv"])?;
        initdb.args(as_user).arg("--").arg(programs.join("initdb"));
        initdb.args(["-D", &data, "-U", "mimamori", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]);
        run::text(initdb.args(more))?;
        let port = free_port()?;
        let port_setting = format!("port={port}");
        let mut arguments = vec!["-D", &data, "-c", &port_setting];
        arguments.extend(SETTINGS.iter().flat_map(|setting| ["-c", *setting]));
        let server = Running::start(scratch, "INT", (within, as_user), &programs.join("postgres"), &arguments)?;
        let mut postgres = Self { port, programs, server };
        postgres.wait(scratch)?;
        Ok(postgres)
    }

    /// Waits until it answers.
    fn wait(&mut self, scratch: &Scratch) -> Result<()> {
        for _ in 0..200 {
            let mut ready = Command::new(self.programs.join("pg_isready"));
            if ready.args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()]).status()?.success() {
                return Ok(());
            }
            if self.server.ended() {
                break;
            }
            sleep(Duration::from_millis(50));
        }
        bail!("PostgreSQL does not start:\n{}", fs::read_to_string(scratch.path().join(LOG)).unwrap_or_default())
    }

    /// The address of a database.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://mimamori@127.0.0.1:{}/{database}", self.port)
    }

    /// Makes an empty database; its address.
    pub fn create(&self, database: &str) -> Result<String> {
        run::ok(self.psql("postgres").args(["-c", &format!("create database {database}")]))?;
        Ok(self.url(database))
    }

    /// Makes a database that holds what another one holds, to which nobody is connected.
    pub fn copy(&self, database: &str, from: &str) -> Result<()> {
        run::ok(self.psql("postgres").args(["-c", &format!("create database {database} template {from}")]))
    }

    /// Throws a database away.
    pub fn drop_database(&self, database: &str) -> Result<()> {
        run::ok(self.psql("postgres").args(["-c", &format!("drop database {database} with (force)")]))
    }

    /// The rows of a query, each a line with its columns parted by tabs.
    pub fn ask(&self, database: &str, query: &str) -> Result<String> {
        run::text(self.psql(database).args(["-At", "-F", "\t", "-c", query]))
    }

    fn psql(&self, database: &str) -> Command {
        let mut psql = Command::new(self.programs.join("psql"));
        psql.args(["-q", &self.url(database)]);
        psql
    }
}

/// A port nobody listens on right now.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_of_our_own_answers_and_ends() {
        if machine::postgres_folder().is_none() {
            return;
        }
        let scratch = Scratch::create().unwrap();
        let postgres = Postgres::start(&scratch).unwrap();
        assert!(postgres.create("walk").unwrap().ends_with("/walk"));
        let place = format!("/proc/{}", postgres.server.id());
        drop(postgres);
        assert!(!Path::new(&place).exists());
    }

    #[test]
    fn what_was_started_ends_with_its_value() {
        let scratch = Scratch::create().unwrap();
        let running = Running::start(&scratch, "KILL", (&[], &[]), Path::new("/bin/sleep"), &["600"]).unwrap();
        let place = format!("/proc/{}", running.id());
        assert!(Path::new(&place).exists());
        drop(running);
        assert!(!Path::new(&place).exists());
    }
}
