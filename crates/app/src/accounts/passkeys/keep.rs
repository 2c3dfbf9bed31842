//! Making a passkey: what the device is asked, and what of its answer is kept.

use base64::{
    Engine as _,
    prelude::{BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD},
};
use domain::id::UserId;
use store::{
    Tx,
    passkeys::{self, Passkey, PasskeyState},
};
use webauthn_rp::{
    PublicKeyCredentialCreationOptions, Registration,
    bin::Encode as _,
    request::{
        DomainOrigin, PublicKeyCredentialDescriptor,
        register::{
            CredProtect, PublicKeyCredentialUserEntity, RegistrationVerificationOptions, ResidentKeyRequirement,
            Username,
        },
    },
    response::{AuthTransports, Backup, CredentialId},
};

use super::{Asked, PasskeyAnswer, PasskeyFault, PasskeyHost, ceremonies::Question, handle};
use crate::{Outside, Refusal, limits};

/// Asks for a new passkey: what the browser is told (JSON), and what is to be kept of it. A device that has one of the account's for this
/// name makes no second.
pub fn ask_to_make_passkey(tx: &mut Tx, user: UserId, host: &PasskeyHost) -> Result<(String, Asked), Refusal> {
    let login = store::accounts::login_of(tx, user)?.ok_or(Refusal::NotFound)?;
    let before = passkeys::of_user(tx, user)?;
    let known = before.iter().filter(|it| it.host == host.name()).filter_map(|it| descriptor(&it.credential)).collect();
    let (rp_id, handle) = (host.rp_id(), handle(user));
    let name = Username::try_from(login.as_str()).or_else(|_| Username::try_from("mimamori"));
    let Ok(name) = name else { return Err(Refusal::NotFound) };
    let entity = PublicKeyCredentialUserEntity { name, id: &handle, display_name: None };
    let mut options = PublicKeyCredentialCreationOptions::passkey(&rp_id, entity, known);
    // A key on the key ring with little room keeps nothing of its own, and is as good after the password.
    options.authenticator_selection.resident_key = ResidentKeyRequirement::Preferred;
    options.extensions.cred_protect = CredProtect::None;
    let (server, client) = options.start_ceremony().map_err(|_| Refusal::NotFound)?;
    let told = serde_json::to_string(&client).map_err(|_| Refusal::NotFound)?;
    Ok((told, Asked { host: host.name().to_owned(), question: Question::Make(server) }))
}

/// How a passkey is named to a browser.
pub(super) fn descriptor(credential: &str) -> Option<PublicKeyCredentialDescriptor<Vec<u8>>> {
    let id = CredentialId::try_from(BASE64_URL_SAFE_NO_PAD.decode(credential).ok()?).ok()?;
    Some(PublicKeyCredentialDescriptor { id, transports: AuthTransports::NONE })
}

/// The passkey that the browser brought, checked and kept under a name.
pub(super) fn keep(
    tx: &mut Tx,
    outside: &Outside,
    user: UserId,
    answer: PasskeyAnswer,
    name: String,
) -> Result<Result<(), PasskeyFault>, Refusal> {
    let new = match read(user, answer, name, (outside.now)()) {
        Ok(new) => new,
        Err(fault) => return Ok(Err(fault)),
    };
    if passkeys::find(tx, &new.credential)?.is_some() {
        return Ok(Err(PasskeyFault::Same));
    }
    if passkeys::of_user(tx, user)?.len() >= limits::PASSKEYS {
        return Ok(Err(PasskeyFault::Many));
    }
    passkeys::add(tx, &new)?;
    Ok(Ok(()))
}

fn read(user: UserId, answer: PasskeyAnswer, name: String, since: String) -> Result<Passkey, PasskeyFault> {
    check_size(&answer.typed)?;
    let registration =
        Registration::from_json_relaxed(answer.typed.as_bytes()).map_err(|_| PasskeyFault::Unreadable)?;
    let Some(Asked { host, question: Question::Make(server) }) = answer.asked else { return Err(PasskeyFault::Late) };
    if host != answer.host.name() {
        return Err(PasskeyFault::Elsewhere);
    }
    let (rp_id, origins) = (answer.host.rp_id(), answer.host.origins());
    let options = RegistrationVerificationOptions::<DomainOrigin<'_, '_>, DomainOrigin<'_, '_>> {
        allowed_origins: &origins,
        // Some keys tell of protections of their own accord.
        error_on_unsolicited_extensions: false,
        ..RegistrationVerificationOptions::default()
    };
    let made = server.verify(&rp_id, &registration, &options)?;
    let Ok(public_key) = made.static_state().encode();
    let state = made.dynamic_state();
    Ok(Passkey {
        credential: BASE64_URL_SAFE_NO_PAD.encode(made.id().into_inner()),
        user,
        host,
        name,
        public_key: BASE64_STANDARD_NO_PAD.encode(public_key),
        state: PasskeyState { sign_count: state.sign_count.into(), backup: backup_word(state.backup).to_owned() },
        since,
        last_used: None,
    })
}

/// Refuses what is empty, and what no browser brings.
pub(super) fn check_size(typed: &str) -> Result<(), PasskeyFault> {
    match typed.len() {
        0 => Err(PasskeyFault::NoScript),
        length if length > limits::PASSKEY_BYTES => Err(PasskeyFault::Unreadable),
        _ => Ok(()),
    }
}

/// Whether a device may copy a key or has, as it is kept.
pub(super) fn backup_word(backup: Backup) -> &'static str {
    match backup {
        Backup::NotEligible => "no",
        Backup::Eligible => "may",
        Backup::Exists => "yes",
    }
}
