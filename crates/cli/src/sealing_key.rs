//! The key with which the secrets of second factors are sealed: in no backup of the database, so that a stolen backup makes
//! no code.

use std::path::Path;

use app::{Outside, accounts::SealingKey};

use crate::key_file;

const NAME: &str = "second-factor.key";

/// The key in the folder of the data; made at the first start.
pub fn of_folder(folder: &Path, outside: &Outside) -> anyhow::Result<SealingKey> {
    key_file::of_folder(folder, NAME, outside).map(SealingKey::new)
}
