//! What a page answers when it cannot be shown: one place turns every fault and refusal into a plain Japanese page.

use app::Refusal;
use askama::Template;
use axum::{
    body::Body,
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use store::{Fault, StoreError};
use tower_http::csrf::ProtectionError;

use crate::{AppState, Layout, Session, layout::render};

/// A handler's answer.
pub type PageResult = Result<Response, PageError>;

/// Why a page cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageError {
    /// There is no such page, or no such thing in this office.
    NotFound,
    /// The page is there, but not for this method.
    MethodNotAllowed,
    /// The role does not carry the right.
    Forbidden,
    /// The form was sent from another site.
    CrossSite,
    /// Nobody is signed in, or the session has ended.
    SignInFirst,
    /// Somebody else saved in between, and the page has no form that could show both.
    Conflict {
        /// Who saved it, where known.
        by: String,
    },
    /// The same form was sent before, by somebody else or with other words in it.
    SentBefore,
    /// The rules refuse it, and the page has no form that could show why.
    Refused(Vec<String>),
    /// The form could not be read.
    Unreadable(String),
    /// More was sent than is taken.
    TooLarge,
    /// What was sent took too long to come.
    TooSlow,
    /// The work behind the answer took too long.
    TimedOut,
    /// Too many people sign in at the same moment.
    Crowded,
    /// Too many requests wait for the database.
    Busy,
    /// The disk is full.
    DiskFull,
    /// A fault; the text is for the log only.
    Fault(String),
}

impl From<StoreError> for PageError {
    fn from(error: StoreError) -> Self {
        match (error.fault(), &error) {
            (_, StoreError::Busy) => Self::Busy,
            (Some(Fault::Full), _) => Self::DiskFull,
            _ => Self::Fault(error.to_string()),
        }
    }
}

impl From<Refusal> for PageError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotFound => Self::NotFound,
            Refusal::Forbidden => Self::Forbidden,
            Refusal::Conflict { by, .. } => Self::Conflict { by },
            Refusal::SentBefore => Self::SentBefore,
            Refusal::Refused(reasons) => Self::Refused(reasons.into_iter().map(|reason| reason.sentence).collect()),
            Refusal::Fault(error) => error.into(),
        }
    }
}

/// Said to whom the turn of a password did not come in time.
pub(crate) const CROWDED: &str =
    "ログインやパスワードの変更が重なっています。10秒ほど待ってから、もう一度お試しください。";

impl PageError {
    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Forbidden | Self::CrossSite => StatusCode::FORBIDDEN,
            Self::SignInFirst => StatusCode::SEE_OTHER,
            Self::Conflict { .. } | Self::SentBefore => StatusCode::CONFLICT,
            Self::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Unreadable(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Crowded => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy | Self::TimedOut => StatusCode::SERVICE_UNAVAILABLE,
            Self::DiskFull => StatusCode::INSUFFICIENT_STORAGE,
            Self::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn title(&self) -> &'static str {
        match self {
            Self::NotFound => "ページが見つかりません",
            Self::MethodNotAllowed => "この開き方はできません",
            Self::Forbidden => "この操作をする権限がありません",
            Self::CrossSite => "ほかのサイトからの操作を止めました",
            Self::SignInFirst => "ログインしてください",
            Self::Conflict { .. } => "ほかの人が先に保存しました",
            Self::SentBefore => "この画面からは、もう保存されています",
            Self::Refused(_) => "この操作はできません",
            Self::Unreadable(_) => "送られた内容を読めませんでした",
            Self::TooLarge => "送られた内容が大きすぎます",
            Self::TooSlow => "送信が途中で止まりました",
            Self::TimedOut => "時間がかかりすぎました",
            Self::Busy | Self::Crowded => "いま混み合っています",
            Self::DiskFull => "保存する場所がいっぱいです",
            Self::Fault(_) => "エラーが起きました",
        }
    }

