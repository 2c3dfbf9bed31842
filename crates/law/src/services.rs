//! サービスの種類: every kind a certificate can name, the group names of old texts, and sets of them.

use calendar::{Date, DateRange};
use toml::Table;

use crate::{
    Confidence,
    fault::Faults,
    read::{Entry, ORIGIN, Origin},
};

/// A kind of service, or a group name that stands for one of several kinds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its place in the list and so in a [`ServiceSet`].
    index: u8,
    /// Japanese name.
    pub name: String,
    /// What people commonly call it (グループホーム); no certificate prints these.
    pub common_names: Vec<String>,
    /// Two-digit code of the claim system; kinds that share another's code have none of their own.
    pub code: Option<String>,
    /// How sure the code is.
    pub code_confidence: Option<Confidence>,
    /// The one English word for it.
    pub word: String,
    /// Which law it belongs to.
    pub family: Family,
    /// First day on which it existed, where that lies after the first table.
    pub from: Option<Date>,
    /// Whether its users count as living at home (在宅).
    pub at_home: bool,
    /// 障害福祉サービス固有: has no counterpart in 介護保険.
    pub only_in_disability_law: bool,
    /// Names of the kinds a group stands for; empty for a kind.
    pub members: Vec<String>,
    /// Where it was read; a group has none of its own.
    pub origin: Option<Origin>,
}

/// The three families of services that need a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// 障害福祉サービス.
    Disability,
    /// 障害児通所支援.
    Child,
    /// 地域相談支援.
    Community,
}

impl Service {
    /// Whether it is a group name, which a certificate does not print.
    pub fn is_group(&self) -> bool {
        !self.members.is_empty()
    }

    /// The set that holds only this one.
    pub fn set(&self) -> ServiceSet {
        ServiceSet(1 << self.index)
    }

    /// The days on which it existed, as far as they matter here.
    pub fn existed(&self) -> Option<DateRange> {
        self.from.map(|from| DateRange { from, to: None })
    }
}

/// A set of services, as small as a number, so that a million clients can be decided in a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ServiceSet(u64);

impl ServiceSet {
    /// No service.
    pub const EMPTY: Self = Self(0);

