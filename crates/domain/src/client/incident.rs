//! 苦情・事故・不正受給の通知: records about a client that the office keeps for years of their own. While one is not settled, nothing of the client
//! is deleted.

use calendar::{Date, wareki};
use serde::{Deserialize, Serialize};

use super::{About, AboutClient, ClientFact};

/// 苦情・事故・不正受給の通知.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Which.
    pub what: IncidentKind,
    /// 内容.
    pub happened: String,
    /// 対応: how it was dealt with.
    pub handled: String,
    /// 知らせた先: family, municipality, insurer.
    pub told: String,
    /// 解決した日: the day on which it was settled; none while it goes on.
    pub settled_on: Option<Date>,
}

/// Which record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IncidentKind {
    /// 苦情.
    Complaint,
    /// 事故.
    Accident,
    /// 不正受給の通知: told to the municipality.
    UnjustReceipt,
}

words!(IncidentKind {
    Complaint, "complaint", "苦情";
    Accident, "accident", "事故";
    UnjustReceipt, "unjust_receipt", "市町村への通知（不正受給など）";
});

impl Incident {
    /// 「苦情（令和8年11月10日）」.
    pub fn words(&self, on: Option<Date>) -> String {
        let day = on.map(|on| format!("（{}）", wareki::long(on))).unwrap_or_default();
        format!("{}{day}", self.what.label())
    }
}

impl AboutClient {
    /// 苦情・事故・不正受給の通知 that stand, the latest first.
    pub fn incidents(&self) -> Vec<(&ClientFact, &Incident)> {
        let mut all: Vec<_> = self
            .0
            .standing()
            .filter_map(|fact| match &fact.body.what {
                About::Incident(incident) => Some((fact, incident)),
                _ => None,
            })
            .collect();
        all.sort_by_key(|(fact, _)| std::cmp::Reverse((fact.body.from, fact.id)));
        all
    }
}
