//! 事業所: the office, its specialists, the people who sign in, and what the municipality decides.

mod establishment;
mod municipality;
mod role;
mod specialist;

pub use establishment::Office;
pub use municipality::MunicipalitySettings;
pub use role::{Right, Role, User};
pub use specialist::Specialist;
