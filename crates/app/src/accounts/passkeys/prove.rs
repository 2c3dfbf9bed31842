//! Proving with a passkey: the second step of a sign-in, and the proof that is asked for anew. Each is counted before
//! (`crates/app/src/accounts/brake.rs`).

use base64::{Engine as _, prelude::BASE64_STANDARD_NO_PAD};
use domain::id::UserId;
use serde_json::json;
use store::{
    StoreError, Tx,
    passkeys::{self, Passkey, PasskeyState},
    sessions,
};
use webauthn_rp::{
    AuthenticatedCredential, NonDiscoverableAuthentication, NonDiscoverableCredentialRequestOptions,
    bin::Decode as _,
    request::{
        Credentials as _, DomainOrigin, UserVerificationRequirement,
        auth::{AllowedCredentials, AuthenticationVerificationOptions},
    },
    response::{
        AuthenticatorAttachment, Backup, CredentialId,
        register::{DynamicState, StaticState},
    },
};

use super::{
    Asked, PasskeyAnswer, PasskeyFault, PasskeyHost,
    ceremonies::Question,
    handle,
    keep::{backup_word, check_size, descriptor},
};
use crate::{
    Acts, AuditAction, Cx, Outside, Refusal,
    accounts::{
        session::member,
        sign_in::{Entered, Place, enter, tell},
    },
};

/// Asks for a proof by one of the person's passkeys for this name: what the browser is told (JSON), and what is to be kept of it. None
/// where there is none.
pub fn ask_for_passkey(tx: &mut Tx, user: UserId, host: &PasskeyHost) -> Result<Option<(String, Asked)>, StoreError> {
    let own = passkeys::of_user(tx, user)?;
    let mut allowed = AllowedCredentials::with_capacity(own.len());
    for descriptor in own.iter().filter(|it| it.host == host.name()).filter_map(|it| descriptor(&it.credential)) {
        allowed.push(descriptor.into());
    }
    let rp_id = host.rp_id();
    let Ok(mut options) = NonDiscoverableCredentialRequestOptions::second_factor(&rp_id, allowed) else {
        return Ok(None);
    };
    options.options().user_verification = UserVerificationRequirement::Required;
    let Ok((server, client)) = options.start_ceremony() else { return Ok(None) };
    let told = serde_json::to_string(&client).ok();
    let asked = Asked { host: host.name().to_owned(), question: Question::Prove(server) };
    Ok(told.map(|told| (told, asked)))
}

/// The second step of a sign-in, in the turn of the person's first organisation, which is told of a failure.
pub fn prove_by_passkey(
    tx: &mut Tx,
    outside: &Outside,
    (user, token_hash): (UserId, &str),
    answer: PasskeyAnswer,
    place: &Place,
) -> Result<Result<Entered, PasskeyFault>, Refusal> {
    if let Err(fault) = check(tx, outside, user, answer)? {
        for of in store::memberships::of_user(tx, user)?.into_iter().filter(|it| !it.disabled).take(1) {
            let member = member(user, &of.organisation, of.name, (&of.role, of.sections.as_deref()))?;
            let body = json!({ "device": place.device, "step": "passkey" });
            tell(tx, outside, &member, AuditAction::SignInFailed, &body)?;
            if fault == PasskeyFault::Copied {
                tell(tx, outside, &member, AuditAction::PasskeyCopied, &body)?;
            }
        }
        return Ok(Err(fault));
    }
    sessions::remove(tx, token_hash)?;
    enter(tx, outside, user, place, None).map(Ok)
}

/// Notes in the session that the person has proved who it is.
pub fn prove_again_by_passkey<A: Acts>(
    cx: &mut Cx<'_, A>,
    answer: PasskeyAnswer,
    token_hash: &str,
) -> Result<Result<(), PasskeyFault>, Refusal> {
    let user = cx.actor.user();
    if let Err(fault) = check(cx.tx, cx.outside, user, answer)? {
        crate::accounts::note_failed_proof(cx)?;
        if fault == PasskeyFault::Copied {
            cx.audit(AuditAction::PasskeyCopied, &user.to_string(), &json!({}))?;
        }
        return Ok(Err(fault));
    }
    sessions::prove(cx.tx, token_hash, &(cx.outside.now)())?;
    Ok(Ok(()))
}

