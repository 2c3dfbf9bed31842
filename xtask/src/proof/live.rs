//! The real program on a real port: started, killed, stopped, looked through; on SQLite or on PostgreSQL.

use std::{
    fs,
    net::SocketAddr,
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};

use super::http::Browser;
use crate::{
    run,
    test::{
        Scratch,
        server::{Postgres, free_port},
    },
};

/// How long a server may take until it answers.
const START: Duration = Duration::from_secs(60);

/// What the proofs run with.
pub struct Ground<'a> {
    /// The program.
    pub program: PathBuf,
    /// Where everything is put.
    pub scratch: &'a Scratch,
    /// The PostgreSQL of the run.
    pub postgres: &'a Postgres,
}

/// Data of an installation: a folder, and a database of PostgreSQL where it is not in the folder.
#[derive(Clone, Debug)]
pub struct Place {
    /// The folder.
    pub folder: PathBuf,
    /// The database's name on PostgreSQL.
    pub database: Option<String>,
    /// What stands before each command on it: the words that lead into the file system it lies on.
    pub within: Vec<String>,
}

impl Ground<'_> {
    /// A new, empty installation.
    pub fn place(&self, name: &str, on_postgres: bool) -> Result<Place> {
        let database = on_postgres.then(|| name.replace('-', "_"));
        if let Some(database) = &database {
            self.postgres.create(database)?;
        }
        Ok(Place { folder: self.scratch.folder(name)?, database, within: Vec::new() })
    }

    /// A copy of one that no server runs on.
    pub fn copy(&self, from: &Place, name: &str) -> Result<Place> {
        let place = Place {
            folder: self.scratch.folder(name)?,
            database: from.database.as_ref().map(|_| name.replace('-', "_")),
            within: Vec::new(),
        };
        for entry in fs::read_dir(&from.folder)?.flatten().filter(|entry| entry.path().is_file()) {
            fs::copy(entry.path(), place.folder.join(entry.file_name()))?;
        }
        if let (Some(from), Some(database)) = (&from.database, &place.database) {
            self.postgres.copy(database, from)?;
        }
        Ok(place)
    }

    /// Throws an installation away.
    pub fn drop(&self, place: &Place) -> Result<()> {
        if let Some(database) = &place.database {
            self.postgres.drop_database(database)?;
        }
        Ok(fs::remove_dir_all(&place.folder)?)
    }

    /// A command of the program on these data.
    pub fn command(&self, place: &Place, before: &[&str], arguments: &[&str]) -> Command {
        let mut command = self.scratch.mark(run::program("setpriv", self.scratch.path()));
        command.args(["--pdeathsig", "KILL", "--"]).args(&place.within).args(before).arg(&self.program).args(arguments);
        command.arg("--data").arg(&place.folder);
        if let Some(database) = &place.database {
            command.env("MIMAMORI_DATABASE", self.postgres.url(database));
        }
        command.stdin(Stdio::null());
        command
    }

    /// Starts the server and waits until it answers.
    pub fn serve(&self, place: &Place, before: &[&str], more: &[&str]) -> Result<Live> {
        let port = free_port()?;
        let listen = format!("127.0.0.1:{port}");
        let mut command = self.command(place, before, &["serve", "--listen", &listen]);
        let log = place.folder.join(format!("serve-{port}.log"));
        let file = fs::File::create(&log)?;
        command.args(more).stdout(file.try_clone()?).stderr(file);
        let child = command.spawn().context("cannot start the program")?;
        let mut live = Live { child, address: listen.parse()?, log };
        live.wait()?;
        Ok(live)
    }

    /// Starts the server where it is to refuse; what it says. An error where it starts.
    pub fn refused(&self, place: &Place, before: &[&str], more: &[&str]) -> Result<String> {
        let listen = format!("127.0.0.1:{}", free_port()?);
        let mut command = self.command(place, before, &["serve", "--listen", &listen]);
        let mut child = command.args(more).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let begun = Instant::now();
        while child.try_wait()?.is_none() {
            if begun.elapsed() > START {
                child.kill()?;
                child.wait()?;
                bail!("the server started, and was to refuse");
            }
            sleep(Duration::from_millis(20));
        }
        let output = child.wait_with_output()?;
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        if output.status.code() != Some(1) {
            bail!("the server ended with {} and was to refuse: {said}", output.status);
        }
        Ok(said)
    }

    /// `mimamori verify`: nothing where all is in order, else what it says.
    pub fn verify(&self, place: &Place) -> Result<Option<String>> {
        let output = self.command(place, &[], &["verify"]).output()?;
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        Ok((!output.status.success()).then_some(said))
    }

    /// Rows of the database, each with its columns parted by a tab.
    pub fn rows(&self, place: &Place, query: &str) -> Result<Vec<String>> {
        const READ: &str = "import sqlite3, sys\nfor row in sqlite3.connect('file:' + sys.argv[1] + '?mode=ro', uri=True, timeout=30).execute(sys.argv[2]):\n    print('\\t'.join(map(str, row)))";
        let text = match &place.database {
            Some(database) => self.postgres.ask(database, query)?,
            None => {
                let words = place.within.iter().map(String::as_str).chain(["python3", "-c", READ]);
                let mut python = run::words(words, self.scratch.path())?;
                python.arg(place.folder.join("mimamori.sqlite")).arg(query);
                run::text(&mut python)?
            }
        };
        Ok(text.lines().map(str::to_owned).collect())
    }
}

/// A running server; it is killed with this value.
pub struct Live {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    log: PathBuf,
}

impl Live {
    fn wait(&mut self) -> Result<()> {
        let begun = Instant::now();
        while begun.elapsed() < START {
            if self.browser("").get("/healthz").is_ok_and(|answer| answer.status == 200) {
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("the server does not start: {status}\n{}", self.said());
            }
            sleep(Duration::from_millis(10));
        }
        bail!("the server does not answer\n{}", self.said())
    }

    /// Somebody with this cookie before it.
    pub fn browser(&self, cookie: &str) -> Browser {
        Browser { address: self.address, cookie: cookie.to_owned() }
    }

    /// Memory that it holds now (RSS), in kB.
    pub fn memory(&self) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        Ok(line.trim().trim_end_matches("kB").trim().parse()?)
    }

    /// What it wrote so far.
    pub fn said(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Whether it runs.
    pub fn runs(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Ends it at once, wherever it is (SIGKILL).
    pub fn kill(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }

    /// Asks it to end and waits for it.
    pub fn stop(mut self) -> Result<()> {
        run::ok(Command::new("kill").args(["-TERM", &self.child.id().to_string()]))?;
        let status = self.child.wait()?;
        if !status.success() {
            bail!("the server ended with {status}\n{}", self.said());
        }
        Ok(())
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.kill();
    }
}
