//! What a page answers when it cannot be shown: one place turns every fault and refusal into a plain Japanese page.

use app::{Actor, Member, Refusal};
use askama::Template;
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use store::{Fault, StoreError};
use tower_http::csrf::ProtectionError;

use crate::{
    AppState, Layout, Session,
    form::fields,
    layout::render,
    pages::asked,
    sent_form::{Sent, SentForm},
};

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
    /// 漏えい等のおそれ is declared: what is of many clients does not leave the office.
    Frozen,
    /// The form was sent from another site.
    CrossSite,
    /// The server was asked under a name that is not its own.
    WrongHost,
    /// Nobody is signed in, or the session has ended.
    SignInFirst,
    /// The session ended before the form was sent, and the form has no draft that could keep what was typed.
    SessionOver,
    /// Somebody else saved in between, and the page has no form that could show both.
    Conflict {
        /// Who saved it, where known.
        by: String,
        /// The version now stored; the next sending counts as made on it.
        current: i64,
    },
    /// The same form was sent before, by somebody else or with other words in it.
    SentBefore,
    /// The form was shown under another organisation than the one worked in now; or before there were several, and then
    /// it does not say (`named`).
    OtherOrganisation {
        /// Whether the form says which.
        named: bool,
    },
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
    /// So many looks wait to be written that nothing more of a client is shown.
    LogFull,
    /// The database does not answer.
    DatabaseDown,
    /// The database's file was moved, replaced or removed.
    FileGone,
    /// The connection was lost while saving: it is not known whether it was kept.
    Unknown {
        /// Whether the number of the sending tells it once the database answers again.
        askable: bool,
    },
    /// The connection was lost while saving, and what was sent does not stand in the database.
    NotKept,
    /// The connection was lost while saving, and what was sent stands in the database.
    Kept,
    /// A stored row cannot be read: table, column and id.
    UnreadableRow(String),
    /// A fault; the text is for the log only.
    Fault(String),
}

impl From<StoreError> for PageError {
    fn from(error: StoreError) -> Self {
        match (error.fault(), &error) {
            (_, StoreError::Busy) => Self::Busy,
            (Some(Fault::Full), _) => Self::DiskFull,
            (Some(Fault::Connection | Fault::Closed), _) => Self::DatabaseDown,
            (Some(Fault::Gone), _) => Self::FileGone,
            (Some(Fault::Unknown), _) => Self::Unknown { askable: false },
            (Some(Fault::Askable), _) => Self::Unknown { askable: true },
            (Some(Fault::NotKept), _) => Self::NotKept,
            (Some(Fault::Kept), _) => Self::Kept,
            _ => match error.unreadable() {
                Some(row) => Self::UnreadableRow(row.to_string()),
                None => Self::Fault(error.to_string()),
            },
        }
    }
}

