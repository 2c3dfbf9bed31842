//! One line of the board, as words.

use calendar::{Date, YearMonth, wareki};
use domain::{
    client::ConsultationService,
    monitoring::{BoardRow, LampView, Stage, Step},
};

use crate::pages::monitoring::short;

/// One of the six lamps.
#[derive(Clone, Copy)]
pub struct Lamp {
    /// (1) to (6).
    pub step: u8,
    /// Its look in the style sheet.
    pub look: &'static str,
    /// 済, まだ, 遅れ …
    pub word: &'static str,
}

impl Lamp {
    fn of((step, view): (Step, LampView)) -> Self {
        Self { step: step.number(), look: view.class(), word: view.label() }
    }
}

/// One line.
pub struct Line {
    /// The round's short address.
    pub address: String,
    /// 氏名.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// 障害児相談支援: told apart from the same child's 計画相談支援.
    pub child: bool,
    /// 期間.
    pub interval: String,
    /// The six lamps.
    pub lamps: [Lamp; 6],
    /// 「10月分」, where the round is of another month than the one shown.
    pub of_month: String,
    /// 市町村名, where the client has rounds of several on the page; else empty.
    pub city: String,
    /// 終了: 「令和8年10月10日」, where the support has ended; else empty.
    pub ended: String,
    /// 遅れ.
    pub late: bool,
    /// 繰越.
    pub carried: bool,
    /// 次にすること.
    pub next: &'static str,
    /// The step it leads to, (1) to (6).
    pub next_step: u8,
    /// What it waits for.
    pub missing: String,
    /// 期限, with its wareki year.
    pub due: String,
    /// 「今日まで」, 「あと3日」, 「2日過ぎ」; empty where nothing is due soon.
    pub left: String,
    /// 期限 is over, or today.
    pub over: bool,
    /// 訪問の予定: 「R8.11.30 14:00」; empty without one.
    pub visit: String,
    /// 「12日待っています」; empty where no answer is awaited.
    pub waiting: String,
    /// 担当, where the board shows everybody's.
    pub specialist: String,
    /// 住所 and 電話, for the road: on the list to be printed alone.
    pub address_and_phone: String,
    /// 未実施 or 返戻, named as such.
    pub named: &'static str,
    /// 繰越の理由.
    pub reason: String,
}

impl Line {
    /// Whether anything stands under the name.
    pub fn marked(&self) -> bool {
        self.late
            || self.carried
            || !self.named.is_empty()
            || !(self.of_month.is_empty() && self.city.is_empty() && self.ended.is_empty())
    }

    /// The line of a row.
    pub fn of(row: &BoardRow, names_city: bool, shown: YearMonth, today: Date) -> Self {
        let mut lamps = Step::ALL.map(|step| Lamp::of((step, LampView::Open)));
        for (place, view) in lamps.iter_mut().zip(row.views(today)) {
            *place = Lamp::of(view);
        }
        let due = row.earliest_due;
        let next = row.next_step();
        Self {
            address: short::address(row.round),
            name: row.name.clone(),
            kana: row.kana.clone(),
            child: row.service == ConsultationService::Child,
            interval: match row.interval_months {
                Some(1) => "毎月".to_owned(),
                Some(months) => format!("{months}か月"),
                None => "月の指定".to_owned(),
            },
            lamps,
            of_month: if row.month == shown { String::new() } else { format!("{}分", wareki::month(row.month)) },
            city: if names_city { row.municipality_name.clone() } else { String::new() },
            ended: row.ended_on.map(wareki::short).unwrap_or_default(),
            late: row.is_late(today),
            carried: row.carried_to.is_some(),
            next: match next {
                Some(step) => step.to_do(),
                None if row.stage == Stage::Missed => "未実施のため、ありません",
                None if row.missing.is_empty() => "済みました",
                None => "することはありません",
            },
            next_step: next.unwrap_or(Step::Claim).number(),
            missing: row.missing.clone(),
            due: due.map(wareki::short).unwrap_or_default(),
            left: due.map(|due| left(due, today)).unwrap_or_default(),
            over: due.is_some_and(|due| due <= today),
            visit: visit(row),
            waiting: row
                .waiting_since
                .map(|since| format!("{}日待っています", days(since, today).max(0)))
                .unwrap_or_default(),
            specialist: String::new(),
            address_and_phone: String::new(),
            named: match row.stage {
                Stage::Missed => "×未実施",
                Stage::Returned => "↩返戻",
                _ => "",
            },
            reason: row.carried_reason.clone().unwrap_or_default(),
        }
    }
}

/// How many days are left; nothing for what is far away.
fn left(due: Date, today: Date) -> String {
    match days(today, due) {
        0 => "今日まで".to_owned(),
        days @ 1..=14 => format!("あと{days}日"),
        days if days < 0 => format!("{}日過ぎ", -days),
        _ => String::new(),
    }
}

fn visit(row: &BoardRow) -> String {
    let day = row.visit_on.map(wareki::short).unwrap_or_default();
    format!("{day} {}", row.visit_at).trim().to_owned()
}

/// How many days lie from one day to another; below zero where it lies before.
fn days(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours().div_euclid(24)
}
