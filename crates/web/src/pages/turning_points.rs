//! 節目の一覧: who turns 18 or 65, enters school or leaves one within six months, and what changes then.

use app::{
    clients::{TurningLine, TurningList, list_turning_points},
    monitoring::Who,
};
use askama::Template;
use axum::extract::{Query, State};
use calendar::wareki;
use domain::{client::TurningPoint, id::SpecialistId, office::Specialist};
use law::Confidence;
use serde::Deserialize;

use crate::{AppState, Form, Layout, PageResult, Session, at, see_other, show};

/// What the address may say. It names no person.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// `all`, or a specialist's id; the own clients where it is empty.
    who: String,
    /// The words searched for, closed.
    q: String,
}

#[derive(Template)]
#[template(path = "turning_points.html")]
struct Page {
    layout: Layout,
    asked: Asked,
    list: TurningList,
    whos: Vec<(String, String, bool)>,
    words: String,
}

impl Page {
    fn client(&self, line: &TurningLine) -> String {
        at::client(line.client)
    }

    fn day(&self, line: &TurningLine) -> String {
        wareki::long(line.turning.on)
    }

    fn point(&self, line: &TurningLine) -> &'static str {
        TurningPoint::label(line.turning.point)
    }

    fn filtered(&self) -> bool {
        !self.words.is_empty() || self.list.specialist.is_some()
    }
}

/// `GET /turning-points`.
pub async fn show_list(State(state): State<AppState>, session: Session, Query(mut asked): Query<Asked>) -> PageResult {
    let words = session.searched(&asked.q);
    if words.is_empty() {
        asked.q.clear();
    }
    let who = match asked.who.as_str() {
        "" => Who::Usual,
        "all" => Who::All,
        id => id.parse().map_or(Who::Usual, Who::Of),
    };
    let searched = words.clone();
    let list = state.read(&session, move |cx| list_turning_points(cx, who, &searched)).await?;
    let whos = whos(&list);
    Ok(show(&Page { layout: Layout::new(&session, "節目"), asked, list, whos, words }))
}

/// `POST /turning-points`: on to the list with a name, which stands closed in the address.
pub async fn search(State(state): State<AppState>, session: Session, form: Form) -> PageResult {
    let words: String = form.text("words").chars().take(60).collect();
    let q = session.seal().close(&words, (state.outside.random)());
    let who = form.text("who");
    let id = who.parse::<SpecialistId>().map(|id| id.to_string()).unwrap_or_default();
    let who = if who == "all" { "all" } else { id.as_str() };
    Ok(see_other(at::with_query("/turning-points", &[("who", who), ("q", q.as_str())])))
}

/// The choices of 担当: 自分 first for a specialist.
fn whos(list: &TurningList) -> Vec<(String, String, bool)> {
    let own = list.me.map(|me| (String::new(), "自分".to_owned(), list.specialist == Some(me)));
    let all = ("all".to_owned(), "すべて".to_owned(), list.specialist.is_none());
    let other = |one: &Specialist| (one.id.to_string(), one.name.clone(), list.specialist == Some(one.id));
    let others = list.specialists.iter().filter(|one| Some(one.id) != list.me);
    own.into_iter().chain([all]).chain(others.map(other)).collect()
}
