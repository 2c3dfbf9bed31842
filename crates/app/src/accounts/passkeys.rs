//! パスキー: a second factor kept in a telephone, a computer or a key on the key ring, opened there by finger, face or PIN. Beside the
//! app with its digits ([`super::second_factor`]), never in the place of the password.
//!
//! Each use has two halves: what is asked (a challenge, kept by [`Ceremonies`]), and what the browser brings back.

mod add;
mod ceremonies;
mod fault;
mod host;
mod keep;
mod own;
mod prove;

pub use add::{add_passkey, enrol_passkey};
pub use ceremonies::{Asked, Asking, Ceremonies};
pub use fault::PasskeyFault;
pub use host::{NoPasskeys, PasskeyHost};
pub use keep::ask_to_make_passkey;
pub use own::{OwnPasskey, Ways, remove_passkey, ways};
pub use prove::{ask_for_passkey, prove_again_by_passkey, prove_by_passkey};

use domain::id::UserId;
use webauthn_rp::request::register::UserHandle16;

/// What the browser brings back, with what it was asked.
pub struct PasskeyAnswer {
    /// What was asked in the session; none where nothing was, or too long ago, or it was answered before.
    pub asked: Option<Asked>,
    /// The name under which the program is open.
    pub host: PasskeyHost,
    /// JSON, as the script of the page writes it.
    pub typed: String,
}

/// The number by which devices know the account. It says nothing of the person.
fn handle(user: UserId) -> UserHandle16 {
    UserHandle16::from(user.0.into_bytes())
}
