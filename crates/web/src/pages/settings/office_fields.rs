//! The fields of an office, shared by set-up and settings.

use app::office::OfficeEntry;

use crate::{AppState, Form, PageError, Session};

/// A municipality to choose: key and name.
pub type Municipality = (String, String);

/// The municipalities whose files are there.
pub fn municipalities(state: &AppState) -> Vec<Municipality> {
    state.law.municipalities().map(|file| (file.key.clone(), file.name.clone())).collect()
}

/// As [`municipalities`], and those that the office entered.
pub async fn municipalities_of(state: &AppState, session: &Session) -> Result<Vec<Municipality>, PageError> {
    let mut all = municipalities(state);
    let lines = state.read(session, app::office::municipalities).await?;
    let entered = lines.into_iter().filter(|line| line.entered && !line.has_file);
    all.extend(entered.map(|line| (line.code, line.name)));
    Ok(all)
}

/// What was typed.
pub fn read(form: &mut Form) -> OfficeEntry {
    let start_month = form.month("start_month");
    OfficeEntry {
        name: form.text("office_name"),
        address: form.text("address"),
        phone: form.text("phone"),
        manager: form.text("manager"),
        number_plan: form.text("number_plan"),
        number_child: form.text("number_child"),
        area_plan: form.text("area_plan"),
        area_child: form.text("area_child"),
        grade: form.text("grade"),
        municipality: form.text("municipality"),
        start_month,
    }
}
