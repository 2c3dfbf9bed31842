//! 事業所の設定: the office itself day by day, its specialists, and what the municipalities decide.

mod additions;
mod entry;
mod holidays;
mod municipalities;
mod municipality_settings;
mod save_office;
mod specialists;

pub use additions::{AdditionEntry, Additions, SPECIAL_AREA, additions, record_addition};
pub use entry::{AREAS, GRADES, OfficeEntry};
pub(crate) use holidays::open_days;
pub use holidays::{ImportedHolidays, import_holidays};
pub use municipalities::{
    MunicipalityEntry, MunicipalityLine, add_municipality, all_wards, find_municipality, municipalities,
    save_municipality, wards_of,
};
pub use municipality_settings::{
    OwnValue, SettingLine, SettingsPage, municipality_settings, reset_setting, save_municipality_settings,
    settings_version,
};
pub use save_office::{HoldsFrom, office, office_history, record_office_fact, save_office, withdraw_office_fact};
pub(crate) use specialists::specialist_of;
pub use specialists::{SpecialistEntry, add_specialist, list_specialists, save_specialist, specialist};
