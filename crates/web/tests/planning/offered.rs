//! What was written once is offered in the next text, says where it comes from, and what nobody wrote is no difference.

use axum::http::StatusCode;
use domain::{
    client::Client,
    id::{FactId, ProviderId},
    office::Role,
    planning::{
        CaseFact,
        p1_assessment::{Area, Assessment},
        p2_draft::{GoalPrompts, PlanDraft},
        p2_interval::IntervalProposal,
    },
    provider::Provider,
};
use testkit::{
    OFFICE, id,
    meeting::conference,
    planning::{assessment, basic, call, case_of, interview, keep},
    proposal::{draft, interval, week_plan},
};

use super::{case::site, plans::flat, texts::body};
use crate::common::{Answer, Site};

fn kept(site: &Site, hanako: &Client, facts: Vec<CaseFact>) -> String {
    let case = facts.into_iter().fold(case_of(hanako, 1), |case, fact| case.with(fact)).build();
    keep(&site.app, &case);
    format!("/planning/{}", case.id)
}

/// A draft without steps on the way.
fn plain() -> PlanDraft {
    PlanDraft { prompts: GoalPrompts::default(), ..draft("2026-11-18") }
}

/// The value of a field of a page's form.
fn value(page: &Answer, name: &str) -> String {
    page.fields().into_iter().find(|(own, _)| own == name).map(|(_, value)| value).unwrap_or_default()
}

fn sakura() -> Provider {
    Provider {
        id: ProviderId(id(8_000_001)),
        office: OFFICE,
        number: String::new(),
        name: "さくら".to_owned(),
        kana: String::new(),
        services: Vec::new(),
        address: String::new(),
        phone: "0440000000".to_owned(),
        fax: String::new(),
        mail: String::new(),
        person: String::new(),
        from: None,
        ended_on: None,
        note: String::new(),
        version: 1,
    }
}

async fn finished(site: &Site, step: &str, cookie: &str, change: &[(&str, &str)]) -> Answer {
    let mut fields = site.get(step, cookie).await.fields();
    fields.retain(|(name, _)| !change.iter().any(|(own, _)| own == name));
    fields.extend(change.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    fields.push(("action".to_owned(), "finish".to_owned()));
    site.post(step, cookie, &body(&fields)).await
}

#[tokio::test]
async fn an_untouched_plan_differs_in_nothing_from_its_draft_before_and_after_it_is_finished() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let case = kept(&site, &hanako, vec![CaseFact::Draft(plain())]);
    let step = format!("{case}/p5-plan");
    assert!(!flat(&site.get(&step, &cookie).await).contains("計画案と違うところ（"));
    let done = finished(&site, &step, &cookie, &[("written_on", "R8.11.19")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", flat(&done));
    let page = flat(&site.get(&step, &cookie).await);
    assert!(!page.contains("計画案と違うところ（"), "{page}");
}

#[tokio::test]
async fn the_week_begins_with_the_services_of_the_draft_and_its_day() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let case = kept(&site, &hanako, vec![CaseFact::Draft(plain())]);
    let page = site.get(&format!("{case}/p2-week-plan"), &cookie).await;
    let rows = ["week_what_0", "week_who_0", "week_what_1", "week_what_2"].map(|name| value(&page, name));
    assert_eq!(rows, ["就労継続支援B型", "さくら", "居宅介護", ""]);
    assert_eq!(value(&page, "written_on"), "R8.11.18");
    assert_eq!(flat(&page).matches("計画案から入っています").count(), 2, "{}", flat(&page));
    let kept = finished(&site, &format!("{case}/p2-week-plan"), &cookie, &[("starts", "R8.12")]).await;
    assert_eq!(kept.status, StatusCode::UNPROCESSABLE_ENTITY, "days and times are still asked for");
}

#[tokio::test]
async fn the_needs_begin_with_the_areas_in_which_support_is_needed() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let mut found: Assessment = assessment("2026-11-12");
    for notes in found.areas.iter_mut().filter(|notes| notes.area == Area::Work) {
        notes.wish = "花屋で働きたい。".to_owned();
    }
    let case = kept(&site, &hanako, vec![CaseFact::Assessment(found)]);
    let page = site.get(&format!("{case}/p2-draft"), &cookie).await;
    assert_eq!(value(&page, "need_0"), "花屋で働きたい。");
    assert!(flat(&page).contains("アセスメントから入っています"), "{}", flat(&page));
}

