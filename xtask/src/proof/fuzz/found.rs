//! What there is to send: the POST routes as the table of routes names them, and the forms of the pages for each.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    path::Path,
};

use anyhow::{Context as _, Result};

use crate::proof::{
    forms::{Form, forms, links},
    http::Browser,
};

/// Pages of one kind that are opened.
const PAGES_OF_A_KIND: usize = 2;
/// Forms of one route that are kept.
const FORMS_OF_A_ROUTE: usize = 6;

/// The forms, by route.
pub struct Found {
    forms: Vec<Vec<Form>>,
    pages: BTreeMap<String, String>,
    on_pages: usize,
}

impl Found {
    /// Walks the pages from the first one on. `own` is the account of those who ask: what would take it from them is asked
    /// with the other accounts.
    pub fn of(root: &Path, browser: &Browser, own: &str) -> Result<Self> {
        let source = std::fs::read_to_string(root.join("crates/web/src/routes.rs"))?;
        let (gets, posts) = (patterns(&source, "get("), patterns(&source, "post("));
        let mut walk = Walk { gets, opened: BTreeMap::new(), places: BTreeMap::new(), forms: Vec::new() };
        walk.from(browser)?;
        walk.forms.retain(|(_, form)| !shuts_out(&form.action, own));
        let on_pages = walk.forms.len();
        let mut pages = BTreeMap::new();
        let by_route = posts.iter().map(|post| {
            let mut names = BTreeSet::new();
            let fitting = walk.forms.iter().filter(|(_, form)| fits(post, &form.action));
            let mut kept: Vec<Form> = Vec::new();
            for (page, form) in fitting {
                let of: Vec<&str> = form.fields.iter().map(|(name, _)| name.as_str()).collect();
                if (names.insert(of) || kept.len() < 2) && kept.len() < FORMS_OF_A_ROUTE {
                    pages.insert(form.action.clone(), page.clone());
                    kept.push(form.clone());
                }
            }
            if kept.is_empty() {
                // No page shows it now: its address with things of other pages, and the fields of any form.
                let fields =
                    walk.forms.iter().step_by(29).flat_map(|(_, form)| form.fields.clone()).take(300).collect();
                kept.push(Form { action: walk.address(post), fields });
            }
            kept
        });
        let forms = by_route.collect();
        Ok(Self { forms, pages, on_pages })
    }

    /// The forms of each route.
    pub fn all(&self) -> &[Vec<Form>] {
        &self.forms
    }

    /// How many routes there are.
    pub fn routes(&self) -> usize {
        self.forms.len()
    }

    /// How many of them a page shows a form for.
    pub fn reached(&self) -> usize {
        self.forms
            .iter()
            .filter(|forms| forms.first().is_some_and(|form| self.pages.contains_key(&form.action)))
            .count()
    }

    /// How many forms the pages had.
    pub fn forms(&self) -> usize {
        self.on_pages
    }

    /// The page on which the form stands.
    pub fn page_of(&self, form: &Form) -> Option<&str> {
        self.pages.get(&form.action).map(String::as_str)
    }
}

/// A walk along the links.
struct Walk {
    gets: Vec<String>,
    opened: BTreeMap<String, usize>,
    places: BTreeMap<String, String>,
    forms: Vec<(String, Form)>,
}

impl Walk {
    fn from(&mut self, browser: &Browser) -> Result<()> {
        let mut seen = BTreeSet::new();
        let mut waiting: VecDeque<String> = self.gets.iter().filter(|path| !path.contains('{')).cloned().collect();
        while let Some(path) = waiting.pop_front() {
            let plain = path.split('?').next().unwrap_or(&path).to_owned();
            let Some(kind) = self.gets.iter().find(|kind| fits(kind, &plain)).cloned() else { continue };
            let count = self.opened.entry(kind.clone()).or_default();
            if *count >= PAGES_OF_A_KIND
                || !seen.insert(path.clone())
                || kind.ends_with(".pdf")
                || kind.ends_with(".xlsx")
            {
                continue;
            }
            *count += 1;
            self.note(&kind, &plain);
            let page = browser.get(&path).with_context(|| path.clone())?;
            waiting.extend(links(&page.body));
            self.forms.extend(forms(&page.body).into_iter().map(|form| (path.clone(), form)));
        }
        Ok(())
    }

    /// What stood in each place of an address.
    fn note(&mut self, kind: &str, path: &str) {
        let places = kind.split('/').zip(path.split('/')).filter(|(kind, _)| kind.starts_with('{'));
        self.places.extend(places.map(|(kind, place)| (kind.to_owned(), place.to_owned())));
    }

    /// An address of a route, with what stood in the places of others.
    fn address(&self, route: &str) -> String {
        let part =
            |part: &str| self.places.get(part).cloned().unwrap_or_else(|| part.trim_matches(['{', '}']).to_owned());
        route.split('/').map(part).collect::<Vec<_>>().join("/")
    }
}

/// Whether a form can keep somebody from signing in: it gives the account another password, or switches it off.
fn shuts_out(action: &str, account: &str) -> bool {
    let of = action.strip_prefix("/settings/users/").and_then(|rest| rest.strip_prefix(account));
    matches!(of, Some("" | "/reset"))
}

/// The paths of the table for one method.
fn patterns(source: &str, method: &str) -> Vec<String> {
    let lines = source.split(method).skip(1).filter_map(|rest| rest.trim_start().strip_prefix('"'));
    lines.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

/// Whether a path is of a kind.
fn fits(kind: &str, path: &str) -> bool {
    let (kind, path): (Vec<&str>, Vec<&str>) =
        (kind.split('/').collect(), path.split('?').next().unwrap_or("").split('/').collect());
    kind.len() == path.len() && kind.iter().zip(&path).all(|(kind, path)| kind.starts_with('{') || kind == path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_are_read_from_their_table() {
        let source = "get(\"/a\", x), post(\"/a/{b}\", y),\n post(\n    \"/c\", z), fn post<H>(path: &str)";
        assert_eq!(patterns(source, "post("), ["/a/{b}", "/c"]);
        assert_eq!(patterns(source, "get("), ["/a"]);
        assert!(fits("/a/{b}", "/a/1?x=y") && !fits("/a/{b}", "/a") && !fits("/a/{b}", "/c/1"));
    }

    #[test]
    fn the_own_account_is_left_alone() {
        let shut = ["/settings/users/a", "/settings/users/a/reset"];
        assert!(shut.iter().all(|action| shuts_out(action, "a") && !shuts_out(action, "b")));
        assert!(!shuts_out("/settings/users/a/end-session", "a") && !shuts_out("/settings/users", "a"));
    }
}
