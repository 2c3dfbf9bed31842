//! モニタリングの標準期間の表: the parameters of `law/monitoring/` and `law/benefit-period/`, each under its name.

use std::collections::BTreeMap;

use crate::{ServiceSet, Services, Timeline, Value, fault::Faults, parameter::Parameter, timeline::Entry};

/// What the rules of the standard period and of the schedule read.
#[derive(Clone, Debug)]
pub struct MonitoringLaw {
    /// Name of the table by the day on which the plan was made.
    pub tables: Timeline<String>,
    /// 新規・著しい変更: interval.
    pub new_or_changed: Timeline<i64>,
    /// 新規・著しい変更: for how many months.
    pub new_or_changed_months: Timeline<i64>,
    /// 集中的支援 (イロハ).
    pub intensive: Timeline<i64>,
    /// 就労定着支援, 自立生活援助, 日中サービス支援型.
    pub new_services: TableRow,
    /// 居宅介護, 就労移行支援, 自立訓練 and so on.
    pub home_visit_and_training: TableRow,
    /// 生活介護, 就労継続支援, 障害児通所支援 and so on.
    pub day_services: TableRow,
    /// 65歳以上で介護保険のケアマネジメントを受けていない.
    pub aged: Timeline<i64>,
    /// The age of that row.
    pub aged_from: Timeline<i64>,
    /// 障害者支援施設 and so on.
    pub facility: TableRow,
    /// Kinds whose place in the table is not settled.
    pub left_open: TableRow,
    /// Shorter intervals than the standard, as the notice's examples have them.
    pub shorter: Vec<Shorter>,
    /// How long monthly monitoring lasts in principle.
    pub monthly_at_most: Timeline<i64>,
    /// The same for 新規・著しい変更.
    pub monthly_new_at_most: Timeline<i64>,
    /// テレビ電話による面接: how many months ago the last interview at home may lie.
    pub video_interview: Timeline<i64>,
}

/// A row of the table that names services.
#[derive(Clone, Debug)]
pub struct TableRow {
    /// The interval in months over time.
    pub interval: Timeline<i64>,
    /// Its services; a named group with everything it may mean.
    pub services: ServiceSet,
}

/// An example of an interval shorter than the standard.
#[derive(Clone, Debug)]
pub struct Shorter {
    /// The standard interval in months.
    pub replaces: i64,
    /// The shorter one over time.
    pub interval: Timeline<i64>,
}

/// The files a [`MonitoringLaw`] is put together from.
struct Parts<'a> {
    parameters: &'a BTreeMap<String, Parameter>,
    services: &'a Services,
    faults: &'a mut Faults,
}

/// Puts the parameters in their places; a missing one is a fault.
pub(crate) fn read(
    parameters: &BTreeMap<String, Parameter>,
    services: &Services,
    faults: &mut Faults,
) -> Option<MonitoringLaw> {
    let mut parts = Parts { parameters, services, faults };
    let law = MonitoringLaw {
        tables: parts.words("monitoring.standard.table")?,
        new_or_changed: parts.whole("monitoring.standard.new-or-changed")?,
        new_or_changed_months: parts.whole("monitoring.standard.new-or-changed-months")?,
        intensive: parts.whole("monitoring.standard.intensive")?,
        new_services: parts.row("monitoring.standard.new-services")?,
        home_visit_and_training: parts.row("monitoring.standard.home-visit-and-training")?,
        day_services: parts.row("monitoring.standard.day-services")?,
        aged: parts.whole("monitoring.standard.aged")?,
        aged_from: parts.whole("monitoring.standard.aged-from")?,
        facility: parts.row("monitoring.standard.facility")?,
        left_open: parts.row("monitoring.standard.left-open")?,
        shorter: vec![parts.shorter("monitoring.shorter.from-six")?, parts.shorter("monitoring.shorter.from-three")?],
        monthly_at_most: parts.whole("benefit-period.monthly-at-most")?,
        monthly_new_at_most: parts.whole("benefit-period.monthly-new-at-most")?,
        video_interview: parts.whole("billing.claim.video-interview")?,
    };
    parts.each_service_once(&law);
    Some(law)
}

