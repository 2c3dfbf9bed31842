//! 記録の末尾: the end of each log, signed, to be kept outside of the database. The log shows by itself what was changed in
//! it; that its end was cut off and set back, or that it was made anew as a whole, only somebody can tell who kept an older
//! end elsewhere. The signature says that this program, with the key beside its database, gave the end out; the proof is
//! the copy outside.

use std::{fmt, sync::Arc};

use domain::id::OfficeId;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    StoreError, Tx,
    audit::{self, AuditAction, NewEntry},
};

use crate::Outside;

/// What an entry about the key stands under in the log.
const SUBJECT: &str = "head-key";
/// What is signed begins with this, so that a signature of something else is none of a head.
const PURPOSE: &str = "mimamori head 1";

/// 署名の鍵: signs the ends of the logs. It stands in a file beside the database, never in it.
#[derive(Clone)]
pub struct HeadKey(Arc<Ed25519KeyPair>);

impl HeadKey {
    /// The key of these bytes; none where they make no key.
    pub fn new(seed: [u8; 32]) -> Option<Self> {
        Ed25519KeyPair::from_seed_unchecked(&seed).ok().map(|pair| Self(Arc::new(pair)))
    }

    /// The half that anybody may know, 64 hexadecimal digits.
    pub fn public(&self) -> String {
        base16ct::lower::encode_string(self.0.public_key().as_ref())
    }
}

impl fmt::Debug for HeadKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HeadKey({})", self.public())
    }
}

/// 末尾: the end of one log, as it is kept outside. It names nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The organisation.
    pub organisation: OfficeId,
    /// The number of the last entry.
    pub entry: i64,
    /// That entry's hash, 64 hexadecimal digits.
    pub hash: String,
    /// When it was signed, UTC, RFC 3339.
    pub at: String,
    /// The public key, 64 hexadecimal digits.
    pub key: String,
    /// The signature (Ed25519), 128 hexadecimal digits.
    pub signature: String,
}

impl Head {
    fn signed_bytes(&self) -> Vec<u8> {
        json!([PURPOSE, self.organisation, self.entry, self.hash, self.at]).to_string().into_bytes()
    }

    fn is_genuine(&self) -> bool {
        let bytes = |hex: &str| base16ct::mixed::decode_vec(hex).unwrap_or_default();
        UnparsedPublicKey::new(&ED25519, bytes(&self.key)).verify(&self.signed_bytes(), &bytes(&self.signature)).is_ok()
    }
}

/// What the database says to a head that was kept outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// The log holds it and goes on from there: so many entries came since.
    Contained {
        /// Entries since.
        since: i64,
    },
    /// The log ends before it.
    SetBack {
        /// Where it ends; 0 where the organisation has no log.
        end: i64,
    },
    /// The log has another entry in its place: it was made anew.
    Rewritten,
    /// The head is not as it was signed.
    NotGenuine,
    /// It was signed, but with a key that the log does not know.
    UnknownKey,
}

/// The signed end of one log; none where there is no key at hand (most tests), or no log.
pub fn head_of(tx: &mut Tx, outside: &Outside, of: OfficeId) -> Result<Option<Head>, StoreError> {
    let Some(key) = &outside.head_key else { return Ok(None) };
    sign(tx, outside, of, key)
}

/// The signed end of every log. The key's entry comes first, so that the log knows whose signature it is.
pub fn heads(tx: &mut Tx, outside: &Outside, key: &HeadKey) -> Result<Vec<Head>, StoreError> {
    let mut heads = Vec::new();
    for organisation in audit::offices(tx)? {
        heads.extend(sign(tx, outside, organisation, key)?);
    }
    Ok(heads)
}

fn sign(tx: &mut Tx, outside: &Outside, organisation: OfficeId, key: &HeadKey) -> Result<Option<Head>, StoreError> {
    if audit::head(tx, organisation)?.is_none() {
        return Ok(None);
    }
    keep_key(tx, outside, organisation, key)?;
    let Some((entry, hash)) = audit::head(tx, organisation)? else { return Ok(None) };
    let mut head = Head { organisation, entry, hash, at: (outside.now)(), key: key.public(), signature: String::new() };
    head.signature = base16ct::lower::encode_string(key.0.sign(&head.signed_bytes()).as_ref());
    Ok(Some(head))
}

/// Writes into a log that heads are signed with this key from now on, unless it says so already: a lost key is renewed by
/// a new one with an entry.
fn keep_key(tx: &mut Tx, outside: &Outside, of: OfficeId, key: &HeadKey) -> Result<(), StoreError> {
    let public = key.public();
    if keys(tx, of)?.last() == Some(&public) {
        return Ok(());
    }
    let entry = NewEntry {
        at: &(outside.now)(),
        actor_id: &uuid::Uuid::nil().to_string(),
        actor_name: "プログラム",
        action: AuditAction::KeepHeadKey,
        subject: SUBJECT,
        body: &json!({ "public_key": public }).to_string(),
    };
    audit::append(tx, of, &entry)?;
    Ok(())
}

/// The keys that a log has named, the newest last.
fn keys(tx: &mut Tx, of: OfficeId) -> Result<Vec<String>, StoreError> {
    let entries = audit::history(tx, of, SUBJECT, AuditAction::ReadClient)?;
    let key = |body: &str| {
        Some(serde_json::from_str::<serde_json::Value>(body).ok()?.get("public_key")?.as_str()?.to_owned())
    };
    let of_keys = entries.iter().rev().filter(|entry| entry.action() == Some(AuditAction::KeepHeadKey));
    Ok(of_keys.filter_map(|entry| key(&entry.body)).collect())
}

/// Compares a head that was kept outside with the log. That the log holds together is [`audit::verify`]'s to say.
pub fn compare(tx: &mut Tx, head: &Head) -> Result<Comparison, StoreError> {
    if !head.is_genuine() {
        return Ok(Comparison::NotGenuine);
    }
    let end = audit::head(tx, head.organisation)?.map_or(0, |(end, _)| end);
    if end < head.entry {
        return Ok(Comparison::SetBack { end });
    }
    if audit::hash_at(tx, head.organisation, head.entry)?.as_deref() != Some(head.hash.as_str()) {
        return Ok(Comparison::Rewritten);
    }
    if !keys(tx, head.organisation)?.contains(&head.key) {
        return Ok(Comparison::UnknownKey);
    }
    Ok(Comparison::Contained { since: end - head.entry })
}
