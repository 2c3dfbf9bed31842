//! 「控え」: what the page tells, the key that is shown once, and the drill.

use super::common;

use axum::http::StatusCode;
use common::{Site, empty};
use domain::office::Role;
use store::copies::{self, CopyRun, RunKind};

const PASSWORD: &str = "midori-kaeru-densha-7";
const PLACE: &str = "/settings/copies";

fn ran(site: &Site, kind: RunKind, at: &str, fault: &str) {
    let run = CopyRun {
        kind,
        at: at.to_owned(),
        fault: fault.to_owned(),
        place: "/mnt/usb/mimamori-2026-11-22-090000.age".to_owned(),
        bytes: 12_345_678,
        files: 3,
        findings: 0,
        milliseconds: 900,
    };
    site.app.keep(move |tx| copies::add_run(tx, &run));
}

/// A site of one office, with its 管理者 signed in.
async fn one_office() -> (Site, String) {
    let (site, code) = empty();
    let body = format!(
        "code={code}&office_name=%E3%81%BF%E3%81%BE%E3%82%82%E3%82%8A&area_plan=2&area_child=2&grade=1&municipality=kawasaki\
         &name=%E7%AE%A1%E7%90%86&login=kanri&password={PASSWORD}&password_again={PASSWORD}"
    );
    let pending = site.post("/setup", "", &body).await;
    assert_eq!(pending.status, StatusCode::SEE_OTHER, "{}", pending.text());
    let cookies = site.enrol(&pending.cookies()).await.cookies;
    (site, cookies)
}

#[tokio::test]
async fn the_key_is_shown_once_and_only_its_public_half_is_kept() {
    let (site, manager) = one_office().await;
    let page = site.get(PLACE, &manager).await;
    assert!(page.text().contains("控えの鍵がまだないので"), "{}", page.text());
    let sheet = site.post("/settings/copies/key", &manager, &format!("_operation={}", page.hidden("_operation"))).await;
    assert_eq!(sheet.status, StatusCode::OK, "{}", sheet.text());
    assert_eq!(sheet.header("cache-control"), "no-store");
    let letters = sheet.between("class=\"key-letters\">", "</p>");
    let secret: String =
        letters.split("<code>").skip(1).map(|it| it.split('<').next().unwrap().replace(' ', "")).collect();
    assert!(secret.starts_with("AGE-SECRET-KEY-1"), "{secret}");
    let public = app::copies::public_of(&secret).unwrap();
    assert!(sheet.body.contains(&public) && sheet.body.contains("<svg"));
    let kept = site.app.db.read_now(copies::newest_key).unwrap().unwrap();
    assert_eq!(kept.public_key, public);
    let everywhere: i64 = site
        .app
        .db
        .read_now(|tx| {
            tx.one(
                "select (select count(*) from operation where result like '%SECRET%') \
                 + (select count(*) from audit where body like '%SECRET%')",
                &[],
                |row| row.next(),
            )
        })
        .unwrap();
    assert_eq!(everywhere, 0);
    assert!(site.app.db.read_now(store::seals::check_accounts).unwrap().is_empty());
    let page = site.get(PLACE, &manager).await;
    assert!(page.text().contains("まだ一つもありません") && page.text().contains("作り直す"), "{}", page.text());
}

#[tokio::test]
async fn where_several_offices_share_the_program_the_key_is_made_at_the_console() {
    let site = Site::new();
    let manager = site.cookie(Role::Manager);
    let refused = site.post("/settings/copies/key", &manager, "").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("mimamori copy-key"), "{}", refused.text());
    assert_eq!(site.app.db.read_now(copies::newest_key).unwrap(), None);
}

#[tokio::test]
async fn what_went_well_and_what_did_not_is_told_with_place_size_and_what_is_due() {
    let site = Site::new();
    let manager = site.cookie(Role::Manager);
    let outside = site.app.outside.clone();
    site.app.db.write_now(move |tx| app::copies::keep_key_by_command(tx, &outside)).unwrap();
    let now = (site.app.outside.now)();
    ran(&site, RunKind::Copy, &now, "");
    ran(&site, RunKind::Test, &now, "");
    let page = site.get(PLACE, &manager).await.text();
    for part in [
        "/mnt/usb/mimamori-2026-11-22-090000.age",
        "12.3 MB",
        "添付ファイル 3個",
        "異常はありません",
        "次の控え",
        "練習の時期です",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains("1日より長く"), "{page}");
    let typed = site.post("/settings/copies/drill", &manager, "drill_note=").await;
    assert_eq!(typed.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = site.post("/settings/copies/drill", &manager, "drill_note=%E6%88%BB%E3%81%9B%E3%81%9F").await;
    assert_eq!(done.header("location"), PLACE);
    let page = site.get(PLACE, &manager).await.text();
    assert!(page.contains("管理 一郎さん: 戻せた") && !page.contains("練習の時期です"), "{page}");
    assert!(page.contains("控えは取れていて"), "{page}");
    ran(&site, RunKind::Copy, &now, "full");
    ran(&site, RunKind::Test, &now, "damaged");
    let page = site.get(PLACE, &manager).await.text();
    assert!(page.contains("空きが足りません。前の控えは残っています") && page.contains("戻すテストに失敗"), "{page}");
}

#[tokio::test]
async fn a_day_without_a_copy_is_a_warning_and_others_do_not_see_the_page() {
    let site = Site::new();
    let outside = site.app.outside.clone();
    site.app.db.write_now(move |tx| app::copies::keep_key_by_command(tx, &outside)).unwrap();
    ran(&site, RunKind::Copy, "2026-01-01T00:00:00.000Z", "");
    let page = site.get(PLACE, &site.cookie(Role::Manager)).await.text();
    assert!(page.contains("最後の控えから1日より長くたっています"), "{page}");
    for role in [Role::Specialist, Role::Clerk, Role::Viewer, Role::Auditor] {
        assert_eq!(site.get(PLACE, &site.cookie(role)).await.status, StatusCode::FORBIDDEN);
    }
}
