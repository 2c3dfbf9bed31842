//! Every test of the crate in one program, linked once. Tidy finds a file beside this one that is not named here.

#[path = "../../web/tests/common/mod.rs"]
mod common;
mod copies;
mod drafts;
mod explain;
#[path = "../../web/tests/planning/seed/fields.rs"]
mod fields;
mod frozen;
mod heads;
mod help;
mod masked;
mod papers;
mod plans;
mod rules;
mod rules_claim;
mod rules_fee;
mod seed_papers;
mod sheets;
mod simulate;
#[path = "../../pdf/tests/tools/mod.rs"]
mod tools;
mod transfer;
#[path = "../../web/tests/planning/seed/walk.rs"]
mod walk;
