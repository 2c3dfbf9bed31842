//! The one table of routes: method, path, right needed, handler.

use app::{Purpose, limits};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    handler::Handler,
    http::Method,
    middleware::{self, Next},
    routing::{self, MethodRouter},
};
use domain::{office::Right, organisation::WardRight};

use crate::{
    AppState,
    access::Access,
    assets, guard,
    looks::{self, Looks},
    opening::Behind,
    pages,
};

/// Every route of the application. The tests walk through it with every role.
pub fn table() -> Vec<Route> {
    use Access::{Guest, Member, Public, Staff, Ward};
    use Purpose::{ChooseOrganisation, EnrolFactor, ProveFactor};
    use Right::*;
    use pages::{
        monitoring::{m1_service_check, m2_home_visit, m3_record, m4_consent, m5_submission, next_step, visit_plan},
        planning::{
            p1_assessment, p1_basic, p1_coverage, p1_interview, p1_review, p2_draft, p2_draft_consent, p2_interval,
            p2_neutrality, p2_ward_consultation, p2_week_plan, p3_coordination, p3_decision, p3_hand_in, p4_conference,
            p4_invitation, p5_consent, p5_delivery, p5_plan, p5_provider_plan, papers, text,
        },
        step,
    };
    vec![
        // Frame
        get("/static/{version}/{file}", Public, assets::serve),
        get("/healthz", Public, pages::healthz::show),
        post("/echo/date/{field}", Staff(ReadOffice), pages::echo::date),
        // 確かめる: whether a sending was kept
        post("/asked", Staff(ReadOffice), pages::asked::send),
        // 下書き: the own ones, and each under the right of its form
        get("/drafts", Staff(Read), pages::drafts::list),
        post("/drafts/monitoring/{form}/{subject}", Staff(RecordMonitoring), pages::drafts::keep),
        post("/drafts/monitoring/{form}/{subject}/discard", Staff(RecordMonitoring), pages::drafts::discard),
        post("/drafts/planning/{form}/{subject}", Staff(RecordPlanning), pages::drafts::keep),
        post("/drafts/planning/{form}/{subject}/discard", Staff(RecordPlanning), pages::drafts::discard),
        post("/drafts/clients/{form}/{subject}", Staff(EditClients), pages::drafts::keep),
        post("/drafts/clients/{form}/{subject}/discard", Staff(EditClients), pages::drafts::discard),
        // Accounts
        get("/setup", Public, pages::accounts::setup::open),
        post("/setup", Public, pages::accounts::setup::send),
        get("/login", Public, pages::accounts::login::open),
        post("/login", Public, pages::accounts::login::send),
        get("/login/code", Guest(ProveFactor), pages::accounts::code::open),
        post("/login/code", Guest(ProveFactor), pages::accounts::code::send),
        post("/login/code/options", Guest(ProveFactor), pages::accounts::passkey::ask_to_prove),
        post("/login/code/passkey", Guest(ProveFactor), pages::accounts::passkey::prove),
        get("/login/second-factor", Guest(EnrolFactor), pages::accounts::second_factor::open),
        post("/login/second-factor", Guest(EnrolFactor), pages::accounts::second_factor::send),
        post("/login/second-factor/options", Guest(EnrolFactor), pages::accounts::passkey::ask_to_make),
        post("/login/second-factor/passkey", Guest(EnrolFactor), pages::accounts::passkey::enrol),
        get("/login/organisation", Guest(ChooseOrganisation), pages::accounts::organisation::choose),
        post("/login/organisation", Guest(ChooseOrganisation), pages::accounts::organisation::send_choice),
        get("/organisation", Member, pages::accounts::organisation::open),
        post("/organisation", Member, pages::accounts::organisation::switch),
        post("/logout", Member, pages::accounts::logout::send),
        get("/proof", Member, pages::accounts::proof::open),
        post("/proof", Member, pages::accounts::proof::send),
        post("/proof/options", Member, pages::accounts::proof::ask_to_prove),
        post("/session/use", Member, pages::accounts::session_use::note),
        post("/session/left", Member, pages::accounts::session_use::left),
        // Wards
        get("/ward", Ward(WardRight::Read), pages::ward::open),
        // Settings
        get("/settings", Staff(ReadOffice), pages::settings::overview::open),
        get("/settings/office", Staff(ReadSettings), pages::settings::office::open),
        post("/settings/office", Staff(Administer), pages::settings::office::send),
        get("/settings/specialists", Staff(ReadSettings), pages::settings::specialists::list),
        get("/settings/specialists/new", Staff(Administer), pages::settings::specialists::open_new),
        post("/settings/specialists/new", Staff(Administer), pages::settings::specialists::send_new),
        get("/settings/specialists/{specialist}", Staff(Administer), pages::settings::specialists::open),
        post("/settings/specialists/{specialist}", Staff(Administer), pages::settings::specialists::send),
        post("/settings/specialists/{specialist}/posts", Staff(Administer), pages::settings::specialist_posts::send),
        get("/settings/sections", Staff(Audit), pages::settings::sections::open),
        post("/settings/sections", Staff(DecideAccess), pages::settings::sections::save).asking_proof(),
        get("/settings/openings", Staff(Audit), pages::settings::openings::open),
        post("/settings/openings", Staff(DecideAccess), pages::settings::openings::send).asking_proof(),
        get("/settings/users", Staff(ReadSettings), pages::settings::users::list),
        get("/settings/users/new", Staff(Administer), pages::settings::users::open_new).asking_proof(),
        post("/settings/users/new", Staff(Administer), pages::settings::users::send_new).asking_proof(),
        get("/settings/users/{user}", Staff(Administer), pages::settings::users::open).asking_proof(),
        post("/settings/users/{user}", Staff(Administer), pages::settings::users::send).asking_proof(),
        post("/settings/users/{user}/reset", Staff(Administer), pages::settings::users::reset).asking_proof(),
        post("/settings/users/{user}/reset-factor", Staff(Administer), pages::settings::users::reset_factor)
            .asking_proof(),
        post("/settings/users/{user}/remove", Staff(Administer), pages::settings::users::remove).asking_proof(),
        post("/settings/users/{user}/end-session", Staff(Administer), pages::settings::users::end_session)
            .asking_proof(),
        get("/settings/idle-time", Staff(ReadSettings), pages::settings::idle_time::open),
        post("/settings/idle-time", Staff(Administer), pages::settings::idle_time::send).asking_proof(),
        get("/settings/office/additions", Staff(ReadSettings), pages::settings::office_additions::open),
        post("/settings/office/additions", Staff(Administer), pages::settings::office_additions::send),
        post("/settings/office/facts/{fact}/withdraw", Staff(Administer), pages::settings::office::withdraw),
        get("/settings/municipalities", Staff(ReadSettings), pages::settings::municipalities::list),
        post("/settings/municipalities", Staff(Administer), pages::settings::municipalities::add),
        get("/settings/municipalities/{code}", Staff(ReadSettings), pages::settings::municipality_settings::open),
        post("/settings/municipalities/{code}", Staff(Administer), pages::settings::municipality_settings::send),
        post("/settings/municipalities/{code}/reset", Staff(Administer), pages::settings::municipality_settings::reset),
        post("/settings/municipalities/{code}/town", Staff(Administer), pages::settings::municipalities::send_town),
        get("/settings/outbox", Staff(Administer), pages::settings::outbox::open),
        post("/settings/outbox", Staff(Administer), pages::settings::outbox::send),
        post("/settings/outbox/test", Staff(Administer), pages::settings::outbox::send_test),
        post("/settings/outbox/{job}/again", Staff(Administer), pages::settings::outbox::send_again),
        get("/settings/copies", Staff(Administer), pages::settings::copies::open),
        post("/settings/copies/key", Staff(Administer), pages::settings::copies::make_key).asking_proof(),
        post("/settings/copies/drill", Staff(Administer), pages::settings::copies::record_drill),
        get("/settings/password", Member, pages::settings::password::open),
        post("/settings/password", Member, pages::settings::password::send),
        post("/settings/password/end-sessions", Member, pages::settings::password::end_sessions),
        post("/settings/password/end-session", Member, pages::settings::password::end_session),
        get("/settings/account-notices", Member, pages::settings::account_notices::open),
        post("/settings/account-notices", Member, pages::settings::account_notices::tick),
        post("/settings/account-notices/mail", Member, pages::settings::account_notices::save_mail).asking_proof(),
        get("/settings/second-factor", Member, pages::settings::second_factor::open).asking_proof(),
        post("/settings/second-factor", Member, pages::settings::second_factor::send).asking_proof(),
        post("/settings/second-factor/codes", Member, pages::settings::second_factor::renew_codes).asking_proof(),
        post("/settings/second-factor/options", Member, pages::settings::passkeys::ask_to_make),
        post("/settings/second-factor/passkey", Member, pages::settings::passkeys::add).asking_proof(),
        post("/settings/second-factor/passkey/remove", Member, pages::settings::passkeys::remove).asking_proof(),
        // Windows for reports of abuse, and the audit log
        get("/protection", Staff(Read), pages::protection::open),
        get("/records", Staff(Audit), pages::records::open),
        // 漏えい等のおそれ
        get("/breach", Staff(ReadSettings), pages::breach::list::open),
        post("/breach", Staff(Administer), pages::breach::list::declare).asking_proof(),
        get("/breach/{breach}", Staff(Audit), pages::breach::show::open),
        post("/breach/{breach}", Staff(DecideAccess), pages::breach::show::save),
        post("/breach/{breach}/end", Staff(DecideAccess), pages::breach::show::end).asking_proof(),
        get("/breach/{breach}/people", Staff(Audit), pages::breach::people::open),
        get("/breach/{breach}/report", Staff(Audit), pages::breach::show::report),
        get("/breach/{breach}/report.pdf", Staff(Audit), pages::breach::show::paper),
        post("/breach/{breach}/snapshot", Staff(DecideAccess), pages::breach::show::snapshot).asking_proof(),
        get("/records/openings", Staff(Audit), pages::records::openings::open),
        get("/records/looks", Staff(Audit), pages::records::looks::open),
        post("/records/looks", Staff(Audit), pages::records::looks::ask),
        post("/records/looks/review", Staff(DecideAccess), pages::records::looks::review),
        // 保存期間と削除
        get("/records/retention", Staff(Read), pages::records::retention::open),
        post("/records/retention", Staff(Read), pages::records::retention::search),
        get("/clients/{client}/retention", Staff(Read), pages::clients::retention::open),
        post("/clients/{client}/retention", Staff(EditClients), pages::clients::retention::propose),
        get("/deletions/{deletion}", Staff(Read), pages::deletions::open),
        post("/deletions/{deletion}/confirm", Staff(EditClients), pages::deletions::confirm).asking_proof(),
        post("/deletions/{deletion}/withdraw", Staff(EditClients), pages::deletions::withdraw),
        get("/deletions/{deletion}/certificate.pdf", Staff(Read), pages::deletions::certificate),
        get("/clients/{client}/looks", Staff(Audit), pages::clients::looks::open),
        // システムの状態
        get("/system", Staff(Administer), pages::system::open),
        // きまり
        get("/rules", Staff(Read), pages::rules::open),
        get("/rules/cases/{area}/{case}", Staff(Read), pages::rules::case::open),
        // 請求
        get("/billing", Staff(Read), pages::billing::list::open),
        post("/billing", Staff(Read), pages::billing::list::choose),
        get("/billing/{month}", Staff(Read), pages::billing::month::open),
        post("/billing/{month}/{service}/{what}", Staff(Bill), pages::billing::forms::decide),
        post("/billing/closings/{closing}/file", Staff(Bill), pages::billing::file::send)
            .asking_proof()
            .leaving_the_office(),
        post("/billing/closings/{closing}/mark", Staff(Bill), pages::billing::forms::mark_closing),
        post("/billing/claims/{claim}/mark", Staff(Bill), pages::billing::forms::mark_claim),
        // 利用者
        get("/clients", Staff(Read), pages::clients::list::show_list),
        post("/clients/search", Staff(Read), pages::clients::list::search),
        get("/clients/new", Staff(EditClients), pages::clients::new::form),
        post("/clients", Staff(EditClients), pages::clients::new::create),
        get("/clients/import", Staff(EditClients), pages::clients::import::form),
        post("/clients/import", Staff(EditClients), pages::clients::import::check).taking(limits::DRAINED_BYTES),
        get("/clients/import/template.csv", Staff(EditClients), pages::clients::import::template_file),
        get("/clients/import/templates/{table}", Staff(RecordPlanning), pages::clients::import::template_book),
        get("/clients/import/{import}", Staff(EditClients), pages::clients::import::open),
        post("/clients/import/{import}/take", Staff(EditClients), pages::clients::import::take),
        post("/clients/import/{import}/cancel", Staff(EditClients), pages::clients::import::cancel),
        post("/clients/import/{import}/rejected", Staff(EditClients), pages::clients::import::rejected),
        get("/clients/{client}", Staff(Read), pages::clients::show::show_client),
        post("/clients/{client}", Staff(Read), pages::clients::show::search),
        get("/clients/{client}/opening", Staff(Read), pages::clients::opening::open).open_to_all(),
        post("/clients/{client}/opening", Staff(Read), pages::clients::opening::send).open_to_all(),
        get("/clients/{client}/about", Staff(Read), pages::clients::about::open),
        get("/clients/{client}/about/{kind}", Staff(Read), pages::clients::about::section::open),
        post("/clients/{client}/about/{kind}", Staff(EditClients), pages::clients::about::section::send),
        post(
            "/clients/{client}/about/{kind}/{record}/withdraw",
            Staff(EditClients),
            pages::clients::about::section::withdraw,
        ),
        get("/clients/{client}/protection", Staff(Read), pages::protection::of_client),
        get("/clients/{client}/edit", Staff(EditClients), pages::clients::edit::form),
        post("/clients/{client}/edit", Staff(EditClients), pages::clients::edit::save),
        get("/clients/{client}/contacts", Staff(Read), step::show::<pages::clients::contacts::Page>),
        post("/clients/{client}/contacts", Staff(EditClients), step::save::<pages::clients::contacts::Page>),
        post(
            "/clients/{client}/contacts/{fact}/withdraw",
            Staff(EditClients),
            step::withdraw::<pages::clients::contacts::Log>,
        ),
        post(
            "/clients/{client}/contacts/{fact}/restore",
            Staff(EditClients),
            step::restore::<pages::clients::contacts::Log>,
        ),
        get("/clients/{client}/life-events", Staff(Read), pages::clients::life_events::open),
        post("/clients/{client}/life-events", Staff(EditClients), pages::clients::life_events::send),
        post("/clients/{client}/life-events/{record}", Staff(EditClients), pages::clients::life_events::answer),
        post(
            "/clients/{client}/life-events/{record}/withdraw",
            Staff(EditClients),
            pages::clients::life_events::withdraw,
        ),
        get("/clients/{client}/incidents", Staff(Read), pages::clients::incidents::open),
        post("/clients/{client}/incidents", Staff(EditClients), pages::clients::incidents::send),
        post("/clients/{client}/incidents/{record}", Staff(EditClients), pages::clients::incidents::settle),
        post("/clients/{client}/incidents/{record}/withdraw", Staff(EditClients), pages::clients::incidents::withdraw),
        get("/clients/{client}/used-amounts", Staff(Read), pages::clients::used_amounts::open),
        post("/clients/{client}/used-amounts", Staff(EditClients), pages::clients::used_amounts::send),
        get("/clients/{client}/end", Staff(EditClients), pages::clients::end::form),
        post("/clients/{client}/end", Staff(EditClients), pages::clients::end::save),
        get("/clients/{client}/visits/new", Staff(RecordMonitoring), pages::monitoring::open_round::form),
        post("/clients/{client}/visits", Staff(RecordMonitoring), pages::monitoring::open_round::send),
        // つながりにくい人
        get("/intakes", Staff(Read), pages::intakes::list::show_list),
        get("/intakes/new", Staff(EditClients), pages::intakes::note::open),
        post("/intakes/new", Staff(EditClients), pages::intakes::note::send),
        get("/intakes/{intake}", Staff(Read), step::show::<pages::intakes::step::Page>),
        post("/intakes/{intake}", Staff(EditClients), step::save::<pages::intakes::step::Page>),
        get("/intakes/{intake}/looks", Staff(Audit), pages::clients::looks::open_intake),
        get("/intakes/{intake}/note", Staff(EditClients), step::show::<pages::intakes::note::Page>),
        post("/intakes/{intake}/note", Staff(EditClients), step::save::<pages::intakes::note::Page>),
        post("/intakes/{intake}/facts/{fact}/withdraw", Staff(EditClients), step::withdraw::<pages::intakes::Frame>),
        post("/intakes/{intake}/facts/{fact}/restore", Staff(EditClients), step::restore::<pages::intakes::Frame>),
        // 計画
        get("/planning", Staff(Read), pages::planning::list::show_list),
        get("/clients/{client}/office-change.pdf", Staff(Read), pages::clients::office_change_pdf::show),
        get("/clients/{client}/self-plan.pdf", Staff(Read), pages::clients::self_plan_pdf::show),
        post("/planning", Staff(Read), pages::planning::list::search),
        get("/planning/hand-in", Staff(RecordPlanning), pages::planning::hand_in_together::show),
        post("/planning/hand-in", Staff(RecordPlanning), pages::planning::hand_in_together::send),
        get("/clients/{client}/planning/new", Staff(RecordPlanning), pages::planning::open_case::form),
        post("/clients/{client}/planning", Staff(RecordPlanning), pages::planning::open_case::send),
        get("/planning/{planning}", Staff(Read), pages::planning::case::show),
        post("/planning/{planning}/end", Staff(RecordPlanning), pages::planning::case::end),
        post("/planning/{planning}/undo-import", Staff(RecordPlanning), pages::planning::case::undo),
        get("/planning/{planning}/p1-coverage", Staff(Read), step::show::<p1_coverage::Page>),
        post("/planning/{planning}/p1-coverage", Staff(RecordPlanning), step::save::<p1_coverage::Page>),
        get("/planning/{planning}/p1-basic", Staff(Read), text::show::<p1_basic::Page>),
        post("/planning/{planning}/p1-basic", Staff(RecordPlanning), text::save::<p1_basic::Page>),
        post("/planning/{planning}/p1-basic/discard", Staff(RecordPlanning), text::discard::<p1_basic::Page>),
        get("/planning/{planning}/p1-review", Staff(Read), text::show::<p1_review::Page>),
        post("/planning/{planning}/p1-review", Staff(RecordPlanning), text::save::<p1_review::Page>),
        post("/planning/{planning}/p1-review/discard", Staff(RecordPlanning), text::discard::<p1_review::Page>),
        get("/planning/{planning}/p1-assessment", Staff(Read), text::show::<p1_assessment::Page>),
        post("/planning/{planning}/p1-assessment", Staff(RecordPlanning), text::save::<p1_assessment::Page>),
        post("/planning/{planning}/p1-assessment/discard", Staff(RecordPlanning), text::discard::<p1_assessment::Page>),
        get("/planning/{planning}/basic.pdf", Staff(Read), papers::show::<papers::Basic>),
        get("/planning/{planning}/assessment.pdf", Staff(Read), papers::show::<papers::Assessment>),
        get("/planning/{planning}/p1-interview", Staff(Read), step::show::<p1_interview::Page>),
        post("/planning/{planning}/p1-interview", Staff(RecordPlanning), step::save::<p1_interview::Page>),
        get("/planning/{planning}/p2-ward-consultation", Staff(Read), step::show::<p2_ward_consultation::Page>),
        post(
            "/planning/{planning}/p2-ward-consultation",
            Staff(RecordPlanning),
            step::save::<p2_ward_consultation::Page>,
        ),
        get("/planning/{planning}/p2-draft", Staff(Read), text::show::<p2_draft::Page>),
        post("/planning/{planning}/p2-draft", Staff(RecordPlanning), text::save::<p2_draft::Page>),
        post("/planning/{planning}/p2-draft/discard", Staff(RecordPlanning), text::discard::<p2_draft::Page>),
        get("/planning/{planning}/p2-week-plan", Staff(Read), text::show::<p2_week_plan::Page>),
        post("/planning/{planning}/p2-week-plan", Staff(RecordPlanning), text::save::<p2_week_plan::Page>),
        post("/planning/{planning}/p2-week-plan/discard", Staff(RecordPlanning), text::discard::<p2_week_plan::Page>),
        get("/planning/{planning}/p2-interval", Staff(Read), text::show::<p2_interval::Page>),
        post("/planning/{planning}/p2-interval", Staff(RecordPlanning), text::save::<p2_interval::Page>),
        post("/planning/{planning}/p2-interval/discard", Staff(RecordPlanning), text::discard::<p2_interval::Page>),
        get("/planning/{planning}/p2-neutrality", Staff(Read), step::show::<p2_neutrality::Page>),
        post("/planning/{planning}/p2-neutrality", Staff(RecordPlanning), step::save::<p2_neutrality::Page>),
        get("/planning/{planning}/proposal.pdf", Staff(Read), papers::show::<papers::Proposal>),
        get("/planning/{planning}/proposal.xlsx", Staff(Read), papers::workbook::<papers::Proposal>),
        get("/planning/{planning}/p2-draft-consent", Staff(Read), step::show::<p2_draft_consent::Page>),
        post("/planning/{planning}/p2-draft-consent", Staff(RecordPlanning), step::save::<p2_draft_consent::Page>),
        get("/planning/{planning}/p3-hand-in", Staff(Read), step::show::<p3_hand_in::Page>),
        post("/planning/{planning}/p3-hand-in", Staff(RecordPlanning), step::save::<p3_hand_in::Page>),
        get("/planning/{planning}/application.pdf", Staff(Read), papers::show::<papers::Application>),
        get("/planning/{planning}/notice.pdf", Staff(Read), papers::show::<papers::Notice>),
        get("/planning/{planning}/p3-decision", Staff(Read), step::show::<p3_decision::Page>),
        post("/planning/{planning}/p3-decision", Staff(RecordPlanning), step::save::<p3_decision::Page>),
        get("/planning/{planning}/p3-coordination", Staff(Read), step::show::<p3_coordination::Page>),
        post("/planning/{planning}/p3-coordination", Staff(RecordPlanning), step::save::<p3_coordination::Page>),
        get("/planning/{planning}/p4-invitation", Staff(Read), text::show::<p4_invitation::Page>),
        post("/planning/{planning}/p4-invitation", Staff(RecordPlanning), text::save::<p4_invitation::Page>),
        post("/planning/{planning}/p4-invitation/discard", Staff(RecordPlanning), text::discard::<p4_invitation::Page>),
        get("/planning/{planning}/p4-conference", Staff(Read), text::show::<p4_conference::Page>),
        post("/planning/{planning}/p4-conference", Staff(RecordPlanning), text::save::<p4_conference::Page>),
        post("/planning/{planning}/p4-conference/discard", Staff(RecordPlanning), text::discard::<p4_conference::Page>),
        get("/planning/{planning}/minutes.pdf", Staff(Read), papers::show::<papers::Minutes>),
        get("/planning/{planning}/p5-plan", Staff(Read), text::show::<p5_plan::Page>),
        post("/planning/{planning}/p5-plan", Staff(RecordPlanning), text::save::<p5_plan::Page>),
        post("/planning/{planning}/p5-plan/discard", Staff(RecordPlanning), text::discard::<p5_plan::Page>),
        get("/planning/{planning}/p5-plan/versions", Staff(Read), p5_plan::show_versions),
        get("/planning/{planning}/plan.pdf", Staff(Read), papers::show::<papers::Plan>),
        get("/planning/{planning}/plan.xlsx", Staff(Read), papers::workbook::<papers::Plan>),
        get("/planning/{planning}/p5-consent", Staff(Read), step::show::<p5_consent::Page>),
        post("/planning/{planning}/p5-consent", Staff(RecordPlanning), step::save::<p5_consent::Page>),
        get("/planning/{planning}/p5-delivery", Staff(Read), step::show::<p5_delivery::Page>),
        post("/planning/{planning}/p5-delivery", Staff(RecordPlanning), step::save::<p5_delivery::Page>),
        get("/planning/{planning}/p5-provider-plan", Staff(Read), step::show::<p5_provider_plan::Page>),
        post("/planning/{planning}/p5-provider-plan", Staff(RecordPlanning), step::save::<p5_provider_plan::Page>),
        post(
            "/planning/{planning}/facts/{fact}/withdraw",
            Staff(RecordPlanning),
            step::withdraw::<pages::planning::Frame>,
        ),
        post(
            "/planning/{planning}/facts/{fact}/restore",
            Staff(RecordPlanning),
            step::restore::<pages::planning::Frame>,
        ),
        // 節目
        get("/turning-points", Staff(Read), pages::turning_points::show_list),
        post("/turning-points", Staff(Read), pages::turning_points::search),
        // 書類
        get("/papers", Staff(Read), pages::papers::show_list),
        post("/papers/search", Staff(Read), pages::papers::search),
        post("/papers/mark", Staff(EditClients), pages::papers::mark),
        post("/papers/print", Staff(EditClients), pages::papers::print).asking_proof().leaving_the_office(),
        post("/papers/undo", Staff(EditClients), pages::papers::undo),
        // 事業所の台帳
        get("/providers", Staff(Read), pages::providers::list::show_list),
        post("/providers/search", Staff(Read), pages::providers::list::search),
        get("/providers/new", Staff(EditClients), pages::providers::edit::form_new),
        post("/providers/new", Staff(EditClients), pages::providers::edit::create),
        get("/providers/{provider}", Staff(Read), pages::providers::edit::form),
        post("/providers/{provider}", Staff(EditClients), pages::providers::edit::save),
        // 今月の仕事
        get("/", Staff(Read), pages::board::show),
        post("/", Staff(Read), pages::board::search),
        get("/tasks", Staff(Read), pages::tasks::list),
        post("/tasks", Staff(EditClients), pages::tasks::finish),
        // モニタリング
        get("/r/{short}", Staff(Read), pages::monitoring::short::round),
        get("/r/{short}/{number}", Staff(Read), pages::monitoring::short::step),
        get("/monitoring/{round}", Staff(Read), pages::monitoring::show::show),
        get("/monitoring/{round}/m1-service-check", Staff(Read), step::show::<m1_service_check::Page>),
        post("/monitoring/{round}/m1-service-check", Staff(RecordMonitoring), step::save::<m1_service_check::Page>),
        get("/monitoring/{round}/m2-home-visit", Staff(Read), step::show::<m2_home_visit::Page>),
        post("/monitoring/{round}/m2-home-visit", Staff(RecordMonitoring), step::save::<m2_home_visit::Page>),
        post("/monitoring/{round}/visit-day", Staff(RecordMonitoring), m2_home_visit::visit_day),
        get("/monitoring/{round}/visit-plan", Staff(Read), step::show::<visit_plan::Page>),
        post("/monitoring/{round}/visit-plan", Staff(RecordMonitoring), step::save::<visit_plan::Page>),
        get("/monitoring/{round}/next-step", Staff(Read), step::show::<next_step::Page>),
        post("/monitoring/{round}/next-step", Staff(RecordMonitoring), step::save::<next_step::Page>),
        get("/monitoring/{round}/m3-record", Staff(Read), step::show::<m3_record::Page>),
        post("/monitoring/{round}/m3-record", Staff(RecordMonitoring), step::save::<m3_record::Page>),
        post("/monitoring/{round}/m3-record/discard", Staff(RecordMonitoring), m3_record::discard),
        get("/monitoring/{round}/m4-consent", Staff(Read), step::show::<m4_consent::Page>),
        post("/monitoring/{round}/m4-consent", Staff(RecordMonitoring), step::save::<m4_consent::Page>),
        get("/monitoring/{round}/m5-submission", Staff(Read), step::show::<m5_submission::Page>),
        post("/monitoring/{round}/m5-submission", Staff(RecordMonitoring), step::save::<m5_submission::Page>),
        get("/monitoring/{round}/m6-claim", Staff(Read), pages::monitoring::m6_claim::show),
        get("/monitoring/{round}/carry-over", Staff(Read), pages::monitoring::carry_over::show),
        post("/monitoring/{round}/carry-over", Staff(RecordMonitoring), pages::monitoring::carry_over::save),
        post("/monitoring/{round}/missed", Staff(RecordMonitoring), pages::monitoring::carry_over::save_missed),
        post(
            "/monitoring/{round}/facts/{fact}/withdraw",
            Staff(RecordMonitoring),
            step::withdraw::<pages::monitoring::Frame>,
        ),
        post(
            "/monitoring/{round}/facts/{fact}/restore",
            Staff(RecordMonitoring),
            step::restore::<pages::monitoring::Frame>,
        ),
        get("/monitoring/{round}/report.pdf", Staff(Read), pages::monitoring::report_pdf::show),
        // 受給者証
        get("/clients/{client}/certificates/new", Staff(EditClients), pages::certificates::new::form),
        post("/clients/{client}/certificates", Staff(EditClients), pages::certificates::new::create),
        post("/certificates/preview", Staff(EditClients), pages::certificates::preview::preview).naming_the_client(),
        get("/certificates/{certificate}", Staff(Read), pages::certificates::show::form),
        post("/certificates/{certificate}", Staff(EditClients), pages::certificates::show::save),
        get("/certificates/{certificate}/change", Staff(EditClients), pages::certificates::change::form),
        post("/certificates/{certificate}/change", Staff(EditClients), pages::certificates::change::save),
        get("/certificates/{certificate}/attachments", Staff(Read), pages::attachments::list),
        post("/certificates/{certificate}/attachments", Staff(EditClients), pages::attachments::add)
            .taking(limits::DRAINED_BYTES),
        get("/clients/{client}/scans", Staff(Read), pages::attachments::scans::list),
        post("/clients/{client}/scans", Staff(EditClients), pages::attachments::scans::add)
            .taking(limits::DRAINED_BYTES),
        get("/attachments/{attachment}", Staff(Read), pages::attachments::open),
        post("/attachments/{attachment}/withdraw", Staff(EditClients), pages::attachments::withdraw),
        get("/certificates/{certificate}/plan", Staff(Read), pages::billing::plan_question::open),
        post("/certificates/{certificate}/plan", Staff(EditClients), pages::billing::plan_question::send),
    ]
}

