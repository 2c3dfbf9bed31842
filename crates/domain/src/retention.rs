//! 保存期間: until when what is recorded about a client is kept, and what holds it beyond. One judge for the pages, the proposal and the
//! deletion itself.

use calendar::{Date, YearMonth, wareki};
use law::{Cite, Decided, Rule, Verdict, Why};

use crate::client::IncidentKind;

/// 保存期間は、サービスを提供した日から数える.
pub const FROM_SERVICE: Rule = Rule {
    id: "retention.from-service",
    title: "記録は、サービスを提供した日から決まった年数のあいだ保存する",
    cites: &[
        Cite { source: "standards-2012", place: "第30条第2項（サービスを提供した日から5年間）" },
        Cite {
            source: "mimamori", place: "支援を終了した日も、サービスの日として数える（長いほうに合わせる）"
        },
    ],
};
/// 苦情・事故・通知の記録も、それぞれの年数のあいだ保存する.
pub const INCIDENT: Rule = Rule {
    id: "retention.incident",
    title: "苦情・事故・不正受給の通知の記録は、解決するまでと、その日から決まった年数のあいだ保存する",
    cites: &[Cite {
        source: "standards-2012",
        place: "第30条第2項（苦情の内容等の記録、事故の状況等の記録、市町村への通知に係る記録）",
    }],
};
/// 終わっていない仕事がある人の記録は消さない.
pub const UNFINISHED: Rule = Rule {
    id: "retention.unfinished",
    title: "支援・計画・請求・書きかけが残っているあいだは、消さない",
    cites: &[Cite { source: "mimamori", place: "終わっていない仕事の記録は消さない" }],
};
/// 記録のない人には、保存期間がない.
pub const NOTHING_RECORDED: Rule = Rule {
    id: "retention.nothing-recorded",
    title: "サービスの記録がない人（まちがえた登録など）は、支援を終了にすれば消せる",
    cites: &[Cite {
        source: "standards-2012", place: "第30条第2項（保存するのは、提供したサービスに関する記録）"
    }],
};

/// Every rule of this area.
pub const RULES: &[Rule] = &[FROM_SERVICE, INCIDENT, UNFINISHED, NOTHING_RECORDED];

/// 苦情・事故・通知 as the judge takes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptIncident {
    /// Which.
    pub what: IncidentKind,
    /// The day of it; none where nobody noted it, and then it counts from its settling.
    pub on: Option<Date>,
    /// The day on which it was settled.
    pub settled_on: Option<Date>,
}

impl KeptIncident {
    /// The last day of its own years; none while it is not settled.
    fn end(self, years: u32) -> Option<Date> {
        let settled = self.settled_on?;
        Some(years_from(self.on.map_or(settled, |on| on.max(settled)), years))
    }
}

/// Something that is not finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Open {
    /// 計画の経過 that is not closed.
    Case(String),
    /// A round that was worked on and whose report is still being written.
    Round(YearMonth),
    /// A month with a visit that was neither claimed nor held back.
    Unclaimed(YearMonth),
    /// A claim that was neither paid nor settled after it came back.
    Unpaid(YearMonth),
    /// Something that somebody is typing.
    Draft,
}

impl Open {
    /// In words.
    pub fn words(&self) -> String {
        match self {
            Self::Case(title) => format!("終わっていない計画があります（{title}）"),
            Self::Round(month) => format!("{}のモニタリング報告書が書きかけです", wareki::month(*month)),
            Self::Unclaimed(month) => {
                format!("{}の訪問が、請求も見送りもされていません", wareki::month(*month))
            }
            Self::Unpaid(month) => format!("{}の請求の支払いが、まだ記録されていません", wareki::month(*month)),
            Self::Draft => "だれかが入力している途中のもの（下書き）があります".to_owned(),
        }
    }
}

/// What is known of a client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    /// 支援の終了日.
    pub ended_on: Option<Date>,
    /// The days of what was done for the client.
    pub services: Vec<Date>,
    /// 苦情・事故・通知.
    pub incidents: Vec<KeptIncident>,
    /// What is not finished.
    pub open: Vec<Open>,
    /// The years for which the client's municipalities want records kept: the longest.
    pub years: u32,
}

