//! `explain fee` and `explain forty-cases`: a month's fee and the 40-case line, for people.

use calendar::{YearMonth, wareki};
use clap::Args;
use domain::{
    billing::forty_cases::{FortyCase, forty_cases},
    client::ConsultationService,
};
use law::{LawBook, Verdict, explain, fees::Fees};
use serde_json::{Map, Value, json};

/// What a month is asked with.
#[derive(Args)]
pub struct FeeArgs {
    /// 計画相談支援 か 障害児相談支援
    #[arg(long, default_value = "計画相談支援", value_name = "サービス")]
    service: String,
    /// サービス提供月（例: R8.10）
    #[arg(long, value_name = "年月")]
    month: String,
    /// 地域区分（1〜7、その他は other）
    #[arg(long, value_name = "区分", conflicts_with = "municipality")]
    area: Option<String>,
    /// 事業所のある市町村。資料で見た市町村なら、地域区分をこれで決める
    #[arg(long, value_name = "市町村")]
    municipality: Option<String>,
    /// 事業所の区分（enhanced-1〜enhanced-4、1。取扱件数を超えた利用者は 2）
    #[arg(long, value_name = "区分")]
    office_grade: Option<String>,
    /// 基本報酬（plan 計画、monitoring モニタリング。いくつでも）
    #[arg(long = "fee", value_name = "plan|monitoring")]
    fees: Vec<String>,
    /// 加算の名前（2回以上なら「退院・退所加算=2」。いくつでも）
    #[arg(long = "addition", value_name = "加算[=回数]")]
    additions: Vec<String>,
    /// 減算の名前（いくつでも）
    #[arg(long = "reduction", value_name = "減算")]
    reductions: Vec<String>,
    /// 利用か支給決定が終わった月（例: R8.9）
    #[arg(long, value_name = "年月")]
    ended: Option<String>,
}

/// What the 40-case line is asked with.
#[derive(Args)]
pub struct FortyArgs {
    /// サービス提供月（例: R8.10）
    #[arg(long, value_name = "年月")]
    month: String,
    /// 前の6か月の件数（計画相談と障害児相談を合わせて。例: 48,48,48,48,49,49）
    #[arg(long, value_delimiter = ',', value_name = "件数")]
    clients: Vec<u32>,
    /// 前の6か月の相談支援専門員の人数（例: 1,1,1,1,1,1.5）
    #[arg(long, value_delimiter = ',', value_name = "人数")]
    specialists: Vec<String>,
}

/// The object that `rules fee` reads.
pub fn fee(args: &FeeArgs) -> Result<Map<String, Value>, String> {
    let month = month(&args.month)?;
    let additions = args.additions.iter().map(|text| {
        let (name, count) = text.split_once('=').unwrap_or((text, "1"));
        let count: u32 =
            count.parse().map_err(|_| format!("「{text}」は「退院・退所加算=2」のように書いてください。"))?;
        Ok(json!({ "name": name, "count": count }))
    });
    let area = match &args.municipality {
        Some(name) => Some(area_of(&args.service, name, month)?),
        None => args.area.clone(),
    };
    let ended = args.ended.as_deref().map(self::month).transpose()?;
    Ok(Map::from_iter([
        ("service".to_owned(), json!(args.service)),
        ("month".to_owned(), json!(month.to_string())),
        ("area_grade".to_owned(), json!(area)),
        ("office_grade".to_owned(), json!(args.office_grade)),
        ("fees".to_owned(), json!(args.fees)),
        ("additions".to_owned(), json!(additions.collect::<Result<Vec<_>, String>>()?)),
        ("reductions".to_owned(), json!(args.reductions)),
        ("ended".to_owned(), json!(ended.map(|month| month.to_string()))),
    ]))
}

/// The area grade of a municipality, as far as it was read in a source.
fn area_of(service: &str, name: &str, month: YearMonth) -> Result<String, String> {
    let fees = Fees::embedded().map_err(|fault| fault.to_string())?;
    let service = ConsultationService::ALL.iter().find(|known| known.label() == service);
    let found = service.and_then(|service| fees.municipality_grade(service.word(), name, month.first_day()));
    found.map(|found| found.grade.clone()).ok_or_else(|| {
        format!("「{name}」のこの月の地域区分は、資料で確かめていません。--area に区分を書いてください。")
    })
}

/// The answer of the 40-case line with its reason.
pub fn forty(book: &LawBook, args: &FortyArgs) -> Result<String, String> {
    let specialists = args.specialists.iter().map(|text| hundredths(text)).collect::<Result<_, _>>()?;
    let case = FortyCase { month: month(&args.month)?, clients: args.clients.clone(), specialists };
    match forty_cases(&case) {
        Verdict::Is(decided) => {
            let text = explain(book, &decided.why).text();
            Ok(format!("【決まりました】\n(Ⅱ)で請求する利用者: {}人\n{text}", decided.value.at_second))
        }
        Verdict::Needs(missing) => {
            let questions: Vec<&str> = missing.iter().map(|missing| missing.question.as_str()).collect();
            Err(questions.join("\n"))
        }
        Verdict::NotCovered { covers, .. } => {
            Err(format!("取扱件数の線は、{}からのものです。", wareki::long(covers.from)))
        }
        Verdict::No(why) | Verdict::MunicipalityDecides { why, .. } => Err(why.sentence),
    }
}

/// `1`, `1.5` or `0.25` in hundredths.
fn hundredths(text: &str) -> Result<u32, String> {
    let form = || format!("「{text}」は「1」か「1.5」のように、小数点以下2けたまでで書いてください。");
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 5 || part.len() > 2 || !digits(whole) || !digits(part) {
        return Err(form());
    }
    format!("{whole}{part:0<2}").parse().map_err(|_| form())
}

fn month(text: &str) -> Result<YearMonth, String> {
    wareki::parse_month(text).map_err(|fault| fault.to_string())
}

#[cfg(test)]
mod tests {
    use super::hundredths;

    #[test]
    fn people_are_counted_in_hundredths() {
        for (text, wanted) in [("1", 100), ("1.5", 150), ("0.25", 25), ("12.05", 1205)] {
            assert_eq!(hundredths(text), Ok(wanted), "{text}");
        }
        for text in ["", ".5", "1.234", "-1", "1,5", "１", "123456"] {
            assert!(hundredths(text).is_err(), "{text}");
        }
    }
}
