//! 1人の1か月分の報酬: base fees, reductions and additions of one client's month, in units and yen. The one reckoning:
//! the claim, its pages, the command line and the simulation ask it and nothing else.
//!
//! Everything is reckoned in whole numbers. An addition that cannot stand is refused with its reason, whole; its count is
//! never cut silently.

mod additions;
mod line;
mod reductions;
pub mod rules;

pub(super) use line::unsure;
pub use line::{AreaPrice, FeeLine, FeeRefusal, MonthFees, RefusedFee};
pub use reductions::percent;

use calendar::{YearMonth, wareki};
use law::{
    Decided, Missing, Verdict, Why,
    fees::{Fee, Fees, Reduction},
};

use super::fees::{AREA_PRICE, BASE_FEE, FeeKind};
use crate::client::ConsultationService;

/// What is asked: the month of one client, and what the office wants to bill.
#[derive(Clone, Debug)]
pub struct FeeCase {
    /// The service billed.
    pub service: ConsultationService,
    /// サービス提供月.
    pub month: YearMonth,
    /// 地域区分 (`1` … `7`, `other`); `None` while unknown.
    pub area_grade: Option<String>,
    /// The office's grade (`enhanced-1` … `enhanced-4`, `1`; `2` over the 40-case line); needed with a base fee only.
    pub office_grade: Option<String>,
    /// The base fees.
    pub fees: Vec<AskedFee>,
    /// The additions, in the order in which they were named.
    pub additions: Vec<AskedAddition>,
    /// The reductions.
    pub reductions: Vec<AskedReduction>,
    /// The last month of grant or use, where it has ended.
    pub ended: Option<YearMonth>,
}

/// A base fee that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedFee {
    /// Which.
    pub kind: FeeKind,
    /// The office's grade on the day of this one, where it is not the case's.
    pub grade: Option<String>,
}

impl From<FeeKind> for AskedFee {
    fn from(kind: FeeKind) -> Self {
        Self { kind, grade: None }
    }
}

/// An addition that is asked for.
#[derive(Clone, Copy, Debug)]
pub struct AskedAddition {
    /// Which.
    pub fee: &'static Fee,
    /// 回数.
    pub count: u32,
    /// It is for another act than the additions beside it. Without this, one act is taken to be meant.
    pub separate_act: bool,
}

/// A reduction that is asked for.
#[derive(Clone, Debug)]
pub struct AskedReduction {
    /// Its name as in `law/fees`.
    pub name: String,
    /// What the name stands for.
    pub what: Reduction<'static>,
}

impl AskedAddition {
    /// The addition with this name, once; `None` where no month of the service ever had it.
    pub fn named(fees: &'static Fees, service: ConsultationService, name: &str) -> Option<Self> {
        Some(Self { fee: fees.addition(service.word(), name)?, count: 1, separate_act: false })
    }
}

impl AskedReduction {
    /// The reduction with this name.
    pub fn named(fees: &'static Fees, service: ConsultationService, name: &str) -> Option<Self> {
        let what = fees.reduction(service.word(), name)?;
        let name = match what {
            Reduction::Percent(fee) => fee.timeline.title.to_string(),
            Reduction::Overlap { title, .. } => title.to_owned(),
        };
        Some(Self { name, what })
    }
}

/// A base fee of the month: the line, and the id it was looked up by.
struct BaseLine {
    id: String,
    kind: FeeKind,
    line: FeeLine,
    composite: bool,
}

/// The month being reckoned.
struct Reckoning<'a> {
    case: &'a FeeCase,
    fees: &'static Fees,
    bases: Vec<BaseLine>,
    refused: Vec<RefusedFee>,
    warnings: Vec<String>,
}

/// Reckons a client's month.
pub fn reckon(case: &FeeCase) -> Verdict<MonthFees> {
    let fees = match Fees::embedded() {
        Ok(fees) => fees,
        Err(reason) => return Verdict::No(Why::new(BASE_FEE, format!("報酬の表を読めません（{reason}）。"))),
    };
    let day = case.month.first_day();
    if let Some(covers) = fees.covers(case.service.word()).filter(|covers| !covers.contains(day)) {
        return Verdict::NotCovered { asked: day, covers };
    }
    let missing = missing(case, fees);
    if !missing.is_empty() {
        return Verdict::Needs(missing);
    }
    let mut month = Reckoning { case, fees, bases: Vec::new(), refused: Vec::new(), warnings: Vec::new() };
    if let Err(unknown) = month.base_lines() {
        return *unknown;
    }
    month.overlaps();
    let mut lines: Vec<FeeLine> = month.bases.iter().map(|base| base.line.clone()).collect();
    lines.extend(month.percent_reductions());
    lines.extend(month.additions());
    month.close(lines)
}

/// What is asked: only where the answer can change it. In a month without any price the 地域区分 decides nothing, and in
/// one without any base fee the grade does not.
fn missing(case: &FeeCase, fees: &Fees) -> Vec<Missing> {
    let day = case.month.first_day();
    let some_in_force = |id: &str| in_group(fees, id).any(|fee| fee.at(day).is_some());
    let service = case.service.word();
    let mut missing = Vec::new();
    // A base fee that the month does not have ends the reckoning before any price is looked up.
    let never = |asked: &AskedFee| {
        let kind = format!("fee.{service}.{}.", asked.kind.word());
        match asked.grade.as_ref().or(case.office_grade.as_ref()) {
            Some(grade) => fees.get(&format!("{kind}{grade}")).is_none_or(|fee| fee.at(day).is_none()),
            None => !some_in_force(&kind),
        }
    };
    let priced = || some_in_force(&format!("area.{service}.")) && !case.fees.iter().any(never);
    if case.area_grade.is_none() && priced() {
        missing
            .push(Missing { field: "area_grade", question: "事業所の地域区分は何ですか。".to_owned() });
    }
    let graded =
        |asked: &AskedFee| asked.grade.is_none() && some_in_force(&format!("fee.{service}.{}.", asked.kind.word()));
    if case.office_grade.is_none() && case.fees.iter().any(graded) {
        missing.push(Missing {
            field: "office_grade", question: "事業所の報酬の区分は何ですか。".to_owned()
        });
    }
    missing
}

