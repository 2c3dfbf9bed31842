//! きまり: every rule, value, setting and source that the product goes by, for whoever checks it.

mod list_rules;
mod show_case;
mod words;

pub use list_rules::{AreaPart, Cited, CodeRow, RulePart, RulesPage, SettingPart, ValueRow, ValueTable, list_rules};
pub use show_case::{CaseFile, show_case};
use words::Words;
