//! アカウント: set-up, signing in and out, sessions, passwords, and the people who may sign in.

mod add_organisation;
mod change_password;
mod enter_organisation;
mod own_sessions;
mod password;
mod reset_by_command;
mod save_user;
mod sections;
mod session;
mod set_up;
mod sign_in;
mod user_list;

pub use add_organisation::{AddOrganisation, AddedOrganisation, OrganisationEntry, add_organisation};
pub use change_password::{change_password, own_password_hash};
pub use enter_organisation::{OwnOrganisation, enter_organisation, leave_organisation, own_organisations};
pub use own_sessions::{OwnSession, end_other_sessions, own_sessions};
pub use password::{MAX_LENGTH, MIN_LENGTH, NewPassword, hash_password, one_time_password, verify_password};
pub use reset_by_command::{reset_by_command, tell_reset};
pub use save_user::{AddUser, AddedUser, EditUser, add_user, edit_user, remove_user, reset_password};
pub use sections::{SectionsLine, decide_sections, list_sections};
pub(crate) use session::shifted;
pub use session::{ABSOLUTE_HOURS, IDLE_MINUTES, SignedIn, find_lapsed, find_session, touch_session};
pub use set_up::{FirstOffice, SetUp, ensure_setup_code, needs_set_up, set_up};
pub use sign_in::{SignInCheck, Token, begin_sign_in, finish_sign_in, note_failure, open_session, sign_out};
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
