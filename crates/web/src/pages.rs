//! The pages, one file each, in the folders of their areas.

pub mod accounts;
pub mod asked;
pub mod attachments;
pub mod billing;
pub mod board;
pub mod certificates;
pub mod clients;
pub mod deletions;
pub mod drafts;
pub mod echo;
pub mod healthz;
pub mod intakes;
pub mod monitoring;
pub mod paper;
pub mod papers;
pub mod planning;
pub mod protection;
pub mod providers;
pub mod records;
pub mod rules;
pub mod settings;
pub mod step;
pub mod system;
pub mod tasks;
pub mod turning_points;
pub mod ward;
