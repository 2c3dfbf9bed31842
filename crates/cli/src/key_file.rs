//! Keys in files beside the database that only their owner reads. They are in no backup of the database.

use std::{fs, path::Path};

use anyhow::{Context as _, bail};
use app::Outside;

use crate::private_file;

/// The key in the file of that name in the folder of the data; made at the first time.
pub fn of_folder(folder: &Path, name: &str, outside: &Outside) -> anyhow::Result<[u8; 32]> {
    let path = folder.join(name);
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
        Some(bytes) => Ok(bytes),
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
        let made = of_folder(folder.path(), "a.key", &outside).unwrap();
        let path = folder.path().join("a.key");
        assert_eq!(of_folder(folder.path(), "a.key", &outside).unwrap(), made);
        assert_ne!(of_folder(folder.path(), "b.key", &outside).unwrap(), made);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        fs::write(&path, "x").unwrap();
        assert!(of_folder(folder.path(), "a.key", &outside).is_err());
    }
}
