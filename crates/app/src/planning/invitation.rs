//! 担当者会議の案内: who has a mail address gets a mail with an entry for the calendar, queued in the transaction of the fact. Nothing in
//! it names the client.

use calendar::Date;
use domain::{
    facts::Fact,
    planning::{CaseFact, CaseText as _, PlanningCase, p4_invitation::Invitation},
    provider::Provider,
};
use serde_json::json;
use store::{
    clients, offices,
    outbox::{self, JobKind},
};

use crate::{Cx, Reason, Refusal, clients::for_others, input::is_mail_address, limits, outbox::queue_to};

/// The mail address of the provider of this name; none where the register does not tell which provider is meant.
pub(super) fn registered_mail(register: &[Provider], name: &str, today: Date) -> Option<String> {
    registered(register, name, today).map(|one| one.mail.clone()).filter(|mail| !mail.is_empty())
}

/// The telephone number of the provider of this name, likewise.
pub(super) fn registered_phone(register: &[Provider], name: &str, today: Date) -> Option<String> {
    registered(register, name, today).map(|one| one.phone.clone()).filter(|phone| !phone.is_empty())
}

fn registered<'a>(register: &'a [Provider], name: &str, today: Date) -> Option<&'a Provider> {
    let mut called = register.iter().filter(|it| it.name == name && it.works_on(today));
    let (one, other) = (called.next()?, called.next());
    other.is_none().then_some(one)
}

/// What is wrong with an invitation beyond its own check: a name that would leave the office, an address that is none, a queue that is full.
pub(super) fn refuse(cx: &mut Cx<'_>, case: &PlanningCase, it: &Invitation) -> Result<Vec<Reason>, Refusal> {
    let client = clients::find(cx.tx, cx.actor.office, case.client)?.ok_or(Refusal::NotFound)?;
    let mut reasons = Vec::new();
    if let Some(field) = it.names(&client) {
        let sentence = "案内に利用者の名前は書けません。名前のない書き方にしてください（例: ご自宅）。";
        reasons.push(Reason::at(field, sentence));
    }
    let told = for_others(cx, client)?;
    if let Some(field) = it.tells(&told) {
        let sentence =
            "「知らせない」の印がある住所や電話番号は、案内に書けません。別の書き方にしてください（例: ご自宅）。";
        reasons.push(Reason::at(field, sentence));
    }
    for (row, one) in it.invited.iter().enumerate() {
        if !one.mail.is_empty() && !is_mail_address(&one.mail) {
            let sentence =
                format!("{}行目のメールアドレスが、メールアドレスの形ではありません。例: tantou@example.jp", row + 1);
            reasons.push(Reason::at(format!("invited_mail_{row}"), sentence));
        }
    }
    let mails = mails(it).len();
    let waiting = outbox::open_count(cx.tx, cx.actor.office)?;
    if mails > 0 && waiting.saturating_add(i64::try_from(mails).unwrap_or(i64::MAX)) > limits::WAITING_JOBS {
        let sentence =
            "送信待ちのメールがいっぱいです。送られるのを待つか、管理者にメールの設定を確かめてもらってください。";
        reasons.push(Reason::at("", sentence));
    }
    Ok(reasons)
}

/// Queues what a fact that is recorded now tells by mail: an invitation to each who has an address; where one is taken back, or somebody is
/// not asked to come any more, that the meeting is called off. A meeting whose day is over is called off to nobody.
pub(super) fn queue(cx: &mut Cx<'_>, case: &PlanningCase, fact: &Fact<CaseFact>) -> Result<(), Refusal> {
    let corrected = fact.corrects.and_then(|id| case.facts.find(id)).map(|old| &old.body);
    let restored = || {
        let taken_back = case.facts.find(fact.corrects?)?;
        Invitation::of_fact(&case.facts.find(taken_back.corrects?)?.body)
    };
    let (now, before) = match (&fact.body, corrected) {
        (CaseFact::Invitation(now), Some(CaseFact::Invitation(before))) => (Some(now), Some(before)),
        (CaseFact::Invitation(now), _) => (Some(now), None),
        (CaseFact::Withdrawn { .. }, Some(CaseFact::Invitation(before))) => (None, Some(before)),
        // 元に戻す: the meeting takes place after all.
        (CaseFact::Withdrawn { .. }, Some(CaseFact::Withdrawn { .. })) => (restored(), None),
        _ => return Ok(()),
    };
    let to_come = |it: &&Invitation| it.day.is_some_and(|day| day >= cx.today);
    let (now, before) = (now.filter(to_come), before.filter(to_come));
    let asked = now.map(mails).unwrap_or_default();
    let sequence = case.facts.iter().filter(|fact| tells_of_a_meeting(case, fact)).count();
    if let Some(before) = before {
        let gone: Vec<String> = mails(before).into_iter().filter(|mail| !has(&asked, mail)).collect();
        queue_each(cx, (case, before), (sequence, true), gone)?;
    }
    match now {
        Some(now) => queue_each(cx, (case, now), (sequence, false), asked),
        None => Ok(()),
    }
}

/// The addresses, each once: two who share an address of their office get one mail.
fn mails(it: &Invitation) -> Vec<String> {
    let mut mails: Vec<String> = Vec::new();
    for one in it.invited.iter().filter(|one| !one.mail.is_empty()) {
        if !has(&mails, &one.mail) {
            mails.push(one.mail.clone());
        }
    }
    mails
}

/// Whether an address is among these; in whichever case it is written, it is one mailbox.
fn has(mails: &[String], mail: &str) -> bool {
    mails.iter().any(|it| it.eq_ignore_ascii_case(mail))
}

/// Whether a fact is an invitation, or takes one back or brings it back: each is a later word on the same entry of a calendar.
fn tells_of_a_meeting(case: &PlanningCase, fact: &Fact<CaseFact>) -> bool {
    match &fact.body {
        CaseFact::Invitation(_) => true,
        CaseFact::Withdrawn { .. } => {
            fact.corrects.and_then(|id| case.facts.find(id)).is_some_and(|old| tells_of_a_meeting(case, old))
        }
        _ => false,
    }
}

/// Queues a mail to each. A calendar that has the entry already takes the later one in its place, and a cancelled one out.
fn queue_each(
    cx: &mut Cx<'_>,
    (case, it): (&PlanningCase, &Invitation),
    (sequence, cancelled): (usize, bool),
    mails: Vec<String>,
) -> Result<(), Refusal> {
    let office = offices::find(cx.tx, cx.actor.office)?.ok_or(Refusal::NotFound)?;
    let body = json!({
        "entry": case.id,
        "sequence": sequence,
        "day": it.day,
        "begins": it.begins,
        "ends": it.ends,
        "place": it.place,
        "link": it.link,
        "office": office.name,
        "phone": office.phone,
        "by": cx.actor.name,
        "cancelled": cancelled,
    });
    let by = cx.actor.name.clone();
    for mail in mails {
        queue_to(cx.tx, cx.outside, cx.actor.office, (JobKind::Invitation, &mail), (&body, &by))?;
    }
    Ok(())
}
