//! 事業所: the office day by day, its specialists, the people who sign in, and what the municipalities decide.

mod establishment;
mod history;
mod municipality;
mod role;
mod section;
mod settings_book;
mod specialist;
mod week_bands;

pub use establishment::Office;
pub use history::{DatedFact, OfficeFact, OfficeFactBody, OfficeHistory, Posts, PostsJudgement};
pub use municipality::{AgedTest, GrantEnd, IntervalForm, MunicipalitySettings, PlanWithCareInsurance, SelfPlanForm};
pub use role::{Right, Role, User};
pub use section::{Section, Sections};
pub use settings_book::{BrokenSetting, DatedSetting, Municipality, SettingsBook, USUAL, WardOfTown};
pub use specialist::Specialist;
pub use week_bands::{WeekBand, WeekBands};
