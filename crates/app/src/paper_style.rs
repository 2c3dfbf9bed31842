//! 帳票の様式: how papers look where they are handed in, as the municipality takes them on the day of the paper.

use calendar::Date;
use domain::office::{MunicipalitySettings, WeekBands};
use forms::{DataSet, DataSetKind, FilledForm, Form, PLAN, forms_of};

use crate::{Cx, Refusal, monitoring::settings, sheets};

/// How a municipality takes its papers.
#[derive(Clone, Debug)]
pub(crate) struct PaperStyle {
    layout: String,
    seal: bool,
    bands: WeekBands,
}

impl PaperStyle {
    /// As of the day; 全国の既定 where the municipality is not known.
    pub(crate) fn of(cx: &mut Cx<'_>, municipality: &str, day: Date) -> Result<Self, Refusal> {
        Ok(Self::taken(settings(cx)?.of(municipality, day)))
    }

    /// As these settings say.
    pub(crate) fn taken(settings: &MunicipalitySettings) -> Self {
        Self { layout: settings.paper_layout.clone(), seal: settings.seal, bands: settings.week_bands.clone() }
    }

    /// The form of a paper: in the layout that was asked for by its word, else in the municipality's, else the first of a paper
    /// that has no layout of that word.
    pub(crate) fn form(&self, data: &DataSetKind, asked: &str) -> Result<&'static Form, Refusal> {
        let called = |word: &str| forms_of(data).find(|form| form.file.word == word);
        match asked {
            "" => called(&self.layout).or_else(|| forms_of(data).next()),
            word => called(word),
        }
        .ok_or(Refusal::NotFound)
    }

    /// The form with its data, and with 印の欄 where there is to be one.
    pub(crate) fn fill(&self, cx: &mut Cx<'_>, form: &Form, data: DataSet) -> Result<FilledForm, Refusal> {
        let data = data.with_flag("seal", self.seal);
        // Papers without a week say nothing of its bands.
        let data = if form.file.data == PLAN.word { data.with_bands(&self.bands) } else { data };
        sheets::fill(cx, form, &data)
    }
}
