//! `/settings/specialists/{specialist}/posts`: 兼務, the other providers at which a specialist has a post, from a day on.

use app::{office, providers::provider_choices};
use askama::Template;
use axum::extract::{Path, State};
use domain::{
    id::{ProviderId, SpecialistId},
    office::{OfficeFactBody, PostsJudgement},
};

use super::holds_from;
use crate::{AppState, Flash, Form, Layout, PageError, PageResult, Session, see_other_with, show_again};

#[derive(Template)]
#[template(path = "settings/specialist_posts.html")]
struct PostsPage {
    layout: Layout,
    form: Form,
    id: String,
    /// The providers of the register to choose from.
    registered: Vec<(String, String)>,
}

/// Most providers, and letters of a name.
const MOST: (usize, usize) = (20, 60);

/// The form of the posts as they are today.
pub(super) async fn form(state: &AppState, session: &Session, id: SpecialistId) -> Result<Form, PageError> {
    let today = (state.outside.today)();
    let history = state.read(session, office::office_history).await?;
    let posts = history.posts(today);
    let Some(posts) = posts.get(&id) else { return Ok(Form::blank(state)) };
    let mut form = Form::blank(state).with("providers", posts.providers.join("\n"));
    for provider in posts.registered {
        form.add("registered", provider.to_string());
    }
    Ok(match posts.judged {
        Some(judged) => {
            form.with("judged_by", &judged.by).with_date("judged_on", Some(judged.on)).with("hours", &judged.hours)
        }
        None => form,
    })
}

/// 業務に支障がない, as the form says it; none where nothing is said.
fn judged(form: &mut Form) -> Option<PostsJudgement> {
    let on = form.date("judged_on");
    let (by, hours) = (domain::text::line(form.value("judged_by")), domain::text::line(form.value("hours")));
    if on.is_none() && !(by.is_empty() && hours.is_empty()) && !form.has_errors() {
        form.error("judged_on", "判断した日を入力してください");
    }
    Some(PostsJudgement { by, on: on?, hours })
}

/// The providers of the register to choose from.
pub(super) async fn choices(state: &AppState, session: &Session) -> Result<Vec<(String, String)>, PageError> {
    let register = state.read(session, provider_choices).await?;
    Ok(register.into_iter().map(|it| (it.id.to_string(), it.label)).collect())
}

/// `POST /settings/specialists/{specialist}/posts`.
pub async fn send(
    State(state): State<AppState>,
    session: Session,
    Path(id): Path<String>,
    mut form: Form,
) -> PageResult {
    let specialist: SpecialistId = id.parse().map_err(|_| PageError::NotFound)?;
    state.read(&session, move |cx| office::specialist(cx, specialist)).await?;
    let lines = form.value("providers").lines().map(domain::text::line).filter(|line| !line.is_empty());
    let providers: Vec<String> = lines.collect();
    if providers.len() > MOST.0 || providers.iter().any(|name| name.chars().count() > MOST.1) {
        form.error("providers", format!("兼務先は{}行まで、名前は{}文字までで入力してください", MOST.0, MOST.1));
    }
    let registered: Vec<ProviderId> = form.values("registered").into_iter().filter_map(|id| id.parse().ok()).collect();
    if registered.len() > MOST.0 {
        form.error("registered", format!("兼務先は{}か所までにしてください", MOST.0));
    }
    let judged = judged(&mut form);
    let from = holds_from(&mut form);
    if from.is_none() && !form.has_errors() {
        form.error("from", "いつからかを入力してください（前からのときは「はじめから」）");
    }
    if let Some(from) = from.filter(|_| !form.has_errors()) {
        let body = OfficeFactBody::Posts { specialist, providers, registered, judged };
        match state.write(&session, form.operation(), move |cx| office::record_office_fact(cx, body, from)).await {
            Ok(()) => {
                return Ok(see_other_with(Flash::Saved, format!("/settings/specialists/{specialist}")));
            }
            Err(refusal) => form.refuse(refusal)?,
        }
    }
    let layout = Layout::new(&session, "兼務している事業所");
    let registered = choices(&state, &session).await?;
    Ok(show_again(&PostsPage { layout, form, id, registered }))
}