/// The fees whose ids begin so: all grades of one thing.
fn in_group<'a>(fees: &'a Fees, id: &'a str) -> impl Iterator<Item = &'a Fee> {
    fees.all().filter(move |fee| fee.timeline.id.starts_with(id))
}

impl Reckoning<'_> {
    /// Adds the base fees; the answer to the whole where the table has none of the grade, or none in the month.
    fn base_lines(&mut self) -> Result<(), Box<Verdict<MonthFees>>> {
        let (service, day) = (self.case.service.word(), self.case.month.first_day());
        for asked in &self.case.fees {
            let grade = asked.grade.as_ref().or(self.case.office_grade.as_ref());
            let id = format!("fee.{service}.{}.{}", asked.kind.word(), grade.map_or("", String::as_str));
            let Some(fee) = self.fees.get(&id) else {
                return Err(Box::new(Verdict::No(Why::new(BASE_FEE, "報酬の区分が表にありません。"))));
            };
            let Some(value) = fee.at(day) else {
                return Err(Box::new(Verdict::NotCovered { asked: day, covers: fee.timeline.covers }));
            };
            let sentence = format!("{}は{}単位です。", fee.name(value), value.value.amount);
            let line = FeeLine::new(fee, value, value.value.amount, 1, Why::new(BASE_FEE, sentence));
            self.bases.push(BaseLine { id, kind: asked.kind, line, composite: false });
        }
        Ok(())
    }

    /// The units that percentages are taken of: the base fees, after an overlap reduction.
    fn base_units(&self) -> i64 {
        self.bases.iter().map(|base| base.line.total_units()).sum()
    }

    fn refuse(&mut self, name: &str, code: FeeRefusal, why: Why) {
        self.refused.push(RefusedFee { name: name.to_owned(), code, why });
    }

    /// Price, sum, warnings and the reason of the whole.
    fn close(mut self, lines: Vec<FeeLine>) -> Verdict<MonthFees> {
        let (case, day) = (self.case, self.case.month.first_day());
        let area = format!("area.{}.{}", case.service.word(), case.area_grade.as_deref().unwrap_or_default());
        // Where it was not asked, no grade has a price: any of them says so.
        let price = if case.area_grade.is_some() { self.fees.get(&area) } else { in_group(self.fees, &area).next() };
        let Some(price) = price else {
            return Verdict::No(Why::new(AREA_PRICE, "地域区分が表にありません。"));
        };
        let value = price.at(day);
        self.warnings.extend(lines.iter().flat_map(FeeLine::warnings));
        let unsure = value.map(|value| value.confidence).filter(|sure| sure.needs_warning());
        self.warnings.extend(unsure.map(|sure| format!("{}は「{}」です。", price.timeline.title, sure.label())));
        let left_out = self.fees.left_out(case.service.word(), day);
        let month = MonthFees {
            lines,
            refused: self.refused,
            left_out: left_out.map(|fee| fee.timeline.title.to_string()).collect(),
            price: value.map(|value| AreaPrice::new(price, value)),
            warnings: self.warnings,
        };
        let priced = match value {
            Some(value) => {
                let used = price.used(value);
                Why::new(AREA_PRICE, format!("{}は{}です。", price.name(value), used.value)).value(used)
            }
            None => Why::new(AREA_PRICE, no_price(price, case.month)),
        };
        let mut why = Why::new(rules::YEN, whole(&month, &priced));
        why.because.extend(month.lines.iter().map(|line| line.why.clone()));
        why.because.extend(month.refused.iter().map(|refused| refused.why.clone()));
        why.because.push(priced);
        why.because.extend(month.left_out.iter().map(|name| Why::new(rules::LEFT_OUT, left_out_sentence(name))));
        Verdict::Is(Decided { value: month, why })
    }
}

fn whole(month: &MonthFees, priced: &Why) -> String {
    let mut sentence = match (month.unit_price(), month.yen()) {
        (Some(price), Some(yen)) => {
            let price = format!("{}.{:02}円", price / 1000, price % 1000 / 10);
            format!("合わせて{}単位、1単位{price}で{yen}円です（1円未満は切捨て）。", month.units())
        }
        _ => format!("合わせて{}単位です。{}", month.units(), priced.sentence),
    };
    if !month.refused.is_empty() {
        sentence.push_str(&format!("{}件は算定できません。", month.refused.len()));
    }
    for name in &month.left_out {
        sentence.push_str(&left_out_sentence(name));
    }
    if !month.warnings.is_empty() {
        sentence.push_str("公的資料で確認できていないことを含みます。");
    }
    sentence
}

fn left_out_sentence(name: &str) -> String {
    format!("{name}は、計算に入っていません。")
}

fn no_price(price: &Fee, month: YearMonth) -> String {
    format!(
        "{}の{}は登録されていないので、金額は出せません（登録されているのは{}からです）。",
        wareki::month(month),
        price.timeline.title,
        wareki::long(price.timeline.covers.from)
    )
}
