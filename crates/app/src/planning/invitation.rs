//! 担当者会議の案内: who has a mail address gets a mail with an entry for the calendar, queued in the transaction of the fact. Nothing in
//! it names the client.

use calendar::Date;
use domain::{
    planning::{CaseFactKind, PlanningCase, p4_invitation::Invitation},
    provider::Provider,
};
use serde_json::json;
use store::{
    clients, offices,
    outbox::{self, JobKind},
};

use crate::{Cx, Reason, Refusal, input::is_mail_address, limits, outbox::queue_to};

/// The mail address of the provider of this name; none where the register does not tell which provider is meant.
pub(super) fn registered_mail(register: &[Provider], name: &str, today: Date) -> Option<String> {
    let mut called = register.iter().filter(|it| it.name == name && it.works_on(today));
    let (one, other) = (called.next()?, called.next());
    Some(one.mail.clone()).filter(|mail| other.is_none() && !mail.is_empty())
}

/// What is wrong with an invitation beyond its own check: a name that would leave the office, an address that is none, a queue that is full.
pub(super) fn refuse(cx: &mut Cx<'_>, case: &PlanningCase, it: &Invitation) -> Result<Vec<Reason>, Refusal> {
    let client = clients::find(cx.tx, cx.actor.office, case.client)?.ok_or(Refusal::NotFound)?;
    let mut reasons = Vec::new();
    if let Some(field) = it.names(&client) {
        let sentence = "案内に利用者の名前は書けません。名前のない書き方にしてください（例: ご自宅）。";
        reasons.push(Reason::at(field, sentence));
    }
    for (row, one) in it.invited.iter().enumerate() {
        if !one.mail.is_empty() && !is_mail_address(&one.mail) {
            let sentence =
                format!("{}行目のメールアドレスが、メールアドレスの形ではありません。例: tantou@example.jp", row + 1);
            reasons.push(Reason::at(format!("invited_mail_{row}"), sentence));
        }
    }
    let mails = it.invited.iter().filter(|one| !one.mail.is_empty()).count();
    let waiting = outbox::open_count(cx.tx, cx.actor.office)?;
    if mails > 0 && waiting.saturating_add(i64::try_from(mails).unwrap_or(i64::MAX)) > limits::WAITING_JOBS {
        let sentence =
            "送信待ちのメールがいっぱいです。送られるのを待つか、管理者にメールの設定を確かめてもらってください。";
        reasons.push(Reason::at("", sentence));
    }
    Ok(reasons)
}

/// Queues a mail to each who has an address. A calendar that has the entry already takes the later one in its place.
pub(super) fn queue(cx: &mut Cx<'_>, case: &PlanningCase, it: &Invitation) -> Result<(), Refusal> {
    let office = offices::find(cx.tx, cx.actor.office)?.ok_or(Refusal::NotFound)?;
    let before = case.facts.iter().filter(|fact| fact.body.what() == CaseFactKind::Invitation).count();
    let body = json!({
        "entry": case.id,
        "sequence": before,
        "day": it.day,
        "begins": it.begins,
        "ends": it.ends,
        "place": it.place,
        "link": it.link,
        "office": office.name,
        "phone": office.phone,
        "by": cx.actor.name,
    });
    for one in it.invited.iter().filter(|one| !one.mail.is_empty()) {
        let by = cx.actor.name.clone();
        queue_to(cx.tx, cx.outside, cx.actor.office, (JobKind::Invitation, &one.mail), (&body, &by))?;
    }
    Ok(())
}
