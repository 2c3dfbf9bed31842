//! 事業所の設定: the office itself, its specialists, and what its municipality decides.

mod entry;
mod municipality_settings;
mod save_office;
mod specialists;

pub use entry::{AREAS, GRADES, OfficeEntry};
pub use municipality_settings::{
    OwnValue, SettingLine, municipality_settings, save_municipality_settings, settings_version,
};
pub use save_office::{office, save_office};
pub use specialists::{SpecialistEntry, add_specialist, list_specialists, save_specialist, specialist};
