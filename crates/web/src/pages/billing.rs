//! 請求: the months, the page of a month, its forms and files.

pub mod file;
pub mod forms;
pub mod list;
pub mod month;
