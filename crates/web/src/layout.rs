//! The frame around each page: head, menu, message, and the ways to answer with a page or to go on to one.

use app::{Acts, Member, Staff, Ward};
use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use domain::office::Right;

use crate::{PageError, Session, pages::settings::account_notices, session::Flash};

/// What the frame shows. Each page's template has it as `layout` and extends `base.html`.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The page's title and h1.
    pub title: String,
    /// 事業所名, or the ward's name.
    pub organisation: String,
    /// Whether the person can go over to another organisation.
    pub switches: bool,
    /// Whether clients are searched from here.
    pub searches: bool,
    /// Whether the settings of the office may be opened: only then a page leads there.
    pub administers: bool,
    /// Whether what is registered of clients may be changed.
    pub edits_clients: bool,
    /// 氏名 of the person who is signed in.
    pub person: String,
    /// 役割 of that person.
    pub role: &'static str,
    /// The menu.
    pub menu: Vec<MenuItem>,
    /// A message to show once.
    pub flash: Option<Flash>,
    /// Minutes without use after which the session ends.
    pub idle_minutes: i64,
    /// What could not be read and is left out of the page: table, column and id.
    pub unreadable: Vec<String>,
    /// Whether the person changes settings; else the pages of the settings are only looked at.
    pub may_set: bool,
    /// Whether the person decides who may see what.
    pub may_decide: bool,
    /// Whether the person sees the log, and who looked at whom.
    pub may_audit: bool,
    /// アカウントのお知らせ: where the page leads to what was changed about the account; none where nothing is to be told.
    pub notices: Option<&'static str>,
}

/// The page above its content. A template that is extended is compiled with each page; these parts are compiled once.
#[derive(Template)]
#[template(path = "layout/top.html")]
pub(crate) struct Top<'a> {
    layout: &'a Layout,
}

/// The page below its content.
#[derive(Template)]
#[template(path = "layout/foot.html")]
pub(crate) struct Foot<'a> {
    layout: &'a Layout,
}

/// A line of the menu.
#[derive(Clone, Debug)]
pub struct MenuItem {
    /// Address.
    pub href: &'static str,
    /// Words.
    pub label: &'static str,
    /// Whether the page shown belongs to it.
    pub current: bool,
}

/// Address, words, right needed.
const MENU: [(&str, &str, Right); 10] = [
    ("/", "今月の仕事", Right::Read),
    ("/clients", "利用者", Right::Read),
    ("/planning", "計画", Right::Read),
    ("/protection", "虐待の窓口", Right::Read),
    ("/billing", "請求", Right::Read),
    ("/papers", "書類", Right::Read),
    ("/providers", "事業所の台帳", Right::Read),
    ("/rules", "きまり", Right::Read),
    ("/settings", "設定", Right::ReadOffice),
    ("/records", "記録", Right::Audit),
];

/// Where somebody begins who sees no client.
pub(crate) const SYSTEM: &str = "/system";

/// How many lines of the menu fit into the bar at the foot of a phone; the rest stand under もっと.
const PHONE_BAR: usize = 4;

impl Layout {
    /// The frame for this person and page.
    pub fn new<A: Shown>(session: &Session<A>, title: impl Into<String>) -> Self {
        let actor = session.actor();
        Self {
            title: title.into(),
            organisation: session.organisation_name().to_owned(),
            switches: session.has_elsewhere(),
            searches: actor.searches(),
            administers: actor.may(Right::Administer),
            edits_clients: actor.may(Right::EditClients),
            person: actor.name().to_owned(),
            role: actor.role(),
            menu: actor.menu(session.path()),
            flash: session.flash(),
            idle_minutes: session.idle_minutes(),
            unreadable: session.unreadable(),
            may_set: actor.may(Right::Administer),
            may_decide: actor.may(Right::DecideAccess),
            may_audit: actor.may(Right::Audit),
            notices: leads_to_notices(session).then_some(account_notices::PLACE),
        }
    }

    /// The part of a page above its content.
    pub(crate) fn top(&self) -> Top<'_> {
        Top { layout: self }
    }

    /// The part of a page below its content.
    pub(crate) fn foot(&self) -> Foot<'_> {
        Foot { layout: self }
    }

    /// The lines of the bar at the foot of a phone.
    pub fn bar(&self) -> &[MenuItem] {
        self.menu.get(..PHONE_BAR).unwrap_or(&self.menu)
    }

    /// The lines under もっと on a phone.
    pub fn more(&self) -> &[MenuItem] {
        self.menu.get(PHONE_BAR..).unwrap_or(&[])
    }
}

