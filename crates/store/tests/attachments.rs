//! 添付: bytes first, the row that names them last; neither is ever changed, and what nothing names goes.

use domain::{
    client::Certificate,
    id::{AttachmentId, FactId, FileId, UserId},
    paper::ScanKind,
};
use store::{
    StoreError, Tx,
    attachments::{self, Attachment, AttachmentWithdrawal},
    certificates, clients,
};
use testkit::{OFFICE, OTHER_OFFICE, TestApp, client, id, months, on_both_databases, on_both_with_offices as on_both};

const AT: &str = "2026-11-22T01:00:00.000Z";

fn paper(tx: &mut Tx) -> Result<Certificate, StoreError> {
    let client = client("川崎 花子").build();
    let certificate = months("2026-04..2027-03").every(3).plan_made("2026-04-20").of(&client);
    clients::insert(tx, &client)?;
    certificates::insert(tx, &certificate)?;
    Ok(certificate)
}

fn attachment(certificate: &Certificate, number: u64, file: FileId) -> Attachment {
    Attachment {
        id: AttachmentId(id(number)),
        client: certificate.client,
        kind: ScanKind::Certificate,
        certificate: Some(certificate.id),
        plan: None,
        file,
        sha256: "ab".repeat(32),
        media: "application/pdf".to_owned(),
        length: 7,
        note: "受給者証".to_owned(),
        added_at: AT.to_owned(),
        added_by: UserId(id(77)),
        added_by_name: "事務 次郎".to_owned(),
        withdrawal: None,
    }
}

#[test]
fn a_file_is_written_in_chunks_named_once_and_read_back() {
    on_both(|tx| {
        let certificate = paper(tx)?;
        let file = FileId(id(900));
        assert_eq!(attachments::length(tx, OFFICE, file)?, None, "not there yet");
        attachments::write_chunk(tx, OFFICE, (file, 1), b"def", AT)?;
        assert_eq!(attachments::length(tx, OFFICE, file)?, None, "the first is missing");
        attachments::write_chunk(tx, OFFICE, (file, 0), b"%PDF", AT)?;
        assert_eq!(attachments::length(tx, OFFICE, file)?, Some(7));
        let new = attachment(&certificate, 901, file);
        assert_eq!(attachments::same_file(tx, OFFICE, &new.sha256)?, None);
        attachments::add(tx, OFFICE, &new)?;
        assert_eq!(attachments::find(tx, OFFICE, new.id)?.as_ref(), Some(&new));
        assert_eq!(attachments::find(tx, OTHER_OFFICE, new.id)?, None);
        assert_eq!(attachments::of_certificate(tx, OFFICE, certificate.id)?, std::slice::from_ref(&new));
        assert_eq!(attachments::of_client(tx, OFFICE, certificate.client)?, std::slice::from_ref(&new));
        assert_eq!(attachments::of_client(tx, OTHER_OFFICE, certificate.client)?, []);
        let signed = Attachment {
            id: AttachmentId(id(902)),
            kind: ScanKind::Plan,
            certificate: None,
            plan: Some(FactId(id(950))),
            added_at: "2026-11-23T01:00:00.000Z".to_owned(),
            ..new.clone()
        };
        attachments::add(tx, OFFICE, &signed)?;
        assert_eq!(attachments::of_client(tx, OFFICE, certificate.client)?, [new.clone(), signed]);
        assert_eq!(attachments::of_certificate(tx, OFFICE, certificate.id)?.len(), 1, "the plan is none of its own");
        assert_eq!(attachments::same_file(tx, OFFICE, &new.sha256)?, Some(file));
        assert_eq!(attachments::chunk(tx, OFFICE, file, 0)?.as_deref(), Some(&b"%PDF"[..]));
        assert_eq!(attachments::chunk(tx, OFFICE, file, 2)?, None);
        assert_eq!(attachments::chunk(tx, OTHER_OFFICE, file, 0)?, None);
        assert_eq!(attachments::files(tx, OFFICE)?.len(), 1);
        let withdrawal =
            AttachmentWithdrawal {
                reason: "別の人のもの".to_owned(), at: AT.to_owned(), by_name: "佐藤".to_owned()
            };
        attachments::withdraw(tx, OFFICE, new.id, &withdrawal, UserId(id(77)))?;
        assert_eq!(attachments::find(tx, OFFICE, new.id)?.unwrap().withdrawal, Some(withdrawal));
        assert_eq!(attachments::files(tx, OFFICE)?.len(), 1, "its bytes stay");
        Ok(())
    });
}

#[test]
fn what_nothing_names_goes_and_what_is_named_stays() {
    on_both(|tx| {
        let certificate = paper(tx)?;
        let (named, orphan, late) = (FileId(id(900)), FileId(id(901)), FileId(id(902)));
        for file in [named, orphan] {
            attachments::write_chunk(tx, OFFICE, (file, 0), b"%PDFabc", AT)?;
        }
        attachments::write_chunk(tx, OFFICE, (late, 0), b"%PDFabc", "2026-11-23T01:00:00.000Z")?;
        attachments::add(tx, OFFICE, &attachment(&certificate, 903, named))?;
        assert_eq!(attachments::offices(tx)?, [OFFICE]);
        assert_eq!(attachments::sweep(tx, OFFICE, "2026-11-22T12:00:00.000Z")?, 1);
        assert_eq!(attachments::length(tx, OFFICE, orphan)?, None);
        assert_eq!(attachments::length(tx, OFFICE, named)?, Some(7));
        assert_eq!(attachments::forget(tx, OFFICE, late)?, 1, "one that came a second time");
        Ok(())
    });
}

#[test]
fn neither_bytes_nor_rows_are_ever_changed() {
    on_both_databases(|db, engine| {
        let app = TestApp::with(db.clone());
        app.keep(|tx| {
            let certificate = paper(tx)?;
            let file = FileId(id(900));
            attachments::write_chunk(tx, OFFICE, (file, 0), b"%PDFabc", AT)?;
            let new = attachment(&certificate, 901, file);
            attachments::add(tx, OFFICE, &new)?;
            let withdrawal =
                AttachmentWithdrawal { reason: "x".to_owned(), at: AT.to_owned(), by_name: "佐藤".to_owned() };
            attachments::withdraw(tx, OFFICE, new.id, &withdrawal, UserId(id(77)))
        });
        for sql in [
            "update file_chunk set seq = 1",
            "delete from file_chunk",
            "update attachment set note = ''",
            "delete from attachment",
            "update attachment_withdrawal set reason = ''",
            "delete from attachment_withdrawal",
        ] {
            let refused = db.write_now(move |tx| tx.execute(sql, &[])).unwrap_err();
            assert_eq!(refused.fault(), Some(store::Fault::Constraint), "{engine:?}: {sql}: {refused}");
        }
    });
}
