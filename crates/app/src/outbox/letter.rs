//! 手紙: what a mail says, and what came in its way. No mail names a client.

use std::sync::Arc;

use calendar::{in_japan, wareki};
use serde_json::Value;
use store::{
    account_notices::NoticeKind,
    outbox::{Job, JobKind},
};
use uuid::Uuid;

use super::{heads, invitation};
use crate::limits;

/// Sends one mail and waits until the server has taken it.
pub type SendMail = Arc<dyn Fn(&Letter) -> Result<(), MailFault> + Send + Sync>;

/// One mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Its id, the same at each try: a repeat can be told by it.
    pub id: Uuid,
    /// When it was written, UTC, RFC 3339.
    pub written_at: String,
    /// Whom it goes to.
    pub to: String,
    /// 件名, one line.
    pub subject: String,
    /// 本文.
    pub text: String,
    /// 添付.
    pub enclosed: Option<Enclosure>,
}

/// A file that goes with a mail. Its name names nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclosure {
    /// File name, ASCII.
    pub name: String,
    /// As the header says it: `text/calendar; charset=utf-8; …`.
    pub content_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What came in the way of a mail. Holds no word of the server's: those can name the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailFault {
    /// The server cannot be reached, or does not answer in time.
    Unreachable,
    /// No safe connection: certificate or TLS.
    Unsafe,
    /// Name or password were not taken.
    SignIn,
    /// The address is none.
    Address,
    /// The server asks to come again, with this code.
    Later(u16),
    /// The server will not take it, with this code.
    Refused(u16),
    /// The mail is longer than one may be, or its kind is not known.
    Unwritable,
    /// The time for it is over.
    Expired,
}

impl MailFault {
    /// Whether another try is of no use.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Address | Self::Refused(_) | Self::Unwritable | Self::Expired)
    }

    /// The word in the database.
    pub fn word(self) -> String {
        match self {
            Self::Unreachable => "unreachable".to_owned(),
            Self::Unsafe => "unsafe".to_owned(),
            Self::SignIn => "sign-in".to_owned(),
            Self::Address => "address".to_owned(),
            Self::Later(code) => format!("later:{code}"),
            Self::Refused(code) => format!("refused:{code}"),
            Self::Unwritable => "unwritable".to_owned(),
            Self::Expired => "expired".to_owned(),
        }
    }

    /// The fault of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        let (name, code) = word.split_once(':').unwrap_or((word, "0"));
        let code = code.parse().ok()?;
        Some(match name {
            "unreachable" => Self::Unreachable,
            "unsafe" => Self::Unsafe,
            "sign-in" => Self::SignIn,
            "address" => Self::Address,
            "later" => Self::Later(code),
            "refused" => Self::Refused(code),
            "unwritable" => Self::Unwritable,
            "expired" => Self::Expired,
            _ => return None,
        })
    }

    /// What happened, for the page.
    pub fn sentence(self) -> String {
        match self {
            Self::Unreachable => "メールのサーバーに届きません".to_owned(),
            Self::Unsafe => "メールのサーバーと安全に接続できません（証明書・TLS）".to_owned(),
            Self::SignIn => "メールのサーバーが、名前とパスワードを受け付けません".to_owned(),
            Self::Address => "宛先がメールアドレスの形ではありません".to_owned(),
            Self::Later(code) => format!("メールのサーバーが、あとで送り直すよう答えました（{code}）"),
            Self::Refused(code) => format!("メールのサーバーが受け付けません（{code}）。宛先と設定を確かめてください"),
            Self::Unwritable => "この版では送れない内容です".to_owned(),
            Self::Expired => format!("{}日のあいだ送れなかったため、やめました", limits::JOB_DAYS),
        }
    }
}

/// The mail of a job.
pub(super) fn letter(job: &Job) -> Result<Letter, MailFault> {
    let body: Value = serde_json::from_str(&job.body).map_err(|_| MailFault::Unwritable)?;
    let word = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    let mut enclosed = None;
    let (subject, text) = match job.kind().ok_or(MailFault::Unwritable)? {
        JobKind::TestMail => (
            "みまもり: テストメール".to_owned(),
            "みまもりから送ったテストメールです。\n\nこのメールが届いていれば、メールの設定は正しくできています。\n"
                .to_owned(),
        ),
        JobKind::NewDevice => (
            "みまもり: 新しい端末からのログイン".to_owned(),
            format!(
                "これまで使われていない端末から、みまもりにログインがありました。\n\n日時: {}\n端末: {}\n\n\
                 だれのログインかは、みまもりの「記録」の画面で確かめられます。\n\
                 心あたりがないときは、「設定」の「ログインする人」で、その人を使えないようにしてください。\n",
                moment(word("at")),
                word("device"),
            ),
        ),
        JobKind::AccountChanged => (
            "みまもり: アカウントの変更のお知らせ".to_owned(),
            format!(
                "みまもりの、あなたのアカウントについてのお知らせです。\n\n{}。\n\n日時: {}\n端末: {}\n操作した人: {}\n\n\
                 心あたりがないときは、すぐにパスワードを変えて、管理者に知らせてください。\n\
                 ログインできないときは、管理者に電話で知らせてください。このメールには返信できません。\n",
                NoticeKind::from_word(word("what")).ok_or(MailFault::Unwritable)?.label(),
                moment(word("at")),
                if word("device").is_empty() { "なし" } else { word("device") },
                word("by"),
            ),
        ),
        JobKind::Head => {
            let (subject, text, head) = heads::parts(&body)?;
            enclosed = Some(head);
            (subject, text)
        }
        JobKind::Invitation => {
            let (subject, text, entry) = invitation::parts(&job.body, &job.queued_at)?;
            enclosed = Some(entry);
            (subject.to_owned(), text)
        }
    };
    if subject.chars().count() > limits::MAIL_SUBJECT || text.len() > limits::MAIL_BYTES {
        return Err(MailFault::Unwritable);
    }
    let (id, written_at, to) = (job.id.0, job.queued_at.clone(), job.recipient.clone());
    Ok(Letter { id, written_at, to, subject, text, enclosed })
}

/// `令和8年11月22日 14:05`; what is no time is given back.
fn moment(at: &str) -> String {
    match in_japan(at) {
        Some((day, time)) => format!("{} {:02}:{:02}", wareki::long(day), time.hour(), time.minute()),
        None => at.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_read_back_from_its_word() {
        use MailFault::*;
        for fault in [Unreachable, Unsafe, SignIn, Address, Later(451), Refused(550), Unwritable, Expired] {
            assert_eq!(MailFault::from_word(&fault.word()), Some(fault));
            assert!(!fault.sentence().is_empty());
        }
        assert_eq!(MailFault::from_word("later:x"), None);
        assert_eq!(MailFault::from_word("smtp says hello"), None);
    }
}
