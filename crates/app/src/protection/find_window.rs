//! Finds the window to call in a municipality, from what was chosen on the page. Keeps nothing.

use calendar::in_japan;
use domain::{
    id::ClientId,
    office::{Municipality, Right, WardOfTown},
    protection::{
        Ward, find_facility_kinds,
        window::{Abuser, DisabilityKind, Report, WindowAnswer, windows_to_call},
    },
    text,
};
use law::{AbuseWindows, LawBook, MunicipalityFile};
use store::{certificates, clients, municipalities as entered};

use crate::{Cx, Reason, Refusal, law_book, office};

/// What was chosen, as words; empty where nothing was.
#[derive(Clone, Debug, Default)]
pub struct WindowsText {
    /// 市町村番号; empty for the office's own municipality.
    pub municipality: String,
    /// Who is suspected: the word of an [`Abuser`].
    pub abuser: String,
    /// 区役所・支所.
    pub ward: String,
    /// 施設・事業の種類.
    pub facility_kind: String,
    /// Words of [`DisabilityKind`].
    pub disability: Vec<String>,
}

/// The municipality whose windows are shown.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// 市町村番号; empty where none is known.
    pub code: String,
    /// 名称.
    pub name: String,
    /// Its table, where it has one here.
    pub abuse: Option<&'static AbuseWindows>,
    /// Its 区役所・支所, with the telephones that the office entered.
    pub wards: Vec<WardOfTown>,
}

/// The municipality with its table, and the answer.
#[derive(Clone, Debug)]
pub struct Windows {
    /// The municipality.
    pub municipality: Chosen,
    /// 市町村番号 and 名称 of those to choose from.
    pub municipalities: Vec<(String, String)>,
    /// `None` while nothing was chosen, or something chosen is not known.
    pub answer: Option<WindowAnswer>,
    /// What is not known, each at its field.
    pub reasons: Vec<Reason>,
}

/// The municipality of a client, and the 区役所・支所 that takes care of them today: by these, and by nothing that says
/// who it is, the page is opened.
pub fn place_of_client(cx: &mut Cx<'_>, id: ClientId) -> Result<WindowsText, Refusal> {
    cx.authorize(Right::Read)?;
    let office = cx.actor.office;
    let client = clients::find(cx.tx, office, id)?.ok_or(Refusal::NotFound)?;
    let papers = certificates::of_client(cx.tx, office, id)?;
    let begun = |paper: &&domain::client::Certificate| paper.grants.iter().map(|grant| grant.start).max();
    let valid = papers.iter().filter(|paper| paper.is_valid_on(cx.today)).max_by_key(begun);
    let paper = valid.or_else(|| papers.iter().max_by_key(begun));
    let ward = client.wards.on(cx.today).or(paper.map(|paper| paper.ward.as_str()));
    Ok(WindowsText {
        municipality: paper.map(|paper| paper.municipality.clone()).unwrap_or_default(),
        ward: ward.unwrap_or_default().to_owned(),
        ..WindowsText::default()
    })
}

/// The municipality's windows, and the one to call for what was chosen.
pub fn find_window(cx: &mut Cx<'_>, typed: &WindowsText) -> Result<Windows, Refusal> {
    cx.authorize(Right::Read)?;
    let book = law_book()?;
    let towns = entered::all(cx.tx, cx.actor.office)?;
    let wanted = match text::line(&typed.municipality) {
        none if none.is_empty() => office::office(cx)?.municipality,
        code => code,
    };
    let file = book.municipality(&wanted).or_else(|| book.municipality_with_code(&wanted));
    let code = file.and_then(|file| file.code.as_deref()).unwrap_or(&wanted).to_owned();
    let town = towns.iter().find(|town| town.code == code).cloned();
    let municipality = chosen(cx, file, town.as_ref(), code)?;
    let (mut report, reasons) = read(book, &municipality, town, typed);
    report.at = in_japan(&(cx.outside.now)()).map(|(day, time)| day.to_datetime(time));
    let asked = ![&typed.abuser, &typed.ward, &typed.facility_kind].iter().all(|word| word.is_empty())
        || !typed.disability.is_empty();
    let answer = (asked && reasons.is_empty()).then(|| windows_to_call(file, &report));
    Ok(Windows { municipality, municipalities: to_choose_from(book, &towns), answer, reasons })
}

/// Those with a file and those that the office entered, by 市町村番号.
fn to_choose_from(book: &LawBook, towns: &[Municipality]) -> Vec<(String, String)> {
    let files = book.municipalities().filter_map(|file| Some((file.code.clone()?, file.name.clone())));
    let mut all: Vec<(String, String)> = files.collect();
    for town in towns {
        if !all.iter().any(|(code, _)| *code == town.code) {
            all.push((town.code.clone(), town.name.clone()));
        }
    }
    all.sort();
    all
}

/// What is known of the municipality. One that stands on certificates alone has its name from there.
fn chosen(
    cx: &mut Cx<'_>,
    file: Option<&'static MunicipalityFile>,
    town: Option<&Municipality>,
    code: String,
) -> Result<Chosen, Refusal> {
    let name = file.filter(|file| file.code.is_some()).map(|file| file.name.clone());
    let name = match name.or_else(|| town.map(|town| town.name.clone())) {
        Some(name) => name,
        None => {
            let office = cx.actor.office;
            let papers = cx.tx.unseen(|tx| certificates::all(tx, office))?;
            let named = papers.into_iter().find(|paper| paper.municipality == code);
            named.map_or_else(|| "全国の既定".to_owned(), |paper| paper.municipality_name)
        }
    };
    let abuse = file.and_then(|file| file.abuse.as_ref());
    let of_table = abuse.iter().flat_map(|abuse| &abuse.wards);
    let names = of_table.flat_map(|ward| std::iter::once(&ward.name).chain(&ward.branches));
    let entered = town.map(|town| town.wards.as_slice()).unwrap_or_default();
    let same = |own: &WardOfTown, name: &str| text::search_key(&own.name) == text::search_key(name);
    let mut wards: Vec<WardOfTown> = names
        .map(|name| {
            let tel = entered.iter().find(|own| same(own, name)).map(|own| own.tel.clone());
            WardOfTown { name: name.clone(), tel: tel.unwrap_or_default() }
        })
        .collect();
    for own in entered {
        if !wards.iter().any(|ward| same(own, &ward.name)) {
            wards.push(own.clone());
        }
    }
    Ok(Chosen { code, name, abuse, wards })
}

/// The words as facts; a word that is none of the list's is told at its field.
fn read(
    book: &LawBook,
    municipality: &Chosen,
    town: Option<Municipality>,
    typed: &WindowsText,
) -> (Report, Vec<Reason>) {
    let mut reasons = Vec::new();
    let mut report = Report::default();
    let mut refuse = |field: &'static str, sentence: &str| reasons.push(Reason::at(field, sentence));
    if !typed.abuser.is_empty() {
        report.abuser = Abuser::from_word(&typed.abuser);
        if report.abuser.is_none() {
            refuse("abuser", "だれによる虐待かを選んでください");
        }
    }
    if !typed.ward.is_empty() && (municipality.abuse.is_some() || town.is_some()) {
        let of_table = municipality.abuse.and_then(|abuse| Ward::read(abuse, &typed.ward));
        report.ward = of_table.or_else(|| town.as_ref().and_then(|town| Ward::of_town(town, &typed.ward)));
        if report.ward.is_none() {
            refuse("ward", "この市町村の区役所・支所を選んでください（例: 川崎区役所、大師支所）");
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
    report.town = town;
    (report, reasons)
}
