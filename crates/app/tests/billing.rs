//! 請求, from the facts of a month to the file: nothing here is seeded into the billing tables. What of the office and of
//! the municipalities decides a month stands in `office/`.

#[path = "billing/close.rs"]
mod close;
#[path = "office/dated.rs"]
mod dated;
#[path = "billing/hold.rs"]
mod hold;
#[path = "office/holidays.rs"]
mod holidays;
#[path = "billing/mark.rs"]
mod mark;
#[path = "office/municipalities.rs"]
mod municipalities;
#[path = "billing/people.rs"]
mod people;
#[path = "billing/plan_fee.rs"]
mod plan_fee;
#[path = "billing/planned_case.rs"]
mod planned_case;
#[path = "billing/refusals.rs"]
mod refusals;
