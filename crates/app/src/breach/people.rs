//! 本人: whose data was looked at in the days of a breach, by a person or from a device: the third and the sixth item of the
//! report need them by name.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    id::{BreachId, ClientId},
    office::Right,
};
use store::{
    breaches, clients,
    looks::{self, LookKind, WholeLook},
};

use crate::{Cx, Refusal, limits};

/// Rows of the log that are read at a time.
const PAGE: i64 = 1_000;

/// By whom, and from which device.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleAsked {
    /// The account's id; everybody where it is empty.
    pub user: String,
    /// 端末; every one where it is empty.
    pub device: String,
}

/// Somebody who was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AffectedPerson {
    /// The client.
    pub client: ClientId,
    /// 氏名.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// What of this person was shown, in words; 一覧 where it was a list of several alone.
    pub kinds: Vec<&'static str>,
    /// How often.
    pub times: i64,
    /// The first and the last time, UTC.
    pub span: (String, String),
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Affected {
    /// The people, by kana.
    pub people: Vec<AffectedPerson>,
    /// Those who are no client (any more): how many.
    pub others: usize,
    /// Whether something showed everybody of the office: a command, or a list of more than one can count.
    pub everybody: bool,
    /// Accounts that looked, by id with their names.
    pub users: Vec<(String, String)>,
    /// Devices from which it was looked.
    pub devices: Vec<String>,
    /// Whether the log of these days is longer than what was read.
    pub cut: bool,
}

/// What one row after the other tells of a client.
struct Seen {
    kinds: BTreeSet<&'static str>,
    times: i64,
    span: (String, String),
}

/// The people of the days of a breach.
pub fn affected_people(cx: &mut Cx<'_>, id: BreachId, asked: &PeopleAsked) -> Result<Affected, Refusal> {
    cx.authorize(Right::Audit)?;
    let office = cx.actor.office;
    let breach = breaches::find(cx.tx, office, id)?.ok_or(Refusal::NotFound)?;
    let Some((declared, _)) = breach.declared() else { return Err(Refusal::NotFound) };
    let days = (declared.from, declared.to);
    let (mut seen, mut found) = (BTreeMap::<ClientId, Seen>::new(), Affected::default());
    let (mut users, mut devices) = (BTreeMap::new(), BTreeSet::new());
    let mut read = 0;
    loop {
        let rows = looks::of_days(cx.tx, office, days, (PAGE, read))?;
        let count = i64::try_from(rows.len()).unwrap_or(PAGE);
        for row in rows {
            take(&row, asked, (&mut seen, &mut found.everybody), (&mut users, &mut devices));
        }
        read += count;
        found.cut = count == PAGE && read >= limits::BREACH_LOOKS;
        if count < PAGE || found.cut {
            break;
        }
    }
    for (client, seen) in seen {
        let Some(person) = clients::find(cx.tx, office, client)? else {
            found.others += 1;
            continue;
        };
        let Seen { kinds, times, span } = seen;
        let kinds = kinds.into_iter().collect();
        found.people.push(AffectedPerson { client, name: person.name, kana: person.kana, kinds, times, span });
    }
    found.people.sort_by(|a, b| (&a.kana, a.client).cmp(&(&b.kana, b.client)));
    found.users = users.into_iter().collect();
    found.devices = devices.into_iter().collect();
    Ok(found)
}

fn take(
    row: &WholeLook,
    asked: &PeopleAsked,
    (seen, everybody): (&mut BTreeMap<ClientId, Seen>, &mut bool),
    (users, devices): (&mut BTreeMap<String, String>, &mut BTreeSet<String>),
) {
    let [_, user, kind, client, _, device, name, first, last] = row.words.as_slice() else { return };
    // Who was turned away was shown nothing.
    let Some(kind) = LookKind::from_word(kind).filter(|kind| *kind != LookKind::Denied) else { return };
    if !user.is_empty() {
        users.insert(user.clone(), name.clone());
    }
    if !device.is_empty() {
        devices.insert(device.clone());
    }
    let other = |asked: &str, is: &str| !asked.is_empty() && asked != is;
    if other(&asked.user, user) || other(&asked.device, device) {
        return;
    }
    *everybody |= row.clients == "*";
    let listed = row.clients.split(',').filter_map(|id| id.parse().ok()).map(ClientId);
    for client in client.parse().ok().into_iter().chain(listed) {
        let one = seen.entry(client).or_insert_with(|| Seen {
            kinds: BTreeSet::new(),
            times: 0,
            span: (first.clone(), last.clone()),
        });
        one.kinds.insert(kind.label());
        one.times += row.times;
        one.span.0 = one.span.0.clone().min(first.clone());
        one.span.1 = one.span.1.clone().max(last.clone());
    }
}