impl<'a> Parts<'a> {
    fn find(&mut self, id: &str) -> Option<&'a Parameter> {
        let found = self.parameters.get(id);
        if found.is_none() {
            self.faults.add("monitoring/", "", format!("「{id}」のファイルがありません"));
        }
        found
    }

    fn typed<T>(&mut self, id: &str, what: &str, take: impl Fn(&Value) -> Option<T>) -> Option<Timeline<T>> {
        let parameter = self.find(id)?;
        let from = &parameter.timeline;
        let mut entries = Vec::new();
        for (index, entry) in from.entries.iter().enumerate() {
            let Some(value) = take(&entry.value) else {
                let name = format!("[[value]] {}番目（{}から）", index + 1, entry.days.from);
                self.faults.add(&parameter.file, name, format!("「value」は{what}で書いてください"));
                return None;
            };
            entries.push(Entry {
                days: entry.days,
                value,
                source: entry.source.clone(),
                place: entry.place.clone(),
                also: entry.also.clone(),
                confidence: entry.confidence,
                checked_on: entry.checked_on,
                code: entry.code.clone(),
            });
        }
        Some(Timeline {
            id: from.id.clone(),
            title: from.title.clone(),
            unit: from.unit.clone(),
            keyed_on: from.keyed_on.clone(),
            covers: from.covers,
            entries,
        })
    }

    /// Whole numbers from 1 to 120: months, or years of age.
    fn whole(&mut self, id: &str) -> Option<Timeline<i64>> {
        self.typed(id, "1から120までの整数", |value| match value {
            Value::Whole(number) if (1..=120).contains(number) => Some(*number),
            _ => None,
        })
    }

    fn shorter(&mut self, id: &str) -> Option<Shorter> {
        let interval = self.whole(id)?;
        let parameter = self.find(id)?;
        if parameter.replaces.is_none() {
            self.faults.add(&parameter.file, "「replaces」", "何か月のときの例かがありません");
        }
        Some(Shorter { replaces: parameter.replaces?, interval })
    }

    fn words(&mut self, id: &str) -> Option<Timeline<String>> {
        self.typed(id, "文字", |value| match value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        })
    }

    fn row(&mut self, id: &str) -> Option<TableRow> {
        let interval = self.whole(id)?;
        let parameter = self.find(id)?;
        if parameter.services.is_empty() {
            self.faults.add(&parameter.file, "「services」", "サービスが1つもありません");
        }
        let mut services = ServiceSet::EMPTY;
        for name in &parameter.services {
            match self.services.with_members(name) {
                Some(set) => services = services.with(set),
                None => self.faults.add(
                    &parameter.file,
                    "「services」",
                    format!("「{name}」というサービスは services.toml にありません"),
                ),
            }
        }
        Some(TableRow { interval, services })
    }

    /// Every kind stands in exactly one row, so that no service is without an answer and none has two; and those of
    /// the row of facilities are the ones whose users are not at home.
    fn each_service_once(&mut self, law: &MonitoringLaw) {
        let rows = [&law.new_services, &law.home_visit_and_training, &law.day_services, &law.facility, &law.left_open];
        for service in self.services.all() {
            let count = rows.iter().filter(|row| row.services.meets(service.set())).count();
            if count != 1 {
                let name = &service.name;
                self.faults.add(
                    "services.toml",
                    format!("[[service]]「{name}」"),
                    format!("モニタリング標準期間の行が{count}個あります（1個でなければなりません）"),
                );
            }
            if service.at_home == law.facility.services.meets(service.set()) {
                self.faults.add(
                    "services.toml",
                    format!("[[service]]「{}」", service.name),
                    "「at_home」が、標準期間の施設の行と合いません",
                );
            }
        }
    }
}