impl From<Refusal> for PageError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotFound => Self::NotFound,
            Refusal::Forbidden => Self::Forbidden,
            Refusal::Conflict { by, current } => Self::Conflict { by, current },
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
            Self::WrongHost => StatusCode::MISDIRECTED_REQUEST,
            Self::Forbidden | Self::Frozen | Self::CrossSite | Self::SessionOver => StatusCode::FORBIDDEN,
            Self::SignInFirst => StatusCode::SEE_OTHER,
            Self::Conflict { .. } | Self::SentBefore | Self::NotKept | Self::OtherOrganisation { .. } => {
                StatusCode::CONFLICT
            }
            Self::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Unreadable(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Crowded => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy | Self::TimedOut | Self::DatabaseDown | Self::FileGone => StatusCode::SERVICE_UNAVAILABLE,
            Self::Kept => StatusCode::OK,
            Self::DiskFull | Self::LogFull => StatusCode::INSUFFICIENT_STORAGE,
            Self::Fault(_) | Self::Unknown { .. } | Self::UnreadableRow(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    pub(crate) fn title(&self) -> &'static str {
        match self {
            Self::NotFound => "ページが見つかりません",
            Self::MethodNotAllowed => "この開き方はできません",
            Self::Forbidden => "この操作をする権限がありません",
            Self::Frozen => "漏えい等のおそれのため、止めています",
            Self::CrossSite => "ほかのサイトからの操作を止めました",
            Self::WrongHost => "このアドレスでは開けません",
            Self::SignInFirst => "ログインしてください",
            Self::SessionOver => "ログインが切れました",
            Self::Conflict { .. } => "ほかの人が先に保存しました",
            Self::SentBefore => "この画面からは、もう保存されています",
            Self::OtherOrganisation { .. } => "切り替える前の画面から送られました",
            Self::Refused(_) => "この操作はできません",
            Self::Unreadable(_) => "送られた内容を読めませんでした",
            Self::TooLarge => "送られた内容が大きすぎます",
            Self::TooSlow => "送信が途中で止まりました",
            Self::TimedOut => "時間がかかりすぎました",
            Self::Busy | Self::Crowded => "いま混み合っています",
            Self::DiskFull => "保存する場所がいっぱいです",
            Self::LogFull => "閲覧を記録できないため、開けません",
            Self::DatabaseDown => "データベースにつながりません",
            Self::FileGone => "データベースのファイルが見つかりません",
            Self::Unknown { .. } => "保存されたかどうか分かりません",
            Self::NotKept => "保存されていません",
            Self::Kept => "保存されています",
            Self::UnreadableRow(_) => "読めない記録があります",
            Self::Fault(_) => "エラーが起きました",
        }
    }

    /// Whether nothing was wrong with what was sent: the form is shown again as it was typed.
    pub(crate) fn is_trouble(&self) -> bool {
        matches!(
            self,
            Self::Busy
                | Self::DiskFull
                | Self::LogFull
                | Self::DatabaseDown
                | Self::FileGone
                | Self::Unknown { .. }
                | Self::NotKept
                | Self::Fault(_)
                | Self::UnreadableRow(_)
                | Self::SentBefore
        )
    }

    /// Whether what was typed is listed and can be sent again.
    fn keeps_what_was_typed(&self) -> bool {
        self.is_trouble()
            || matches!(
                self,
                Self::Conflict { .. }
                    | Self::SessionOver
                    | Self::OtherOrganisation { .. }
                    | Self::TooLarge
                    | Self::TimedOut
                    | Self::Crowded
                    | Self::Unreadable(_)
            )
    }

    /// Whether the log tells more under a number.
    pub(crate) fn is_incident(&self) -> bool {
        matches!(self, Self::Fault(_) | Self::Unknown { .. } | Self::UnreadableRow(_))
    }

    /// Whether the page offers 確かめる.
    fn may_be_asked(&self) -> bool {
        *self == Self::Unknown { askable: true }
    }

    /// Whether the person signs in beside the page, which stays open.
    fn wants_sign_in(&self) -> bool {
        *self == Self::SessionOver
    }

    /// Seconds after which trying again makes sense.
    fn retry_after(&self) -> Option<HeaderValue> {
        match self {
            Self::LogFull => Some(HeaderValue::from_static("30")),
            Self::Busy | Self::TimedOut => Some(HeaderValue::from_static("5")),
            Self::Crowded => Some(HeaderValue::from_static("10")),
            Self::DatabaseDown => Some(HeaderValue::from_static("30")),
            _ => None,
        }
    }

    /// What happened and what to do. `typed` says whether something was to be saved and stands on the page.
    pub(crate) fn sentences(&self, typed: bool) -> Vec<String> {
        let fixed: &[&str] = match self {
            Self::NotFound => &["アドレスが変わったか、この事業所にはない記録です。メニューから選び直してください。"],
            Self::MethodNotAllowed => &["このアドレスは、画面のボタンから使います。メニューから選び直してください。"],
            Self::Forbidden => &[
                "この画面は、あなたの役割では使えません。必要なときは管理者に相談してください。何も変更されていません。",
            ],
            Self::Frozen => &[
                "漏えい等のおそれが宣言されているため、まとめての印刷と請求ファイルの保存を止めています。毎日の記録と、1枚ずつの印刷は続けられます。",
                "解除できるのは管理者です（「記録」の「漏えい等のおそれ」）。請求の期限が近いときは、管理者に相談してください。",
            ],
            Self::CrossSite => &["みまもりの画面から操作し直してください。何も変更されていません。"],
            Self::WrongHost => &[
                "決められたアドレス（お気に入りに入れたもの、管理者から聞いたもの）で開き直してください。",
                "管理者の方へ: この名前で使うときは、サーバーを --host にその名前を付けて起動します。",
            ],
            Self::SignInFirst => &[],
            Self::Conflict { .. } if typed => {
                &["まだ保存していません。新しい内容を別の画面で確かめてから、下のボタンでもう一度保存できます。"]
            }
            Self::Conflict { .. } => &["まだ保存していません。画面を開き直して、新しい内容を確かめてください。"],
            Self::SentBefore if typed => &[
                "この画面から前に送った内容は、もう保存されています。いまの入力は、まだ保存していません。",
                "保存されている内容を別の画面で確かめてください。いまの入力も保存するときは、この画面からもう一度保存できます。新しい記録になることがあります。",
            ],
            Self::SentBefore => &[
                "前に送った内容が保存されていて、いまの入力は保存していません。",
                "保存されている内容を確かめ、画面を開き直してから入力してください。",
            ],
            Self::OtherOrganisation { named: true } => &[
                "この画面は、いまとは別の事業所（組織）の画面として開いたものです。ほかの事業所の記録と混ざらないように、保存していません。",
                "保存するときは、画面の上の「切り替える」から元の事業所に移り、そこで入力し直してください。",
            ],
            Self::OtherOrganisation { named: false } => &[
                "この画面は、あなたが2つ以上の事業所（組織）に所属する前に開いたものです。まだ保存していません。",
                "いま表示している事業所の記録として保存してよいときだけ、もう一度送ってください。",
            ],
            Self::Refused(sentences) => return sentences.clone(),
            Self::Unreadable(sentence) => return vec![sentence.clone(), "何も保存されていません。".to_owned()],
            Self::TooLarge => &[
                "一度に送れるのは2メガバイトまでです。文章を短くするか、分けて保存してください。",
                "何も保存されていません。",
            ],
            Self::TooSlow => &["通信が遅いか、途中で切れています。何も保存されていません。"],
            Self::TimedOut => &[
                "処理が終わるのを待てませんでした。保存の途中だったときは、このあと保存されることがあります。",
                "同じ内容をもう一度送っても、二重に登録されることはありません。",
            ],
            Self::Crowded => &[CROWDED],
            Self::UnreadableRow(row) => {
                return vec![
                    "保存されている記録の1件を読めないため、この画面を出せません。何も変更されていません。".to_owned(),
                    format!("システムの担当者に、次の場所を伝えてください: {row}"),
                ];
            }
            // What came in the way of saving or of showing.
            _ => self.what_stopped(typed),
        };
        fixed.iter().map(|sentence| (*sentence).to_owned()).collect()
    }

    /// The sentences of a database that was lost in the middle.
    fn what_was_lost(&self, typed: bool) -> &'static [&'static str] {
        match (self, typed) {
            (Self::FileGone, true) => &[
                "データベースのファイルが動かされたか、ほかのファイルに置きかえられたか、上書きされています。保存していません。入力した内容はこの画面に残っています。",
                "この画面を閉じずに、システムの担当者に連絡してください（サーバーを止め、ファイルを元の場所に戻してから起動し直します）。",
            ],
            (Self::FileGone, false) => &[
                "データベースのファイルが動かされたか、ほかのファイルに置きかえられたか、上書きされています。",
                "システムの担当者に連絡してください（サーバーを止め、ファイルを元の場所に戻してから起動し直します）。",
            ],
            (Self::Unknown { askable: true }, _) => &[
                "保存の途中でデータベースとの接続が切れました。保存されたかどうか、まだ分かりません。",
                "少し待ってから、この画面の「確かめる」を押してください。入力した内容はこの画面に残っています。新しい画面で入力し直さないでください。",
            ],
            (Self::Unknown { askable: false }, _) => &[
                "保存の途中でデータベースとの接続が切れました。保存されたかどうか分かりません。",
                "少し待ってから、その画面を開いて、変わっているかどうかを確かめてください。変わっていなければ、もう一度保存してください。",
            ],
            (Self::NotKept, _) => &[
                "保存の途中でデータベースとの接続が切れ、送った内容は保存されていません。入力した内容はこの画面に残っています。",
                "この画面からもう一度保存してください。",
            ],
            (Self::Kept, _) => &[
                "保存の途中でデータベースとの接続が切れましたが、送った内容は保存されていました。",
                "もう一度入力する必要はありません。メニューから開いて確かめてください。",
            ],
            _ => &[],
        }
    }

    /// The sentences of what came in the way of saving or of showing.
    fn what_stopped(&self, typed: bool) -> &'static [&'static str] {
        match (self, typed) {
            (Self::SessionOver, _) => &[
                "しばらく使わなかったため、ログインが切れていました。まだ保存していません。入力した内容はこの画面に残っています。",
                "この画面を閉じずに、下の「別の画面でログインする」からログインし、この画面に戻って「もう一度送る」を押してください。",
            ],
            (Self::Busy, true) => &[
                "混み合っているため、まだ保存していません。入力した内容はこの画面に残っています。",
                "少し待ってから、もう一度保存してください。同じ内容が二重に登録されることはありません。",
            ],
            (Self::Busy, false) => &["少し待ってから、もう一度お試しください。"],
            (Self::DiskFull, true) => &[
                "サーバーの空き容量がないため、保存できませんでした。入力した内容はこの画面に残っています。",
                "システムの担当者に連絡してください。空きができたら、この画面からもう一度保存できます。これまでの記録は失われていません。",
            ],
            (Self::DiskFull, false) => &[
                "サーバーの空き容量がないため、できませんでした。システムの担当者に連絡してください。これまでの記録は失われていません。",
            ],
            (Self::LogFull, _) => &[
                "だれが見たかを記録できない状態が続いているため、利用者の画面を止めています。",
                "システムの担当者に連絡してください（サーバーの空き容量、データベースの状態）。これまでの記録は失われていません。記録できるようになると、すぐに開けます。",
            ],
            (Self::DatabaseDown, true) => &[
                "データベースが応答しないため、まだ保存していません。入力した内容はこの画面に残っています。",
                "しばらく待ってから、もう一度保存してください。続くときはシステムの担当者に連絡してください。",
            ],
            (Self::DatabaseDown, false) => &[
                "データベースが応答しません。しばらく待ってから、もう一度お試しください。続くときはシステムの担当者に連絡してください。",
            ],
            (Self::FileGone | Self::Unknown { .. } | Self::NotKept | Self::Kept, _) => self.what_was_lost(typed),
            (_, true) => &[
                "申し訳ありません。処理の途中でエラーが起きたため、保存していません。入力した内容はこの画面に残っています。",
                "もう一度試しても同じときは、下の番号をシステムの担当者に伝えてください。",
            ],
            (_, false) => &[
                "申し訳ありません。処理の途中でエラーが起きました。何も変更されていません。",
                "もう一度試しても同じときは、下の番号をシステムの担当者に伝えてください。",
            ],
        }
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
    again: Option<Again>,
}

