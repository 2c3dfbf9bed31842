//! What 基本情報 begins with: family, emergency contacts, doctors, disability and 手帳 as recorded of the client, the services of the
//! certificates, and the contact with which it began. Nobody is asked for it again; what the records say stands there to be changed.

use super::{BasicInformation, FamilyMember, Kin, Support, SupportKind, Tie, TieKind, TieStrength};
use crate::{
    client::{About, AboutKind, Contact, Disability, Doctors, Emergency, EmergencyContact, Family, HandbookKind},
    monitoring::check::limit,
    planning::{
        CaseKind, PlanningCase,
        person::{Origin, PartOrigin, PersonRecord},
    },
    protection::window::DisabilityKind,
    text::line,
};

/// A part that a record gives.
enum Given {
    Members(Vec<FamilyMember>),
    Ties(Vec<Tie>),
    Condition(String),
    Supports(Vec<Support>),
    Call(Contact),
}

/// Every part that the records give, each with where it stands.
fn given(person: &PersonRecord, case: &PlanningCase) -> Vec<(Origin, Given)> {
    let mut all = Vec::new();
    let family = person.about(AboutKind::Family);
    let emergency = person.about(AboutKind::Emergency);
    let called: &[EmergencyContact] = match emergency {
        Some((About::Emergency(it), _)) => &it.people,
        _ => &[],
    };
    if let Some((About::Family(it), origin)) = family {
        all.push((origin, Given::Members(members(it, called))));
    }
    if let Some((About::Doctors(it), origin)) = person.about(AboutKind::Doctors) {
        all.push((origin, Given::Ties(doctors(it))));
    }
    if let Some((About::Emergency(it), origin)) = emergency {
        let of_family = match family {
            Some((About::Family(it), _)) => Some(it),
            _ => None,
        };
        all.push((origin, Given::Ties(others_called(it, of_family))));
    }
    if let Some((About::Disability(it), origin)) = person.about(AboutKind::Disability) {
        all.push((origin, Given::Condition(condition(it))));
    }
    all.push((Origin::Certificate, Given::Supports(supports(person))));
    if let Some(contact) = first_contact(person, case) {
        all.push((Origin::Contact(contact.date), Given::Call(contact.clone())));
    }
    all.retain(|(_, given)| !given.is_empty());
    all
}

impl Given {
    fn is_empty(&self) -> bool {
        match self {
            Self::Members(rows) => rows.is_empty(),
            Self::Ties(rows) => rows.is_empty(),
            Self::Condition(words) => words.is_empty(),
            Self::Supports(rows) => rows.is_empty(),
            Self::Call(_) => false,
        }
    }
}

impl BasicInformation {
    /// With what the records give in each part of which nothing is written.
    pub(super) fn with_records(mut self, person: &PersonRecord, case: &PlanningCase) -> Self {
        let (no_ties, no_members) = (self.ties.is_empty(), self.members.is_empty());
        for (_, given) in given(person, case) {
            match given {
                Given::Members(rows) if self.members.is_empty() => self.members = rows,
                Given::Ties(rows) if no_ties => self.ties.extend(rows),
                Given::Condition(words) if self.condition.is_empty() => self.condition = words,
                Given::Supports(rows) if self.supports.is_empty() => self.supports = rows,
                Given::Call(contact) if self.consultation.is_empty() && self.caller.is_empty() => {
                    self.consulted_on = self.consulted_on.or(Some(contact.date));
                    self.caller = contact.who;
                    self.caller_relation = contact.relation;
                    self.consultation = contact.content;
                }
                _ => {}
            }
        }
        if no_members && let Some(caller) = self.calling_member() {
            self.members.push(caller);
        }
        self
    }

    /// Whoever called, where the relation is one of the family and nobody of the list is meant.
    fn calling_member(&self) -> Option<FamilyMember> {
        let kin = Kin::told(&self.caller_relation);
        let meant = |it: &FamilyMember| it.name == self.caller || (it.kin == kin && it.name.is_empty());
        let is_family = kin != Kin::Other && !self.caller.is_empty() && !self.members.iter().any(meant);
        is_family.then(|| FamilyMember { kin, name: self.caller.clone(), ..FamilyMember::default() })
    }

    /// The parts of which the records speak, and whether the text says the same.
    pub(super) fn of_records(&self, person: &PersonRecord, case: &PlanningCase) -> Vec<PartOrigin> {
        let told = given(person, case).into_iter().map(|(origin, given)| {
            let (part, same) = match &given {
                Given::Members(rows) => {
                    ("members", rows.iter().map(member_as_typed).all(|it| self.members.contains(&it)))
                }
                Given::Ties(rows) => ("ties", rows.iter().map(tie_as_typed).all(|it| self.ties.contains(&it))),
                Given::Condition(words) => ("condition", self.condition == *words),
                Given::Supports(rows) => {
                    ("supports", rows.iter().map(support_as_typed).all(|it| self.supports.contains(&it)))
                }
                Given::Call(contact) => {
                    ("consultation", self.consultation == contact.content && self.caller == contact.who)
                }
            };
            PartOrigin { part, origin, same }
        });
        told.collect()
    }

