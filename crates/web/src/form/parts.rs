//! The parts of a form: each is a template of its own, written by the macros of `form.html`. A macro's text is compiled anew
//! wherever it is called, hundreds of times here; a part is compiled once.

use std::borrow::Borrow;

use askama::Template;

use super::Form;
use crate::form::rows::RowTools;

/// What every field has.
#[derive(Clone, Copy)]
pub(crate) struct Field<'a> {
    form: &'a Form,
    name: &'a str,
    label: &'a str,
    required: bool,
    hint: &'a str,
}

/// A field of this form.
pub(crate) fn field<'a>(
    form: &'a Form,
    name: &'a str,
    label: &'a str,
    required: impl Borrow<bool>,
    hint: &'a str,
) -> Field<'a> {
    Field { form, name, label, required: *required.borrow(), hint }
}

impl<'a> Field<'a> {
    /// A line of text.
    pub(crate) fn text(
        self,
        kind: &'a str,
        size: &'a str,
        mode: &'a str,
        complete: &'a str,
        max: &'a str,
        list: &'a str,
    ) -> TextField<'a> {
        TextField { field: self, kind, size, mode, complete, max, list }
    }

    /// A date as people write it.
    pub(crate) fn date(self, near: impl Borrow<bool>) -> DateField<'a> {
        DateField { field: self, near: *near.borrow() }
    }

    /// Lines of text.
    pub(crate) fn area(self, rows: &'a str, max: &'a str) -> AreaField<'a> {
        AreaField { field: self, rows, max }
    }

    /// One of the options, in a list.
    pub(crate) fn select(self, options: &'a impl Options, empty: &'a str) -> SelectField<'a> {
        SelectField { field: self, options: options.pairs(), empty }
    }

    /// One (`radio`) or some (`checkbox`) of the options, all in view.
    pub(crate) fn choices(
        self,
        kind: &'static str,
        options: &'a impl Options,
        stacked: impl Borrow<bool>,
    ) -> ChoiceField<'a> {
        ChoiceField { field: self, kind, options: options.pairs(), stacked: *stacked.borrow() }
    }

    /// One box.
    pub(crate) fn check(self) -> CheckField<'a> {
        CheckField { field: self }
    }
}

/// Pairs of word and label.
pub(crate) trait Options {
    /// The pairs in their order.
    fn pairs(&self) -> Vec<(&str, &str)>;
}

impl<A: AsRef<str>, B: AsRef<str>> Options for [(A, B)] {
    fn pairs(&self) -> Vec<(&str, &str)> {
        self.iter().map(|(word, label)| (word.as_ref(), label.as_ref())).collect()
    }
}

impl<A: AsRef<str>, B: AsRef<str>> Options for Vec<(A, B)> {
    fn pairs(&self) -> Vec<(&str, &str)> {
        self.as_slice().pairs()
    }
}

impl<A: AsRef<str>, B: AsRef<str>, const N: usize> Options for [(A, B); N] {
    fn pairs(&self) -> Vec<(&str, &str)> {
        self.as_slice().pairs()
    }
}

impl<T: Options + ?Sized> Options for &T {
    fn pairs(&self) -> Vec<(&str, &str)> {
        (**self).pairs()
    }
}

/// A line of text.
#[derive(Template)]
#[template(path = "form/text.html")]
pub(crate) struct TextField<'a> {
    field: Field<'a>,
    kind: &'a str,
    size: &'a str,
    mode: &'a str,
    complete: &'a str,
    max: &'a str,
    list: &'a str,
}

/// A date as people write it.
#[derive(Template)]
#[template(path = "form/date.html")]
pub(crate) struct DateField<'a> {
    field: Field<'a>,
    near: bool,
}

/// Lines of text.
#[derive(Template)]
#[template(path = "form/area.html")]
pub(crate) struct AreaField<'a> {
    field: Field<'a>,
    rows: &'a str,
    max: &'a str,
}

/// A list to choose from.
#[derive(Template)]
#[template(path = "form/select.html")]
pub(crate) struct SelectField<'a> {
    field: Field<'a>,
    options: Vec<(&'a str, &'a str)>,
    empty: &'a str,
}

/// Options all in view.
#[derive(Template)]
#[template(path = "form/choices.html")]
pub(crate) struct ChoiceField<'a> {
    field: Field<'a>,
    kind: &'static str,
    options: Vec<(&'a str, &'a str)>,
    stacked: bool,
}

/// One box, yes or nothing.
#[derive(Template)]
#[template(path = "form/check.html")]
pub(crate) struct CheckField<'a> {
    field: Field<'a>,
}

/// The attributes that tie a field to its hint and its mistakes.
#[derive(Template)]
#[template(path = "form/described.html")]
pub(crate) struct Described<'a> {
    field: Field<'a>,
}

/// Ties this field to its hint and its mistakes.
pub(crate) fn described<'a>(form: &'a Form, name: &'a str, hint: &'a str) -> Described<'a> {
    Described { field: field(form, name, "", false, hint) }
}

/// The mistakes at a field.
#[derive(Template)]
#[template(path = "form/errors.html")]
pub(crate) struct FieldErrors<'a> {
    field: Field<'a>,
}

/// The mistakes at this field.
pub(crate) fn errors<'a>(form: &'a Form, name: &'a str) -> FieldErrors<'a> {
    FieldErrors { field: field(form, name, "", false, "") }
}

/// What stands first inside of each form.
#[derive(Template)]
#[template(path = "form/hidden.html")]
pub(crate) struct Hidden<'a> {
    form: &'a Form,
}

/// What stands first inside of this form.
pub(crate) fn hidden(form: &Form) -> Hidden<'_> {
    Hidden { form }
}

/// The line of the draft.
#[derive(Template)]
#[template(path = "form/draft.html")]
pub(crate) struct DraftFoot<'a> {
    form: &'a Form,
    /// Whether it has a button of its own.
    button: bool,
}

/// The line of this form's draft, with a button that keeps it.
pub(crate) fn draft(form: &Form) -> DraftFoot<'_> {
    DraftFoot { form, button: true }
}

/// The line of the draft of a form that has a button for a working version: what one types is kept by itself besides.
pub(crate) fn draft_state(form: &Form) -> DraftFoot<'_> {
    DraftFoot { form, button: false }
}

/// What is wrong with a form.
#[derive(Template)]
#[template(path = "form/problems.html")]
pub(crate) struct Problems<'a> {
    form: &'a Form,
    lead: &'a str,
}

/// What is wrong with this form.
pub(crate) fn problems<'a>(form: &'a Form, lead: &'a str) -> Problems<'a> {
    Problems { form, lead }
}

/// The buttons of a row.
#[derive(Template)]
#[template(path = "form/row_tools.html")]
pub(crate) struct RowButtons<'a> {
    tools: &'a RowTools,
    action: &'a str,
}

/// The buttons of this row; `action`: where the form is sent.
pub(crate) fn row_tools<'a>(tools: &'a RowTools, action: &'a str) -> RowButtons<'a> {
    RowButtons { tools, action }
}