#[derive(Template)]
#[template(path = "error_plain.html")]
struct PlainErrorPage<'a> {
    error: &'a PageError,
    sentences: Vec<String>,
    incident: Option<String>,
    again: Option<Again>,
}

/// A form that is sent again from the page of an error: what was typed in words, and the fields as they came.
struct Again {
    action: String,
    operation: String,
    hidden: Vec<(String, String)>,
    /// Label and value.
    lines: Vec<(String, String)>,
    /// Name and label of what is typed anew.
    secrets: Vec<(String, String)>,
    /// The label of the field that was cut off.
    cut: Option<String>,
    /// Whether sending it again is of use; else it is there to be read and copied.
    may_send: bool,
    /// Whether the database can be asked first if it was kept.
    may_ask: bool,
}

impl Again {
    fn of(error: &PageError, sent: Sent, path: String, state: &AppState) -> Option<Self> {
        let today = (state.outside.today)();
        let operation = sent.operation.filter(|_| error.keeps_what_was_typed())?;
        let mut again = Self {
            operation: operation.to_string(),
            may_ask: error.may_be_asked(),
            hidden: Vec::new(),
            lines: Vec::new(),
            secrets: Vec::new(),
            may_send: sent.cut.is_none() && !matches!(error, PageError::OtherOrganisation { named: true }),
            cut: sent.cut.as_deref().and_then(|name| fields::find(&path, name)).map(|field| field.label),
            action: path,
        };
        for (name, value) in sent.fields {
            let field = fields::find(&again.action, &name);
            if let Some(field) = field {
                if matches!(field.kind, fields::Kind::Secret) {
                    again.secrets.push((name, field.label));
                    continue;
                }
                let shown = field.shown(&value, &[], today);
                if !shown.is_empty() {
                    again.lines.push((field.label, shown));
                }
            }
            again.hidden.push((name, value));
        }
        if let (PageError::SentBefore, Some(fresh)) = (error, sent.fresh) {
            again.operation = fresh.to_string();
        }
        if let PageError::Conflict { current, .. } = error {
            // Sent again it is a new decision, made on the version now stored.
            again.operation = (state.outside.new_id)().to_string();
            for (_, value) in again.hidden.iter_mut().filter(|(name, _)| name == "_version") {
                *value = current.to_string();
            }
        }
        Some(again)
    }
}

