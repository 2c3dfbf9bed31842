//! Which organisation a form was shown under. Somebody who works in several of them can have pages of two open at once;
//! what was typed for one must never be kept by the other. So each form of such a person's pages names its organisation,
//! and one that was shown under another is refused, with what was typed kept. It is done here for every form at once: a
//! new page cannot forget it, and the pages of everybody else stay as they are.

use app::{Actor, Staff};
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::header,
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use crate::{PageError, Session, guard::is_html};

/// The field that names the organisation.
pub(crate) const FIELD: &str = "_organisation";

/// Where the organisation is chosen: a form of the page before names the old one, and rightly.
const CHOOSES: &str = "/organisation";

/// Refuses a form that was shown under another organisation than the session's. Where it does not say which, though the
/// person has several, it is from before she had: it is asked for once more.
pub(crate) fn check(
    session: Option<&Session<Actor>>,
    path: &str,
    named: Option<&str>,
    saves: bool,
) -> Result<(), PageError> {
    let Some(session) = session.filter(|_| path != CHOOSES) else { return Ok(()) };
    let Some(own) = session.organisation() else { return Ok(()) };
    match named {
        Some(named) if named != own.to_string() => Err(PageError::OtherOrganisation { named: true }),
        None if saves && session.has_elsewhere() => Err(PageError::OtherOrganisation { named: false }),
        _ => Ok(()),
    }
}

/// As [`check`], for a form that is read in another way: the organisation that it names.
pub(crate) fn check_named(actor: &Staff, named: &str) -> Result<(), PageError> {
    if named == actor.office.to_string() { Ok(()) } else { Err(PageError::OtherOrganisation { named: true }) }
}

/// Writes the organisation into every form of the page of somebody who works in several.
pub(crate) async fn write(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let session = response.extensions().get::<Session<Actor>>().filter(|session| session.has_elsewhere());
    let Some(own) = session.and_then(Session::organisation).filter(|_| is_html(&response)) else { return response };
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return PageError::Fault("a page that ends before its end".to_owned()).into_response();
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    let marked = match std::str::from_utf8(&bytes) {
        Ok(html) => Body::from(marked(html, &own.to_string())),
        Err(_) => Body::from(bytes),
    };
    Response::from_parts(parts, marked)
}

fn marked(html: &str, organisation: &str) -> String {
    let field = format!("<input type=\"hidden\" name=\"{FIELD}\" value=\"{organisation}\">");
    let mut text = String::with_capacity(html.len() + 1024);
    let mut rest = html;
    while let Some((before, form)) = rest.split_once("<form ") {
        let (tag, after) = form.split_once('>').unwrap_or((form, ""));
        text.push_str(before);
        text.push_str("<form ");
        text.push_str(tag);
        text.push('>');
        if tag.contains("method=\"post\"") {
            text.push_str(&field);
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_that_is_sent_names_the_organisation() {
        let page = "<form class=\"a\" method=\"post\" action=\"/x\"><p></p></form><form method=\"get\"></form>";
        let expected = "<form class=\"a\" method=\"post\" action=\"/x\"><input type=\"hidden\" name=\"_organisation\" \
            value=\"1\"><p></p></form><form method=\"get\"></form>";
        assert_eq!(marked(page, "1"), expected);
        assert_eq!(marked("<p>no form</p>", "1"), "<p>no form</p>");
    }
}