/// A line of the table.
pub struct Route {
    /// Method.
    pub method: Method,
    /// Path with its parameters, as axum writes them.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
    /// Whether the person must have proved a short while ago who it is.
    pub asks_proof: bool,
    /// What of a client stands behind it: 担当外の閲覧 may ask for a reason.
    pub behind: Option<Behind>,
    /// Whether what is of many clients leaves the office by it: shut while 漏えい等のおそれ is declared.
    pub leaves: bool,
    handler: MethodRouter<AppState>,
}

impl Route {
    fn new(method: Method, path: &'static str, access: Access, handler: MethodRouter<AppState>) -> Self {
        Self { method, path, access, asks_proof: false, behind: Behind::of(path), leaves: false, handler }
    }

    /// The same route for bodies of so many bytes; the others take [`limits::BODY_BYTES`].
    fn taking(self, bytes: usize) -> Self {
        Self { handler: self.handler.layer(DefaultBodyLimit::max(bytes)), ..self }
    }

    /// The same route for those who have just proved who they are; others are asked to.
    fn asking_proof(self) -> Self {
        Self { asks_proof: true, ..self }
    }

    /// The same route, shut while 漏えい等のおそれ is declared.
    fn leaving_the_office(self) -> Self {
        Self { leaves: true, ..self }
    }

