//! モニタリング報告書: one data set, printed in the national layout (様式3-1) or in the handbook's.

mod data_set;

use std::sync::LazyLock;

use domain::{
    client::{Certificate, Client},
    monitoring::{
        Round,
        m3_record::{Report, ReportStyle},
    },
    office::Office,
};
use serde_json::{Value, json};

pub use data_set::FIELDS;

use crate::{FieldName, FilledForm, FormError, FormFile, NotPrinted, text::Printable};

/// How many rows the paper forms have on a page; fewer rows are filled up with empty ones.
const ROWS_ON_PAPER: usize = 6;

/// What a report is printed from.
#[derive(Clone, Copy, Debug)]
pub struct ReportInput<'a> {
    /// 利用者.
    pub client: &'a Client,
    /// 受給者証 whose numbers are printed: the round's own and any other that is valid (e.g. 通所受給者証).
    pub certificates: &'a [Certificate],
    /// 事業所.
    pub office: &'a Office,
    /// 計画作成担当者, 氏名.
    pub specialist: &'a str,
    /// The round: visit, consent and carry-over are taken from its facts.
    pub round: &'a Round,
    /// The report, as it stands in the round or as a draft.
    pub report: &'a Report,
}

/// Which paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReportLayout {
    /// 様式3-1.
    National,
    /// The handbook's form (ニーズ, 達成度 ◎○△×).
    Seed,
}

impl ReportLayout {
    /// Both layouts, in the order in which screens offer them.
    pub const ALL: &'static [Self] = &[Self::National, Self::Seed];

    /// The word in the address (`?layout=national`).
    pub fn word(self) -> &'static str {
        match self {
            Self::National => "national",
            Self::Seed => "seed",
        }
    }

    /// The layout of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|layout| layout.word() == word)
    }

    /// The Japanese name on screens.
    pub fn label(self) -> &'static str {
        form_file(self).map_or("", |file| file.label.as_str())
    }
}

/// A read form, or the fault that its reading met.
type Sheet = Result<(FormFile, Vec<FieldName>), FormError>;

static NATIONAL: LazyLock<Sheet> = LazyLock::new(|| {
    sheet("monitoring-report-national", include_str!("../../../law/forms/monitoring-report-national/form.toml"))
});
static SEED: LazyLock<Sheet> = LazyLock::new(|| {
    sheet("monitoring-report-seed", include_str!("../../../law/forms/monitoring-report-seed/form.toml"))
});

fn sheet(form: &'static str, text: &str) -> Sheet {
    let file = FormFile::read(form, text, FIELDS)?;
    let not_printed = FIELDS.iter().filter(|field| file.not_printed.iter().any(|missing| missing.field == field.path));
    let not_printed = not_printed.copied().collect();
    Ok((file, not_printed))
}

fn sheet_of(layout: ReportLayout) -> &'static Sheet {
    match layout {
        ReportLayout::National => &NATIONAL,
        ReportLayout::Seed => &SEED,
    }
}

/// The layout's `form.toml`.
pub fn form_file(layout: ReportLayout) -> Result<&'static FormFile, FormError> {
    sheet_of(layout).as_ref().map(|(file, _)| file).map_err(Clone::clone)
}

/// The items that the layout has no room for; screens mark them 「この様式には印刷されません」.
pub fn not_printed(layout: ReportLayout) -> &'static [FieldName] {
    sheet_of(layout).as_ref().map_or(&[], |(_, fields)| fields.as_slice())
}

/// The same items with the reason in Japanese.
pub fn not_printed_reasons(layout: ReportLayout) -> &'static [NotPrinted] {
    sheet_of(layout).as_ref().map_or(&[], |(file, _)| file.not_printed.as_slice())
}

/// モニタリング報告書, filled.
pub fn monitoring_report(input: &ReportInput<'_>, layout: ReportLayout) -> Result<FilledForm, FormError> {
    let file = form_file(layout)?;
    let data = data_set::DataSet::of(input);
    let mut printable = Printable::default();
    let page = file.fill_page(&data.page, &mut printable);
    let rows: Vec<Value> = data.rows.iter().map(|row| file.fill_row(row, &mut printable)).collect();
    let visit = input.round.home_visit().map(|(_, visit)| visit.date);
    let dated = input.report.written_on.or(visit).unwrap_or(input.round.month.first_day());
    Ok(FilledForm {
        form: file.id.clone(),
        title: file.title.clone(),
        content: json!({
            "number": file.number,
            "title": file.title,
            "draft": input.report.draft,
            "check_style": input.report.style == ReportStyle::Check,
            "dated": dated.to_string(),
            "page": page,
            "columns": file.columns(),
            "rows": rows,
            "rows_on_paper": ROWS_ON_PAPER,
            "unprintable": printable.missing(),
        }),
    })
}
