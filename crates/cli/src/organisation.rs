//! `mimamori organisation`: the offices and wards of an installation.

use std::{collections::HashMap, process::ExitCode, sync::Arc};

use app::{
    Refusal,
    accounts::{self, AddOrganisation, ByCommand, OrganisationEntry},
    office::OfficeEntry,
};
use clap::{Args, Subcommand, ValueEnum};
use domain::id::OrganisationId;

use crate::{
    account::{self, AccountArgs},
    data::DataArgs,
    office_args,
    outside::{self, Pdf},
    screen,
};

/// Options of `organisation`.
#[derive(Args, Debug)]
pub struct OrganisationArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    /// 事業所か区役所・支所を加え、最初の管理者の仮パスワードを出す
    Add(Box<AddArgs>),
    /// 事業所と区役所・支所の一覧
    List(DataArgs),
    /// 2つ以上の組織に所属する人に、仮パスワードを出す
    ResetPassword(AccountArgs),
}

/// 組織の種類.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// 相談支援事業所
    Office,
    /// 区役所・支所
    Ward,
}

#[derive(Args, Debug)]
struct AddArgs {
    /// 名称
    #[arg(long)]
    name: String,
    /// 種類
    #[arg(long, value_enum, default_value_t = Kind::Office)]
    kind: Kind,
    /// 最初の管理者のログインID。すでにあるアカウントなら、その人に所属を加える
    #[arg(long)]
    login: String,
    /// 最初の管理者の氏名
    #[arg(long, value_name = "NAME")]
    person: String,
    /// 事業所番号（計画相談支援）
    #[arg(long, default_value = "", hide_default_value = true)]
    number: String,
    /// 事業所番号（障害児相談支援）
    #[arg(long, default_value = "", hide_default_value = true)]
    number_child: String,
    /// 地域区分（1〜7、その他は other）
    #[arg(long, default_value = "", hide_default_value = true)]
    area: String,
    /// 障害児相談支援の地域区分。省略すると --area と同じ
    #[arg(long)]
    area_child: Option<String>,
    /// 機能強化型の区分（1 は機能強化型ではない、enhanced-1〜enhanced-4）
    #[arg(long, default_value = "", hide_default_value = true)]
    grade: String,
    #[command(flatten)]
    data: DataArgs,
}

/// Status 1 when what was entered is refused.
pub fn run(args: &OrganisationArgs) -> anyhow::Result<ExitCode> {
    match &args.what {
        What::Add(args) => add(args),
        What::List(data) => list(data),
        What::ResetPassword(args) => reset_password(args),
    }
}

fn add(args: &AddArgs) -> anyhow::Result<ExitCode> {
    let db = args.data.open_migrated()?;
    let outside = outside::real(Arc::new(Pdf::default()));
    let (password, password_hash) = accounts::one_time_password(&outside).map_err(anyhow::Error::msg)?;
    let new = AddOrganisation {
        what: entry(args),
        login: args.login.clone(),
        name: args.person.clone(),
        password_hash,
        must_change_password: true,
    };
    match db.write_now(move |tx| accounts::add_organisation(tx, &outside, new)) {
        Ok(added) => {
            out!("加えました: {}（id {}）", args.name, added.id);
            let login = accounts::normal_login(&args.login);
            if added.new_account {
                out!(
                    "次の人は、このパスワードで72時間以内に1回だけログインし、自分のものに替えてください。もう一度は表示されません。"
                );
                out!("  ログインID: {login}  パスワード: {password}");
            } else {
                out!("ログインID {login} のアカウントに所属を加えました。パスワードは、いまのままです。");
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(Refusal::Refused(reasons)) => Ok(screen::refused(&reasons, "何も加えていません。")),
        Err(refusal) => Err(refusal.into()),
    }
}

fn entry(args: &AddArgs) -> OrganisationEntry {
    match args.kind {
        Kind::Ward => OrganisationEntry::Ward(args.name.clone()),
        Kind::Office => OrganisationEntry::Office(Box::new(OfficeEntry {
            name: args.name.clone(),
            number_plan: args.number.clone(),
            number_child: args.number_child.clone(),
            area_plan: args.area.clone(),
            area_child: args.area_child.clone().unwrap_or_else(|| args.area.clone()),
            grade: args.grade.clone(),
            municipality: "default".to_owned(),
            ..OfficeEntry::default()
        })),
    }
}

fn list(data: &DataArgs) -> anyhow::Result<ExitCode> {
    let db = data.open_existing()?;
    db.check_migrated()?;
    let today = outside::today();
    let (organisations, offices) = db.read_now(move |tx| {
        Ok::<_, store::StoreError>((store::organisations::all(tx)?, office_args::all_on(tx, today)?))
    })?;
    let numbers: HashMap<OrganisationId, String> =
        offices.iter().map(|office| (office.id.into(), office_args::number(office))).collect();
    for organisation in organisations {
        let number = numbers.get(&organisation.id).cloned().unwrap_or_else(|| organisation.id.to_string());
        out!("{number}\t{}\t{}", organisation.kind.label(), organisation.name);
    }
    Ok(ExitCode::SUCCESS)
}

fn reset_password(args: &AccountArgs) -> anyhow::Result<ExitCode> {
    let outside = outside::real(Arc::new(Pdf::default()));
    let (password, hash) = accounts::one_time_password(&outside).map_err(anyhow::Error::msg)?;
    if !account::act(args, &ByCommand::GivePassword(hash), "仮パスワードのコマンド")? {
        return Ok(ExitCode::FAILURE);
    }
    out!("仮パスワードを出しました。72時間以内に1回だけ使えます。本人に直接渡してください。もう一度は表示されません。");
    out!("  ログインID: {}  パスワード: {password}", accounts::normal_login(&args.login));
    Ok(ExitCode::SUCCESS)
}
