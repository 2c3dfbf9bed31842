//! The own passkeys: which there are, and taking one away.

use std::collections::BTreeSet;

use domain::id::UserId;
use serde_json::json;
use store::{StoreError, Tx, passkeys, second_factors, sessions};

use super::PasskeyHost;
use crate::{
    Acts, AuditAction, Cx, Reason, Refusal,
    accounts::{
        Token,
        notices::{NoticeKind, tell_own},
        renew_session,
    },
};

/// A passkey of the person.
#[derive(Clone, Debug)]
pub struct OwnPasskey {
    /// The number that the device gave it.
    pub credential: String,
    /// What the person calls it.
    pub name: String,
    /// The name under which it is good.
    pub host: String,
    /// Whether that is the one under which the program is open.
    pub here: bool,
    /// When it was added, UTC, RFC 3339.
    pub since: String,
    /// When it was last used; none where it never was.
    pub last_used: Option<String>,
}

/// By what a person can prove who she is, beside the printed codes.
#[derive(Clone, Debug)]
pub struct Ways {
    /// Whether by the digits of an app.
    pub app: bool,
    /// The passkeys, the oldest first.
    pub passkeys: Vec<OwnPasskey>,
}

impl Ways {
    /// Whether by a passkey under the name under which the program is open.
    pub fn passkey_here(&self) -> bool {
        self.passkeys.iter().any(|it| it.here)
    }

    /// The other names under which there are passkeys, for a sentence.
    pub fn elsewhere(&self) -> String {
        let names: BTreeSet<&str> = self.passkeys.iter().filter(|it| !it.here).map(|it| it.host.as_str()).collect();
        names.into_iter().collect::<Vec<_>>().join("、")
    }
}

/// By what a person can prove who she is. `host`: the name under which the program is open, where passkeys can be used.
pub fn ways(tx: &mut Tx, user: UserId, host: Option<&PasskeyHost>) -> Result<Ways, StoreError> {
    let own = passkeys::of_user(tx, user)?.into_iter().map(|it| OwnPasskey {
        here: host.is_some_and(|host| host.name() == it.host),
        credential: it.credential,
        name: it.name,
        host: it.host,
        since: it.since,
        last_used: it.last_used,
    });
    Ok(Ways { app: second_factors::find(tx, user)?.is_some(), passkeys: own.collect() })
}

/// Takes a passkey away and signs the person out elsewhere: it may be that of a telephone that was lost. One second factor stays.
pub fn remove_passkey<A: Acts>(
    cx: &mut Cx<'_, A>,
    credential: &str,
    token_hash: &str,
    device: &str,
) -> Result<Token, Refusal> {
    let user = cx.actor.user();
    if !passkeys::remove(cx.tx, user, credential)? {
        return Err(Refusal::NotFound);
    }
    if !second_factors::has_any(cx.tx, user)? {
        let sentence = "最後の1つのため、削除できません。先に、別のパスキーを登録するか、認証アプリを設定してください";
        return Err(Refusal::Refused(vec![Reason::at("", sentence)]));
    }
    sessions::remove_of_user(cx.tx, user, token_hash)?;
    second_factors::remove_passes(cx.tx, user)?;
    let session = renew_session(cx.tx, cx.outside, token_hash)?;
    tell_own(cx, NoticeKind::PasskeyRemoved, device)?;
    cx.audit(AuditAction::RemovePasskey, &user.to_string(), &json!({}))?;
    Ok(session)
}
