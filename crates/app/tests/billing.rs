//! 請求, from the facts of a month to the file: nothing here is seeded into the billing tables.

#[path = "billing/close.rs"]
mod close;
#[path = "billing/hold.rs"]
mod hold;
#[path = "billing/mark.rs"]
mod mark;
#[path = "billing/people.rs"]
mod people;
#[path = "billing/refusals.rs"]
mod refusals;