    /// Both sets together.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in both.
    #[must_use]
    pub fn common(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What is in this one only.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether the two share a service.
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The first of them, in the order of the file; the empty set where there is none.
    #[must_use]
    pub fn first(self) -> Self {
        Self(self.0 & self.0.wrapping_neg())
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl FromIterator<ServiceSet> for ServiceSet {
    fn from_iter<I: IntoIterator<Item = ServiceSet>>(sets: I) -> Self {
        sets.into_iter().fold(Self::EMPTY, Self::with)
    }
}

/// Every service of `law/services.toml`, in its order; groups last.
#[derive(Clone, Debug, Default)]
pub struct Services {
    list: Vec<Service>,
}

impl Services {
    /// The kinds a certificate can name, in the order of the file.
    pub fn kinds(&self) -> impl Iterator<Item = &Service> {
        self.list.iter().filter(|service| !service.is_group())
    }

    /// Kinds and group names.
    pub fn all(&self) -> impl Iterator<Item = &Service> {
        self.list.iter()
    }

    /// The kind or group with this name or two-digit code; full and half width and brackets do not matter.
    pub fn find(&self, name_or_code: &str) -> Option<&Service> {
        let wanted = fold(name_or_code);
        self.list
            .iter()
            .find(|service| service.code.as_deref() == Some(wanted.as_str()) || fold(&service.name) == wanted)
    }

    /// The set of these names or codes, each as [`Self::find`] finds it; one that is unknown adds nothing.
    pub fn set_of(&self, names: impl IntoIterator<Item = impl AsRef<str>>) -> ServiceSet {
        names.into_iter().filter_map(|name| self.find(name.as_ref())).map(Service::set).collect()
    }

    /// The services of a set, in the order of the file.
    pub fn of(&self, set: ServiceSet) -> impl Iterator<Item = &Service> {
        let mut left = set.0;
        std::iter::from_fn(move || {
            let place = usize::try_from(left.trailing_zeros()).ok()?;
            left &= left.wrapping_sub(1);
            self.list.get(place)
        })
    }

    /// The names of a set, joined by 「・」.
    pub fn names(&self, set: ServiceSet) -> String {
        // Two or three names are what a client has.
        let mut names = String::with_capacity(96);
        for service in self.of(set) {
            if !names.is_empty() {
                names.push('・');
            }
            names.push_str(&service.name);
        }
        names
    }

    /// A kind itself; a group together with the kinds it may mean.
    pub(crate) fn with_members(&self, name: &str) -> Option<ServiceSet> {
        let service = self.find(name)?;
        let members = service.members.iter().filter_map(|member| self.find(member)).map(Service::set);
        Some(members.collect::<ServiceSet>().with(service.set()))
    }

    /// The services for which `test` holds.
    pub fn set_where(&self, test: impl Fn(&Service) -> bool) -> ServiceSet {
        self.list.iter().filter(|service| test(service)).map(Service::set).collect()
    }
}

/// Full-width letters as ASCII, capitals, no brackets or spaces.
pub(crate) fn fold(name: &str) -> String {
    name.chars()
        .map(|c| match c {
            '！'..='～' => u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c),
            other => other,
        })
        .filter(|c| !c.is_whitespace() && !matches!(c, '(' | ')'))
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// Reads `services.toml`.
pub(crate) fn read(file: &str, table: &Table, faults: &mut Faults) -> Services {
    let mut services = Services::default();
    let whole = Entry::new(file, "", table);
    whole.only(&["service", "group"], faults);
    for table in whole.tables("service", faults) {
        let entry = named(file, "service", table);
        let service = kind(&entry, services.list.len(), faults);
        push(&entry, service, &mut services, faults);
    }
    for table in whole.tables("group", faults) {
        let entry = named(file, "group", table);
        if let Some(service) = group(&entry, &services, faults) {
            push(&entry, service, &mut services, faults);
        }
    }
    if services.list.len() > 64 {
        faults.add(file, "", "サービスと総称は合わせて64までです");
    }
    services
}

fn named<'a>(file: &'a str, list: &str, table: &'a Table) -> Entry<'a> {
    let name = table.get("name").and_then(toml::Value::as_str).unwrap_or("名前なし");
    Entry::new(file, format!("[[{list}]]「{name}」"), table)
}

fn push(entry: &Entry<'_>, service: Service, services: &mut Services, faults: &mut Faults) {
    if services.find(&service.name).is_some() {
        entry.fault(faults, "同じ名前のサービスがもう1つあります");
    }
    if let Some(code) = &service.code
        && services.find(code).is_some()
    {
        entry.fault(faults, format!("コード「{code}」はほかのサービスが使っています"));
    }
    services.list.push(service);
}

fn kind(entry: &Entry<'_>, index: usize, faults: &mut Faults) -> Service {
    let mut known = vec!["name", "code", "code_source", "code_confidence", "word", "family", "from", "at_home"];
    known.extend(["only_in_disability_law", "note", "common_names"]);
    known.extend(ORIGIN);
    entry.only(&known, faults);
    let code = entry.text_or_none("code", faults);
    if let Some(code) = &code {
        if code.len() != 2 || !code.bytes().all(|b| b.is_ascii_digit()) {
            entry.fault(faults, "「code」は2桁の数字で書いてください");
        }
        entry.text("code_source", faults);
    }
    let family = match entry.text("family", faults).as_str() {
        "child" => Family::Child,
        "community" => Family::Community,
        "disability" => Family::Disability,
        other => {
            entry.fault(faults, format!("「family」の「{other}」という言葉はありません"));
            Family::Disability
        }
    };
    Service {
        index: u8::try_from(index).unwrap_or(63).min(63),
        name: entry.text("name", faults),
        common_names: entry.texts("common_names", faults),
        code_confidence: code.is_some().then(|| entry.confidence("code_confidence", faults)),
        code,
        word: entry.text("word", faults),
        family,
        from: entry.day_or_none("from", faults),
        at_home: entry.flag("at_home", true, faults),
        only_in_disability_law: entry.flag("only_in_disability_law", false, faults),
        members: Vec::new(),
        origin: Some(Origin::read(entry, faults)),
    }
}

/// A group takes its family and dates from its members: it existed as soon as one of them did.
fn group(entry: &Entry<'_>, services: &Services, faults: &mut Faults) -> Option<Service> {
    entry.only(&["name", "word", "members", "note"], faults);
    let names = entry.texts("members", faults);
    let members: Vec<&Service> = names.iter().filter_map(|name| services.find(name)).collect();
    if members.len() != names.len() || members.is_empty() {
        entry.fault(faults, "「members」に知らない種類があるか、1つもありません");
    }
    let first = members.first()?;
    Some(Service {
        index: u8::try_from(services.list.len()).unwrap_or(63).min(63),
        name: entry.text("name", faults),
        common_names: Vec::new(),
        code: None,
        code_confidence: None,
        word: entry.text("word", faults),
        family: first.family,
        from: members.iter().map(|member| member.from).min().flatten(),
        at_home: first.at_home,
        only_in_disability_law: members.iter().all(|member| member.only_in_disability_law),
        members: names,
        origin: None,
    })
}
