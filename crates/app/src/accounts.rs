//! アカウント: set-up, signing in and out, the second factor, sessions, passwords, and the people who may sign in.

mod add_organisation;
mod brake;
mod change_password;
mod enter_organisation;
mod hand_out;
mod idle_time;
mod notices;
mod own_sessions;
mod passkeys;
mod password;
mod prove;
mod renew_session;
mod reset_by_command;
mod reset_factor;
mod save_user;
mod sealing;
mod second_factor;
mod sections;
mod session;
mod set_up;
mod sign_in;
mod user_list;

pub use add_organisation::{AddOrganisation, AddedOrganisation, OrganisationEntry, add_organisation};
pub use change_password::{OwnPassword, change_password, keep_for_demo, kept_password, own_password};
pub use enter_organisation::{OwnOrganisation, enter_organisation, leave_organisation, own_organisations};
pub use hand_out::hands_out;
pub use idle_time::{IDLE_CHOICES, idle_minutes, set_idle_minutes};
pub use notices::{Notice, OwnNotices, own_notices, save_own_mail, tick_notice};
pub use own_sessions::{
    OpenSession, end_other_sessions, end_own_session, end_session_of_user, own_sessions, sessions_of_user,
};
pub use passkeys::{
    Asked, Asking, Ceremonies, NoPasskeys, OwnPasskey, PasskeyAnswer, PasskeyFault, PasskeyHost, Ways, add_passkey,
    ask_for_passkey, ask_to_make_passkey, enrol_passkey, prove_again_by_passkey, prove_by_passkey, remove_passkey,
    ways,
};
pub use password::{MAX_LENGTH, MIN_LENGTH, NewPassword, hash_password, one_time_password, verify_password};
pub use prove::{
    Proof, count_code, count_proof, forget_codes, forget_proofs, note_failed_proof, prove_again, prove_factor,
};
pub use renew_session::renew_session;
pub use reset_by_command::{ByCommand, do_by_command, tell_command};
pub use reset_factor::{has_factor, reset_factor};
pub use save_user::{AddUser, AddedUser, EditUser, add_user, edit_user, remove_user, reset_password};
pub use sealing::SealingKey;
pub use second_factor::{Enrolled, Offer, OwnFactor, enrol, enrol_anew, offer, own_factor, renew_codes};
pub use sections::{SectionsLine, decide_sections, list_sections};
pub use session::{ABSOLUTE_HOURS, SignedIn, find_lapsed, find_session, touch_session};
pub(crate) use session::{AHEAD_MINUTES, is_within, shifted};
pub use set_up::{FirstOffice, SetUp, ensure_setup_code, needs_set_up, set_up};
pub use sign_in::{
    Entered, Place, SignIn, SignInCheck, Token, begin_sign_in, finish_sign_in, first_organisation, forget_tries,
    note_failure, open_session, sign_out,
};
pub use store::sessions::Pending;
pub use user_list::{UserLine, is_shared, list_users, user_of};

use unicode_normalization::UnicodeNormalization;

/// A ログインID as it is kept and compared: half-width, lower case, without blanks at its ends.
pub fn normal_login(typed: &str) -> String {
    typed.nfkc().collect::<String>().trim().to_lowercase()
}

/// A code as it is compared: half-width, lower case, without hyphens and blanks.
fn normal_code(typed: &str) -> String {
    typed.nfkc().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_lowercase()
}

/// Letters and digits that cannot be taken for one another.
const CODE_LETTERS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// Sixteen random letters in groups of four (79 bits).
fn random_code(random: [u8; 32]) -> String {
    let letters: Vec<char> = random
        .iter()
        .take(16)
        .filter_map(|byte| CODE_LETTERS.get(usize::from(*byte) % CODE_LETTERS.len()))
        .map(|letter| char::from(*letter))
        .collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}
