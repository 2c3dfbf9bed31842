//! `/settings/account-notices`: what was changed about how the person signs in, until it is ticked, and the address to which the same goes
//! as a mail.

use app::{
    Member,
    accounts::{self, Notice, OwnNotices},
};
use askama::Template;
use axum::extract::State;

use crate::{
    AppState, Flash, Form, Layout, PageError, PageResult, Session, place::FromPlace, see_other_with, show, show_again,
};

/// Where it is: the frame of the other pages leads to it.
pub(crate) const PLACE: &str = "/settings/account-notices";

#[derive(Template)]
#[template(path = "settings/account_notices.html")]
struct NoticesPage {
    layout: Layout,
    form: Form,
    own: OwnNotices,
}

impl NoticesPage {
    /// Who made the change.
    fn by<'a>(&self, notice: &'a Notice) -> &'a str {
        if notice.made_by.is_empty() { "本人" } else { &notice.made_by }
    }
}

async fn page(state: &AppState, session: &Session<Member>, form: Option<Form>) -> Result<NoticesPage, PageError> {
    let own = state.read(session, accounts::own_notices).await?;
    let form = form.unwrap_or_else(|| Form::blank(state).with("mail", own.mail.clone()));
    Ok(NoticesPage { layout: Layout::new(session, "アカウントのお知らせ"), form, own })
}

/// `GET /settings/account-notices`.
pub async fn open(State(state): State<AppState>, session: Session<Member>) -> PageResult {
    Ok(show(&page(&state, &session, None).await?))
}

/// `POST /settings/account-notices`: one was ticked.
pub async fn tick(State(state): State<AppState>, session: Session<Member>, form: Form) -> PageResult {
    let id = form.text("notice").parse().map_err(|_| PageError::NotFound)?;
    state.write_own(&session, move |cx| accounts::tick_notice(cx, id)).await?;
    Ok(see_other_with(Flash::Saved, PLACE))
}

/// `POST /settings/account-notices/mail`: お知らせのメールアドレス.
pub async fn save_mail(
    State(state): State<AppState>,
    session: Session<Member>,
    FromPlace(place): FromPlace,
    mut form: Form,
) -> PageResult {
    let typed = form.text("mail");
    match state.write_own(&session, move |cx| accounts::save_own_mail(cx, &typed, &place.device)).await {
        Ok(()) => Ok(see_other_with(Flash::Saved, PLACE)),
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&page(&state, &session, Some(form)).await?))
        }
    }
}
