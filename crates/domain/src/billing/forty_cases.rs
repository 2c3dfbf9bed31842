//! 取扱件数の線: how many clients of a month are billed at (Ⅱ), in whole numbers.

use calendar::YearMonth;
use law::{Cite, Decided, Missing, Rule, Timeline, Value, Verdict, Why, fees::Fees};

/// 取扱件数.
pub const FORTY_CASES: Rule = Rule {
    id: "billing.forty-cases",
    title: "取扱件数が1人あたり40件以上のときの(Ⅱ)の件数",
    cites: &[Cite { source: "qa-h30", place: "平成30年3月30日のQ&A 問78" }],
};

/// What is known of the months before the month of service, both services together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FortyCase {
    /// サービス提供月.
    pub month: YearMonth,
    /// Clients with a plan or monitoring fee, one number for each of the months before.
    pub clients: Vec<u32>,
    /// Specialists in hundredths of a person, one number for each of the months before.
    pub specialists: Vec<u32>,
}

/// The answer, with what it was reckoned from. A, B and C are shown in hundredths, cut off; the count is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FortyAnswer {
    /// A: clients a month, in hundredths.
    pub average_clients: i64,
    /// B: specialists, in thousandths.
    pub average_specialists: i64,
    /// C: clients a specialist, in hundredths, rounded.
    pub per_specialist: i64,
    /// Clients billed at (Ⅱ).
    pub at_second: i64,
}

/// Reckons how many clients are billed at (Ⅱ).
///
/// With ΣN clients and ΣS hundredths of specialists over n months, C = A ÷ B = 100 ΣN ÷ ΣS, and
/// (C − kept) × B = (100 ΣN − kept ΣS) ÷ 100 n, so that nothing is rounded on the way.
pub fn forty_cases(case: &FortyCase) -> Verdict<FortyAnswer> {
    let fees = match Fees::embedded() {
        Ok(fees) => fees,
        Err(reason) => return Verdict::No(Why::new(FORTY_CASES, format!("報酬の表を読めません（{reason}）。"))),
    };
    let day = case.month.first_day();
    let parameters = ["case-count.threshold", "case-count.kept", "case-count.months"].map(|id| fees.parameter(id));
    let [Some(threshold), Some(kept), Some(months)] = parameters else {
        return Verdict::No(Why::new(FORTY_CASES, "取扱件数の値がありません。"));
    };
    let (Some(line), Some(keep), Some(length)) = (whole(threshold, case), whole(kept, case), whole(months, case))
    else {
        return Verdict::NotCovered { asked: day, covers: threshold.covers };
    };
    let sum = |list: &[u32]| list.iter().map(|number| i64::from(*number)).sum::<i64>();
    let (clients, hundredths) = (sum(&case.clients), sum(&case.specialists));
    let missing = missing(case, length, hundredths);
    if !missing.is_empty() {
        return Verdict::Needs(missing);
    }
    let over = 100 * clients >= line * hundredths;
    let answer = FortyAnswer {
        average_clients: 100 * clients / length,
        average_specialists: 10 * hundredths / length,
        per_specialist: (2 * 100 * 100 * clients + hundredths) / (2 * hundredths),
        at_second: if over { (100 * clients - keep * hundredths) / (100 * length) } else { 0 },
    };
    let used = [threshold, kept, months].into_iter().filter_map(|timeline| timeline.used(day));
    let why = used.fold(Why::new(FORTY_CASES, sentence(&answer, over, line, keep)), Why::value);
    let why = why
        .fact("A 1か月の平均の件数", decimal(answer.average_clients, 2))
        .fact("B 相談支援専門員の平均の数", decimal(answer.average_specialists, 3))
        .fact("C 1人あたりの件数（A÷B）", decimal(answer.per_specialist, 2));
    Verdict::Is(Decided { value: answer, why })
}

fn sentence(answer: &FortyAnswer, over: bool, line: i64, keep: i64) -> String {
    if !over {
        return format!("1人あたりの件数が{line}件に届かないので、(Ⅱ)で請求する利用者はいません。");
    }
    format!(
        "1人あたりの件数が{line}件以上なので、（C−{keep}）×Bの1未満を切り捨てた{}人を(Ⅱ)で請求します。両方の事業を一体で行うときは計画相談支援の利用者から(Ⅱ)にします。だれを(Ⅱ)にするか（契約の新しい順など）は、公的資料で確認できていません。",
        answer.at_second
    )
}

fn missing(case: &FortyCase, length: i64, hundredths: i64) -> Vec<Missing> {
    let full = |list: &[u32]| i64::try_from(list.len()).is_ok_and(|len| len == length);
    let mut missing = Vec::new();
    if !full(&case.clients) {
        let question = format!("サービス提供月の前の{length}か月の件数を、月ごとに書いてください。");
        missing.push(Missing { field: "clients", question });
    }
    if !full(&case.specialists) || hundredths == 0 {
        let question = format!("前の{length}か月の相談支援専門員の人数を、月ごとに書いてください。");
        missing.push(Missing { field: "specialists", question });
    }
    missing
}

fn whole(timeline: &Timeline<Value>, case: &FortyCase) -> Option<i64> {
    match timeline.get(case.month.first_day())?.value {
        Value::Whole(value) => Some(value),
        Value::Flag(_) | Value::Text(_) => None,
    }
}

/// `4833` with 2 places as `48.33`.
pub fn decimal(value: i64, places: u32) -> String {
    let unit = 10_i64.pow(places);
    format!("{}.{:0width$}", value / unit, value % unit, width = usize::try_from(places).unwrap_or(0))
}