    fn sentences(&self) -> Vec<String> {
        let fixed: &[&str] = match self {
            Self::NotFound => &["アドレスが変わったか、この事業所にはない記録です。メニューから選び直してください。"],
            Self::MethodNotAllowed => &["このアドレスは、画面のボタンから使います。前の画面に戻ってください。"],
            Self::Forbidden => &[
                "この画面は、あなたの役割では使えません。必要なときは管理者に相談してください。何も変更されていません。",
            ],
            Self::CrossSite => &["みまもりの画面から操作し直してください。何も変更されていません。"],
            Self::SignInFirst => &[],
            Self::Conflict { by } if by.is_empty() => {
                &["ほかの人が先に保存したため、保存していません。前の画面に戻ると入力が残っています。"]
            }
            Self::Conflict { .. } => &[
                "保存していません。前の画面に戻ると入力が残っています。新しい内容を確かめてから、もう一度保存してください。",
            ],
            Self::SentBefore => &[
                "前に送った内容が保存されていて、いまの入力は保存していません。ブラウザの「戻る」で入力に戻れます。",
                "保存されている内容を確かめ、画面を開き直してから入力してください。",
            ],
            Self::Refused(sentences) => return sentences.clone(),
            Self::Unreadable(sentence) => return vec![sentence.clone(), "何も保存されていません。".to_owned()],
            Self::TooLarge => &[
                "一度に送れるのは2メガバイトまでです。文章を短くするか、分けて保存してください。",
                "何も保存されていません。ブラウザの「戻る」で入力に戻れます。",
            ],
            Self::TooSlow => {
                &["通信が遅いか、途中で切れています。何も保存されていません。ブラウザの「戻る」で入力に戻れます。"]
            }
            Self::TimedOut => &[
                "処理が終わるのを待てませんでした。保存の途中だったときは、このあと保存されることがあります。",
                "同じ操作をもう一度しても、二重に登録されることはありません。",
            ],
            Self::Crowded => &[CROWDED],
            Self::Busy => &[
                "少し待ってから、もう一度お試しください。何も保存されていません。同じ操作をもう一度しても、二重に登録されることはありません。",
            ],
            Self::DiskFull => &[
                "サーバーの空き容量がないため、保存できませんでした。システムの担当者に連絡してください。これまでの記録は失われていません。",
                "ブラウザの「戻る」で入力に戻れます。",
            ],
            Self::Fault(_) => &[
                "申し訳ありません。処理の途中でエラーが起きたため、何も保存されていません。",
                "もう一度試しても同じときは、下の番号をシステムの担当者に伝えてください。",
            ],
        };
        fixed.iter().map(|sentence| (*sentence).to_owned()).collect()
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        if self == Self::SignInFirst {
            return Redirect::to("/login").into_response();
        }
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The answer to a form that another site sent.
pub(crate) fn cross_site(_error: ProtectionError) -> Response<Body> {
    PageError::CrossSite.into_response()
}

/// What axum itself refused: it answers in English and names its types, so only the kind of it is kept.
fn rejection(response: &Response) -> Option<PageError> {
    let plain =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"));
    match response.status() {
        StatusCode::BAD_REQUEST | StatusCode::UNSUPPORTED_MEDIA_TYPE if plain => {
            let sentence = "アドレスかフォームの形が違います。メニューから開き直してください。";
            Some(PageError::Unreadable(sentence.to_owned()))
        }
        StatusCode::PAYLOAD_TOO_LARGE if plain => Some(PageError::TooLarge),
        _ => None,
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    layout: Layout,
    error: &'a PageError,
    sentences: Vec<String>,
    incident: Option<String>,
}

#[derive(Template)]
#[template(path = "error_plain.html")]
struct PlainErrorPage<'a> {
    error: &'a PageError,
    sentences: Vec<String>,
    incident: Option<String>,
}

/// Gives an answer that is only a [`PageError`] its page. Faults are logged here, once, under the number the page shows.
pub(crate) async fn dress(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let wants_json = request.uri().path() == "/healthz";
    let mut response = next.run(request).await;
    let Some(error) = response.extensions_mut().remove::<PageError>().or_else(|| rejection(&response)) else {
        return response;
    };
    let incident = match &error {
        PageError::Fault(text) => {
            let id = (state.outside.new_id)().to_string();
            tracing::error!(incident = %id, fault = %text, "a request failed");
            Some(id)
        }
        PageError::DiskFull => {
            tracing::error!("the disk is full");
            None
        }
        _ => None,
    };
    if wants_json {
        return response;
    }
    let sentences = error.sentences();
    let mut page = match response.extensions().get::<Session>() {
        Some(session) => render(
            error.status(),
            &ErrorPage { layout: Layout::new(session, error.title()), error: &error, sentences, incident },
        ),
        None => render(error.status(), &PlainErrorPage { error: &error, sentences, incident }),
    };
    for (name, value) in response.headers() {
        if name != header::CONTENT_LENGTH && name != header::CONTENT_TYPE {
            page.headers_mut().append(name, value.clone());
        }
    }
    page
}