/// Whether the page leads to アカウントのお知らせ: not from there, and not before the person has an own password.
fn leads_to_notices<A>(session: &Session<A>) -> bool {
    session.signed_in().has_notices && !session.must_change_password() && session.path() != account_notices::PLACE
}

/// A kind of actor that has pages with a frame.
pub trait Shown: Acts {
    /// 役割, in Japanese.
    fn role(&self) -> &'static str;
    /// The menu on the page of this path.
    fn menu(&self, path: &str) -> Vec<MenuItem>;
    /// Whether the person's role in an office carries a right.
    fn may(&self, right: Right) -> bool;
    /// Whether clients are searched in the head.
    fn searches(&self) -> bool {
        self.may(Right::Read)
    }
}

impl Shown for Staff {
    fn role(&self) -> &'static str {
        self.role.label()
    }

    fn menu(&self, path: &str) -> Vec<MenuItem> {
        let belongs = |href: &str| match href {
            "/" => path == "/" || path.starts_with("/monitoring") || path == "/drafts",
            "/planning" => ["/planning", "/intakes", "/turning-points"].iter().any(|own| path.starts_with(own)),
            "/clients" => path.starts_with("/clients") || path.starts_with("/certificates"),
            _ => path.starts_with(href),
        };
        let system = (!self.role.sees_clients()).then_some((SYSTEM, "システムの状態", Right::Administer));
        system
            .iter()
            .chain(&MENU)
            .filter(|(_, _, right)| self.role.may(*right))
            .map(|&(href, label, _)| MenuItem { href, label, current: belongs(href) })
            .collect()
    }

    fn may(&self, right: Right) -> bool {
        self.role.may(right)
    }
}

impl Shown for Ward {
    fn role(&self) -> &'static str {
        self.role.label()
    }

    fn menu(&self, path: &str) -> Vec<MenuItem> {
        vec![MenuItem { href: "/ward", label: "受付", current: path == "/ward" }]
    }

    fn may(&self, _: Right) -> bool {
        false
    }
}

impl Shown for Member {
    fn role(&self) -> &'static str {
        Self::role(self)
    }

    fn menu(&self, path: &str) -> Vec<MenuItem> {
        match self {
            Self::Staff(staff) => staff.menu(path),
            Self::Ward(ward) => ward.menu(path),
        }
    }

    fn may(&self, right: Right) -> bool {
        match self {
            Self::Staff(staff) => staff.role.may(right),
            Self::Ward(_) => false,
        }
    }
}

/// A page as an answer with this status.
pub fn render(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => PageError::Fault(format!("template: {error}")).into_response(),
    }
}

/// A page as an answer: 200.
pub fn show(page: &impl Template) -> Response {
    render(StatusCode::OK, page)
}

/// A form with mistakes, shown again: 422.
pub fn show_again(page: &impl Template) -> Response {
    render(StatusCode::UNPROCESSABLE_ENTITY, page)
}

/// A form that somebody else saved first, shown again with both versions: 409.
pub fn show_conflict(page: &impl Template) -> Response {
    render(StatusCode::CONFLICT, page)
}

/// A form that was not saved, shown again: with both versions where somebody else saved first, else with its mistakes.
pub fn show_unsaved(page: &impl Template, conflict: bool) -> Response {
    if conflict { show_conflict(page) } else { show_again(page) }
}

/// A form for which the turn of its password did not come in time, shown again: 429.
pub fn show_crowded(page: &impl Template) -> Response {
    let mut response = render(StatusCode::TOO_MANY_REQUESTS, page);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("10"));
    response
}

/// On to another page after a form: 303.
pub fn see_other(path: impl AsRef<str>) -> Response {
    match HeaderValue::from_str(path.as_ref()) {
        Ok(location) => (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response(),
        Err(_) => PageError::Fault("an address that is no header value".to_owned()).into_response(),
    }
}

/// On to another page, which says once that it was saved.
pub fn see_other_with(flash: Flash, path: impl AsRef<str>) -> Response {
    let mut response = see_other(path);
    response.headers_mut().append(header::SET_COOKIE, flash.cookie());
    response
}
