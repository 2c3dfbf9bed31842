//! `/protection`: 虐待の窓口 of a municipality: the line that is always open first, a finder, and the whole table.
//! Plain, and good on paper. Nothing that is asked here says who it is about, so the answer has an address. From a client
//! one comes here by way of their municipality and 区役所・支所 alone.

use app::protection::{Chosen, Windows, WindowsText, find_window, place_of_client};
use askama::Template;
use axum::extract::{RawQuery, State};
use calendar::wareki;
use domain::{
    id::ClientId,
    protection::window::{Abuser, DisabilityKind, Window, WindowAnswer},
};
use law::{AbuseWindow, AbuseWindows, LawBook};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{AppState, Form, Layout, PageResult, PathId, Session, components::WhyPanel, see_other, show};

#[derive(Template)]
#[template(path = "protection.html")]
struct ProtectionPage {
    layout: Layout,
    municipality: Chosen,
    municipalities: Vec<(String, String)>,
    form: Form,
    choices: Choices,
    answer: Option<Answer>,
    groups: Vec<Group>,
    source: String,
    numbers_missing: bool,
}

/// What can be chosen: pairs of word and label.
#[derive(Default)]
struct Choices {
    abusers: Vec<(&'static str, &'static str)>,
    wards: Vec<(String, String)>,
    kinds: Vec<(&'static str, &'static str)>,
    disabilities: Vec<(&'static str, &'static str)>,
}

/// What the finder found: windows in the order in which to call, or a question at a field.
struct Answer {
    sentence: String,
    asks: &'static str,
    windows: Vec<Window>,
    why: WhyPanel,
}

/// The windows for one kind of abuser.
struct Group {
    title: &'static str,
    hint: &'static str,
    windows: Vec<&'static AbuseWindow>,
}

/// Who, title, who that is.
const ABUSERS: [(Abuser, &str, &str); 3] = [
    (Abuser::Caregiver, "家族など（養護者）による虐待", "親・きょうだい・同居人など、身のまわりの世話をしている人"),
    (Abuser::FacilityStaff, "施設や事業所の職員による虐待", "サービスを提供している施設・事業所の職員"),
    (Abuser::Employer, "職場（使用者）による虐待", "働いている会社の事業主や上司"),
];

/// `GET /clients/{client}/protection`: to the windows of the client's municipality and 区役所・支所.
pub async fn of_client(State(state): State<AppState>, session: Session, PathId(id): PathId<ClientId>) -> PageResult {
    let place = state.read(&session, move |cx| place_of_client(cx, id)).await?;
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let (municipality, ward) = (encoded(&place.municipality), encoded(&place.ward));
    Ok(see_other(format!("/protection?municipality={municipality}&ward={ward}")))
}

/// `GET /protection`, with what was chosen in the finder.
pub async fn open(State(state): State<AppState>, session: Session, RawQuery(query): RawQuery) -> PageResult {
    let mut form = Form::of_query(&state, query.as_deref());
    let typed = WindowsText {
        municipality: form.text("municipality"),
        abuser: form.text("abuser"),
        ward: form.text("ward"),
        facility_kind: form.text("facility_kind"),
        disability: form.values("disability").into_iter().filter(|word| !word.is_empty()).map(String::from).collect(),
    };
    let found = state.read(&session, move |cx| find_window(cx, &typed)).await?;
    let Windows { municipality, municipalities, answer, reasons } = found;
    for reason in reasons {
        form.error(reason.field, reason.sentence);
    }
    form.set("municipality", municipality.code.clone());
    let abuse = municipality.abuse;
    let mut page = ProtectionPage {
        layout: Layout::new(&session, "虐待の窓口"),
        choices: Choices::of(&municipality),
        municipality,
        municipalities,
        form,
        answer: answer.map(|answer| Answer::of(state.law, answer)),
        groups: Vec::new(),
        source: String::new(),
        numbers_missing: false,
    };
    if let Some(abuse) = abuse {
        page.fill(state.law, abuse);
    }
    Ok(show(&page))
}

impl ProtectionPage {
    /// The table and what can be chosen from it.
    fn fill(&mut self, law: &LawBook, abuse: &'static AbuseWindows) {
        let title = law.source(&abuse.origin.source).map_or(abuse.origin.source.as_str(), |source| &source.title);
        self.source = format!("{title}（{}）、{}に確認", abuse.origin.place, wareki::long(abuse.origin.checked_on));
        self.numbers_missing = abuse.windows.iter().any(|window| window.tel.is_none());
        for (abuser, title, hint) in ABUSERS {
            let windows: Vec<_> = abuse.windows.iter().filter(|window| window.abuser == abuser.word()).collect();
            if !windows.is_empty() {
                self.groups.push(Group { title, hint, windows });
            }
        }
    }
}

impl Choices {
    fn of(municipality: &Chosen) -> Self {
        let same = |name: &'static String| (name.as_str(), name.as_str());
        let windows = municipality.abuse.map(|abuse| abuse.windows.as_slice()).unwrap_or_default();
        Self {
            abusers: Abuser::ALL.iter().map(|abuser| (abuser.word(), abuser.label())).collect(),
            wards: municipality.wards.iter().map(|ward| (ward.name.clone(), ward.name.clone())).collect(),
            kinds: windows.iter().flat_map(|window| &window.facility_kinds).map(same).collect(),
            disabilities: DisabilityKind::ALL.iter().map(|kind| (kind.word(), kind.label())).collect(),
        }
    }
}

impl Answer {
    fn of(law: &LawBook, answer: WindowAnswer) -> Self {
        let (why, asks, windows) = match answer {
            WindowAnswer::Call(decided) => (decided.why, "", decided.value),
            WindowAnswer::Needs { missing, why, line, .. } => {
                let asks = missing.first().map_or("", |missing| missing.field);
                (why, asks, line.into_iter().collect())
            }
            WindowAnswer::NotCovered(why) => (why, "", Vec::new()),
        };
        Self { sentence: why.sentence.clone(), asks, windows, why: WhyPanel::of(law, &why) }
    }
}
