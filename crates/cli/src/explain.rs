//! `mimamori explain`: a rule's answer with its reasons, for people.

mod abuse_window;
mod eligibility;
mod fee;
mod neutrality;

use std::process::ExitCode;

use anyhow::Context as _;
use calendar::wareki;
use clap::{Args, Subcommand};
use law::LawBook;
use serde_json::{Map, Value, json};

use crate::rules::Rule;

/// どの規則を説明するか
#[derive(Args)]
pub struct ExplainArgs {
    #[command(subcommand)]
    rule: ExplainRule,
}

#[derive(Subcommand)]
enum ExplainRule {
    /// 標準期間とその理由
    StandardPeriod(StandardArgs),
    /// モニタリングの実施月とその理由
    Schedule(ScheduleArgs),
    /// 1人の1か月分の報酬の単位数と金額、その理由
    Fee(fee::FeeArgs),
    /// 取扱件数（1人あたり40件）を超えて(Ⅱ)で請求する人数
    FortyCases(fee::FortyArgs),
    /// 対象者とその理由
    Eligibility(eligibility::EligibilityArgs),
    /// 兼務の相談支援専門員が行えるかとその理由
    Neutrality(neutrality::NeutralityArgs),
    /// 虐待の通報・届出窓口とその理由
    AbuseWindow(abuse_window::AbuseWindowArgs),
}

#[derive(Args)]
struct StandardArgs {
    /// 計画作成日（例: R8.4.20）
    #[arg(long, value_name = "日付")]
    plan_date: String,
    /// サービスの名前か2桁のコード（いくつでも）
    #[arg(long = "service", value_name = "サービス", required = true)]
    services: Vec<String>,
    /// 生年月日
    #[arg(long, value_name = "日付")]
    birth: Option<String>,
    /// 年齢
    #[arg(long, value_name = "歳")]
    age: Option<u32>,
    /// 介護保険のケアマネジメントを受けている
    #[arg(long, value_name = "true|false")]
    care_management: Option<bool>,
    /// 在宅である
    #[arg(long, value_name = "true|false")]
    at_home: Option<bool>,
    /// 新規（new）または著しい変更（changed）
    #[arg(long, value_name = "new|changed")]
    new_or_changed: Option<String>,
    /// 利用開始日
    #[arg(long, value_name = "日付")]
    service_start: Option<String>,
    /// 集中的支援の理由（left_facility, cannot_coordinate, severe_communication）
    #[arg(long, value_name = "理由")]
    intensive: Vec<String>,
    /// 短くする理由（habit_follow_up, provider_changes, school_holidays, preschool_parents）
    #[arg(long, value_name = "理由")]
    shorter_grounds: Vec<String>,
    /// セルフプラン
    #[arg(long)]
    self_plan: bool,
}

#[derive(Args)]
struct ScheduleArgs {
    /// 新規（new）、更新（renewal）、変更（change）
    #[arg(long, default_value = "renewal", value_name = "区分")]
    decision: String,
    /// サービスと有効期間（例: 居宅介護=R8.5.1..R9.4.30）
    #[arg(long = "service", value_name = "サービス=始まり..終わり", required = true)]
    services: Vec<String>,
    /// モニタリング期間（例: 3、はじめの3か月だけ毎月なら 1x3）
    #[arg(long = "interval", value_name = "か月[x月数]")]
    intervals: Vec<String>,
    /// 受給者証の実施月（例: R8.7）
    #[arg(long = "month", value_name = "年月")]
    months: Vec<String>,
    /// 計画を作成した月
    #[arg(long, value_name = "年月")]
    plan_created: Option<String>,
    /// 新しい（変わる）サービスの利用開始日
    #[arg(long, value_name = "日付")]
    service_start: Option<String>,
    /// 受給者証の支給期間（例: R8.4..R9.4）
    #[arg(long, value_name = "始まり..終わり")]
    benefit_period: Option<String>,
    /// 毎月の始まりを翌月とする
    #[arg(long)]
    next_month: bool,
    /// セルフプラン
    #[arg(long)]
    self_plan: bool,
}

/// Prints the answer and its reasons.
pub fn run(args: &ExplainArgs) -> anyhow::Result<ExitCode> {
    let book = LawBook::embedded().context("法令のデータを読めません")?;
    match text(book, &args.rule) {
        Ok(text) => {
            crate::screen::text(&text);
            Ok(ExitCode::SUCCESS)
        }
        Err(message) => {
            err!("{message}");
            Ok(ExitCode::from(1))
        }
    }
}

