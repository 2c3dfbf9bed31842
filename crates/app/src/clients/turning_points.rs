//! 節目の一覧: whose turning point comes within six months, by date.

use std::collections::HashMap;

use domain::{
    client::{Turning, turning_points},
    id::{ClientId, SpecialistId},
    office::{Right, Specialist},
};
use store::{clients, specialists};

use crate::{
    Cx, Refusal, law_book,
    monitoring::{Who, whose},
};

/// A turning point with whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurningLine {
    /// The client.
    pub client: ClientId,
    /// 氏名.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// 担当; empty where there is none.
    pub specialist_name: String,
    /// What comes, when, and what changes.
    pub turning: Turning,
}

/// The list.
#[derive(Clone, Debug)]
pub struct TurningList {
    /// The turning points, the first one first.
    pub lines: Vec<TurningLine>,
    /// Whose clients are shown; none for everybody's.
    pub specialist: Option<SpecialistId>,
    /// The specialist who is signed in.
    pub me: Option<SpecialistId>,
    /// The office's specialists, for the filter.
    pub specialists: Vec<Specialist>,
}

/// The turning points of the clients of a specialist, or of the office, whom these words find.
pub fn list_turning_points(cx: &mut Cx<'_>, who: Who, words: &str) -> Result<TurningList, Refusal> {
    cx.authorize(Right::Read)?;
    let (office, today) = (cx.actor.office, cx.today);
    let (me, specialist) = whose(cx, who)?;
    let specialists = specialists::list(cx.tx, office)?;
    let names: HashMap<_, _> = specialists.iter().map(|one| (one.id, one.name.as_str())).collect();
    let book = law_book()?;
    let mut lines = Vec::new();
    let people = clients::with_words(cx.tx, office, words)?.into_iter();
    for client in people.filter(|client| specialist.is_none() || client.specialist == specialist) {
        let specialist_name = client.specialist.and_then(|id| names.get(&id)).copied().unwrap_or_default();
        lines.extend(turning_points(book, &client, today).into_iter().map(|turning| TurningLine {
            client: client.id,
            name: client.name.clone(),
            kana: client.kana.clone(),
            specialist_name: specialist_name.to_owned(),
            turning,
        }));
    }
    lines.sort_by(|a, b| (a.turning.on, &a.kana, a.turning.point).cmp(&(b.turning.on, &b.kana, b.turning.point)));
    Ok(TurningList { lines, specialist, me, specialists })
}
