//! A file system of a few MB for one folder: a tmpfs in a mount namespace of its own, held by a process that does nothing. It
//! stands in nobody else's list of mounts and goes with its process, however this program ends.

use std::{
    fs,
    io::{BufRead as _, BufReader, ErrorKind, Write as _},
    path::{Path, PathBuf},
    process::{Child, Stdio},
};

use anyhow::{Context as _, Result, bail};

use crate::{
    run,
    test::{Scratch, machine},
};

/// The file that takes the room.
const FILLER: &str = "filler";

/// The file system, until this value goes.
pub struct Small {
    holder: Child,
    root: bool,
    /// The folder it is mounted at, seen from within.
    pub folder: PathBuf,
    /// The same folder seen from outside.
    pub inside: PathBuf,
}

impl Small {
    /// Makes the folder in the scratch folder and mounts so many MB there.
    pub fn mount(scratch: &Scratch, name: &str, megabytes: u64) -> Result<Self> {
        let folder = scratch.folder(name)?;
        let root = machine::is_root()?;
        let mut unshare = scratch.mark(run::program("setpriv", scratch.path()));
        unshare.args(["--pdeathsig", "KILL", "--", "unshare", "--mount", "--propagation", "private"]);
        if !root {
            unshare.args(["--user", "--map-root-user"]);
        }
        let script = format!(
            "mount -t tmpfs -o size={megabytes}m,mode=0755 tmpfs '{}' && echo mounted && exec sleep 36000",
            folder.display()
        );
        let mut holder = unshare.args(["sh", "-c", &script]).stdout(Stdio::piped()).stdin(Stdio::null()).spawn()?;
        let mut line = String::new();
        BufReader::new(holder.stdout.take().context("no output")?).read_line(&mut line)?;
        if line.trim() != "mounted" {
            holder.wait()?;
            bail!("a file system of its own cannot be mounted here (unshare, mount): a full disk is not proved");
        }
        let inside = PathBuf::from(format!("/proc/{}/root{}", holder.id(), folder.display()));
        Ok(Self { holder, root, folder, inside })
    }

    /// The words that lead a command into it.
    pub fn within(&self) -> Vec<String> {
        let id = self.holder.id().to_string();
        let user: &[&str] = if self.root { &[] } else { &["--user", "--preserve-credentials"] };
        let words = ["nsenter", "--target", &id, "--mount"].into_iter().chain(user.iter().copied()).chain(["--"]);
        words.map(str::to_owned).collect()
    }

    /// Copies the files of a folder into it.
    pub fn take(&self, from: &Path) -> Result<()> {
        for entry in fs::read_dir(from)?.flatten().filter(|entry| entry.path().is_file()) {
            fs::copy(entry.path(), self.inside.join(entry.file_name()))?;
        }
        Ok(())
    }

    /// Takes all the room but so many bytes.
    pub fn fill(&self, leave: u64) -> Result<()> {
        let mut filler = fs::File::create(self.inside.join(FILLER))?;
        let zeros = [0_u8; 4096];
        let mut written: u64 = 0;
        loop {
            match filler.write(&zeros) {
                Ok(bytes) => written += u64::try_from(bytes)?,
                Err(fault) if fault.kind() == ErrorKind::StorageFull => break,
                Err(fault) => return Err(fault).context("the room cannot be taken"),
            }
        }
        Ok(filler.set_len(written.saturating_sub(leave))?)
    }

    /// Gives the room back.
    pub fn make_room(&self) -> Result<()> {
        Ok(fs::remove_file(self.inside.join(FILLER))?)
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        self.holder.kill().ok();
        self.holder.wait().ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_full_has_room_again_and_goes_with_its_value() {
        let scratch = Scratch::create().unwrap();
        // Where nothing may be mounted there is nothing to test; the proof itself then fails and says so.
        let Ok(small) = Small::mount(&scratch, "small", 1) else { return };
        assert!(!fs::read_to_string("/proc/self/mounts").unwrap().contains(&small.folder.display().to_string()));
        small.fill(4096).unwrap();
        let write = |bytes: usize| fs::write(small.inside.join("a"), vec![0; bytes]);
        assert!(write(4096).is_ok());
        assert_eq!(write(8192).unwrap_err().kind(), ErrorKind::StorageFull);
        small.make_room().unwrap();
        assert!(write(8192).is_ok());
        let holder = format!("/proc/{}", small.holder.id());
        drop(small);
        assert!(!Path::new(&holder).exists());
        assert!(fs::read_dir(scratch.path().join("small")).unwrap().next().is_none(), "nothing of it stayed");
    }
}
