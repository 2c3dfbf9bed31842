//! 保存期間と削除: until when a client's records are kept, who may be deleted, and the deletion by two persons with its certificate.

mod again;
mod certificate;
mod confirm;
mod list;
mod of_client;
mod propose;
mod recorded;

pub use again::{DeletionNote, carry_out_again, notes};
pub use certificate::{CertificateLine, certificate_form, certificate_lines};
pub use confirm::{DeletionPage, confirm_deletion, deletion_page, withdraw_deletion};
pub use list::{RETENTION_LINES, RetentionAsked, RetentionLine, RetentionList, list_deletions, list_retention};
pub use of_client::{ClientRetention, client_retention, holds_of};
pub use propose::propose_deletion;
