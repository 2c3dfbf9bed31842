//! `pg_dump` and `pg_restore`: PostgreSQL's own programs, asked for by their names. Server and password reach them by their environment, never
//! by the command line, which others of the machine can read.

use std::{
    path::Path,
    process::{Command, Output},
};

use app::copies::CopyFault;
use store::{
    Db, Location,
    backup::{LEFT_OUT, Server, ServerState},
};

use super::{
    Failed,
    payload::{Extent, state_of},
};

/// The command that dumps the tables of mimamori in PostgreSQL's own format.
pub fn dump(place: &Location, extent: Extent) -> Result<Command, Failed> {
    let (mut command, state) = program("pg_dump", place)?;
    command.args(["--format=custom", "--no-owner", "--no-privileges", "--no-password"]);
    command.arg(format!("--schema=\"{}\"", state.schema));
    if extent == Extent::WithoutFiles {
        command.arg(format!("--exclude-table-data=\"{}\".{LEFT_OUT}", state.schema));
    }
    Ok(command)
}

/// Whether the tables of a server's database are none yet.
pub fn is_empty(place: &Location) -> Result<bool, Failed> {
    Ok(state_of(place)?.tables == 0)
}

/// Restores a dump into a database without tables: all of it, or nothing.
pub fn restore(dump: &Path, to: &Location) -> Result<(), Failed> {
    if !is_empty(to)? {
        return Err(Failed::new(CopyFault::Database, "the database is not empty"));
    }
    refuse_foreign(dump, to)?;
    let (mut command, state) = program("pg_restore", to)?;
    command.args(["--no-owner", "--no-privileges", "--no-password", "--exit-on-error", "--single-transaction"]);
    command.arg(format!("--schema={}", state.schema));
    let name = command.get_envs().find(|(name, _)| *name == "PGDATABASE").and_then(|(_, value)| value);
    let database = name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    command.arg(format!("--dbname={database}")).arg(dump);
    let output = command.output().map_err(|error| Failed::new(CopyFault::Program, error))?;
    if output.status.success() { Ok(()) } else { Err(Failed::new(CopyFault::Damaged, first_line(&output))) }
}

/// Refuses what is no dump of ours or was written by a newer version, before anything is restored.
fn refuse_foreign(dump: &Path, to: &Location) -> Result<(), Failed> {
    let (mut command, _) = program("pg_restore", to)?;
    command.args(["--data-only", "--table=schema_migration", "--file=-"]).arg(dump);
    let output = command.output().map_err(|error| Failed::new(CopyFault::Program, error))?;
    if !output.status.success() {
        return Err(Failed::new(CopyFault::Damaged, first_line(&output)));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let rows = text.lines().skip_while(|line| !line.starts_with("COPY ")).skip(1).take_while(|line| *line != "\\.");
    let names: Vec<&str> = rows.filter_map(|row| row.split('\t').next()).collect();
    match names.iter().find(|name| !Db::migrations().any(|known| known == **name)) {
        Some(newer) => Err(Failed::new(CopyFault::Database, format!("written by a newer version ({newer})"))),
        None if names.is_empty() => Err(Failed::new(CopyFault::Damaged, "no copy of mimamori")),
        None => Ok(()),
    }
}

/// A program of PostgreSQL, told of the server, once it was found to be there and no older than the server.
fn program(name: &str, place: &Location) -> Result<(Command, ServerState), Failed> {
    let server = Server::of(place)?.ok_or_else(|| Failed::new(CopyFault::Database, "no server"))?;
    let told = match Command::new(name).arg("--version").output() {
        Ok(output) => String::from_utf8_lossy(&output.stdout).into_owned(),
        Err(error) => return Err(Failed::new(CopyFault::Program, format!("{name}: {error}"))),
    };
    let state = state_of(place)?;
    match major(&told) {
        Some(own) if own >= state.major => {
            let mut command = Command::new(name);
            // What the one who started the server has in her own environment is not meant.
            command.env_remove("PGSERVICE").env_remove("PGSSLROOTCERT").envs(server.environment());
            Ok((command, state))
        }
        _ => {
            Err(Failed::new(CopyFault::Program, format!("{} is older than the server ({})", told.trim(), state.major)))
        }
    }
}

/// 15 of `pg_dump (PostgreSQL) 15.4 (…)`.
fn major(told: &str) -> Option<i64> {
    let number = told.split_once("(PostgreSQL) ")?.1;
    number.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()
}

/// Whether a program ended well.
pub fn went_well(output: &Output) -> Result<(), Failed> {
    if output.status.success() { Ok(()) } else { Err(Failed::new(CopyFault::Program, first_line(output))) }
}

/// What a program said first, without what may quote a row.
fn first_line(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let line = text.lines().find(|line| line.contains("error")).or(text.lines().next()).unwrap_or_default();
    format!("{} {}", output.status, line.chars().take(200).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_a_program_is_read() {
        assert_eq!(major("pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(major("pg_dump (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major("something else"), None);
    }
}
