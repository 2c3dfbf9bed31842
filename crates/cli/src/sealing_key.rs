//! The key with which the secrets of second factors are sealed: a file beside the database that only its owner reads. It is
//! in no backup of the database, so that a stolen backup makes no code.

use std::{fs, path::Path};

use anyhow::{Context as _, bail};
use app::{Outside, accounts::SealingKey};

use crate::private_file;

const NAME: &str = "second-factor.key";

/// The key in the folder of the data; made at the first start.
pub fn of_folder(folder: &Path, outside: &Outside) -> anyhow::Result<SealingKey> {
    let path = folder.join(NAME);
    if !path.exists() {
        private_file::make_folder(folder)?;
        let hex = base16ct::lower::encode_string(&(outside.random)());
        // Another program that starts at the same moment may have made it: what is there is read.
        if let Err(fault) = private_file::write_new(&path, hex.as_bytes())
            && !path.exists()
        {
            return Err(fault);
        }
    }
    let text = fs::read_to_string(&path).with_context(|| format!("鍵を読めません: {}", path.display()))?;
    match bytes(text.trim()) {
        Some(bytes) => Ok(SealingKey::new(bytes)),
        None => bail!("鍵のファイルがこわれています: {}（控えがあれば、元に戻してください）", path.display()),
    }
}

fn bytes(hex: &str) -> Option<[u8; 32]> {
    base16ct::mixed::decode_vec(hex).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use std::{os::unix::fs::PermissionsExt as _, sync::Arc};

    use super::*;
    use crate::outside::{self, Pdf};

    #[test]
    fn the_key_is_made_once_for_its_owner_alone_and_a_broken_one_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let outside = outside::real(Arc::new(Pdf::default()));
        of_folder(folder.path(), &outside).unwrap();
        let path = folder.path().join(NAME);
        let first = fs::read_to_string(&path).unwrap();
        of_folder(folder.path(), &outside).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), first);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        fs::write(&path, "x").unwrap();
        assert!(of_folder(folder.path(), &outside).is_err());
    }
}
