//! 添付: what may be attached, that the bytes come before the row, and what the log tells.

use app::{
    AuditAction, Refusal,
    attachments::{
        AttachTo, Media, Upload, UploadFault, UploadedFile, attach_file, attachments, keep_chunk, note_file_opened,
        open_attachment, scans, sweep, withdraw_attachment,
    },
    limits, sha256_hex,
};
use domain::{
    id::{CertificateId, FactId},
    office::Role,
    paper::ScanKind,
    planning::CaseFact,
};
use store::audit::AuditFilter;
use testkit::{
    OFFICE, TestApp, client, id, months,
    planning::{case_of, keep},
    proposal::plan,
};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";

fn certificate(app: &TestApp) -> CertificateId {
    let client = client("川崎 花子").build();
    let certificate = months("2026-04..2027-03").every(3).plan_made("2026-04-20").of(&client);
    let id = certificate.id;
    app.keep(move |tx| {
        store::clients::insert(tx, &client)?;
        store::certificates::insert(tx, &certificate)
    });
    id
}

/// Sends a file in, in parts of that many bytes.
fn send(app: &TestApp, content: &[u8], part: usize) -> Result<UploadedFile, UploadFault> {
    let mut upload = Upload::begin(&app.outside);
    let keep = |(file, seq, bytes): (_, _, Vec<u8>)| {
        assert!(bytes.len() <= limits::CHUNK_BYTES);
        app.keep(move |tx| keep_chunk(tx, OFFICE, (file, seq), &bytes, "2026-11-22T01:00:00.000Z"));
    };
    for part in content.chunks(part) {
        upload.take(part)?.into_iter().for_each(keep);
    }
    let (last, file) = upload.end()?;
    last.into_iter().for_each(keep);
    Ok(file)
}

#[test]
fn what_it_is_is_decided_by_its_bytes() {
    let app = TestApp::new();
    assert_eq!(send(&app, b"%PDF-1.7 ...", 5).unwrap().media, Media::Pdf);
    assert_eq!(send(&app, PNG, 3).unwrap().media, Media::Png);
    assert_eq!(send(&app, b"\xff\xd8\xff\xe0\0\x10JFIF", 100).unwrap().media, Media::Jpeg);
    for other in
        ["<html><script>alert(1)</script>", "<svg xmlns='http://www.w3.org/2000/svg'/>", "PK\x03\x04", "MZ", "a"]
    {
        assert_eq!(send(&app, other.as_bytes(), 7), Err(UploadFault::OtherMedia), "{other}");
    }
    assert_eq!(send(&app, b"GIF89a......", 7), Err(UploadFault::OtherMedia));
    assert_eq!(send(&app, b"", 7), Err(UploadFault::Empty));
}

#[test]
fn a_file_of_the_largest_size_is_taken_and_one_byte_more_is_not() {
    let app = TestApp::new();
    let mut content = vec![7; limits::FILE_BYTES];
    content[..8].copy_from_slice(b"%PDF-1.7");
    let file = send(&app, &content, 100_000).unwrap();
    assert_eq!((file.length, file.sha256), (20 * 1024 * 1024, sha256_hex(&content)));
    content.push(7);
    assert_eq!(send(&app, &content, 100_000), Err(UploadFault::TooLarge));
}

#[test]
fn an_attachment_is_listed_shown_taken_back_and_told_in_the_log() {
    let app = TestApp::new();
    let paper = certificate(&app);
    let file = send(&app, PNG, 9).unwrap();
    let id = app
        .write(Role::Clerk, {
            let file = file.clone();
            move |cx| attach_file(cx, paper, &file, "令和8年4月から")
        })
        .unwrap();
    // The same bytes again are another attachment and the same file.
    let again = send(&app, PNG, 9).unwrap();
    let second = app.write(Role::Clerk, move |cx| attach_file(cx, paper, &again, "")).unwrap();
    let found = app.read(Role::Viewer, move |cx| attachments(cx, paper)).unwrap();
    let files: Vec<_> = found.lines.iter().map(|line| (line.attachment.file, line.media)).collect();
    assert_eq!(files, [(file.file, Some(Media::Png)); 2]);
    assert_eq!(app.read(Role::Viewer, move |cx| open_attachment(cx, second)).unwrap().file, file.file);
    app.write(Role::Viewer, move |cx| note_file_opened(cx, second)).unwrap();
    assert!(matches!(app.write(Role::Clerk, move |cx| withdraw_attachment(cx, id, " ")), Err(Refusal::Refused(_))));
    app.write(Role::Clerk, move |cx| withdraw_attachment(cx, id, "別の人のものだった")).unwrap();
    assert!(matches!(app.read(Role::Clerk, move |cx| open_attachment(cx, id)), Err(Refusal::NotFound)));
    let found = app.read(Role::Viewer, move |cx| attachments(cx, paper)).unwrap();
    assert_eq!(found.lines[0].attachment.withdrawal.as_ref().unwrap().reason, "別の人のものだった");
    let log = app.keep(|tx| store::audit::list(tx, OFFICE, &AuditFilter { limit: 9, ..AuditFilter::default() }));
    use AuditAction::{AttachFile, OpenFile, SealRows, WithdrawFile};
    // What the test starts from was written without a word to the log.
    let actions: Vec<_> = log.iter().rev().filter_map(|it| it.action()).filter(|it| *it != SealRows).collect();
    assert_eq!(actions, [AttachFile, AttachFile, OpenFile, WithdrawFile]);
    assert!(
        log.iter().all(|entry| !entry.body.contains("令和8年4月から")),
        "what was typed is not copied into the log"
    );
}

