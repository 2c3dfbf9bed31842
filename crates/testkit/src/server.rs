//! A PostgreSQL server of a test's own, for what the shared one must not suffer: other settings, TLS, silence.

use std::{
    env, fs,
    net::TcpListener,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::Duration,
};

use tempfile::TempDir;

/// Loopback alone, and nothing durable.
const SETTINGS: &str = "listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\nfsync = off\n\
    synchronous_commit = off\nfull_page_writes = off\nmax_connections = 40\n";

/// A server that ends with this value; its folder goes with it.
pub struct PostgresServer {
    port: u16,
    child: Child,
    _folder: TempDir,
}

impl PostgresServer {
    /// Starts one with further settings and these files in its data folder (a key is its owner's alone). None where the
    /// tests are to run on SQLite alone, or no server is installed.
    pub fn start(settings: &str, files: &[(&str, &str)]) -> Option<Self> {
        env::var_os(crate::POSTGRES)?;
        let programs = programs()?;
        let folder = tempfile::tempdir().expect("a folder for the server");
        let data = folder.path().join("data");
        fs::create_dir(&data).expect("a folder for the server");
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("a folder for the server");
        fs::set_permissions(&data, fs::Permissions::from_mode(0o700)).expect("a folder for the server");
        give(&data);
        let mut initdb = as_postgres(&programs.join("initdb"));
        initdb.args(["-U", "mimamori", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "-D"]).arg(&data);
        let made = initdb.stdout(Stdio::null()).status().expect("initdb runs");
        assert!(made.success(), "initdb makes a cluster");
        for (name, text) in files {
            let path = data.join(name);
            fs::write(&path, text).expect("a file of the server");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("a file of the server");
            give(&path);
        }
        let port = free_port();
        let path = data.join("postgresql.auto.conf");
        fs::write(&path, format!("{SETTINGS}port = {port}\n{settings}\n")).expect("the settings");
        give(&path);
        let mut server = as_postgres(&programs.join("postgres"));
        let log = fs::File::create(folder.path().join("log")).expect("the server's log");
        server.arg("-D").arg(&data).stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        let child = server.spawn().expect("the server starts");
        let mut it = Self { port, child, _folder: folder };
        it.wait(&programs);
        Some(it)
    }

    /// The address of its database, under this name of the machine and with these parameters.
    pub fn url(&self, host: &str, parameters: &str) -> String {
        format!("postgres://mimamori@{host}:{}/postgres?{parameters}", self.port)
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    fn wait(&mut self, programs: &Path) {
        for _ in 0..200 {
            let mut ready = Command::new(programs.join("pg_isready"));
            ready.args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()]);
            if ready.status().is_ok_and(|status| status.success()) {
                return;
            }
            sleep(Duration::from_millis(50));
        }
        panic!(
            "the server does not start: {}",
            fs::read_to_string(self._folder.path().join("log")).unwrap_or_default()
        );
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        // QUIT ends it at once, whatever its backends do.
        Command::new("kill").args(["-QUIT", &self.child.id().to_string()]).status().ok();
        self.child.wait().ok();
    }
}

fn programs() -> Option<PathBuf> {
    let folders = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = folders.map(|entry| entry.path().join("bin")).filter(|bin| bin.join("initdb").is_file()).max();
    newest.or_else(|| env::split_paths(&env::var_os("PATH")?).find(|folder| folder.join("initdb").is_file()))
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|answer| answer.stdout.trim_ascii() == b"0")
}

/// PostgreSQL refuses to run as root; and it ends when the test is killed.
fn as_postgres(program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "QUIT"]).current_dir("/");
    if is_root() {
        command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]);
    }
    command.arg("--").arg(program);
    command
}

fn give(path: &Path) {
    if is_root() {
        let given = Command::new("chown").arg("postgres:").arg(path).status();
        assert!(given.is_ok_and(|status| status.success()), "the server's file can be given to it");
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("a free port").port()
}
