//! アカウントのお知らせ: a person is told of what was changed about how she signs in, at the next sign-in until she ticks it, and by a mail
//! where she gave an address. So whoever changes it in her place is noticed.

use domain::id::{NoticeId, OfficeId, UserId};
use serde_json::json;
pub use store::account_notices::{Notice, NoticeKind};
use store::{
    StoreError, Tx, account_notices,
    outbox::{self, JobKind},
};

use crate::{
    Acts, AuditAction, Cx, Outside, Refusal,
    input::{Reading, mail},
    limits,
    outbox::queue_to,
};

/// Who changed something about somebody's account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By<'a> {
    /// The person.
    Person,
    /// A colleague who looks after accounts, by name.
    Colleague(&'a str),
    /// Whoever has the machine.
    Console,
}

impl By<'_> {
    /// As the page tells it; empty for the person.
    fn told(self) -> &'static str {
        match self {
            Self::Person => "本人",
            Self::Colleague(_) => "管理者など",
            Self::Console => "システムの担当者（サーバーのコマンド）",
        }
    }

    fn kept(self) -> String {
        match self {
            Self::Person => String::new(),
            Self::Colleague(name) => name.to_owned(),
            Self::Console => self.told().to_owned(),
        }
    }
}

/// What was changed, on which device, and by whom.
#[derive(Clone, Copy, Debug)]
pub(super) struct Changed<'a> {
    pub(super) kind: NoticeKind,
    pub(super) device: &'a str,
    pub(super) by: By<'a>,
}

/// Keeps what the person is told, in the transaction of the change.
pub(super) fn tell_person(
    tx: &mut Tx,
    outside: &Outside,
    user: UserId,
    changed: Changed<'_>,
) -> Result<(), StoreError> {
    let Changed { kind, device, by } = changed;
    let id = NoticeId((outside.new_id)());
    let notice = Notice { id, kind, at: (outside.now)(), device: device.to_owned(), made_by: by.kept() };
    account_notices::add(tx, user, &notice, limits::ACCOUNT_NOTICES)
}

/// Queues the mail that tells the same, where the person gave an address; in the turn of an office. It names nobody.
pub(super) fn mail_person(
    tx: &mut Tx,
    outside: &Outside,
    (office, user): (OfficeId, UserId),
    changed: Changed<'_>,
) -> Result<(), StoreError> {
    let Some(address) = account_notices::mail_of(tx, user)? else { return Ok(()) };
    if outbox::open_count(tx, office)? >= limits::WAITING_JOBS {
        return Ok(());
    }
    let Changed { kind, device, by } = changed;
    let body = json!({ "at": (outside.now)(), "what": kind.word(), "device": device, "by": by.told() });
    queue_to(tx, outside, office, (JobKind::AccountChanged, &address), (&body, "system"))
}

/// Tells the person by both. A ward has no queue of mails: its people are told at the next sign-in alone.
pub(super) fn tell_both<A: Acts>(cx: &mut Cx<'_, A>, user: UserId, changed: Changed<'_>) -> Result<(), Refusal> {
    tell_person(cx.tx, cx.outside, user, changed)?;
    if let Some(office) = cx.actor.office() {
        mail_person(cx.tx, cx.outside, (office, user), changed)?;
    }
    Ok(())
}

/// Tells the person of what she changed herself.
pub(super) fn tell_own<A: Acts>(cx: &mut Cx<'_, A>, kind: NoticeKind, device: &str) -> Result<(), Refusal> {
    let user = cx.actor.user();
    tell_both(cx, user, Changed { kind, device, by: By::Person })
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct OwnNotices {
    /// What is not ticked yet, the newest first.
    pub notices: Vec<Notice>,
    /// お知らせのメールアドレス; empty where none is set.
    pub mail: String,
    /// Whether mails can be sent to people of this organisation.
    pub mails: bool,
    /// Whether a mail server is set.
    pub mail_set: bool,
}

/// What the person is told.
pub fn own_notices<A: Acts>(cx: &mut Cx<'_, A>) -> Result<OwnNotices, Refusal> {
    let user = cx.actor.user();
    Ok(OwnNotices {
        notices: account_notices::of_user(cx.tx, user)?,
        mail: account_notices::mail_of(cx.tx, user)?.unwrap_or_default(),
        mails: cx.actor.office().is_some(),
        mail_set: cx.outside.mail.is_some(),
    })
}

/// Ticks a notice; one that was ticked before stays so.
pub fn tick_notice<A: Acts>(cx: &mut Cx<'_, A>, id: NoticeId) -> Result<(), Refusal> {
    account_notices::remove(cx.tx, cx.actor.user(), id)?;
    Ok(())
}

/// Sets the own お知らせのメールアドレス; an empty one takes it away. The address that was there before is told, too.
pub fn save_own_mail<A: Acts>(cx: &mut Cx<'_, A>, typed: &str, device: &str) -> Result<(), Refusal> {
    let mut reading = Reading::default();
    let address = mail(&mut reading, "mail", typed);
    if !reading.reasons.is_empty() {
        return Err(Refusal::Refused(reading.reasons));
    }
    if cx.actor.office().is_none() {
        return Err(Refusal::NotFound);
    }
    let (user, now) = (cx.actor.user(), (cx.outside.now)());
    if account_notices::mail_of(cx.tx, user)?.unwrap_or_default() == address {
        return Ok(());
    }
    tell_own(cx, NoticeKind::MailChanged, device)?;
    account_notices::set_mail(cx.tx, user, &address, &now)?;
    // The log is kept for ever, so it tells that it was changed and not to what.
    cx.audit(AuditAction::SaveAccountMail, &user.to_string(), &json!({ "set": !address.is_empty() }))
}
