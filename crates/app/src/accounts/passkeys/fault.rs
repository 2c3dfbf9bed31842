//! Why a passkey was not taken, in words for the person.

use webauthn_rp::response::{auth::error::AuthCeremonyErr, register::error::RegCeremonyErr};

/// Why a passkey was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasskeyFault {
    /// The browser brought nothing, because it has no script.
    NoScript,
    /// What was brought cannot be read.
    Unreadable,
    /// Nothing was asked, too long ago, or it was answered before.
    Late,
    /// It was made on another page, or under another name.
    Elsewhere,
    /// The device did not look who holds it.
    NotVerified,
    /// The account has no such passkey.
    Unknown,
    /// The device counts back: there are two of it.
    Copied,
    /// The passkey is kept already.
    Same,
    /// As many as one may have are kept.
    Many,
    /// The signature is of another key, or something else of it is wrong.
    Wrong,
}

impl PasskeyFault {
    /// For the page.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::NoScript => "このブラウザーでは、パスキーを使えません。アプリの数字か復旧コードを使ってください",
            Self::Unreadable => "パスキーを読み取れませんでした。もう一度、ボタンを押してください",
            Self::Late => "時間がたったため、パスキーを受け付けられませんでした。もう一度、ボタンを押してください",
            Self::Elsewhere => {
                "別のアドレスの画面で使われたパスキーのため、受け付けませんでした。アドレスを確かめて、画面を開き直してください"
            }
            Self::NotVerified => {
                "機器で本人の確認（指・顔・暗証番号）がされていません。画面ロックや暗証番号を設定した機器を使ってください"
            }
            Self::Unknown => {
                "このパスキーは、あなたのアカウントに登録されていません。登録したときの機器で、もう一度試してください"
            }
            Self::Copied => {
                "このパスキーは、複製されたおそれがあるため受け付けません。アプリの数字か復旧コードでログインし、設定の「二段階認証」でこのパスキーを削除してください"
            }
            Self::Same => "この機器のパスキーは、もう登録されています",
            Self::Many => "登録できるパスキーは10個までです。使っていないものを削除してください",
            Self::Wrong => "パスキーを確かめられませんでした。もう一度試すか、アプリの数字か復旧コードを使ってください",
        }
    }
}

impl From<RegCeremonyErr> for PasskeyFault {
    fn from(error: RegCeremonyErr) -> Self {
        match error {
            RegCeremonyErr::Timeout | RegCeremonyErr::ChallengeMismatch => Self::Late,
            RegCeremonyErr::OriginMismatch
            | RegCeremonyErr::CrossOrigin
            | RegCeremonyErr::TopOriginMismatch
            | RegCeremonyErr::RpIdHashMismatch => Self::Elsewhere,
            RegCeremonyErr::UserNotPresent | RegCeremonyErr::UserNotVerified => Self::NotVerified,
            _ => Self::Wrong,
        }
    }
}

impl From<AuthCeremonyErr> for PasskeyFault {
    fn from(error: AuthCeremonyErr) -> Self {
        match error {
            AuthCeremonyErr::Timeout | AuthCeremonyErr::ChallengeMismatch => Self::Late,
            AuthCeremonyErr::OriginMismatch
            | AuthCeremonyErr::CrossOrigin
            | AuthCeremonyErr::TopOriginMismatch
            | AuthCeremonyErr::RpIdHashMismatch => Self::Elsewhere,
            AuthCeremonyErr::UserNotVerified => Self::NotVerified,
            AuthCeremonyErr::NoMatchingAllowedCredential
            | AuthCeremonyErr::CredentialIdMismatch
            | AuthCeremonyErr::UserHandleMismatch => Self::Unknown,
            AuthCeremonyErr::SignatureCounter => Self::Copied,
            _ => Self::Wrong,
        }
    }
}
