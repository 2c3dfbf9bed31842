//! `/settings/users`: people who sign in. A one-time password is shown once, to the 管理者 who asked for it.

use app::{
    Refusal,
    accounts::{self, AddUser, EditUser, OpenSession, UserLine},
    office,
};
use askama::Template;
use axum::extract::{Path, State};
use domain::{
    id::{SpecialistId, UserId},
    office::{Role, User},
};

use crate::{
    AppState, Flash, Form, Layout, PageError, PageResult, Session, place::FromPlace, see_other_with, show, show_again,
    show_conflict, show_crowded,
};

#[derive(Template)]
#[template(path = "settings/users.html")]
struct ListPage {
    layout: Layout,
    users: Vec<UserLine>,
}

#[derive(Template)]
#[template(path = "settings/user.html")]
struct EditPage {
    layout: Layout,
    form: Form,
    id: Option<UserId>,
    login: String,
    roles: Vec<(&'static str, String)>,
    specialists: Vec<(String, String)>,
    /// Whether somebody could have an account already, by another organisation.
    shared: bool,
    /// 端末 on which the person is signed in.
    sessions: Vec<OpenSession>,
    /// Whether accounts of people who see clients are only prepared here, for a 管理者 to let them in.
    prepares: bool,
    /// Whether a one-time password can be given to the person here.
    may_let_in: bool,
    /// 二段階認証 of a colleague, whether there is one; none of oneself.
    factor: Option<bool>,
}

#[derive(Template)]
#[template(path = "settings/one_time_password.html")]
struct OneTimePasswordPage {
    layout: Layout,
    login: String,
    /// Nothing where the person was added by an earlier sending: what that one showed is not known here any more.
    password: Option<String>,
}

impl EditPage {
    async fn new(state: &AppState, session: &Session, form: Form, user: Option<&User>) -> Result<Self, PageError> {
        let specialists = state.read(session, office::list_specialists).await?;
        let shared = user.is_none() && state.read(session, accounts::is_shared).await?;
        let sessions = match user.map(|user| user.id) {
            Some(id) => {
                let this = session.token_hash().to_owned();
                state.read(session, move |cx| accounts::sessions_of_user(cx, id, &this)).await?
            }
            None => Vec::new(),
        };
        let factor = match user.map(|user| user.id).filter(|id| *id != session.actor().user) {
            Some(id) => Some(state.read(session, move |cx| accounts::has_factor(cx, id)).await?),
            None => None,
        };
        let title =
            if user.is_some() { "ログインする人を変える" } else { "ログインする人を加える" };
        Ok(Self {
            layout: Layout::new(session, title),
            form,
            id: user.map(|user| user.id),
            login: user.map(|user| user.login.clone()).unwrap_or_default(),
            roles: Role::ALL.iter().map(|role| (role.word(), format!("{} — {}", role.label(), may(*role)))).collect(),
            specialists: specialists.into_iter().map(|one| (one.id.to_string(), one.name)).collect(),
            shared,
            sessions,
            prepares: !accounts::hands_out(session.actor().role, Role::Manager),
            factor,
            may_let_in: user.is_some_and(|user| accounts::hands_out(session.actor().role, user.role)),
        })
    }
}

/// 新しく作る, or アカウントがある: what becomes of the login.
const ACCOUNTS: [(&str, &str); 2] = [
    ("new", "新しく作る（仮パスワードを出す）"),
    ("existing", "アカウントがある（ほかの事業所などで使っている本人。パスワードはそのまま）"),
];

/// What a role may do, in one line.
fn may(role: Role) -> &'static str {
    match role {
        Role::Manager => "すべて。設定と記録も",
        Role::Specialist => "利用者とモニタリングの入力。請求は見るだけ",
        Role::Clerk => "利用者と請求の入力。モニタリングは見るだけ",
        Role::Viewer => "見るだけ",
        Role::Auditor => "設定と記録も含めて、見るだけ",
        Role::System => "ログインする人と設定だけ。利用者のことは一切見えない",
    }
}

/// `GET /settings/users`.
pub async fn list(State(state): State<AppState>, session: Session) -> PageResult {
    let users = state.read(&session, accounts::list_users).await?;
    Ok(show(&ListPage { layout: Layout::new(&session, "ログインする人"), users }))
}

/// `GET /settings/users/new`.
pub async fn open_new(State(state): State<AppState>, session: Session) -> PageResult {
    let form = Form::blank(&state).with("account", "new");
    Ok(show(&EditPage::new(&state, &session, form, None).await?))
}

/// `POST /settings/users/new`: the answer is the page with the one-time password.
pub async fn send_new(State(state): State<AppState>, session: Session, mut form: Form) -> PageResult {
    let login = form.required("login", "ログインID");
    let name = form.required("name", "氏名");
    let role = form.choice("role", "役割", Role::from_word);
    let specialist = specialist(&mut form);
    let Some(role) = role.filter(|_| !form.has_errors()) else {
        return Ok(show_again(&EditPage::new(&state, &session, form, None).await?));
    };
    if form.value("account") == "existing" {
        let new = AddUser { login, name, role, specialist, password_hash: None };
        return match state.write(&session, form.operation(), move |cx| accounts::add_user(cx, new)).await {
            Ok(_) => Ok(see_other_with(Flash::Added, "/settings/users")),
            Err(refusal) => {
                form.refuse(refusal)?;
                Ok(show_again(&EditPage::new(&state, &session, form, None).await?))
            }
        };
    }
    let (password, hash) = match one_time(&state).await {
        Ok(made) => made,
        Err(error) => {
            form.refuse_crowded(error)?;
            return Ok(show_crowded(&EditPage::new(&state, &session, form, None).await?));
        }
    };
    let new = AddUser { login: login.clone(), name, role, specialist, password_hash: Some(hash) };
    match state.write(&session, form.operation(), move |cx| accounts::add_user(cx, new)).await {
        Ok(added) if added.prepared => Ok(see_other_with(Flash::Added, "/settings/users")),
        Ok(added) => {
            let (layout, login) = (Layout::new(&session, "仮パスワード"), accounts::normal_login(&login));
            Ok(show(&OneTimePasswordPage { layout, login, password: added.now.then_some(password) }))
        }
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&EditPage::new(&state, &session, form, None).await?))
        }
    }
}