    /// 家族 of 利用者について, as far as it can be said of what stands here.
    pub fn as_family(&self) -> Family {
        let member = |it: &FamilyMember| crate::client::FamilyMember {
            name: it.name.clone(),
            relation: if it.kin == Kin::Other { String::new() } else { it.kin.label().to_owned() },
            birth_year: None,
            together: it.lives_together.then_some(true),
            carer: it.main_carer,
            note: [it.age.as_str(), &it.note].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("、"),
        };
        Family { household: None, members: self.members.iter().filter(|it| !it.deceased).map(member).collect() }
    }
}

// What a field says after it was read: a bracket of full width in a record is no other word than the one that the page reads.

fn member_as_typed(it: &FamilyMember) -> FamilyMember {
    FamilyMember { name: line(&it.name), age: line(&it.age), note: line(&it.note), ..it.clone() }
}

fn tie_as_typed(it: &Tie) -> Tie {
    Tie { name: line(&it.name), role: line(&it.role), ..it.clone() }
}

fn support_as_typed(it: &Support) -> Support {
    Support {
        kind: it.kind,
        name: line(&it.name),
        provider: line(&it.provider),
        content: line(&it.content),
        often: line(&it.often),
        note: line(&it.note),
    }
}

/// What fits into a field of a row; a longer note stays where it is recorded.
fn fitting(words: String) -> String {
    if words.chars().count() <= limit::SHORT { words } else { String::new() }
}

fn joined(words: &[&str], between: &str) -> String {
    words.iter().copied().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(between)
}

fn members(family: &Family, called: &[EmergencyContact]) -> Vec<FamilyMember> {
    let member = |it: &crate::client::FamilyMember| {
        let kin = Kin::told(&it.relation);
        // A relation without a word of its own stands in the place of the name.
        let name = match (kin, it.name.is_empty()) {
            (Kin::Other, true) => it.relation.clone(),
            _ => it.name.clone(),
        };
        let relation = if kin == Kin::Other && !it.name.is_empty() { it.relation.as_str() } else { "" };
        let emergency = called.iter().any(|contact| !contact.hidden && is_of(contact, it));
        let emergency = if emergency { "緊急連絡先" } else { "" };
        FamilyMember {
            kin,
            name,
            age: it.birth_year.map(|year| format!("{year}年生まれ")).unwrap_or_default(),
            lives_together: it.together == Some(true),
            main_carer: it.carer,
            deceased: false,
            note: fitting(joined(&[relation, &it.note, emergency], "、")),
        }
    };
    family.members.iter().map(member).collect()
}

/// Whether somebody to be called is one of the family: by name, else by how they belong to the person.
fn is_of(contact: &EmergencyContact, member: &crate::client::FamilyMember) -> bool {
    if contact.name.is_empty() || member.name.is_empty() {
        return !contact.relation.is_empty() && contact.relation == member.relation;
    }
    contact.name == member.name
}

/// 緊急連絡先 beside the family. One who is marked 知らせない is on no map.
fn others_called(emergency: &Emergency, family: Option<&Family>) -> Vec<Tie> {
    let of_family = |contact: &EmergencyContact| {
        family.is_some_and(|family| family.members.iter().any(|member| is_of(contact, member)))
    };
    let others = emergency.people.iter().filter(|it| !it.hidden && !of_family(it));
    others
        .map(|it| Tie {
            kind: TieKind::Other,
            name: if it.name.is_empty() { it.relation.clone() } else { it.name.clone() },
            role: match it.name.is_empty() || it.relation.is_empty() {
                true => "緊急連絡先".to_owned(),
                false => format!("緊急連絡先（{}）", it.relation),
            },
            strength: TieStrength::Usual,
        })
        .collect()
}

fn doctors(doctors: &Doctors) -> Vec<Tie> {
    let tie = |it: &crate::client::Doctor| {
        let doctor = if it.name.is_empty() { String::new() } else { format!("主治医 {}", it.name) };
        let whole = joined(&[&doctor, &it.note], "、");
        let role = fitting(whole);
        Tie {
            kind: TieKind::Medical,
            name: joined(&[&it.institution, &it.department], " "),
            role: if role.is_empty() { doctor } else { role },
            strength: TieStrength::Usual,
        }
    };
    doctors.doctors.iter().map(tie).collect()
}

/// Kinds and name of the disability, then each 手帳 with its grade. Its number is asked for nowhere in 基本情報.
fn condition(disability: &Disability) -> String {
    let kinds: Vec<&str> = disability.kinds.iter().copied().map(DisabilityKind::label).collect();
    let handbooks: Vec<String> =
        disability.handbooks.iter().map(|it| joined(&[HandbookKind::label(it.kind), &it.grade], " ")).collect();
    joined(&[&kinds.join("、"), &disability.name, &handbooks.join("、")], "\n")
}

fn supports(person: &PersonRecord) -> Vec<Support> {
    let support = |it: &crate::planning::person::ServiceInUse| Support {
        kind: SupportKind::Public,
        name: it.service.clone(),
        provider: it.provider.clone(),
        often: it.amount.clone(),
        ..Support::default()
    };
    person.in_use.iter().map(support).collect()
}

/// The contact with which the case began: that of the day on which it was taken in, else, of a first plan, the first call.
fn first_contact<'a>(person: &'a PersonRecord, case: &PlanningCase) -> Option<&'a Contact> {
    let on_the_day = person.contacts.iter().find(|it| it.date == case.opened_on);
    let first = person.contacts.iter().filter(|it| it.date <= case.opened_on).min_by_key(|it| it.date);
    on_the_day.or(first.filter(|_| case.kind == CaseKind::New))
}