/// Whether the browser brought a proof by a passkey of the person; its count goes on.
fn check(
    tx: &mut Tx,
    outside: &Outside,
    user: UserId,
    answer: PasskeyAnswer,
) -> Result<Result<(), PasskeyFault>, Refusal> {
    if let Err(fault) = check_size(&answer.typed) {
        return Ok(Err(fault));
    }
    let Ok(brought) = NonDiscoverableAuthentication::<16>::from_json_relaxed(answer.typed.as_bytes()) else {
        return Ok(Err(PasskeyFault::Unreadable));
    };
    let id = brought.raw_id();
    let own = passkeys::of_user(tx, user)?;
    let found = own.into_iter().find(|it| descriptor(&it.credential).is_some_and(|it| it.id.as_ref() == id.as_ref()));
    let Some(passkey) = found else { return Ok(Err(PasskeyFault::Unknown)) };
    match verify(user, &brought, &passkey, answer)? {
        Ok(state) if passkeys::note_use(tx, &passkey, &state, &(outside.now)())? => Ok(Ok(())),
        // The key was used elsewhere at this very moment.
        Ok(_) => Ok(Err(PasskeyFault::Late)),
        Err(fault) => Ok(Err(fault)),
    }
}

fn verify(
    user: UserId,
    brought: &NonDiscoverableAuthentication<16>,
    passkey: &Passkey,
    answer: PasskeyAnswer,
) -> Result<Result<PasskeyState, PasskeyFault>, StoreError> {
    let Some(Asked { host, question: Question::Prove(server) }) = answer.asked else {
        return Ok(Err(PasskeyFault::Late));
    };
    if host != answer.host.name() {
        return Ok(Err(PasskeyFault::Elsewhere));
    }
    let handle = handle(user);
    let id = CredentialId::<&[u8]>::try_from(brought.raw_id().into_inner())
        .map_err(|_| unreadable(passkey, "credential"))?;
    let key = BASE64_STANDARD_NO_PAD.decode(&passkey.public_key).ok().and_then(|it| StaticState::decode(&it).ok());
    let key = key.ok_or_else(|| unreadable(passkey, "public_key"))?;
    let state = DynamicState {
        user_verified: true,
        backup: backup_of(&passkey.state.backup).ok_or_else(|| unreadable(passkey, "backup"))?,
        sign_count: u32::try_from(passkey.state.sign_count).map_err(|_| unreadable(passkey, "sign_count"))?,
        authenticator_attachment: AuthenticatorAttachment::None,
    };
    let kept = AuthenticatedCredential::new(id, &handle, key, state);
    let mut kept = kept.map_err(|_| unreadable(passkey, "public_key"))?;
    let (rp_id, origins) = (answer.host.rp_id(), answer.host.origins());
    let options = AuthenticationVerificationOptions::<DomainOrigin<'_, '_>, DomainOrigin<'_, '_>> {
        allowed_origins: &origins,
        error_on_unsolicited_extensions: false,
        ..AuthenticationVerificationOptions::default()
    };
    Ok(match server.verify(&rp_id, brought, &mut kept, &options) {
        Ok(_) => {
            let state = kept.dynamic_state();
            Ok(PasskeyState { sign_count: state.sign_count.into(), backup: backup_word(state.backup).to_owned() })
        }
        Err(error) => Err(error.into()),
    })
}

fn backup_of(word: &str) -> Option<Backup> {
    [Backup::NotEligible, Backup::Eligible, Backup::Exists].into_iter().find(|it| backup_word(*it) == word)
}

fn unreadable(passkey: &Passkey, column: &'static str) -> StoreError {
    let (table, reason) = ("passkey", "cannot be read".to_owned());
    StoreError::Inconsistent { table, column, id: passkey.credential.clone(), reason }
}