fn text(book: &LawBook, rule: &ExplainRule) -> Result<String, String> {
    let (rule, object) = match rule {
        ExplainRule::StandardPeriod(args) => (Rule::StandardPeriod, standard(args)?),
        ExplainRule::Schedule(args) => (Rule::Schedule, schedule(args)?),
        ExplainRule::Fee(args) => (Rule::Fee, fee::fee(args)?),
        ExplainRule::Eligibility(args) => (Rule::Eligibility, args.object()?),
        ExplainRule::Neutrality(args) => (Rule::Neutrality, args.object()?),
        ExplainRule::AbuseWindow(args) => (Rule::AbuseWindow, args.object()),
        ExplainRule::FortyCases(args) => return fee::forty(book, args),
    };
    rule.explain(book, object).map_err(|fault| fault.to_string())
}

fn date(text: &str) -> Result<Value, String> {
    wareki::parse_date(text).map(|date| json!(date.to_string())).map_err(|fault| fault.to_string())
}

fn month(text: &str) -> Result<Value, String> {
    wareki::parse_month(text).map(|month| json!(month.to_string())).map_err(|fault| fault.to_string())
}

fn standard(args: &StandardArgs) -> Result<Map<String, Value>, String> {
    Ok(Map::from_iter([
        ("plan_date".to_owned(), date(&args.plan_date)?),
        ("services".to_owned(), json!(args.services)),
        ("birth_date".to_owned(), args.birth.as_deref().map_or(Ok(Value::Null), date)?),
        ("age".to_owned(), json!(args.age)),
        ("care_management".to_owned(), json!(args.care_management)),
        ("at_home".to_owned(), json!(args.at_home)),
        ("new_or_changed".to_owned(), json!(args.new_or_changed)),
        ("service_start".to_owned(), args.service_start.as_deref().map_or(Ok(Value::Null), date)?),
        ("intensive".to_owned(), json!(args.intensive)),
        ("shorter_grounds".to_owned(), json!(args.shorter_grounds)),
        ("self_plan".to_owned(), json!(args.self_plan)),
    ]))
}

fn schedule(args: &ScheduleArgs) -> Result<Map<String, Value>, String> {
    let services = args.services.iter().map(|text| {
        let form = || format!("「{text}」は「居宅介護=R8.5.1..R9.4.30」のように書いてください。");
        let (name, days) = text.split_once('=').ok_or_else(form)?;
        let (start, end) = days.split_once("..").ok_or_else(form)?;
        Ok(json!({ "name": name, "start": date(start)?, "end": date(end)? }))
    });
    let phases = args.intervals.iter().map(|text| {
        let number = |part: &str| {
            let number = domain::text::whole_number(part).and_then(|number| u32::try_from(number).ok());
            number.ok_or_else(|| format!("「{text}」は「3」か「1x3」のように書いてください。"))
        };
        Ok(match text.split_once('x') {
            Some((interval, length)) => {
                json!({ "interval_months": number(interval)?, "for_months": number(length)? })
            }
            None => json!({ "interval_months": number(text)? }),
        })
    });
    let benefit_period = args.benefit_period.as_deref().map(|text| {
        let form = || format!("「{text}」は「R8.4..R9.4」のように書いてください。");
        let (start, end) = text.split_once("..").ok_or_else(form)?;
        Ok::<_, String>(json!({ "start": month(start)?, "end": month(end)? }))
    });
    let start = if args.next_month { "next_month" } else { "decision_month" };
    Ok(Map::from_iter([
        ("decision".to_owned(), json!(args.decision)),
        ("services".to_owned(), json!(services.collect::<Result<Vec<_>, String>>()?)),
        ("phases".to_owned(), json!(phases.collect::<Result<Vec<_>, String>>()?)),
        ("months".to_owned(), json!(args.months.iter().map(|text| month(text)).collect::<Result<Vec<_>, _>>()?)),
        ("plan_created".to_owned(), args.plan_created.as_deref().map_or(Ok(Value::Null), month)?),
        ("service_start".to_owned(), args.service_start.as_deref().map_or(Ok(Value::Null), date)?),
        ("benefit_period".to_owned(), json!(benefit_period.transpose()?)),
        ("monthly_start".to_owned(), json!(start)),
        ("self_plan".to_owned(), json!(args.self_plan)),
    ]))
}
