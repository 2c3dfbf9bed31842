//! 計画: the cases of the office, from the first interview to the delivered plan, one use case a file.

mod case_view;
mod end_case;
mod interval;
mod list_cases;
mod neutrality;
mod open_case;
mod person;
mod proposal;
mod record;
mod record_coverage;
mod record_draft_consent;
mod record_interview;
mod withdraw_fact;
mod working_text;

pub use case_view::{CaseView, case_view};
pub use end_case::end_case;
pub use list_cases::{CaseLine, list_cases};
pub use neutrality::accept_exception;
pub use open_case::{CaseStart, NewCase, case_start, open_case};
pub use proposal::{IntervalStanding, ProposalSide, proposal_side};
pub use record::{CaseEntry, CaseRecorded};
pub use record_coverage::record_coverage;
pub use record_draft_consent::record_draft_consent;
pub use record_interview::record_interview;
pub use withdraw_fact::{restore_case_fact, withdraw_case_fact};
pub use working_text::{Before, TextView, discard_working_text, finish_text, save_working_text, text_view};
