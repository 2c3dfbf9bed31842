//! サービス提供事業所の台帳.

pub mod edit;
pub mod list;
