//! 設定: office, specialists, users, what the municipality decides, the own password.

pub mod municipality;
pub mod office;
pub mod office_fields;
pub mod overview;
pub mod password;
pub mod specialists;
pub mod users;
