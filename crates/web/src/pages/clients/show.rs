//! 利用者の頁: strip, twelve months, cards, timeline.

use app::clients::{
    CertificateCard, ClientPage, PlanCard, ServiceMonths, Standing, TimelineFilter, TimelineKind, find_client,
};
use askama::Template;
use axum::extract::{Query, State};
use calendar::wareki;
use domain::{
    client::{Residence, Tenure},
    id::ClientId,
    monitoring::decided_interval::periods,
    neutrality::Ground,
    office::Right,
    planning::PlanningCase,
};
use serde::Deserialize;

use crate::{
    AppState, Form, Layout, PageResult, PathId, Session, at, components::StripMonth, pages::monitoring::strip,
    see_other, show,
};

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Kind of the timeline's entries.
    kind: String,
    /// The words searched for, closed.
    q: String,
    /// Page of the timeline.
    page: String,
}

/// Twelve months under their heading.
struct Strip {
    /// 「計画相談支援（川崎市）」 where there are several; empty for the only one.
    heading: String,
    months: Vec<StripMonth>,
}

#[derive(Template)]
#[template(path = "clients/show.html")]
struct ShowPage {
    layout: Layout,
    page: ClientPage,
    strips: Vec<Strip>,
    kind: String,
    words: String,
    older: Option<String>,
    newer: Option<String>,
    may_edit: bool,
    may_see_looks: bool,
    may_record: bool,
    may_plan: bool,
}

impl ShowPage {
    fn kinds(&self) -> &'static [TimelineKind] {
        TimelineKind::ALL
    }

    /// 「3か月ごと」, 「はじめの3か月は毎月、その後6か月ごと」 or 「実施月の指定」.
    fn interval(&self, card: &CertificateCard) -> String {
        interval_words(card)
    }

    /// The first month of the card that is not over.
    fn months(&self, card: &CertificateCard) -> String {
        card.months.iter().map(|month| wareki::month_short(*month)).collect::<Vec<_>>().join("・")
    }

    /// 「ふりがな、大きな字、ポルトガル語」.
    fn telling(&self) -> String {
        super::telling_words(&self.page.telling)
    }

    /// 持家・借家 of a home, where it is recorded.
    fn tenure(&self) -> Option<&'static str> {
        let at_home = self.page.client.residence == Residence::Home;
        self.page.client.tenure.filter(|_| at_home).map(Tenure::label)
    }

    fn postal(&self) -> String {
        let code = &self.page.client.postal_code;
        match (code.get(..3), code.get(3..)) {
            (Some(area), Some(rest)) if !rest.is_empty() => format!("〒{area}-{rest} "),
            _ => String::new(),
        }
    }

    fn case_href(&self, case: &PlanningCase) -> String {
        at::case(case.id)
    }

    fn plan_href(&self, plan: &PlanCard) -> String {
        at::case(plan.case)
    }

    fn current(&self) -> Option<&CertificateCard> {
        self.page.certificates.iter().find(|card| card.standing == Standing::Current)
    }
}

pub(crate) fn interval_words(card: &CertificateCard) -> String {
    let certificate = &card.certificate;
    if !certificate.months.is_empty() {
        return "受給者証に記載の実施月".to_owned();
    }
    periods(&certificate.phases)
}

/// The page.
pub async fn show_client(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<ClientId>,
    Query(asked): Query<Asked>,
) -> PageResult {
    client(&state, &session, id, asked).await
}

/// Searches the timeline: on to an address that Back and reload show again and that names nothing that was typed.
pub async fn search(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<ClientId>,
    form: Form,
) -> PageResult {
    // Nothing is said of a client of another office, not even by going on.
    state.read(&session, move |cx| find_client(cx, id, &TimelineFilter::default())).await?;
    let kind = TimelineKind::from_word(form.value("kind")).map(TimelineKind::word).unwrap_or_default();
    let words: String = form.value("words").chars().take(100).collect();
    let closed = session.seal().close(&words, (state.outside.random)());
    Ok(see_other(timeline_href(id, kind, &closed, 1)))
}

fn strip_of(of: &ServiceMonths, several: bool) -> Strip {
    let heading = match (several, of.municipality_name.as_str()) {
        (false, _) => String::new(),
        (true, "") => format!("{}（受給者証なし）", of.service.label()),
        (true, name) => format!("{}（{name}）", of.service.label()),
    };
    Strip { heading, months: strip::months(&of.months) }
}

fn timeline_href(id: ClientId, kind: &str, closed: &str, page: usize) -> String {
    format!("/clients/{id}?kind={kind}&q={closed}&page={page}#timeline")
}

async fn client(state: &AppState, session: &Session, id: ClientId, asked: Asked) -> PageResult {
    let words = session.searched(&asked.q);
    let filter = TimelineFilter {
        kind: TimelineKind::from_word(&asked.kind),
        words: words.clone(),
        page: asked.page.parse().unwrap_or(1),
    };
    let closed = if words.is_empty() { String::new() } else { asked.q.clone() };
    let kind = filter.kind.map(TimelineKind::word).unwrap_or_default().to_owned();
    let page = state.read(session, move |cx| find_client(cx, id, &filter)).await?;
    let several = page.strips.len() > 1;
    let strips = page.strips.iter().map(|one| strip_of(one, several)).collect();
    let of_page = |number| timeline_href(id, &kind, &closed, number);
    let older = (page.timeline_page < page.timeline_pages).then(|| of_page(page.timeline_page + 1));
    let newer = (page.timeline_page > 1).then(|| of_page(page.timeline_page - 1));
    Ok(show(&ShowPage {
        layout: Layout::new(session, page.client.name.clone()),
        strips,
        kind,
        words,
        older,
        newer,
        may_edit: session.may(Right::EditClients),
        may_see_looks: session.may(Right::Audit),
        may_record: session.may(Right::RecordMonitoring),
        may_plan: session.may(Right::RecordPlanning),
        page,
    }))
}
