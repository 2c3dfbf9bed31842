//! `mimamori unlock` and `mimamori second-factor reset`: the last resort for somebody who cannot sign in. Each is told to the
//! organisations of the person.

use std::{process::ExitCode, sync::Arc};

use app::accounts::{self, ByCommand};
use clap::{Args, Subcommand};

use crate::{
    data::DataArgs,
    outside::{self, Pdf},
};

/// An account, by its login.
#[derive(Args, Debug)]
pub struct AccountArgs {
    /// ログインID
    pub login: String,
    #[command(flatten)]
    pub data: DataArgs,
}

/// Options of `second-factor`.
#[derive(Args, Debug)]
pub struct SecondFactorArgs {
    #[command(subcommand)]
    what: SecondFactor,
}

#[derive(Subcommand, Debug)]
enum SecondFactor {
    /// 携帯電話も復旧コードもなくした人の二段階認証を解除する（次のログインで設定し直す）
    Reset(AccountArgs),
}

/// Ends the wait after too many tries.
pub fn unlock(args: &AccountArgs) -> anyhow::Result<ExitCode> {
    if !act(args, &ByCommand::Unlock, "unlock コマンド")? {
        return Ok(ExitCode::FAILURE);
    }
    out!("{} は、すぐにログインを試せます。", accounts::normal_login(&args.login));
    Ok(ExitCode::SUCCESS)
}

/// Takes a second factor away.
pub fn second_factor(args: &SecondFactorArgs) -> anyhow::Result<ExitCode> {
    let SecondFactor::Reset(args) = &args.what;
    if !act(args, &ByCommand::ResetFactor, "second-factor コマンド")? {
        return Ok(ExitCode::FAILURE);
    }
    out!(
        "{} の二段階認証を解除し、すべての端末からログアウトしました。次のログインで、本人が設定し直します。",
        accounts::normal_login(&args.login)
    );
    out!("本人かどうかを、会うか知っている番号に電話して確かめてから行う操作です。記録に残しました。");
    Ok(ExitCode::SUCCESS)
}

/// Does it and tells the organisations; says so where there is no such account.
pub fn act(args: &AccountArgs, what: &ByCommand, by: &'static str) -> anyhow::Result<bool> {
    let db = args.data.open_existing()?;
    db.check_migrated()?;
    let outside = outside::real(Arc::new(Pdf::default()));
    let (login, doing, of) = (args.login.clone(), what.clone(), outside.clone());
    let Some(memberships) = db.write_now(move |tx| accounts::do_by_command(tx, &of, &login, &doing))? else {
        err!("そのログインIDのアカウントはありません。");
        return Ok(false);
    };
    for membership in memberships {
        let (outside, organisation, what) = (outside.clone(), membership.organisation.id, what.clone());
        db.write_now_in(organisation, move |tx| accounts::tell_command(tx, &outside, &membership, &what, by))?;
    }
    Ok(true)
}
