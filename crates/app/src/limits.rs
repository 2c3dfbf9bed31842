//! The one place of limits: how much of anything a request may bring, make or cost. What comes from outside is held
//! against these where it is read, once. How long texts may be stands in [`crate::input::limit`], how many rows a
//! report has in `domain::monitoring::limit`: those are limits of the records themselves.

use std::time::Duration;

/// Bytes of a request's body that are kept; more is answered with 413.
pub const BODY_BYTES: usize = 2 * 1024 * 1024;
/// Bytes of a body after which even throwing away stops.
pub const DRAINED_BYTES: usize = 64 * 1024 * 1024;
/// Fields of a form or of an address. The longest form has some four hundred.
pub const FIELDS: usize = 2_000;
/// Mistakes that one answer lists; the rest is counted.
pub const PROBLEMS: usize = 100;
/// Rows of grants and of monitoring periods that a form has; more are on no certificate.
pub const CERTIFICATE_ROWS: usize = 20;
/// Rows of the table of providers that are asked how the services go, and of the amounts in it; nobody uses as many services.
pub const CHECK_ROWS: usize = 40;
/// Rows of self-plans that a form has; nobody switches more often.
pub const SELF_PLAN_ROWS: usize = 10;
/// Rows of the family, of doctors and of emergency contacts that a form has.
pub const PEOPLE_ROWS: usize = 20;
/// Rows of 手帳 that a form has: there are three kinds, and each may be issued anew.
pub const HANDBOOK_ROWS: usize = 6;
/// Months that a field lists, or that the preview of a certificate shows; a validity has a few dozen.
pub const MONTHS: usize = 240;
/// The last page of a list that can be asked for.
pub const PAGES: i64 = 100_000;

/// Papers that one page of the queue shows; the filters lead to the others.
pub const PAPERS: usize = 300;

/// Papers that are printed as one file.
pub const PRINTED_PAPERS: usize = 50;

/// Bytes of a file that is attached to a record.
pub const FILE_BYTES: usize = 20 * 1024 * 1024;
/// Bytes of a chunk in which a file is written and read.
pub const CHUNK_BYTES: usize = 256 * 1024;
/// Files that a certificate can have, those taken back among them.
pub const FILES: usize = 50;
/// Files that a client can have, those of the certificates and those taken back among them.
pub const CLIENT_FILES: usize = 1_000;
/// Bytes of a file to import that a page takes; a form with a file fits into [`BODY_BYTES`].
pub const IMPORT_PAGE_BYTES: usize = 1024 * 1024;
/// Bytes of a file to import that the command takes.
pub const IMPORT_BYTES: usize = 128 * 1024 * 1024;
/// Rows of a file to import: more than any office has clients.
pub const IMPORT_ROWS: usize = 100_000;
/// Letters of a file to import, in bytes, as its cells hold them: in a workbook one text can stand in every cell.
pub const IMPORT_TEXT: usize = 64 * 1024 * 1024;
/// How long reading a file to import may take.
pub const IMPORT_READING: Duration = Duration::from_secs(30);
/// Bytes to which all of a workbook (.xlsx) may unpack.
pub const WORKBOOK_BYTES: usize = 256 * 1024 * 1024;
/// Bytes to which the parts of a workbook may unpack that are held in memory: all but its sheets.
pub const WORKBOOK_HELD: usize = 32 * 1024 * 1024;
/// Marks (`<`) in the texts of a workbook: each text costs memory, however short it is.
pub const WORKBOOK_MARKS: usize = 4_000_000;
/// Bytes to which the styles of a workbook may unpack: each of them costs much more memory than it is long.
pub const WORKBOOK_STYLES: usize = 2 * 1024 * 1024;
/// Files within a workbook; one with pictures has a few dozen.
pub const WORKBOOK_PARTS: usize = 2_000;
/// Sheets of a workbook among which the one with our headings is looked for.
pub const WORKBOOK_SHEETS: usize = 50;

/// Bytes of a draft: as much as the longest report in full.
pub const DRAFT_BYTES: usize = 512 * 1024;
/// Drafts that one person has; the oldest gives way.
pub const DRAFTS: usize = 100;
/// Days after which a draft is over.
pub const DRAFT_DAYS: i64 = 90;

/// How long the parts of a body may keep the server waiting between them.
pub const BODY_PAUSE: Duration = Duration::from_secs(15);
/// How long a whole body may take.
pub const BODY: Duration = Duration::from_secs(120);
/// How long the work behind one answer may take.
pub const ANSWER: Duration = Duration::from_secs(60);

