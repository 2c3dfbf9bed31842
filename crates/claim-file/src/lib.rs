//! 国保連の請求ファイル: J312 (計画相談支援) and K311 (障害児相談支援) as bytes, and back.
//!
//! A [`ClaimFile`] is made from a closed month, or by [`decode`] from bytes; nothing else can make one. Pure: no I/O.

mod closing;
mod decode;
mod encode;
mod fault;
mod file;
mod file_name;
mod number;
mod text;

pub use decode::decode;
pub use encode::encode;
pub use fault::{DecodeFault, FieldFault};
pub use file::{Block, ClaimFile, ClaimLine, ClaimRecord};
pub use file_name::{FileName, FileNameError};
pub use number::{municipality_number_warning, office_number_warning};
