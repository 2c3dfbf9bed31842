//! 受給者証の写し in the browser's words: multipart in, chunks out, and pages that keep what was typed.

#![expect(clippy::unwrap_used, reason = "tests")]

use super::common;

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use common::{Answer, Site};
use domain::{id::CertificateId, office::Role};
use testkit::{client, months};

fn certificate(site: &Site) -> CertificateId {
    let client = client("川崎 花子").build();
    let certificate = months("2026-04..2027-03").every(3).plan_made("2026-04-20").of(&client);
    let id = certificate.id;
    site.app.keep(move |tx| {
        store::clients::insert(tx, &client)?;
        store::certificates::insert(tx, &certificate)
    });
    id
}

fn pdf(length: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.extend((0..length.saturating_sub(9)).map(|at| u8::try_from(at % 251).unwrap()));
    bytes
}

/// Sends the form with a file as a browser does.
async fn send(site: &Site, cookie: &str, path: &str, (operation, note): (&str, &str), file: &[u8]) -> Answer {
    send_fields(site, cookie, path, &[("_operation", operation), ("note", note)], file).await
}

/// The same with the kind of a scan.
async fn send_kind(site: &Site, cookie: &str, path: &str, kind: &str, file: &[u8]) -> Answer {
    send_fields(site, cookie, path, &[("note", ""), ("kind", kind)], file).await
}

async fn send_fields(site: &Site, cookie: &str, path: &str, fields: &[(&str, &str)], file: &[u8]) -> Answer {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes());
    }
    body.extend_from_slice(
        b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../kawasaki.html\"\r\n\
          Content-Type: text/html\r\n\r\n",
    );
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--b--\r\n");
    let request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header(header::HOST, "mimamori.test")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
        .header("sec-fetch-site", "same-origin");
    site.request(request.body(Body::from(body)).unwrap()).await
}

fn link(page: &Answer) -> String {
    let place = page.body.split_once("href=\"/attachments/").unwrap().1;
    format!("/attachments/{}", place.split('"').next().unwrap())
}

#[tokio::test]
async fn a_scanned_paper_is_attached_looked_at_and_taken_back() {
    let site = Site::new();
    let (path, clerk) = (format!("/certificates/{}/attachments", certificate(&site)), site.cookie(Role::Clerk));
    let page = site.get(&path, &clerk).await;
    let operation = page.hidden("_operation");
    let file = pdf(700_000);
    for _ in 0..2 {
        let sent = send(&site, &clerk, &path, (&operation, "R8.4から"), &file).await;
        assert_eq!(sent.header("location"), path, "{}", sent.text());
    }
    let page = site.get(&path, &clerk).await;
    assert_eq!(page.body.matches("href=\"/attachments/").count(), 1, "sent twice it is there once");
    assert!(page.text().contains("R8.4から") && page.text().contains("PDF、683キロバイト"), "{}", page.text());
    let request =
        Request::builder().uri(link(&page)).header(header::HOST, "mimamori.test").header(header::COOKIE, &clerk);
    let response = tower::ServiceExt::oneshot(site.router.clone(), request.body(Body::empty()).unwrap()).await.unwrap();
    let head = |name: &str| response.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
    assert_eq!(head("content-type"), "application/pdf");
    assert_eq!(head("content-length"), "700000");
    assert_eq!(head("x-content-type-options"), "nosniff");
    assert_eq!(head("cache-control"), "no-store");
    assert_eq!(head("content-disposition"), "inline; filename=\"utsushi.pdf\"");
    assert!(head("content-security-policy").starts_with("default-src 'none'"));
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    assert!(bytes[..] == file[..], "byte for byte");
    let without = site.post(&format!("{}/withdraw", link(&page)), &clerk, "reason=").await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    let taken = site.post(&format!("{}/withdraw", link(&page)), &clerk, "reason=%E5%88%A5%E4%BA%BA").await;
    assert_eq!(taken.header("location"), path);
    assert_eq!(site.get(&link(&page), &clerk).await.status, StatusCode::NOT_FOUND);
    assert!(site.get(&path, &clerk).await.text().contains("別人"));
}

