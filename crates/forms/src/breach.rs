//! 漏えい等の報告: the data set of the report to the 個人情報保護委員会, its nine items as far as they are known.

use std::collections::BTreeMap;

use calendar::{Date, wareki};
use domain::breach::{Breach, Clock, ITEMS};
use serde_json::{Map, Value};

use crate::{DataSet, DataSetKind, FieldName};

/// The data set of a report of a breach.
pub const BREACH: DataSetKind = DataSetKind { word: "breach", items: FIELDS };

/// What a report is printed from.
#[derive(Clone, Copy, Debug)]
pub struct BreachInput<'a> {
    /// 事業所名.
    pub office: &'a str,
    /// What was recorded.
    pub breach: &'a Breach,
    /// 速報 and 確報.
    pub clocks: &'a [Clock],
    /// The day on which it is printed.
    pub printed_on: Date,
}

const fn field(path: &'static str, title: &'static str) -> FieldName {
    FieldName { path, title }
}

const FIELDS: &[FieldName] = &[
    field("office.name", "事業所名"),
    field("breach.printed_on", "印刷した日"),
    field("breach.what", "起きたこと"),
    field("breach.known_on", "知った日"),
    field("breach.malicious", "不正の目的のおそれ"),
    field("breach.prompt", "速報の期限と、した日"),
    field("breach.final", "確報の期限と、した日"),
    field("breach.outline", "1 概要"),
    field("breach.data", "2 個人データの項目"),
    field("breach.people", "3 本人の数"),
    field("breach.cause", "4 原因"),
    field("breach.harm", "5 二次被害とそのおそれ"),
    field("breach.response", "6 本人への対応"),
    field("breach.publication", "7 公表"),
    field("breach.prevention", "8 再発防止の措置"),
    field("breach.other", "9 その他"),
];

/// The report as data; 下書き until the last report was made.
pub fn breach_report(input: &BreachInput<'_>) -> DataSet {
    let BreachInput { office, breach, clocks, printed_on } = *input;
    let report = breach.report();
    let clock = |label: &str| clocks.iter().find(|clock| clock.label == label).map(dated).unwrap_or_default();
    let head = [
        ("office.name", office.to_owned()),
        ("breach.printed_on", wareki::long(printed_on)),
        ("breach.what", breach.declared().map(|(declared, _)| declared.what.clone()).unwrap_or_default()),
        ("breach.known_on", breach.known_on().map(wareki::long).unwrap_or_default()),
        ("breach.malicious", if report.malicious { "あり" } else { "なし" }.to_owned()),
        ("breach.prompt", clock("速報")),
        ("breach.final", clock("確報")),
    ];
    let draft = report.final_on.is_none();
    let items = ITEMS.iter().map(|(word, ..)| format!("breach.{word}")).zip(report.items);
    let page: Map<String, Value> = head
        .into_iter()
        .map(|(path, text)| (path.to_owned(), text))
        .chain(items)
        .map(|(path, text)| (path, Value::from(text)))
        .collect();
    DataSet {
        dated: printed_on,
        flags: [("draft".to_owned(), Value::from(draft))].into_iter().collect(),
        page,
        tables: BTreeMap::new(),
    }
}

/// 「令和8年11月24日まで（令和8年11月22日に報告）」.
fn dated(clock: &Clock) -> String {
    let done = clock.done_on.map(|day| format!("（{}に報告）", wareki::long(day)));
    format!("{}まで{}", wareki::long(clock.until), done.unwrap_or_else(|| "（まだ報告していない）".to_owned()))
}
