//! 鍵の紙: the key that opens the copies stands on a sheet of paper and nowhere else. It is made of the program's randomness, shown once, and
//! only its public half is kept: with that one seals, and opens nothing.

use std::{fmt, str::FromStr as _};

use age::{secrecy::ExposeSecret as _, x25519::Identity};
use bech32::{Bech32, Hrp};
use domain::office::Right;
use serde_json::json;
use store::{
    Tx,
    audit::{self, AuditAction, NewEntry},
    copies::{self, CopyKey},
    organisations,
};

use crate::{Cx, Outside, Reason, Refusal};

/// What an entry about the key stands under in the log.
const SUBJECT: &str = "copy-key";
/// What a secret begins with, before `1`.
const PREFIX: &str = "age-secret-key-";

/// A key that was just made.
#[derive(Clone, PartialEq, Eq)]
pub struct MadeKey {
    /// `AGE-SECRET-KEY-1…`, for the paper alone.
    pub secret: String,
    /// `age1…`.
    pub public: String,
}

impl fmt::Debug for MadeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MadeKey({})", self.public)
    }
}

impl MadeKey {
    /// Makes a key of 32 random bytes.
    pub fn of(random: [u8; 32]) -> Result<Self, PaperKeyFault> {
        let prefix = Hrp::parse(PREFIX).map_err(|_| PaperKeyFault)?;
        let secret = bech32::encode::<Bech32>(prefix, &random).map_err(|_| PaperKeyFault)?.to_uppercase();
        Ok(Self { public: public_of(&secret)?, secret })
    }

    /// The secret in groups of four letters, as it is written for typing.
    pub fn groups(&self) -> Vec<String> {
        let letters: Vec<char> = self.secret.chars().collect();
        letters.chunks(4).map(|group| group.iter().collect()).collect()
    }
}

/// What was given is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "鍵として読めません。鍵の紙のとおりに、AGE-SECRET-KEY-1 から最後まで入れてください（空白と改行は、あってもなくてもかまいません）"
)]
pub struct PaperKeyFault;

/// The public half of a secret.
pub fn public_of(secret: &str) -> Result<String, PaperKeyFault> {
    Ok(Identity::from_str(secret).map_err(|_| PaperKeyFault)?.to_public().to_string())
}

/// The secret in what somebody typed or a file holds: with or without blanks, in small or capital letters, with lines of notes (`#`).
pub fn secret_of(typed: &str) -> Result<String, PaperKeyFault> {
    let lines = typed.lines().filter(|line| !line.trim_start().starts_with('#'));
    let letters: String = lines.flat_map(str::chars).filter(|letter| !letter.is_whitespace()).collect();
    let secret = letters.to_ascii_uppercase();
    let identity = Identity::from_str(&secret).map_err(|_| PaperKeyFault)?;
    Ok(identity.to_string().expose_secret().to_owned())
}

/// Makes a new paper key, to which copies are sealed from now on. The answer holds the secret: it is shown once and kept nowhere, so a form that
/// is sent twice makes two keys, and the paper printed last is the right one.
pub fn make_key(cx: &mut Cx<'_>) -> Result<MadeKey, Refusal> {
    cx.authorize(Right::Administer)?;
    if organisations::all(cx.tx)?.len() > 1 {
        let sentence =
            "いくつもの事業所が入っているので、控えの鍵は、サーバーを管理する人が mimamori copy-key で作ります。";
        return Err(Refusal::Refused(vec![Reason::at("", sentence)]));
    }
    let made = made(cx.outside)?;
    let key = CopyKey {
        public_key: made.public.clone(),
        made_at: (cx.outside.now)(),
        made_by: cx.actor.user.to_string(),
        made_by_name: cx.actor.name.clone(),
    };
    copies::add_key(cx.tx, &key)?;
    cx.audit(AuditAction::KeepCopyKey, SUBJECT, &json!({ "public_key": key.public_key }))?;
    Ok(made)
}

/// As [`make_key`], by who sits at the console. The log of the first organisation tells of it.
pub fn keep_key_by_command(tx: &mut Tx, outside: &Outside) -> Result<MadeKey, Refusal> {
    let made = made(outside)?;
    let at = (outside.now)();
    let (by, name) = ("command".to_owned(), "copy-key コマンド".to_owned());
    copies::add_key(
        tx,
        &CopyKey { public_key: made.public.clone(), made_at: at.clone(), made_by: by, made_by_name: name },
    )?;
    if let Some(first) = organisations::all(tx)?.first() {
        let entry = NewEntry {
            at: &at,
            actor_id: "",
            actor_name: "copy-key コマンド",
            action: AuditAction::KeepCopyKey,
            subject: SUBJECT,
            body: &json!({ "public_key": made.public }).to_string(),
        };
        audit::append(tx, first.id, &entry)?;
    }
    Ok(made)
}

fn made(outside: &Outside) -> Result<MadeKey, Refusal> {
    MadeKey::of((outside.random)()).map_err(|fault| Refusal::Refused(vec![Reason::at("", fault.to_string())]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_people_type_it_and_a_slip_is_found() {
        let made = MadeKey::of([7; 32]).unwrap();
        assert!(
            made.secret.starts_with("AGE-SECRET-KEY-1") && made.secret.len() == 74 && made.public.starts_with("age1")
        );
        assert_eq!(made.groups().concat(), made.secret);
        let typed = format!("# 控えの鍵\n {} \n", made.groups().join(" ").to_lowercase());
        assert_eq!(secret_of(&typed).as_deref(), Ok(made.secret.as_str()));
        assert_eq!(public_of(&made.secret).as_deref(), Ok(made.public.as_str()));
        for place in 16..made.secret.len() {
            let mut slip = made.secret.clone().into_bytes();
            slip[place] = if slip[place] == b'Q' { b'P' } else { b'Q' };
            assert_eq!(secret_of(&String::from_utf8(slip).unwrap()), Err(PaperKeyFault), "{place}");
        }
        assert!(!format!("{made:?}").contains("SECRET"));
    }
}
