//! アカウントのお知らせ: what was changed about how a person signs in, told until it is ticked, and the address to which the same goes as a
//! mail. Of the whole installation, as accounts are.

use domain::id::{NoticeId, UserId};

use crate::{StoreError, Tx, read::of_word};

/// What was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// 認証アプリ was set up, or another in the place of the one before.
    AppSet,
    /// パスキー was added.
    PasskeyAdded,
    /// パスキー was taken away.
    PasskeyRemoved,
    /// 復旧コード were made anew.
    CodesRenewed,
    /// Somebody came in by a 復旧コード.
    CodeUsed,
    /// 二段階認証 was reset: the next sign-in sets up another one.
    FactorReset,
    /// パスワード was changed.
    PasswordChanged,
    /// 仮パスワード was given.
    PasswordGiven,
    /// お知らせのメールアドレス was changed.
    MailChanged,
}

domain::words!(NoticeKind {
    AppSet, "app-set", "認証アプリが設定されました";
    PasskeyAdded, "passkey-added", "パスキーが登録されました";
    PasskeyRemoved, "passkey-removed", "パスキーが削除されました";
    CodesRenewed, "codes-renewed", "復旧コードが作り直されました";
    CodeUsed, "code-used", "復旧コードでログインがありました";
    FactorReset, "factor-reset", "二段階認証が解除されました";
    PasswordChanged, "password-changed", "パスワードが変わりました";
    PasswordGiven, "password-given", "仮パスワードが出されました";
    MailChanged, "mail-changed", "お知らせのメールアドレスが変わりました";
});

/// A change as it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Id.
    pub id: NoticeId,
    /// What was changed.
    pub kind: NoticeKind,
    /// When, UTC, RFC 3339.
    pub at: String,
    /// 端末: browser and system in short; empty where it was done on the server's machine.
    pub device: String,
    /// Who did it, in a word or by name; empty where it was the person.
    pub made_by: String,
}

const OF_USER: &str =
    "select id, kind, at, device, made_by from account_notice where user_id = $1 order by at desc, id desc";

/// What a person is told, the newest first.
pub fn of_user(tx: &mut Tx, user: UserId) -> Result<Vec<Notice>, StoreError> {
    tx.rows(OF_USER, &[&user], |row| {
        let (id, kind) = (row.next()?, of_word("account_notice", "kind", row.next()?, NoticeKind::from_word)?);
        Ok(Notice { id, kind, at: row.next()?, device: row.next()?, made_by: row.next()? })
    })
}

/// Keeps what a person is to be told; the oldest of the person beyond `most` go.
pub fn add(tx: &mut Tx, user: UserId, new: &Notice, most: i64) -> Result<(), StoreError> {
    let Notice { id, kind, at, device, made_by } = new;
    tx.execute(
        "insert into account_notice (user_id, id, kind, at, device, made_by) values ($1, $2, $3, $4, $5, $6)",
        &[&user, id, &kind.word(), at, device, made_by],
    )?;
    tx.execute(
        "delete from account_notice where user_id = $1 and id in (select id from account_notice where user_id = $1 \
         order by at desc, id desc limit 1000000000 offset $2)",
        &[&user, &most],
    )?;
    Ok(())
}

/// Takes a notice away that the person has ticked; whether it was there.
pub fn remove(tx: &mut Tx, user: UserId, id: NoticeId) -> Result<bool, StoreError> {
    Ok(tx.execute("delete from account_notice where user_id = $1 and id = $2", &[&user, &id])? == 1)
}

/// お知らせのメールアドレス of a person, if one is set.
pub fn mail_of(tx: &mut Tx, user: UserId) -> Result<Option<String>, StoreError> {
    tx.optional("select address from account_mail where user_id = $1", &[&user], |row| row.next())
}

/// Sets お知らせのメールアドレス of a person; an empty one takes it away.
pub fn set_mail(tx: &mut Tx, user: UserId, address: &str, now: &str) -> Result<(), StoreError> {
    tx.execute("delete from account_mail where user_id = $1", &[&user])?;
    if !address.is_empty() {
        tx.execute(
            "insert into account_mail (user_id, address, set_at) values ($1, $2, $3)",
            &[&user, &address, &now],
        )?;
    }
    Ok(())
}
