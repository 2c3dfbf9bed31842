//! 送信待ち: mail that is queued in the transaction of what it tells of, sent by the worker of `serve`, and seen on a page.

mod heads;
mod invitation;
mod letter;
mod new_device;
mod page;
mod work;

pub use heads::queue_heads;
pub use letter::{Enclosure, Letter, MailFault, SendMail};
pub(crate) use new_device::tell_of_new_device;
pub use page::{JobLine, JobState, OutboxPage, outbox_page, save_notice_address, send_test_mail, try_again};
pub use work::{Worked, sweep, work_off};

use store::outbox::{self, JobKind, NewJob};

use crate::{Cx, Outside, Refusal, limits};
use domain::id::{JobId, OfficeId};
use store::{StoreError, Tx};

/// Queues a mail to お知らせの宛先; whether there is such an address and room in the queue.
fn queue(
    tx: &mut Tx,
    outside: &Outside,
    office: OfficeId,
    kind: JobKind,
    (body, by): (&serde_json::Value, &str),
) -> Result<bool, StoreError> {
    let Some(address) = outbox::notice_address(tx, office)? else { return Ok(false) };
    if outbox::open_count(tx, office)? >= limits::WAITING_JOBS {
        return Ok(false);
    }
    queue_to(tx, outside, office, (kind, &address), (body, by))?;
    Ok(true)
}

/// Queues a mail to an address. How many may wait is the caller's to ask.
pub(crate) fn queue_to(
    tx: &mut Tx,
    outside: &Outside,
    office: OfficeId,
    (kind, recipient): (JobKind, &str),
    (body, by): (&serde_json::Value, &str),
) -> Result<(), StoreError> {
    let job = NewJob {
        id: JobId((outside.new_id)()),
        kind,
        recipient,
        body: &body.to_string(),
        queued_at: &(outside.now)(),
        queued_by: by,
    };
    outbox::queue(tx, office, &job)
}

/// Refuses while many of what a person sends by hand wait already.
fn refuse_crowded(cx: &mut Cx<'_>) -> Result<(), Refusal> {
    if outbox::open_count(cx.tx, cx.actor.office)? < limits::WAITING_TESTS {
        return Ok(());
    }
    let sentence = "送信待ちがたくさんあります。送られるのを待つか、メールの設定を確かめてください。";
    Err(Refusal::Refused(vec![crate::Reason::at("", sentence)]))
}