#[tokio::test]
async fn a_scan_of_a_client_has_a_kind_and_is_found_by_it() {
    let site = Site::new();
    certificate(&site);
    let owner = site.app.keep(|tx| store::clients::all(tx, testkit::OFFICE)).remove(0).id;
    let (path, clerk) = (format!("/clients/{owner}/scans"), site.cookie(Role::Clerk));
    let none = send(&site, &clerk, &path, ("", "署名"), &pdf(100)).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text().contains("書類の種類") && none.text().contains("[署名]"), "{}", none.text());
    let sent = send_kind(&site, &clerk, &path, "plan", &pdf(100)).await;
    assert_eq!(sent.header("location"), path, "{}", sent.text());
    let page = site.get(&format!("{path}?kind=plan"), &clerk).await;
    assert!(page.text().contains("1件") && page.text().contains("署名された計画"), "{}", page.text());
    assert!(site.get(&format!("{path}?kind=report"), &clerk).await.text().contains("この種類の写しはありません"));
    assert_eq!(site.get(&link(&page), &clerk).await.status, StatusCode::OK);
    let without = site.post(&format!("{}/withdraw", link(&page)), &clerk, "reason=").await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", without.text());
    let taken = site.post(&format!("{}/withdraw", link(&page)), &clerk, "reason=%E5%88%A5%E4%BA%BA").await;
    assert_eq!(taken.header("location"), path);
    assert_eq!(site.get(&path, &site.strangers_cookie(Role::Manager)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_picture_is_shown_in_a_sandbox() {
    let site = Site::new();
    let (path, clerk) = (format!("/certificates/{}/attachments", certificate(&site)), site.cookie(Role::Clerk));
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";
    send(&site, &clerk, &path, ("", ""), png).await;
    let shown = site.get(&link(&site.get(&path, &clerk).await), &clerk).await;
    assert_eq!(shown.header("content-type"), "image/png");
    assert!(
        shown.header("content-security-policy").ends_with("sandbox"),
        "{}",
        shown.header("content-security-policy")
    );
}

#[tokio::test]
async fn what_is_too_large_or_of_another_kind_is_said_and_what_was_typed_stays() {
    let site = Site::new();
    let (path, clerk) = (format!("/certificates/{}/attachments", certificate(&site)), site.cookie(Role::Clerk));
    for (file, status, sentence) in [
        (pdf(21 * 1024 * 1024), StatusCode::PAYLOAD_TOO_LARGE, "20メガバイトまで"),
        (b"<script>alert(1)</script>".to_vec(), StatusCode::UNSUPPORTED_MEDIA_TYPE, "PDF・JPEG・PNG"),
        (Vec::new(), StatusCode::UNPROCESSABLE_ENTITY, "ファイルを選んでください"),
    ] {
        let answer = send(&site, &clerk, &path, ("", "更新のあとの紙"), &file).await;
        assert_eq!(answer.status, status);
        assert!(answer.text().contains("[更新のあとの紙]") && answer.text().contains(sentence), "{}", answer.text());
    }
    let page = site.get(&path, &clerk).await;
    assert!(page.text().contains("まだ何も添付していません"), "{}", page.text());
}

#[tokio::test]
async fn another_office_sees_neither_list_nor_file_and_a_viewer_adds_none() {
    let site = Site::new();
    let (path, clerk) = (format!("/certificates/{}/attachments", certificate(&site)), site.cookie(Role::Clerk));
    send(&site, &clerk, &path, ("", ""), &pdf(100)).await;
    let file = link(&site.get(&path, &clerk).await);
    let theirs = site.strangers_cookie(Role::Manager);
    for place in [&path, &file] {
        assert_eq!(site.get(place, &theirs).await.status, StatusCode::NOT_FOUND, "{place}");
    }
    assert_eq!(send(&site, &theirs, &path, ("", ""), &pdf(100)).await.status, StatusCode::NOT_FOUND);
    let viewer = site.cookie(Role::Viewer);
    assert_eq!(send(&site, &viewer, &path, ("", ""), &pdf(100)).await.status, StatusCode::FORBIDDEN);
    assert!(!site.get(&path, &viewer).await.body.contains("type=\"file\""));
    assert_eq!(site.get(&file, &viewer).await.status, StatusCode::OK);
}