    /// The same route for those too who are not in charge: where the reason is given.
    fn open_to_all(self) -> Self {
        Self { behind: None, ..self }
    }

    /// The same route, whose form names a client.
    fn naming_the_client(self) -> Self {
        Self { behind: Some(Behind::ClientInForm), ..self }
    }

    /// The route with the guard before it.
    pub(crate) fn into_router(self, state: &AppState) -> Router<AppState> {
        let (state, access) = (state.clone(), (self.access, self.asks_proof, self.behind, self.leaves));
        let (of_all, looks) = (state.clone(), self.looks());
        let before = move |request: Request, next: Next| guard::check(state.clone(), access, request, next);
        let around = move |request: Request, next: Next| looks::watch(of_all.clone(), looks, request, next);
        let handler = self.handler.layer(middleware::from_fn(before)).layer(middleware::from_fn(around));
        Router::new().route(self.path, handler)
    }

    /// What the route looks at; none where [`looks::declared`] does not know it, which fails a test.
    pub fn looks(&self) -> Option<Looks> {
        looks::declared(self.path)
    }
}

fn get<H: Handler<T, AppState>, T: 'static>(path: &'static str, access: Access, handler: H) -> Route {
    Route::new(Method::GET, path, access, routing::get(handler))
}

fn post<H: Handler<T, AppState>, T: 'static>(path: &'static str, access: Access, handler: H) -> Route {
    Route::new(Method::POST, path, access, routing::post(handler))
}
