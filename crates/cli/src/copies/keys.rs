//! テスト用の鍵: with which the server opens its own copies for trial. In a file of its own beside the data, in no copy, and renewed each year.
//! The paper key's public half comes out of the database; its secret is nowhere on the server.

use std::{
    fs,
    path::{Path, PathBuf},
};

use app::{
    Outside,
    copies::{CopyFault, MadeKey, public_of, secret_of},
};
use calendar::Date;
use store::{Db, copies};

use super::{Failed, seal::Recipients};
use crate::private_file;

const NAME: &str = "copy-test.key";
/// Days after which it is renewed.
const DAYS: i32 = 365;
const MADE: &str = "# made ";

/// To whom copies are sealed now; none while there is no paper key. Renews the test key when its year is over.
pub fn recipients(db: &Db, outside: &Outside, data: &Path) -> Result<Option<Recipients>, Failed> {
    let Some(paper) = db.read_now(copies::newest_key)? else { return Ok(None) };
    let test = public_of(&renewed(data, outside)?).map_err(|error| Failed::new(CopyFault::Key, error))?;
    Recipients::of(&[&paper.public_key, &test]).map(Some)
}

/// The test key, as it is.
pub fn test_key(data: &Path) -> Result<String, Failed> {
    let text = fs::read_to_string(path(data)).map_err(|error| Failed::new(CopyFault::Key, error))?;
    secret_of(&text).map_err(|error| Failed::new(CopyFault::Key, error))
}

/// The test key, made at the first time and after a year. The newest copy is sealed to the newest key, and only that one is opened for trial.
fn renewed(data: &Path, outside: &Outside) -> Result<String, Failed> {
    let today = (outside.today)();
    let text = fs::read_to_string(path(data)).ok();
    if let Some(text) = text.as_deref().filter(|text| is_young(text, today)) {
        return secret_of(text).map_err(|error| Failed::new(CopyFault::Key, error));
    }
    let made = MadeKey::of((outside.random)()).map_err(|error| Failed::new(CopyFault::Key, error))?;
    private_file::make_folder(data).map_err(|error| Failed::new(CopyFault::Key, error))?;
    let new = path(data).with_extension("new");
    drop(fs::remove_file(&new));
    let written = private_file::write_new(&new, format!("{MADE}{today}\n{}\n", made.secret).as_bytes());
    written.map_err(|error| Failed::new(CopyFault::Key, error))?;
    fs::rename(&new, path(data)).map_err(Failed::place)?;
    Ok(made.secret)
}

/// Whether a key is of the last year. One that does not say so, or that comes from the future, is renewed.
fn is_young(text: &str, today: Date) -> bool {
    let made = text.lines().find_map(|line| line.strip_prefix(MADE)?.trim().parse::<Date>().ok());
    made.and_then(|made| made.until(today).ok()).is_some_and(|age| (0..DAYS).contains(&age.get_days()))
}

fn path(data: &Path) -> PathBuf {
    data.join(NAME)
}

#[cfg(test)]
mod tests {
    use std::{os::unix::fs::PermissionsExt as _, sync::Arc};

    use testkit::{TestApp, day};

    use super::*;

    #[test]
    fn the_test_key_is_made_once_for_its_owner_alone_and_renewed_after_a_year() {
        let (app, folder) = (TestApp::new(), tempfile::tempdir().unwrap());
        let outside = |text: &'static str| Outside {
            today: Arc::new(move || day(text)),
            random: Arc::new(|| *uuid::Uuid::now_v7().as_bytes().repeat(2).first_chunk().unwrap()),
            ..app.outside.clone()
        };
        let first = renewed(folder.path(), &outside("2026-11-22")).unwrap();
        assert_eq!(renewed(folder.path(), &outside("2027-11-21")).unwrap(), first);
        assert_eq!(test_key(folder.path()).unwrap(), first);
        let mode = fs::metadata(path(folder.path())).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let second = renewed(folder.path(), &outside("2027-11-22")).unwrap();
        assert_ne!(second, first);
        assert_eq!(test_key(folder.path()).unwrap(), second);
        assert!(recipients(&app.db, &app.outside, folder.path()).unwrap().is_none(), "without a paper key");
    }
}
