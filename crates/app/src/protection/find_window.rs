//! Finds the window to call in the office's municipality, from what was chosen on the page. Keeps nothing.

use calendar::in_japan;
use domain::{
    office::Right,
    protection::{
        Ward, find_facility_kinds,
        window::{Abuser, DisabilityKind, Report, WindowAnswer, windows_to_call},
    },
};
use law::{LawBook, MunicipalityFile};

use crate::{Cx, Reason, Refusal, law_book, office};

/// What was chosen, as words; empty where nothing was.
#[derive(Clone, Debug, Default)]
pub struct WindowsText {
    /// Who is suspected: the word of an [`Abuser`].
    pub abuser: String,
    /// 区役所・支所.
    pub ward: String,
    /// 施設・事業の種類.
    pub facility_kind: String,
    /// Words of [`DisabilityKind`].
    pub disability: Vec<String>,
}

/// The municipality with its table, and the answer.
#[derive(Clone, Debug)]
pub struct Windows {
    /// The office's municipality.
    pub municipality: &'static MunicipalityFile,
    /// `None` while nothing was chosen, or something chosen is not known.
    pub answer: Option<WindowAnswer>,
    /// What is not known, each at its field.
    pub reasons: Vec<Reason>,
}

/// The municipality's windows, and the one to call for what was chosen.
pub fn find_window(cx: &mut Cx<'_>, typed: &WindowsText) -> Result<Windows, Refusal> {
    cx.authorize(Right::Read)?;
    let key = office::office(cx)?.municipality;
    let book = law_book()?;
    let municipality = book.municipality(&key).or_else(|| book.municipality("default")).ok_or(Refusal::NotFound)?;
    let (mut report, reasons) = read(book, municipality, typed);
    report.at = in_japan(&(cx.outside.now)()).map(|(day, time)| day.to_datetime(time));
    let asked = ![&typed.abuser, &typed.ward, &typed.facility_kind].iter().all(|word| word.is_empty())
        || !typed.disability.is_empty();
    let answer = (asked && reasons.is_empty()).then(|| windows_to_call(Some(municipality), &report));
    Ok(Windows { municipality, answer, reasons })
}

/// The words as facts; a word that is none of the list's is told at its field.
fn read(book: &LawBook, municipality: &MunicipalityFile, typed: &WindowsText) -> (Report, Vec<Reason>) {
    let mut reasons = Vec::new();
    let mut report = Report::default();
    let mut refuse = |field: &'static str, sentence: &str| reasons.push(Reason::at(field, sentence));
    if !typed.abuser.is_empty() {
        report.abuser = Abuser::from_word(&typed.abuser);
        if report.abuser.is_none() {
            refuse("abuser", "だれによる虐待かを選んでください");
        }
    }
    if let Some(abuse) = municipality.abuse.as_ref().filter(|_| !typed.ward.is_empty()) {
        report.ward = Ward::read(abuse, &typed.ward);
        if report.ward.is_none() {
            refuse("ward", "区役所・支所を確かめてください（例: 川崎区役所、大師支所）");
        }
    }
    if !typed.facility_kind.is_empty() {
        match find_facility_kinds(book, &typed.facility_kind) {
            Some(kinds) => report.facility_kinds = kinds,
            None => refuse("facility_kind", "施設・事業の種類を選んでください"),
        }
    }
    for word in &typed.disability {
        match DisabilityKind::from_word(word) {
            Some(kind) => report.disability.push(kind),
            None => refuse("disability", "障害の種別を選んでください"),
        }
    }
    (report, reasons)
}
