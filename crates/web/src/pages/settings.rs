//! 設定: office, specialists, users, what the municipalities decide, the own password and second factor.

pub mod account_notices;
pub mod copies;
pub mod idle_time;
pub mod municipalities;
pub mod municipality_settings;
pub mod office;
pub mod office_additions;
pub mod office_fields;
pub mod openings;
pub mod outbox;
pub mod overview;
pub mod passkeys;
pub mod password;
pub mod second_factor;
pub mod sections;
pub mod specialist_posts;
pub mod specialists;
pub mod users;

use app::office::HoldsFrom;

use crate::Form;

/// From when a change holds, as the fields of `settings/holds_from.html` say it; none while nothing is said.
fn holds_from(form: &mut Form) -> Option<HoldsFrom> {
    let day = form.date("from");
    match (form.ticked("from_start"), day) {
        (true, None) if form.value("from").trim().is_empty() => Some(HoldsFrom::Start),
        (true, _) => {
            form.error("from", "「はじめから」と日付は、どちらか1つにしてください");
            None
        }
        (false, day) => day.map(HoldsFrom::Day),
    }
}
