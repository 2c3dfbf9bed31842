//! 兼務と中立性: who may monitor and plan again where the specialist also works at an office that the client uses.

pub mod dual_post;
mod exceptions;