/// How long a client's records are kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Retention {
    /// The last day of service.
    pub last_service: Option<Date>,
    /// The last day of the 保存期間, that of 苦情・事故・通知 included; none while it has no end yet, or where there is none.
    pub until: Option<Date>,
    /// The day from which it may be deleted, or what is against it today.
    pub verdict: Verdict<Date>,
}

impl Retention {
    /// Whether it may be deleted today.
    pub fn may_be_deleted(&self) -> bool {
        matches!(self.verdict, Verdict::Is(_))
    }

    /// What is against it, a sentence each; empty where nothing is.
    pub fn holds(&self) -> Vec<String> {
        match &self.verdict {
            Verdict::No(why) => why.because.iter().map(|because| because.sentence.clone()).collect(),
            _ => Vec::new(),
        }
    }

    /// The reason in full.
    pub fn why(&self) -> Option<&Why> {
        match &self.verdict {
            Verdict::Is(decided) => Some(&decided.why),
            Verdict::No(why) => Some(why),
            _ => None,
        }
    }
}

/// The last day of so many years from a day. The day itself is not counted, so that the last one has its number.
fn years_from(day: Date, years: u32) -> Date {
    let months = i32::try_from(years.saturating_mul(12)).unwrap_or(i32::MAX);
    YearMonth::of(day).plus(months).day(day.day())
}

/// Until when the records are kept, and whether they may be deleted on `today`.
pub fn retention(recorded: &Recorded, today: Date) -> Retention {
    let Recorded { ended_on, services, years, .. } = recorded;
    let nothing = services.is_empty() && recorded.incidents.is_empty();
    let last_service = if nothing { None } else { services.iter().copied().chain(*ended_on).max() };
    let of_service = last_service.map(|day| years_from(day, *years));
    let of_incidents = recorded.incidents.iter().filter_map(|it| it.end(*years));
    let until = of_service.into_iter().chain(of_incidents).max().filter(|_| ended_on.is_some());
    let mut against = unfinished(recorded);
    if let (Some(last), Some(end)) = (last_service, of_service)
        && end >= today
    {
        let sentence = format!(
            "保存期間（最後のサービスの日 {} から{years}年）が終わっていません。{} までです",
            wareki::long(last),
            wareki::long(end)
        );
        against.push(Why::new(FROM_SERVICE, sentence).fact("最後のサービスの日", wareki::long(last)));
    }
    against.extend(recorded.incidents.iter().filter_map(|incident| held_by(*incident, *years, today)));
    let verdict = if against.is_empty() {
        allowed(last_service, until, (*years, today))
    } else {
        let why = Why::new(FROM_SERVICE, "まだ消せません。");
        Verdict::No(against.into_iter().fold(why, Why::because))
    };
    Retention { last_service, until, verdict }
}

fn allowed(last_service: Option<Date>, until: Option<Date>, (years, today): (u32, Date)) -> Verdict<Date> {
    let (Some(last), Some(until)) = (last_service, until) else {
        let sentence = "サービスの記録がないので、保存期間はありません。消せます。";
        return Verdict::Is(Decided { value: today, why: Why::new(NOTHING_RECORDED, sentence) });
    };
    let sentence = format!("保存期間は {} に終わりました。消せます。", wareki::long(until));
    let why = Why::new(FROM_SERVICE, sentence)
        .fact("最後のサービスの日", wareki::long(last))
        .fact("保存する年数", format!("{years}年"));
    Verdict::Is(Decided { value: until.tomorrow().unwrap_or(until), why })
}

fn unfinished(recorded: &Recorded) -> Vec<Why> {
    let ended = recorded.ended_on.is_none().then(|| "支援が終了になっていません".to_owned());
    ended.into_iter().chain(recorded.open.iter().map(Open::words)).map(|it| Why::new(UNFINISHED, it)).collect()
}

/// Why an incident holds the records, where it does.
fn held_by(incident: KeptIncident, years: u32, today: Date) -> Option<Why> {
    let what = incident.what.label();
    if incident.settled_on.is_none() {
        return Some(Why::new(INCIDENT, format!("解決していない記録があります（{what}）")));
    }
    let end = incident.end(years)?;
    let sentence = format!("{what}の記録の保存期間が終わっていません。{} までです", wareki::long(end));
    (end >= today).then(|| Why::new(INCIDENT, sentence))
}
