//! 送信待ちの画面: what waits, what was sent and what failed, the address of the notices, and a test mail.

use domain::{id::JobId, office::Right};
use serde_json::json;
use store::outbox::{self, Job, JobKind};

use super::{MailFault, queue, refuse_crowded};
use crate::{
    AuditAction, Cx, Reason, Refusal,
    input::{Reading, mail},
};

/// Jobs that the page lists.
const LISTED: i64 = 100;

/// Where a job stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobState {
    /// Waits for its first or its next try, at this time (UTC).
    Waiting(String),
    /// A worker has it.
    Taken,
    /// Sent, at this time (UTC).
    Sent(String),
    /// Given up, at this time (UTC).
    Failed(String),
}

/// A job as the page shows it: without what it says, and of its address only as much as tells it from others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobLine {
    /// Id.
    pub id: JobId,
    /// What it is.
    pub label: String,
    /// When it was queued, UTC.
    pub queued_at: String,
    /// The masked address; empty once it was sent.
    pub to: String,
    /// Where it stands.
    pub state: JobState,
    /// How often it was tried.
    pub tries: i64,
    /// What came in the way last; empty where nothing did.
    pub fault: String,
}

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxPage {
    /// Whether a mail server is set.
    pub mail_set: bool,
    /// お知らせの宛先; empty where none is set.
    pub address: String,
    /// The newest jobs.
    pub jobs: Vec<JobLine>,
}

/// What waits, was sent and failed.
pub fn outbox_page(cx: &mut Cx<'_>) -> Result<OutboxPage, Refusal> {
    cx.authorize(Right::Administer)?;
    let (office, now) = (cx.actor.office, (cx.outside.now)());
    let jobs = outbox::newest(cx.tx, office, LISTED)?.into_iter().map(|job| line(job, &now)).collect();
    let address = outbox::notice_address(cx.tx, office)?.unwrap_or_default();
    Ok(OutboxPage { mail_set: cx.outside.mail.is_some(), address, jobs })
}

fn line(job: Job, now: &str) -> JobLine {
    let state = match (&job.sent_at, &job.failed_at) {
        (Some(at), _) => JobState::Sent(at.clone()),
        (None, Some(at)) => JobState::Failed(at.clone()),
        (None, None) if job.taken_until.as_str() > now => JobState::Taken,
        (None, None) => JobState::Waiting(job.not_before.clone()),
    };
    JobLine {
        id: job.id,
        label: job.kind().map_or_else(|| job.word.clone(), |kind| kind.label().to_owned()),
        to: masked(&job.recipient),
        state,
        tries: job.tries,
        fault: MailFault::from_word(&job.fault).map(MailFault::sentence).unwrap_or_default(),
        queued_at: job.queued_at,
    }
}

/// `s…@example.jp`.
fn masked(address: &str) -> String {
    let Some((name, domain)) = address.rsplit_once('@') else { return String::new() };
    format!("{}…@{domain}", name.chars().next().unwrap_or_default())
}

/// Sets お知らせの宛先; empty takes it away.
pub fn save_notice_address(cx: &mut Cx<'_>, typed: &str) -> Result<(), Refusal> {
    cx.authorize(Right::Administer)?;
    let mut reading = Reading::default();
    let address = mail(&mut reading, "address", typed);
    if !reading.reasons.is_empty() {
        return Err(Refusal::Refused(reading.reasons));
    }
    cx.once("outbox.save-address", |cx| {
        let (office, by, at) = (cx.actor.office, cx.actor.name.clone(), (cx.outside.now)());
        outbox::set_notice_address(cx.tx, office, &address, (&by, &at))?;
        // The log is kept for ever, so it tells that it was changed and not to what.
        cx.audit(AuditAction::SaveNoticeAddress, &office.to_string(), &json!({ "set": !address.is_empty() }))
    })
}

/// Queues a test mail to お知らせの宛先.
pub fn send_test_mail(cx: &mut Cx<'_>) -> Result<(), Refusal> {
    cx.authorize(Right::Administer)?;
    cx.once("outbox.test-mail", |cx| {
        refuse_crowded(cx)?;
        let (office, by) = (cx.actor.office, cx.actor.name.clone());
        if !queue(cx.tx, cx.outside, office, JobKind::TestMail, (&json!({}), &by))? {
            return Err(Refusal::Refused(vec![Reason::at("address", "先に、お知らせの宛先を保存してください。")]));
        }
        cx.audit(AuditAction::SendTestMail, &office.to_string(), &json!({}))
    })
}

/// Puts a mail that was given up into the queue again.
pub fn try_again(cx: &mut Cx<'_>, id: JobId) -> Result<(), Refusal> {
    cx.authorize(Right::Administer)?;
    cx.once("outbox.try-again", |cx| {
        refuse_crowded(cx)?;
        if !outbox::try_again(cx.tx, cx.actor.office, id, &(cx.outside.now)())? {
            return Err(Refusal::NotFound);
        }
        cx.audit(AuditAction::SendAgain, &id.to_string(), &json!({}))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::is_mail_address;

    #[test]
    fn an_address_is_one_address_and_nothing_more() {
        for good in ["a@b.jp", "first.last+tag@sub.example.co.jp", "o'neil@example.com"] {
            assert!(is_mail_address(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@b",
            "a@@b.jp",
            "a b@c.jp",
            "a@b.jp, c@d.jp",
            "a@b.jp\r\nBcc: c@d.jp",
            ".a@b.jp",
            "a..b@c.jp",
            "a@b.jp.",
            "-oQ/tmp/x@b.jp",
            "a@-b.jp",
        ] {
            assert!(!is_mail_address(bad), "{bad:?}");
        }
    }

    #[test]
    fn of_an_address_only_the_first_letter_is_shown() {
        assert_eq!(masked("jimusho@example.jp"), "j…@example.jp");
        assert_eq!(masked(""), "");
    }
}