/// Gives an answer that is only a [`PageError`] its page, and a form that is shown again its status. Faults are logged
/// here, once, under the number the page shows.
pub(crate) async fn dress(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let sent_form = SentForm::default();
    request.extensions_mut().insert(sent_form.clone());
    let uri = request.uri().clone();
    let mut response = next.run(request).await;
    let mut sent = sent_form.taken();
    let answer = response.extensions_mut().remove::<PageError>().or_else(|| rejection(&response));
    let Some(error) = sent.trouble.take().or_else(|| answer.clone()) else { return response };
    let asked_of = asked::taken_of(uri.path(), &mut sent.fields);
    let number = sent.operation.clone().unwrap_or_else(|| (state.outside.new_id)().to_string());
    // What 確かめる was asked of goes on being sent to where it was typed.
    let address = asked_of.unwrap_or_else(|| uri.path_and_query().map_or_else(String::new, ToString::to_string));
    let path = address.split('?').next().unwrap_or_default().to_owned();
    log(&error, &number);
    if answer.is_none() {
        *response.status_mut() = error.status();
        add_retry(&mut response, &error);
        return response;
    }
    if path == "/healthz" {
        return response;
    }
    let incident = error.is_incident().then_some(number);
    let mut again = Again::of(&error, sent, path, &state);
    if let Some(again) = &mut again {
        again.action = address;
    }
    let sentences = error.sentences(again.is_some());
    let session = response.extensions().get::<Session<Actor>>();
    let mut page = match session.and_then(Session::of::<Member>) {
        Some(member) => {
            let layout = Layout::new(&member, error.title());
            render(error.status(), &ErrorPage { layout, error: &error, sentences, incident, again })
        }
        None => render(error.status(), &PlainErrorPage { error: &error, sentences, incident, again }),
    };
    if let Some(session) = session {
        page.extensions_mut().insert(session.clone());
    }
    add_retry(&mut page, &error);
    for (name, value) in response.headers() {
        if name != header::CONTENT_LENGTH && name != header::CONTENT_TYPE {
            page.headers_mut().append(name, value.clone());
        }
    }
    page
}

fn log(error: &PageError, number: &str) {
    match error {
        PageError::Fault(text) => tracing::error!(incident = %number, fault = %text, "a request failed"),
        PageError::Unknown { .. } => tracing::error!(incident = %number, "the connection was lost while committing"),
        PageError::UnreadableRow(row) => tracing::error!(incident = %number, row = %row, "a row cannot be read"),
        PageError::DiskFull => tracing::error!("the disk is full"),
        PageError::FileGone => tracing::error!("the database's file was moved, replaced or removed"),
        PageError::DatabaseDown => tracing::error!("the database does not answer"),
        _ => {}
    }
}

fn add_retry(response: &mut Response, error: &PageError) {
    if let Some(seconds) = error.retry_after() {
        response.headers_mut().insert(header::RETRY_AFTER, seconds);
    }
}
