//! The commands and their options, one line each; what they do stands in the file of the same name.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::{
    account, backup, claims, copy_key,
    data::{DataArgs, migrate},
    demo, explain, export, head, healthz, holidays, import, move_data, organisation, papers, rebuild, restore, rules,
    serve, sheets, simulate, verify,
};

/// みまもり: 相談支援事業所の毎日の道具
#[derive(Parser)]
#[command(name = "mimamori", version, propagate_version = true)]
pub struct Commands {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 架空の事業所で試す
    Demo(demo::DemoArgs),
    /// サーバーを起動する
    Serve(serve::ServeArgs),
    /// データベースを新しい版に合わせる
    Migrate(DataArgs),
    /// 動いているサーバーの状態を確かめる
    Healthz(healthz::HealthzArgs),
    /// 記録の改ざん・欠落とファイルの破損を調べる
    Verify(verify::VerifyArgs),
    /// 記録の末尾を、署名をつけて書き出す。別の場所に控える
    Head(head::HeadArgs),
    /// ホームの一覧を事実から作り直す
    Rebuild(rebuild::RebuildArgs),
    /// 締めた月の請求ファイルを書き出す
    Claims(claims::ClaimsArgs),
    /// 同意を得た計画を、まとめてPDFに書き出す
    Papers(papers::PapersArgs),
    /// 動かしたまま控えを作る
    Backup(backup::BackupArgs),
    /// 控えからデータを戻す
    Restore(restore::RestoreArgs),
    /// すべてのデータを、SQLite と PostgreSQL のあいだで引っ越す
    Move(move_data::MoveArgs),
    /// 封をした控えを開く、控えの鍵を作る。紙に写して保管する
    CopyKey(copy_key::CopyKeyArgs),
    /// 利用者と受給者証をCSVやExcelのファイルから取り込む
    Import(import::ImportArgs),
    /// 祝日の表を取り込む
    Holidays(holidays::HolidaysArgs),
    /// 事業所のすべてを、ほかのプログラムで読める形で書き出す
    Export(export::ExportArgs),
    /// 事業所と区役所・支所を加える・一覧にする
    Organisation(organisation::OrganisationArgs),
    /// 続けて失敗した人の待ち時間を解除する
    Unlock(account::AccountArgs),
    /// 二段階認証を解除する
    SecondFactor(account::SecondFactorArgs),
    /// 規則に答えさせる（1行に1つのJSON、ほかのプログラム向け）
    Rules(rules::RulesArgs),
    /// 規則の答えと理由を読む
    Explain(explain::ExplainArgs),
    /// 表が変わると、モニタリングの件数がどう変わるかを数える
    Simulate(simulate::SimulateArgs),
    /// Sets one paper with a sheet from outside; the program starts it itself.
    #[command(hide = true)]
    SetSheet,
}

impl Commands {
    /// Carries out the command.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        match self.command {
            Command::Demo(args) => demo::run(&args),
            Command::Serve(args) => serve::run(&args),
            Command::Migrate(args) => {
                let db = args.open()?;
                let applied = migrate(&db)?;
                if applied.is_empty() {
                    out!("データベースは最新です。");
                }
                for name in applied {
                    out!("適用しました: {name}");
                }
                Ok(ExitCode::SUCCESS)
            }
            Command::Healthz(args) => healthz::run(&args),
            Command::Verify(args) => verify::run(&args),
            Command::Head(args) => head::run(&args),
            Command::Rebuild(args) => rebuild::run(&args),
            Command::Claims(args) => claims::run(&args),
            Command::Papers(args) => papers::run(&args),
            Command::Backup(args) => backup::save(&args),
            Command::Restore(args) => restore::restore(&args),
            Command::Move(args) => move_data::run(&args),
            Command::CopyKey(args) => copy_key::run(&args),
            Command::Import(args) => import::run(&args),
            Command::Holidays(args) => holidays::run(&args),
            Command::Export(args) => export::run(&args),
            Command::Organisation(args) => organisation::run(&args),
            Command::Unlock(args) => account::unlock(&args),
            Command::SecondFactor(args) => account::second_factor(&args),
            Command::Rules(args) => rules::run(&args),
            Command::Explain(args) => explain::run(&args),
            Command::Simulate(args) => simulate::run(&args),
            Command::SetSheet => sheets::child::run(),
        }
    }
}