#[test]
fn only_whole_files_of_the_own_office_are_named_and_only_by_whom_the_right_has() {
    let app = TestApp::new();
    let paper = certificate(&app);
    let file = send(&app, PNG, 9).unwrap();
    let attach = |file: UploadedFile| move |cx: &mut app::Cx<'_>| attach_file(cx, paper, &file, "");
    let longer = UploadedFile { length: file.length + 1, ..file.clone() };
    assert!(matches!(app.write(Role::Clerk, attach(longer)), Err(Refusal::Refused(_))));
    assert!(matches!(app.write(Role::Viewer, attach(file.clone())), Err(Refusal::Forbidden)));
    let stranger = app.stranger(Role::Manager);
    assert!(matches!(app.write_as(stranger, None, attach(file.clone())), Err(Refusal::NotFound)));
    let many = 0..limits::FILES;
    many.for_each(|_| assert!(app.write(Role::Clerk, attach(file.clone())).is_ok()));
    assert!(matches!(app.write(Role::Clerk, attach(file)), Err(Refusal::Refused(_))));
}

#[test]
fn a_scan_is_of_a_client_and_a_kind_and_stands_beside_those_of_the_certificates() {
    let app = TestApp::new();
    let paper = certificate(&app);
    let owner = app.keep(|tx| store::clients::all(tx, OFFICE)).remove(0).id;
    let file = send(&app, PNG, 9).unwrap();
    let again = file.clone();
    app.write(Role::Clerk, move |cx| attach_file(cx, paper, &again, "")).unwrap();
    let to = AttachTo::Client(owner, ScanKind::Plan);
    let id = app.write(Role::Clerk, move |cx| attach_file(cx, to, &file, "署名つき")).unwrap();
    let found = app.read(Role::Viewer, move |cx| scans(cx, owner)).unwrap();
    let kinds: Vec<_> = found.lines.iter().map(|line| line.attachment.kind).collect();
    assert_eq!(kinds, [ScanKind::Plan, ScanKind::Certificate], "the newest first");
    assert_eq!(app.read(Role::Viewer, move |cx| attachments(cx, paper)).unwrap().lines.len(), 1);
    let place = app.write(Role::Clerk, move |cx| withdraw_attachment(cx, id, "別の人のもの")).unwrap();
    assert_eq!((place.client, place.certificate), (owner, None));
    let stranger = app.stranger(Role::Manager);
    let theirs = app.write_as(stranger, None, move |cx| scans(cx, owner));
    assert!(matches!(theirs, Err(Refusal::NotFound)));
}

#[test]
fn a_signed_plan_names_the_version_that_was_signed() {
    let app = TestApp::new();
    certificate(&app);
    let owner = app.keep(|tx| store::clients::all(tx, OFFICE)).remove(0);
    let case = case_of(&owner, 1)
        .with(CaseFact::Plan(plan("2026-11-10", None)))
        .with(CaseFact::Plan(plan("2026-11-20", None)))
        .build();
    keep(&app, &case);
    let owner = owner.id;
    let listed = app.read(Role::Viewer, move |cx| scans(cx, owner)).unwrap();
    let words: Vec<&str> = listed.plans.iter().map(|it| it.words.as_str()).collect();
    assert!(words.len() == 2 && words.iter().any(|it| it.ends_with("の第1版")), "{words:?}");
    let file = send(&app, PNG, 9).unwrap();
    let (again, first) = (file.clone(), case.facts.iter().next().unwrap().id);
    app.write(Role::Clerk, move |cx| attach_file(cx, AttachTo::Plan(owner, first), &file, "")).unwrap();
    let found = app.read(Role::Viewer, move |cx| scans(cx, owner)).unwrap();
    assert!(found.lines[0].plan.ends_with("の第1版"), "{:?}", found.lines[0]);
    assert_eq!((found.lines[0].attachment.kind, found.lines[0].attachment.plan), (ScanKind::Plan, Some(first)));
    let nobodys = FactId(id(77));
    let refused = app.write(Role::Clerk, move |cx| attach_file(cx, AttachTo::Plan(owner, nobodys), &again, ""));
    assert!(matches!(refused, Err(Refusal::Refused(_))), "a version of somebody else's");
}

#[test]
fn a_copy_of_a_handbook_is_for_those_who_may_see_it() {
    let app = TestApp::new();
    certificate(&app);
    let owner = app.keep(|tx| store::clients::all(tx, OFFICE)).remove(0).id;
    let file = send(&app, PNG, 9).unwrap();
    let to = AttachTo::Client(owner, ScanKind::Handbook);
    let id = app.write(Role::Specialist, move |cx| attach_file(cx, to, &file, "")).unwrap();
    for (role, sees) in [(Role::Specialist, true), (Role::Clerk, false), (Role::Viewer, false)] {
        let listed = app.read(role, move |cx| scans(cx, owner)).unwrap().lines.len();
        assert_eq!((listed, app.read(role, move |cx| open_attachment(cx, id)).is_ok()), (usize::from(sees), sees));
    }
    let taken = app.write(Role::Clerk, move |cx| withdraw_attachment(cx, id, "別の人のもの"));
    assert!(matches!(taken, Err(Refusal::NotFound)), "nor is it taken away unseen");
}

#[test]
fn what_came_to_no_end_is_taken_away_after_a_day() {
    let mut app = TestApp::new();
    let file = send(&app, PNG, 9).unwrap().file;
    let set = |app: &mut TestApp, now: &'static str| app.outside.now = std::sync::Arc::new(move || now.to_owned());
    set(&mut app, "2026-11-23T00:59:00.000Z");
    assert_eq!(sweep(&app.db, &app.outside).unwrap(), 0);
    set(&mut app, "2026-11-23T01:01:00.000Z");
    assert_eq!(sweep(&app.db, &app.outside).unwrap(), 1);
    assert_eq!(app.keep(move |tx| store::attachments::length(tx, OFFICE, file)), None);
}
