//! What is typed on a page that was sent already, or to a text that was mended since, is kept and can be sent.

use axum::http::StatusCode;
use domain::{office::Role, planning::CaseFact};
use testkit::{
    planning::{case_of, keep},
    proposal::{draft, interval, plan, week_plan},
};

use super::{
    case::{begun, site},
    plans::flat,
    texts::body,
};
use crate::common::Answer;

/// The fields of a page with some of them typed over, and a button.
fn typed(page: &Answer, over: &[(&str, &str)]) -> String {
    let mut fields = page.fields();
    for (name, value) in over {
        fields.retain(|(field, _)| field != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    body(&fields)
}

#[tokio::test]
async fn words_typed_on_a_page_that_was_kept_already_are_not_lost() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let case = begun(&site, &hanako, &cookie).await;
    let (step, id) = (format!("{case}/p2-week-plan"), case.rsplit('/').next().unwrap().to_owned());
    let page = site.get(&step, &cookie).await;
    let first = [("daily_life", "朝の水やり")];
    let saved = site.post(&step, &cookie, &typed(&page, &[first.as_slice(), &[("action", "keep")]].concat())).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", flat(&saved));
    let draft = format!("/drafts/planning/p2-week-plan/{id}");
    // The same words come late: nothing is left to be kept.
    site.post(&draft, &cookie, &typed(&page, &[first.as_slice(), &[("_script", "yes")]].concat())).await;
    assert!(!flat(&site.get("/drafts", &cookie).await).contains("週間計画"));
    // The page is still open behind the back button.
    let more = [("daily_life", "朝の水やりと、夕方の散歩")];
    let kept = site.post(&draft, &cookie, &typed(&page, &[more.as_slice(), &[("_script", "yes")]].concat())).await;
    assert!(kept.body.starts_with("下書き"), "{}", kept.body);
    let again = site.get(&step, &cookie).await;
    assert!(again.body.contains("夕方の散歩"), "{}", flat(&again));
    // And so are the words of a sending that is refused because its number was used.
    let third = [("daily_life", "夜の読書"), ("action", "keep")];
    let refused = site.post(&step, &cookie, &typed(&page, &third)).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(site.get(&step, &cookie).await.body.contains("夜の読書"));
}

#[tokio::test]
async fn a_draft_of_a_consent_is_sent_to_the_text_that_stands_now() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let case = case_of(&hanako, 1)
        .with(CaseFact::Draft(draft("2026-11-18")))
        .with(CaseFact::WeekPlan(week_plan("2026-11-18")))
        .with(CaseFact::Interval(interval(3)))
        .with(CaseFact::Plan(plan("2026-11-20", None)))
        .build();
    keep(&site.app, &case);
    let base = format!("/planning/{}", case.id);
    for (part, text) in [("p2-draft-consent", "p2-draft"), ("p5-consent", "p5-plan")] {
        let step = format!("{base}/{part}");
        let page = site.get(&step, &cookie).await;
        let signed =
            [("agreed_on", "R8.11.21"), ("relation", "client"), ("signer", "川崎 花江"), ("relation_note", "")];
        let kept = site.post(&format!("/drafts/planning/{part}/{}", case.id), &cookie, &typed(&page, &signed)).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", flat(&kept));
        assert!(!flat(&site.get(&step, &cookie).await).contains("もとの記録が直されています"));
        let writing = site.get(&format!("{base}/{text}"), &cookie).await;
        let mended = typed(&writing, &[("policy", "少しずつ"), ("action", "finish")]);
        let finished = site.post(&format!("{base}/{text}"), &cookie, &mended).await;
        assert_eq!(finished.status, StatusCode::SEE_OTHER, "{}", flat(&finished));
        let page = site.get(&step, &cookie).await;
        assert!(page.body.contains("川崎 花江"), "{part}: {}", flat(&page));
        assert!(flat(&page).contains("もとの記録が直されています"), "{part}: {}", flat(&page));
        let done = site.post(&step, &cookie, &typed(&page, &[("handed_on", "R8.11.21")])).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{part}: {}", flat(&done));
    }
}

#[tokio::test]
async fn what_a_file_brought_has_no_button_that_takes_one_part_of_it_back() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let elsewhere = |plan| {
        CaseFact::Elsewhere(domain::planning::MadeElsewhere {
            made_on: testkit::day("2026-04-20"),
            made_by: String::new(),
            plan,
        })
    };
    let own = case_of(&hanako, 1).with(CaseFact::Plan(plan("2026-11-20", None))).build();
    let text = own.facts.last().map(|fact| fact.id);
    let brought = case_of(&hanako, 2).with(CaseFact::Plan(plan("2026-04-20", None))).with(elsewhere(text)).build();
    for (case, offered) in [(&own, true), (&brought, false)] {
        keep(&site.app, case);
        let page = site.get(&format!("/planning/{}", case.id), &cookie).await;
        assert_eq!(page.body.contains("/withdraw\""), offered, "{}", flat(&page));
    }
}

#[tokio::test]
async fn what_is_sent_without_a_draft_after_the_session_lapsed_stays_on_the_page_and_is_sent_again() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let case = case_of(&hanako, 1).build();
    keep(&site.app, &case);
    let hash = app::sha256_hex(cookie.trim_start_matches("mimamori="));
    site.app.keep(move |tx| store::sessions::touch(tx, &hash, "2026-11-22T00:20:00.000Z"));
    let (planning, client) = (format!("/planning/{}", case.id), format!("/clients/{}", hanako.id));
    let forms = [
        (format!("{planning}/end"), "ended_on=R8.11.20&reason="),
        (format!("{planning}/facts/{}/withdraw", hanako.id), "reason="),
        ("/planning/hand-in".to_owned(), "handed_on=R8.11.20&note="),
        (format!("{client}/life-events/1"), "answer_plan_1=no&answer_note_plan_1="),
        (format!("{client}/end"), "ended_on=R8.11.20&end_reason="),
    ];
    let number = "_operation=01910000-0000-7000-8000-0000000000aa";
    for (address, fields) in &forms {
        let typed = format!("{number}&{fields}%E5%8F%96%E4%B8%8B%E3%81%92");
        let answer = site.post(address, &cookie, &typed).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{address}: {}", flat(&answer));
        assert!(answer.body.contains("value=\"取下げ\""), "{address}: {}", answer.body);
        assert!(answer.body.contains(&format!("action=\"{address}\"")), "{address}: {}", answer.body);
        assert!(flat(&answer).contains("別の画面でログインする"), "{address}: {}", flat(&answer));
    }
    // Nobody who is not known to have been signed in is shown anything, and a button alone leads to the login.
    let (address, _) = &forms[0];
    assert_eq!(site.post(address, "mimamori=none", "reason=a").await.header("location"), "/login");
    assert_eq!(site.post("/session/left", &cookie, "").await.header("location"), "/login");
    // Signed in beside it, the same form does its work.
    let anew = site.cookie(Role::Specialist);
    let done = site
        .post(address, &anew, &format!("{number}&_version=0&ended_on=R8.11.20&reason=%E5%8F%96%E4%B8%8B%E3%81%92"))
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", flat(&done));
}
