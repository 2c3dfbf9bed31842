//! The table's fields and back: lines are `provider_0`, `finding_0`, …, amounts `used_0`, ….

use app::{
    clients::ToldAmount,
    monitoring::{SentLine, SentTable},
};
use calendar::YearMonth;
use domain::{
    id::FactId,
    monitoring::m1_service_check::{CheckMeans, ServiceCheck},
    text,
};

use crate::{
    Form,
    form::{
        rows::{CHECKS, USED},
        tick,
    },
    pages::monitoring::Frame,
};

/// The form before anything is typed: everybody's line, as of today, by last time's means; the amounts that are told; one line more
/// for somebody who is not among them.
pub(super) fn start(frame: &Frame, form: Form) -> Form {
    let table = &frame.view.checks;
    let mut form = form.with("used_month", table.month.to_string());
    let mut used = 0;
    let free = [None];
    for (row, line) in table.lines.iter().map(Some).chain(free).enumerate() {
        let means = line.and_then(|line| line.last_means).unwrap_or(CheckMeans::Phone);
        form.set(&CHECKS.field("provider", row), line.map_or("", |line| line.provider.name.as_str()));
        form = form.with_date(&CHECKS.field("date", row), Some(frame.view.today));
        form.set(&CHECKS.field("means", row), means.word());
        for service in line.iter().flat_map(|line| &line.services).filter(|service| service.unit.is_some()) {
            form.set(&USED.field("used", used), &service.text);
            form.set(&USED.field("used_was", used), &service.text);
            form.set(&USED.field("used_service", used), &service.service);
            form.set(&USED.field("used_of", used), row.to_string());
            used += 1;
        }
    }
    form.with(CHECKS.name, (table.lines.len() + 1).to_string()).with(USED.name, used.to_string())
}

/// A line with a check in its fields.
pub(in crate::pages::monitoring) fn fill(form: Form, row: usize, check: &ServiceCheck) -> Form {
    form.with_date(&CHECKS.field("date", row), Some(check.date))
        .with(&CHECKS.field("means", row), check.means.word())
        .with(&CHECKS.field("provider", row), &check.provider)
        .with(&CHECKS.field("finding", row), &check.finding)
        .with(&CHECKS.field("not_checked", row), &check.not_checked)
        .with(&CHECKS.field("on_site", row), tick(check.on_site))
}

/// Whether something was typed into a line: date and means stand there beforehand and say nothing.
pub(super) fn line_is_typed(form: &Form, row: usize) -> bool {
    let typed = |field: &str| !form.value(&CHECKS.field(field, row)).trim().is_empty();
    typed("finding") || typed("not_checked") || typed("on_site") || corrects(form, row).is_some() || is_named(form, row)
}

/// Whether a provider was typed that the table does not have: the last line.
fn is_named(form: &Form, row: usize) -> bool {
    row + 1 == CHECKS.count(form) && !form.value(&CHECKS.field("provider", row)).trim().is_empty()
}

/// Whether a line stays without an answer.
pub(super) fn is_open(form: &Form, row: usize) -> bool {
    let named = !form.value(&CHECKS.field("provider", row)).trim().is_empty();
    // A line that is recorded already sends no day.
    named && form.sent(&CHECKS.field("date", row)) && !line_is_typed(form, row)
}

/// 訂正: the fact that a line corrects.
pub(super) fn corrects(form: &Form, row: usize) -> Option<FactId> {
    let own = form.value(&CHECKS.field("corrects", row));
    let chosen = form.value("correct_row") == row.to_string();
    let id = if own.is_empty() && chosen { form.value("corrects") } else { own };
    id.parse().ok()
}

/// What the table says; none when a field has a mistake, which is noted at it.
pub(super) fn read(form: &mut Form) -> Option<SentTable> {
    let rows = CHECKS.count(form);
    let typed: Vec<usize> = (0..rows).filter(|row| line_is_typed(form, *row)).collect();
    let lines: Vec<Option<SentLine>> = typed.into_iter().map(|row| line(form, row)).collect();
    // Amounts come with their month; without it there are none, and any month will do.
    let month = form.value("used_month").parse().unwrap_or_else(|_| YearMonth::of(form.today()));
    let amounts = (0..USED.count(form)).filter_map(|at| amount(form, at)).collect();
    if form.has_errors() {
        return None;
    }
    Some(SentTable { lines: lines.into_iter().collect::<Option<_>>()?, amounts, month })
}

fn line(form: &mut Form, row: usize) -> Option<SentLine> {
    let name = |field: &str| CHECKS.field(field, row);
    let date = form.required_date(&name("date"), "確認した日");
    let means = form.choice(&name("means"), "手段", CheckMeans::from_word);
    let corrects = corrects(form, row);
    let check = ServiceCheck {
        not_checked: text::line(form.value(&name("not_checked"))),
        on_site: form.ticked(&name("on_site")),
        ..ServiceCheck::told(
            date?,
            means?,
            &text::line(form.value(&name("provider"))),
            &text::paragraph(form.value(&name("finding"))),
        )
    };
    Some(SentLine { row, check, corrects })
}

fn amount(form: &Form, at: usize) -> Option<ToldAmount> {
    let value = |field: &str| form.value(&USED.field(field, at));
    let row: usize = value("used_of").parse().ok()?;
    // A line that is recorded already has no day of its own: what is told now is told today.
    let told_on = form.day_or_today(&CHECKS.field("date", row));
    Some(ToldAmount {
        service: text::line(value("used_service")),
        field: USED.field("used", at),
        text: value("used").to_owned(),
        was: value("used_was").to_owned(),
        told_by: text::line(form.value(&CHECKS.field("provider", row))),
        told_on,
    })
}
