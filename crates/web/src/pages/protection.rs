//! `/protection`: 虐待の窓口 of the office's municipality, the line that is always open first. Plain, and good on paper.

use app::office;
use askama::Template;
use axum::extract::State;
use calendar::wareki;
use law::{AbuseWindow, MunicipalityFile};

use crate::{AppState, Layout, PageError, PageResult, Session, show};

#[derive(Template)]
#[template(path = "protection.html")]
struct ProtectionPage {
    layout: Layout,
    municipality: &'static MunicipalityFile,
    groups: Vec<Group>,
    source: String,
    numbers_missing: bool,
}

/// The windows for one kind of abuser.
struct Group {
    title: &'static str,
    hint: &'static str,
    windows: Vec<&'static AbuseWindow>,
}

/// Word in the file, title, who that is.
const ABUSERS: [(&str, &str, &str); 3] = [
    ("caregiver", "家族など（養護者）による虐待", "親・きょうだい・同居人など、身のまわりの世話をしている人"),
    ("facility_staff", "施設や事業所の職員による虐待", "サービスを提供している施設・事業所の職員"),
    ("employer", "職場（使用者）による虐待", "働いている会社の事業主や上司"),
];

/// `GET /protection`.
pub async fn open(State(state): State<AppState>, session: Session) -> PageResult {
    let key = state.read(&session, office::office).await?.municipality;
    let municipality =
        state.law.municipality(&key).or_else(|| state.law.municipality("default")).ok_or(PageError::NotFound)?;
    let (mut groups, mut source) = (Vec::new(), String::new());
    if let Some(abuse) = &municipality.abuse {
        let title = state.law.source(&abuse.origin.source).map_or(abuse.origin.source.as_str(), |source| &source.title);
        source = format!("{title}（{}）、{}に確認", abuse.origin.place, wareki::long(abuse.origin.checked_on));
        for (word, title, hint) in ABUSERS {
            let windows: Vec<_> = abuse.windows.iter().filter(|window| window.abuser == word).collect();
            if !windows.is_empty() {
                groups.push(Group { title, hint, windows });
            }
        }
    }
    let numbers_missing = groups.iter().flat_map(|group| &group.windows).any(|window| window.tel.is_none());
    let layout = Layout::new(&session, "虐待の窓口");
    Ok(show(&ProtectionPage { layout, municipality, groups, source, numbers_missing }))
}
