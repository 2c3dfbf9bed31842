//! 漏えい等の報告 as a paper: for the office's own file, and to read from while the form of the 個人情報保護委員会 is filled in.

use domain::id::BreachId;
use forms::{BREACH, BreachInput, FilledForm, breach_report, forms_of};

use super::{BreachView, breach_page};
use crate::{Cx, Refusal, office, sheets};

/// The report as it stands today.
pub fn breach_paper(cx: &mut Cx<'_>, id: BreachId) -> Result<FilledForm, Refusal> {
    let BreachView { breach, clocks } = breach_page(cx, id)?;
    let form = forms_of(&BREACH).next().ok_or(Refusal::NotFound)?;
    let office = office::office(cx)?;
    let input = BreachInput { office: &office.name, breach: &breach, clocks: &clocks, printed_on: cx.today };
    let data = breach_report(&input);
    sheets::fill(cx, form, &data)
}
