//! What the pages of the program send: every form on every page of the table, by the route that takes it.

use std::collections::BTreeMap;

use axum::http::{Method, StatusCode};
use domain::office::Role;
use percent_encoding::percent_decode_str;
use web::routes::table;

use super::{common::Site, world::Things};

/// Name and value of each field of a form.
pub type Fields = Vec<(String, String)>;

/// The forms that were found: where they go and what is in them.
pub struct Forms(Vec<(String, Fields)>);

impl Forms {
    /// Opens every page as the manager.
    pub async fn of(site: &Site, things: &Things) -> Self {
        let mut forms = BTreeMap::new();
        for route in table().iter().filter(|route| route.method == Method::GET) {
            let page = site.get(&things.path(route.path), &site.cookie(Role::Manager)).await;
            if page.status == StatusCode::OK {
                for (address, fields) in forms_of(&page.body) {
                    // One form for each address and set of names.
                    let names: Vec<String> = fields.iter().map(|(name, _)| name.clone()).collect();
                    forms.entry((address.clone(), names)).or_insert((address, fields));
                }
            }
        }
        Self(forms.into_values().collect())
    }

    /// Those that are sent to this route; of the same names in the same number one is enough.
    pub fn to(&self, route: &str) -> Vec<(String, Fields)> {
        let mut seen = Vec::new();
        let fits = self.0.iter().filter(|(address, _)| is_of(route, address));
        let new = fits.filter(|(_, fields)| {
            let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
            let first = !seen.contains(&names);
            seen.push(names);
            first
        });
        new.take(2).cloned().collect()
    }

    /// One field of each name that any form has.
    pub fn of_all(&self) -> Fields {
        let fields = self.0.iter().flat_map(|(_, fields)| fields.clone());
        fields.filter(|(name, _)| !name.starts_with('_')).collect::<BTreeMap<_, _>>().into_iter().collect()
    }

    /// The names under which any form says how many of something there are, or which one is meant.
    pub fn counts(&self) -> Vec<String> {
        let fields = self.0.iter().flat_map(|(_, fields)| fields);
        let numbers = fields.filter(|(_, value)| !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()));
        let mut names: Vec<String> = numbers.map(|(name, _)| name.clone()).collect();
        names.sort();
        names.dedup();
        names
    }
}

/// Whether an address is of a route.
fn is_of(route: &str, address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap();
    let (of, at): (Vec<&str>, Vec<&str>) = (route.split('/').collect(), path.split('/').collect());
    of.len() == at.len() && of.iter().zip(&at).all(|(of, at)| of.starts_with('{') || of == at)
}

/// The forms of a page that are sent by POST, also to the other addresses of their buttons.
fn forms_of(html: &str) -> Vec<(String, Fields)> {
    let mut forms = Vec::new();
    for part in html.split("<form ").skip(1) {
        let (tag, rest) = part.split_once('>').unwrap();
        let inside = rest.split("</form>").next().unwrap();
        let own = tag.contains("method=\"post\"").then(|| attribute(tag, "action")).flatten();
        let others = inside.split("<button ").skip(1).filter_map(|button| attribute(button, "formaction"));
        let fields = fields_of(inside);
        let addresses = own.into_iter().chain(others).map(|address| address.split('#').next().unwrap().to_owned());
        forms.extend(addresses.filter(|address| address.starts_with('/')).map(|address| (address, fields.clone())));
    }
    forms
}

fn fields_of(html: &str) -> Fields {
    let mut fields = Vec::new();
    for tag in html.split("<input").skip(1).filter_map(|rest| rest.split('>').next()) {
        let value = attribute(tag, "value").unwrap_or_default();
        fields.extend(attribute(tag, "name").map(|name| (name, value)));
    }
    for area in html.split("<textarea").skip(1) {
        let (tag, rest) = area.split_once('>').unwrap();
        let text = rest.split("</textarea>").next().unwrap().trim_start_matches('\n').to_owned();
        fields.extend(attribute(tag, "name").map(|name| (name, text)));
    }
    for select in html.split("<select").skip(1) {
        let (tag, rest) = select.split_once('>').unwrap();
        let options = rest.split("</select>").next().unwrap().split("<option").skip(1);
        let values: Vec<String> = options.filter_map(|option| attribute(option, "value")).collect();
        let value = values.iter().rfind(|value| !value.is_empty()).cloned().unwrap_or_default();
        fields.extend(attribute(tag, "name").map(|name| (name, value)));
    }
    for button in html.split("<button ").skip(1).filter_map(|rest| rest.split('>').next()) {
        let value = attribute(button, "value").unwrap_or_default();
        fields.extend(attribute(button, "name").map(|name| (name, value)));
    }
    fields
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let tag = tag.split('>').next().unwrap();
    let spaced = format!(" {tag}");
    let (_, rest) = spaced.split_once(&format!(" {name}=\""))?;
    let value = rest.split('"').next().unwrap();
    Some(
        value
            .replace("&#34;", "\"")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&#39;", "'")
            .replace("&amp;", "&"),
    )
}

/// The pairs of a body as it is sent.
pub fn pairs(body: &str) -> Fields {
    let decode = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8().unwrap().into_owned();
    let pairs = body.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (decode(name), decode(value))).collect()
}
