//! The one table of routes: method, path, right needed, handler.

use app::limits;
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    handler::Handler,
    http::Method,
    middleware::{self, Next},
    routing::{self, MethodRouter},
};
use domain::office::Right;

use crate::{AppState, assets, guard, pages};

/// Every route of the application. The tests walk through it with every role.
pub fn table() -> Vec<Route> {
    use Access::{Public, SignedIn};
    use Right::*;
    use pages::monitoring::{m1_service_check, m2_home_visit, m3_record, m4_consent, m5_submission, step};
    vec![
        // Frame
        get("/static/{version}/{file}", Public, assets::serve),
        get("/healthz", Public, pages::healthz::show),
        post("/echo/date/{field}", SignedIn(Read), pages::echo::date),
        // 下書き, under the right of the form
        post("/drafts/monitoring/{form}/{subject}", SignedIn(RecordMonitoring), pages::drafts::keep),
        post("/drafts/monitoring/{form}/{subject}/discard", SignedIn(RecordMonitoring), pages::drafts::discard),
        post("/drafts/clients/{form}/{subject}", SignedIn(EditClients), pages::drafts::keep),
        post("/drafts/clients/{form}/{subject}/discard", SignedIn(EditClients), pages::drafts::discard),
        // Accounts
        get("/setup", Public, pages::accounts::setup::open),
        post("/setup", Public, pages::accounts::setup::send),
        get("/login", Public, pages::accounts::login::open),
        post("/login", Public, pages::accounts::login::send),
        post("/logout", SignedIn(Read), pages::accounts::logout::send),
        // Settings
        get("/settings", SignedIn(Read), pages::settings::overview::open),
        get("/settings/office", SignedIn(Administer), pages::settings::office::open),
        post("/settings/office", SignedIn(Administer), pages::settings::office::send),
        get("/settings/specialists", SignedIn(Administer), pages::settings::specialists::list),
        get("/settings/specialists/new", SignedIn(Administer), pages::settings::specialists::open_new),
        post("/settings/specialists/new", SignedIn(Administer), pages::settings::specialists::send_new),
        get("/settings/specialists/{specialist}", SignedIn(Administer), pages::settings::specialists::open),
        post("/settings/specialists/{specialist}", SignedIn(Administer), pages::settings::specialists::send),
        post("/settings/specialists/{specialist}/posts", SignedIn(Administer), pages::settings::specialist_posts::send),
        get("/settings/users", SignedIn(Administer), pages::settings::users::list),
        get("/settings/users/new", SignedIn(Administer), pages::settings::users::open_new),
        post("/settings/users/new", SignedIn(Administer), pages::settings::users::send_new),
        get("/settings/users/{user}", SignedIn(Administer), pages::settings::users::open),
        post("/settings/users/{user}", SignedIn(Administer), pages::settings::users::send),
        post("/settings/users/{user}/reset", SignedIn(Administer), pages::settings::users::reset),
        post("/settings/office/facts/{fact}/withdraw", SignedIn(Administer), pages::settings::office::withdraw),
        get("/settings/municipalities", SignedIn(Administer), pages::settings::municipalities::list),
        post("/settings/municipalities", SignedIn(Administer), pages::settings::municipalities::add),
        get("/settings/municipalities/{code}", SignedIn(Administer), pages::settings::municipality_settings::open),
        post("/settings/municipalities/{code}", SignedIn(Administer), pages::settings::municipality_settings::send),
        post(
            "/settings/municipalities/{code}/reset",
            SignedIn(Administer),
            pages::settings::municipality_settings::reset,
        ),
        post("/settings/municipalities/{code}/town", SignedIn(Administer), pages::settings::municipalities::send_town),
        get("/settings/outbox", SignedIn(Administer), pages::settings::outbox::open),
        post("/settings/outbox", SignedIn(Administer), pages::settings::outbox::send),
        post("/settings/outbox/test", SignedIn(Administer), pages::settings::outbox::send_test),
        post("/settings/outbox/{job}/again", SignedIn(Administer), pages::settings::outbox::send_again),
        get("/settings/password", SignedIn(Read), pages::settings::password::open),
        post("/settings/password", SignedIn(Read), pages::settings::password::send),
        post("/settings/password/end-sessions", SignedIn(Read), pages::settings::password::end_sessions),
        // Windows for reports of abuse, and the audit log
        get("/protection", SignedIn(Read), pages::protection::open),
        get("/records", SignedIn(Administer), pages::records::open),
        // きまり
        get("/rules", SignedIn(Read), pages::rules::open),
        get("/rules/cases/{area}/{case}", SignedIn(Read), pages::rules::case::open),
        // 請求
        get("/billing", SignedIn(Read), pages::billing::list::open),
        post("/billing", SignedIn(Read), pages::billing::list::choose),
        get("/billing/{month}", SignedIn(Read), pages::billing::month::open),
        post("/billing/{month}/{service}/{what}", SignedIn(Bill), pages::billing::forms::decide),
        post("/billing/closings/{closing}/file", SignedIn(Bill), pages::billing::file::send),
        post("/billing/closings/{closing}/mark", SignedIn(Bill), pages::billing::forms::mark_closing),
        post("/billing/claims/{claim}/mark", SignedIn(Bill), pages::billing::forms::mark_claim),
        // 利用者
        get("/clients", SignedIn(Read), pages::clients::list::show_list),
        post("/clients/search", SignedIn(Read), pages::clients::list::search),
        get("/clients/new", SignedIn(EditClients), pages::clients::new::form),
        post("/clients", SignedIn(EditClients), pages::clients::new::create),
        get("/clients/import", SignedIn(EditClients), pages::clients::import::form),
        post("/clients/import", SignedIn(EditClients), pages::clients::import::check),
        get("/clients/import/template.csv", SignedIn(EditClients), pages::clients::import::template_file),
        get("/clients/import/{import}", SignedIn(EditClients), pages::clients::import::open),
        post("/clients/import/{import}/take", SignedIn(EditClients), pages::clients::import::take),
        post("/clients/import/{import}/cancel", SignedIn(EditClients), pages::clients::import::cancel),
        post("/clients/import/{import}/rejected", SignedIn(EditClients), pages::clients::import::rejected),
        get("/clients/{client}", SignedIn(Read), pages::clients::show::show_client),
        post("/clients/{client}", SignedIn(Read), pages::clients::show::search),
        get("/clients/{client}/edit", SignedIn(EditClients), pages::clients::edit::form),
        post("/clients/{client}/edit", SignedIn(EditClients), pages::clients::edit::save),
        get("/clients/{client}/end", SignedIn(EditClients), pages::clients::end::form),
        post("/clients/{client}/end", SignedIn(EditClients), pages::clients::end::save),
        get("/clients/{client}/visits/new", SignedIn(RecordMonitoring), pages::monitoring::open_round::form),
        post("/clients/{client}/visits", SignedIn(RecordMonitoring), pages::monitoring::open_round::send),
        // 今月の仕事
        get("/", SignedIn(Read), pages::board::show),
        post("/", SignedIn(Read), pages::board::search),
        get("/tasks", SignedIn(Read), pages::tasks::list),
        post("/tasks", SignedIn(EditClients), pages::tasks::finish),
        // モニタリング
        get("/r/{short}", SignedIn(Read), pages::monitoring::short::round),
        get("/r/{short}/{number}", SignedIn(Read), pages::monitoring::short::step),
        get("/monitoring/{round}", SignedIn(Read), pages::monitoring::show::show),
        get("/monitoring/{round}/m1-service-check", SignedIn(Read), step::show::<m1_service_check::Page>),
        post("/monitoring/{round}/m1-service-check", SignedIn(RecordMonitoring), step::save::<m1_service_check::Page>),
        get("/monitoring/{round}/m2-home-visit", SignedIn(Read), step::show::<m2_home_visit::Page>),
        post("/monitoring/{round}/m2-home-visit", SignedIn(RecordMonitoring), step::save::<m2_home_visit::Page>),
        get("/monitoring/{round}/m3-record", SignedIn(Read), step::show::<m3_record::Page>),
        post("/monitoring/{round}/m3-record", SignedIn(RecordMonitoring), step::save::<m3_record::Page>),
        post("/monitoring/{round}/m3-record/discard", SignedIn(RecordMonitoring), m3_record::discard),
        get("/monitoring/{round}/m4-consent", SignedIn(Read), step::show::<m4_consent::Page>),
        post("/monitoring/{round}/m4-consent", SignedIn(RecordMonitoring), step::save::<m4_consent::Page>),
        get("/monitoring/{round}/m5-submission", SignedIn(Read), step::show::<m5_submission::Page>),
        post("/monitoring/{round}/m5-submission", SignedIn(RecordMonitoring), step::save::<m5_submission::Page>),
        get("/monitoring/{round}/m6-claim", SignedIn(Read), pages::monitoring::m6_claim::show),
        get("/monitoring/{round}/carry-over", SignedIn(Read), pages::monitoring::carry_over::show),
        post("/monitoring/{round}/carry-over", SignedIn(RecordMonitoring), pages::monitoring::carry_over::save),
        post("/monitoring/{round}/missed", SignedIn(RecordMonitoring), pages::monitoring::carry_over::save_missed),
        post(
            "/monitoring/{round}/facts/{fact}/withdraw",
            SignedIn(RecordMonitoring),
            pages::monitoring::facts::withdraw,
        ),
        post("/monitoring/{round}/facts/{fact}/restore", SignedIn(RecordMonitoring), pages::monitoring::facts::restore),
        get("/monitoring/{round}/report.pdf", SignedIn(Read), pages::monitoring::report_pdf::show),
        // 受給者証
        get("/clients/{client}/certificates/new", SignedIn(EditClients), pages::certificates::new::form),
        post("/clients/{client}/certificates", SignedIn(EditClients), pages::certificates::new::create),
        post("/certificates/preview", SignedIn(EditClients), pages::certificates::preview::preview),
        get("/certificates/{certificate}", SignedIn(Read), pages::certificates::show::form),
        post("/certificates/{certificate}", SignedIn(EditClients), pages::certificates::show::save),
        get("/certificates/{certificate}/change", SignedIn(EditClients), pages::certificates::change::form),
        post("/certificates/{certificate}/change", SignedIn(EditClients), pages::certificates::change::save),
        get("/certificates/{certificate}/attachments", SignedIn(Read), pages::attachments::list),
        post("/certificates/{certificate}/attachments", SignedIn(EditClients), pages::attachments::add)
            .taking(limits::DRAINED_BYTES),
        get("/attachments/{attachment}", SignedIn(Read), pages::attachments::open),
        post("/attachments/{attachment}/withdraw", SignedIn(EditClients), pages::attachments::withdraw),
        get("/certificates/{certificate}/plan", SignedIn(Read), pages::billing::plan_question::open),
        post("/certificates/{certificate}/plan", SignedIn(EditClients), pages::billing::plan_question::send),
    ]
}

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody, without signing in.
    Public,
    /// Whoever is signed in and has the right.
    SignedIn(Right),
}

/// A line of the table.
pub struct Route {
    /// Method.
    pub method: Method,
    /// Path with its parameters, as axum writes them.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
    handler: MethodRouter<AppState>,
}

impl Route {
    /// The same route for bodies of so many bytes; the others take [`limits::BODY_BYTES`].
    fn taking(self, bytes: usize) -> Self {
        Self { handler: self.handler.layer(DefaultBodyLimit::max(bytes)), ..self }
    }

    /// The route with the guard before it.
    pub(crate) fn into_router(self, state: &AppState) -> Router<AppState> {
        let (state, access) = (state.clone(), self.access);
        let before = move |request: Request, next: Next| guard::check(state.clone(), access, request, next);
        Router::new().route(self.path, self.handler.layer(middleware::from_fn(before)))
    }
}

fn get<H: Handler<T, AppState>, T: 'static>(path: &'static str, access: Access, handler: H) -> Route {
    Route { method: Method::GET, path, access, handler: routing::get(handler) }
}

fn post<H: Handler<T, AppState>, T: 'static>(path: &'static str, access: Access, handler: H) -> Route {
    Route { method: Method::POST, path, access, handler: routing::post(handler) }
}