#[tokio::test]
async fn the_meeting_begins_with_the_specialist_and_its_minutes_are_of_its_day() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let case = kept(&site, &hanako, vec![CaseFact::Draft(plain())]);
    let step = format!("{case}/p4-conference");
    let page = site.get(&step, &cookie).await;
    let people = ["attendee_name_0", "attendee_role_0", "attendee_affiliation_1"].map(|name| value(&page, name));
    assert_eq!(people, ["佐藤 花子", "相談支援専門員", "さくら"]);
    let mut fields = page.fields();
    fields.retain(|(name, _)| name != "held_on" && name != "attendee_attendance_1");
    let typed = [("held_on", "R8.11.20"), ("attendee_attendance_1", "absent"), ("action", "finish")];
    fields.extend(typed.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let refused = site.post(&step, &cookie, &body(&fields)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!flat(&refused).contains("作成年月日を"), "the day of the meeting stands in for it: {}", flat(&refused));
    let folded = refused.body.split("id=\"attendee_reason_1\"").next().unwrap();
    let details = &folded[folded.rfind("<details").unwrap()..];
    assert!(details.starts_with("<details class=\"more-cells absent-cells\" open>"), "{details}");
}

#[tokio::test]
async fn another_meeting_lists_no_blank_field_as_a_difference() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let first = case_of(&hanako, 1)
        .with(CaseFact::Draft(plain()))
        .with(CaseFact::Conference(conference("2026-11-20")))
        .closed("2026-11-21")
        .build();
    keep(&site.app, &first);
    let second = case_of(&hanako, 2).renews(&first).build();
    keep(&site.app, &second);
    let page = flat(&site.get(&format!("/planning/{}/p4-conference", second.id), &cookie).await);
    assert!(!page.contains("前の計画のときと違うところ"), "{page}");
}

#[tokio::test]
async fn what_the_draft_says_is_compared_on_its_own_page_alone() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let older = IntervalProposal { considered: Vec::new(), ..interval(6) };
    let first = case_of(&hanako, 1).with(CaseFact::Draft(plain())).with(CaseFact::Interval(older)).build();
    keep(&site.app, &first);
    let second = case_of(&hanako, 2).renews(&first).with(CaseFact::Draft(plain())).build();
    keep(&site.app, &second);
    let page = flat(&site.get(&format!("/planning/{}/p2-interval", second.id), &cookie).await);
    assert!(!page.contains("前の計画のときと違うところ"), "{page}");
}

#[tokio::test]
async fn the_decided_interval_is_taken_from_the_proposal_by_one_button() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let facts =
        vec![CaseFact::Draft(plain()), CaseFact::WeekPlan(week_plan("2026-11-18")), CaseFact::Interval(interval(6))];
    let case = kept(&site, &hanako, facts);
    let step = format!("{case}/p3-decision");
    let page = site.get(&step, &cookie).await;
    assert_eq!(value(&page, "interval_months"), "", "nothing is set unasked");
    assert!(flat(&page).contains("提案と同じにする"), "{}", flat(&page));
    let mut fields = page.fields();
    fields.push(("_as_proposed".to_owned(), "6".to_owned()));
    let taken = site.post(&step, &cookie, &body(&fields)).await;
    assert_eq!(taken.status, StatusCode::OK, "{}", flat(&taken));
    assert_eq!(value(&taken, "interval_months"), "6");
    let nothing = site.get(&case, &cookie).await;
    assert!(!flat(&nothing).contains("決定の日"), "nothing is recorded");
}

#[tokio::test]
async fn whoever_called_is_offered_as_one_of_the_family() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let call = call("2026-11-02", FactId(id(9_001)));
    let client = hanako.id;
    site.app.keep(move |tx| store::contacts::append(tx, OFFICE, (client, 0), &call));
    let case = kept(&site, &hanako, Vec::new());
    let page = site.get(&format!("{case}/p1-basic"), &cookie).await;
    let caller = value(&page, "caller");
    assert!(!caller.is_empty());
    assert_eq!(value(&page, "member_name_0"), caller);
    assert_eq!(value(&page, "member_kin_0"), "mother");
}

#[tokio::test]
async fn the_telephone_number_of_the_register_is_kept_with_the_finished_draft() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    site.app.keep(|tx| store::providers::insert(tx, &sakura()));
    let facts = vec![
        CaseFact::Basic(basic("2026-11-02")),
        CaseFact::Interview(interview("2026-11-09")),
        CaseFact::Assessment(assessment("2026-11-12")),
        CaseFact::Draft(plain()),
    ];
    let case = kept(&site, &hanako, facts);
    let step = format!("{case}/p2-draft");
    let page = site.get(&step, &cookie).await;
    assert!(page.body.contains("data-phone=\"0440000000\""), "{}", page.body);
    let done = finished(&site, &step, &cookie, &[("service_person_1", "高橋")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", flat(&done));
    let page = site.get(&step, &cookie).await;
    let people = ["service_person_0", "service_person_1"].map(|name| value(&page, name));
    assert_eq!(people, ["0440000000", "高橋 0440000000"]);
    let paper = site.get(&format!("{case}/proposal.pdf"), &cookie).await;
    assert!(paper.body.contains("0440000000"), "it is printed");
}