/// Passwords hashed at the same time: each takes 19 MiB.
pub const HASHES: usize = 2;
/// Tries of a login, of a code or of the own password after which it waits.
pub const TRIES: i64 = 5;
/// Tries of a device on which the person signed in before: those of strangers do not count for it.
pub const DEVICE_TRIES: i64 = 10;
/// Failed tries of one network after which it waits; an office has one network.
pub const NETWORK_TRIES: i64 = 40;
/// Minutes in which tries are counted, and at the end of which they are forgotten.
pub const TRY_MINUTES: i64 = 15;
/// Logins, networks and devices for which tries are counted at once; the oldest give way.
pub const TRY_SUBJECTS: i64 = 10_000;
/// Hours for which a one-time password opens.
pub const GIVEN_HOURS: i64 = 72;
/// Devices of one person that are known; the oldest gives way.
pub const DEVICES: i64 = 20;
/// Printed codes in the place of a second factor.
pub const RECOVERY_CODES: usize = 10;
/// アカウントのお知らせ of one person that wait to be ticked; the oldest gives way.
pub const ACCOUNT_NOTICES: i64 = 20;
/// Passkeys of one person.
pub const PASSKEYS: usize = 10;
/// Letters of what a person calls a passkey.
pub const PASSKEY_NAME: usize = 30;
/// Bytes that a browser brings back of a passkey; the longest (RSA) take about 3,000.
pub const PASSKEY_BYTES: usize = 16 * 1024;
/// Minutes in which a device answers.
pub const PASSKEY_MINUTES: i64 = 5;
/// Devices that were asked and may answer at once; the oldest gives way.
pub const PASSKEY_QUESTIONS: usize = 1_000;
/// Minutes for which a proof of who one is holds for what asks for one.
pub const PROVED_MINUTES: i64 = 10;
/// Minutes in which the second step of a sign-in is to be made, and in which a second factor is to be set up.
pub const PENDING_MINUTES: i64 = 60;
/// 担当外の閲覧: minutes after which an opened client is shut again.
pub const OPENING_MINUTES: i64 = 12 * 60;
/// 担当外の閲覧: openings that the page of a month lists.
pub const OPENINGS: i64 = 2_000;

/// How long somebody waits for the turn of the own password.
pub const HASH_WAIT: Duration = Duration::from_secs(5);

/// Jobs of an office that may wait at once; one more is not queued.
pub const WAITING_JOBS: i64 = 500;
/// Test mails and tries by hand that may wait at once.
pub const WAITING_TESTS: i64 = 20;
/// Minutes between one try of a job and the next; after the last pause there is one more try, and then it is given up.
pub const JOB_PAUSES: [i64; 7] = [1, 5, 30, 120, 360, 720, 1440];
/// Days after which a job that was never sent is given up, whatever its tries.
pub const JOB_DAYS: i64 = 7;
/// Minutes for which a worker has a job: longer than any one try takes.
pub const JOB_LEASE: i64 = 5;
/// How long sending one mail may take.
pub const MAIL: Duration = Duration::from_secs(60);
/// Letters of a subject.
pub const MAIL_SUBJECT: usize = 100;
/// Bytes of a mail's text.
pub const MAIL_BYTES: usize = 64 * 1024;

/// Days after which the devices of somebody who may not sign in any more are forgotten.
pub const ENDED_DAYS: i64 = 90;
/// Rows of a kind that one turn of the worker takes away.
pub const PRUNED_ROWS: i64 = 1_000;

/// Days for which looks are kept.
pub const LOOK_DAYS: i64 = 5 * 366;
/// Rows of the log of looks that a breach is looked through for.
pub const BREACH_LOOKS: i64 = 200_000;
/// Letters of what was noticed in looking a month through.
pub const LOOK_NOTE: usize = 500;
/// People whom the sums of a month tell apart.
pub const LOOK_PEOPLE: i64 = 200;
/// Days for which the answer to a sending is kept: nobody sends a form again that is older.
pub const OPERATION_DAYS: i64 = 30;

/// The number of a page, as it stands in an address: from 1 to [`PAGES`]; 1 where it is none.
pub fn page(asked: &str) -> i64 {
    i64::try_from(count(asked, usize::try_from(PAGES).unwrap_or(usize::MAX))).unwrap_or(1).max(1)
}

/// How many of something a request says there are, at most `most`; 0 where it says nothing that is a number.
pub fn count(asked: &str, most: usize) -> usize {
    let asked = asked.trim();
    match asked.parse::<usize>() {
        Ok(number) => number.min(most),
        // Too long for any number is more than the most.
        Err(_) if !asked.is_empty() && asked.bytes().all(|byte| byte.is_ascii_digit()) => most,
        Err(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_held_whatever_it_says() {
        let asked = ["3", " 3 ", "30", "31", "100000000000", "99999999999999999999999999", "", "-1", "x", "1.5"];
        assert_eq!(asked.map(|asked| count(asked, 30)), [3, 3, 30, 30, 30, 30, 0, 0, 0, 0]);
    }

    #[test]
    fn a_page_is_at_least_the_first() {
        let asked = ["", "0", "-7", "2", "9223372036854775808", "x"];
        assert_eq!(asked.map(page), [1, 1, 1, 2, PAGES, 1]);
    }
}