/// `GET /settings/users/{user}`.
pub async fn open(State(state): State<AppState>, session: Session, Path(id): Path<String>) -> PageResult {
    let id = parse(&id)?;
    let user = state.read(&session, move |cx| accounts::user_of(cx, id)).await?.user;
    let form = stored(&state, &user).with_version(user.version);
    Ok(show(&EditPage::new(&state, &session, form, Some(&user)).await?))
}

/// `POST /settings/users/{user}`.
pub async fn send(
    State(state): State<AppState>,
    session: Session,
    Path(id): Path<String>,
    mut form: Form,
) -> PageResult {
    let id = parse(&id)?;
    let user = state.read(&session, move |cx| accounts::user_of(cx, id)).await?.user;
    let name = form.required("name", "氏名");
    let role = form.choice("role", "役割", Role::from_word);
    let specialist = specialist(&mut form);
    let Some(role) = role.filter(|_| !form.has_errors()) else {
        return Ok(show_again(&EditPage::new(&state, &session, form, Some(&user)).await?));
    };
    let edit = EditUser { name, role, specialist, disabled: form.ticked("disabled"), version: form.version() };
    match state.write(&session, form.operation(), move |cx| accounts::edit_user(cx, id, edit)).await {
        Ok(()) => Ok(see_other_with(Flash::Saved, "/settings/users")),
        Err(Refusal::Conflict { by, .. }) => {
            let user = state.read(&session, move |cx| accounts::user_of(cx, id)).await?.user;
            let mut page = EditPage::new(&state, &session, form, Some(&user)).await?;
            let now = stored(&state, &user);
            page.form.conflict_against(&state, user.version, &by, Some(&now), &page.specialists);
            Ok(show_conflict(&page))
        }
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&EditPage::new(&state, &session, form, Some(&user)).await?))
        }
    }
}

/// `POST /settings/users/{user}/reset`: a new one-time password for somebody who forgot the own one.
pub async fn reset(
    State(state): State<AppState>,
    session: Session,
    Path(id): Path<String>,
    FromPlace(place): FromPlace,
    form: Form,
) -> PageResult {
    let id = parse(&id)?;
    let user = state.read(&session, move |cx| accounts::user_of(cx, id)).await?.user;
    let (password, hash) = one_time(&state).await?;
    state.write(&session, form.operation(), move |cx| accounts::reset_password(cx, id, &hash, &place.device)).await?;
    let layout = Layout::new(&session, "仮パスワード");
    Ok(show(&OneTimePasswordPage { layout, login: user.login, password: Some(password) }))
}

/// `POST /settings/users/{user}/reset-factor`: for somebody who lost telephone, passkeys and printed codes.
pub async fn reset_factor(
    State(state): State<AppState>,
    session: Session,
    Path(id): Path<String>,
    FromPlace(place): FromPlace,
    form: Form,
) -> PageResult {
    let id = parse(&id)?;
    let user = state.read(&session, move |cx| accounts::user_of(cx, id)).await?.user;
    match state.write(&session, form.operation(), move |cx| accounts::reset_factor(cx, id, &place.device)).await {
        Ok(()) => Ok(see_other_with(Flash::Saved, format!("/settings/users/{id}"))),
        Err(refusal) => {
            let mut form = stored(&state, &user).with_version(user.version);
            form.refuse(refusal)?;
            Ok(show_again(&EditPage::new(&state, &session, form, Some(&user)).await?))
        }
    }
}

/// `POST /settings/users/{user}/remove`: the person works here no more.
pub async fn remove(State(state): State<AppState>, session: Session, Path(id): Path<String>, form: Form) -> PageResult {
    let id = parse(&id)?;
    state.write(&session, form.operation(), move |cx| accounts::remove_user(cx, id)).await?;
    Ok(see_other_with(Flash::Removed, "/settings/users"))
}

/// `POST /settings/users/{user}/end-session`: signs the person out on one device.
pub async fn end_session(
    State(state): State<AppState>,
    session: Session,
    Path(id): Path<String>,
    form: Form,
) -> PageResult {
    let (id, one) = (parse(&id)?, form.text("session"));
    state.write(&session, form.operation(), move |cx| accounts::end_session_of_user(cx, id, &one)).await?;
    Ok(see_other_with(Flash::Saved, format!("/settings/users/{id}")))
}

async fn one_time(state: &AppState) -> Result<(String, String), PageError> {
    let outside = state.outside.clone();
    state.hashing.run(move || accounts::one_time_password(&outside)).await?.map_err(PageError::Fault)
}

/// The form as it is stored.
fn stored(state: &AppState, user: &User) -> Form {
    Form::blank(state)
        .with("name", &user.name)
        .with("role", user.role.word())
        .with("specialist", user.specialist.map(|id| id.to_string()).unwrap_or_default())
        .with("disabled", if user.disabled { "yes" } else { "" })
}

fn specialist(form: &mut Form) -> Option<SpecialistId> {
    form.text("specialist").parse().ok()
}

fn parse(id: &str) -> Result<UserId, PageError> {
    id.parse().map_err(|_| PageError::NotFound)
}
