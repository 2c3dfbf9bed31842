//! 外の様式: a paper that was printed with a sheet from outside comes out with that sheet again, whatever has come into its place since.

use std::{collections::BTreeMap, sync::Arc};

use domain::office::Right;
use forms::{DataSet, FilledForm, Form, Sheet};
use serde_json::json;
use store::sheets::{self, KeptSheet};

use crate::{AuditAction, Cx, Reason, Refusal, sha256_hex};

/// The form with its data: with the sheet that this very paper was printed with before, else with the form's own.
pub(crate) fn fill(cx: &mut Cx<'_>, form: &Form, data: &DataSet) -> Result<FilledForm, Refusal> {
    let paper = sha256_hex(format!("{}\n{}", form.file.id, data.text()));
    if let Some(kept) = sheets::of_paper(cx.tx, cx.actor.office, &paper)? {
        return Ok(as_kept(kept)?.fill(data));
    }
    let filled = form.fill(data);
    let kept_as = filled.sheet.as_ref().map(|_| paper);
    Ok(FilledForm { kept_as, ..filled })
}

/// A form as it stood when a paper was printed with it.
fn as_kept(kept: KeptSheet) -> Result<Form, Refusal> {
    let unreadable = |why: String| {
        Refusal::Refused(vec![Reason::at("", format!("この書類を印刷したときの様式を読めません: {why}"))])
    };
    let files: BTreeMap<String, String> =
        serde_json::from_str(&kept.files).map_err(|fault| unreadable(fault.to_string()))?;
    let sheet = Sheet::new(&kept.form, files, |bytes| sha256_hex(bytes));
    if sheet.sha256 != kept.sha256 {
        return Err(unreadable("控えの中身が変わっています".to_owned()));
    }
    Form::of_sheet(Arc::new(sheet)).map_err(|fault| unreadable(fault.to_string()))
}

/// Keeps the sheet with which a paper was drawn for the first time. Whoever may read the paper may print it, so that no more is asked for.
pub fn keep_sheet(cx: &mut Cx<'_>, filled: &FilledForm) -> Result<(), Refusal> {
    cx.authorize(Right::Read)?;
    let (Some(sheet), Some(paper)) = (&filled.sheet, &filled.kept_as) else { return Ok(()) };
    let kept = KeptSheet { sha256: sheet.sha256.clone(), form: sheet.form.clone(), files: sheet.text() };
    let now = (cx.outside.now)();
    if sheets::keep(cx.tx, cx.actor.office, paper, &kept, &now)? {
        cx.audit(AuditAction::KeepSheet, &kept.form, &json!({ "paper": paper, "sheet": kept.sha256 }))?;
    }
    Ok(())
}
