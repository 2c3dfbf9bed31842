//! `/breach/{breach}/people`: whose data was looked at in the days of a breach, by an account or from a device.

use app::breach::{Affected, PeopleAsked, affected_people};
use askama::Template;
use axum::extract::{Query, State};
use domain::id::{BreachId, UserId};
use serde::Deserialize;

use super::PLACE;
use crate::{AppState, Form, Layout, PageResult, PathId, Session, at, show, time};

/// What the address may say; it names no client.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    user: String,
    device: String,
}

/// Somebody, in words.
struct Line {
    href: String,
    name: String,
    kana: String,
    kinds: String,
    times: i64,
    first: String,
    last: String,
}

#[derive(Template)]
#[template(path = "breach/people.html")]
struct Page {
    layout: Layout,
    back: String,
    form: Form,
    lines: Vec<Line>,
    others: usize,
    everybody: bool,
    cut: bool,
    users: Vec<(String, String)>,
    devices: Vec<(String, String)>,
}

/// `GET /breach/{breach}/people`.
pub async fn open(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<BreachId>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let user = asked.user.parse::<UserId>().map(|id| id.to_string()).unwrap_or_default();
    let asked = PeopleAsked { user, device: asked.device };
    let question = asked.clone();
    let Affected { people, others, everybody, users, devices, cut } =
        state.read(&session, move |cx| affected_people(cx, id, &question)).await?;
    let lines = people.into_iter().map(|it| Line {
        href: at::client(it.client),
        name: it.name,
        kana: it.kana,
        kinds: it.kinds.join("、"),
        times: it.times,
        first: time::moment(&it.span.0),
        last: time::moment(&it.span.1),
    });
    Ok(show(&Page {
        layout: Layout::new(&session, "見られた人の一覧"),
        back: format!("{PLACE}/{id}"),
        form: Form::blank(&state).with("user", asked.user).with("device", asked.device),
        lines: lines.collect(),
        others,
        everybody,
        cut,
        users,
        devices: devices.into_iter().map(|device| (device.clone(), device)).collect(),
    }))
}
