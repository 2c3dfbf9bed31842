//! `/protection`: 虐待の窓口 of the office's municipality: the line that is always open first, a finder, and the whole table.
//! Plain, and good on paper. Nothing that is asked here says who it is about, so the answer has an address.

use app::protection::{Windows, WindowsText, find_window};
use askama::Template;
use axum::extract::{RawQuery, State};
use calendar::wareki;
use domain::protection::window::{Abuser, DisabilityKind, Window, WindowAnswer};
use law::{AbuseWindow, AbuseWindows, LawBook, MunicipalityFile};

use crate::{AppState, Form, Layout, PageResult, Session, components::WhyPanel, show};

#[derive(Template)]
#[template(path = "protection.html")]
struct ProtectionPage {
    layout: Layout,
    municipality: &'static MunicipalityFile,
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
    wards: Vec<(&'static str, &'static str)>,
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

/// `GET /protection`, with what was chosen in the finder.
pub async fn open(State(state): State<AppState>, session: Session, RawQuery(query): RawQuery) -> PageResult {
    let mut form = Form::of_query(&state, query.as_deref());
    let typed = WindowsText {
        abuser: form.text("abuser"),
        ward: form.text("ward"),
        facility_kind: form.text("facility_kind"),
        disability: form.values("disability").into_iter().filter(|word| !word.is_empty()).map(String::from).collect(),
    };
    let found = state.read(&session, move |cx| find_window(cx, &typed)).await?;
    let Windows { municipality, answer, reasons } = found;
    for reason in reasons {
        form.error(reason.field, reason.sentence);
    }
    let mut page = ProtectionPage {
        layout: Layout::new(&session, "虐待の窓口"),
        municipality,
        form,
        choices: Choices::default(),
        answer: answer.map(|answer| Answer::of(state.law, answer)),
        groups: Vec::new(),
        source: String::new(),
        numbers_missing: false,
    };
    if let Some(abuse) = &municipality.abuse {
        page.fill(state.law, abuse);
    }
    Ok(show(&page))
}

impl ProtectionPage {
    /// The table and what can be chosen from it.
    fn fill(&mut self, law: &LawBook, abuse: &'static AbuseWindows) {
        let title = law.source(&abuse.origin.source).map_or(abuse.origin.source.as_str(), |source| &source.title);
        self.source = format!("{title}（{}）、{}に確認", abuse.origin.place, wareki::long(abuse.origin.checked_on));
        self.choices = Choices::of(abuse);
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
    fn of(abuse: &'static AbuseWindows) -> Self {
        let same = |name: &'static String| (name.as_str(), name.as_str());
        Self {
            abusers: Abuser::ALL.iter().map(|abuser| (abuser.word(), abuser.label())).collect(),
            wards: abuse
                .wards
                .iter()
                .flat_map(|ward| std::iter::once(&ward.name).chain(&ward.branches))
                .map(same)
                .collect(),
            kinds: abuse.windows.iter().flat_map(|window| &window.facility_kinds).map(same).collect(),
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
