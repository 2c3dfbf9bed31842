//! 確かめる: whether a sending was kept, asked by its number before anything is typed anew.

use axum::extract::State;

use crate::{AppState, Form, PageResult, Session, at};

/// The button's name; its value is the address that the form was sent to.
pub(crate) const OF: &str = "_of";

/// Asks the database. The answer is a page that says it, with what was typed.
pub async fn send(State(state): State<AppState>, session: Session, form: Form) -> PageResult {
    Err(state.asked(session.actor().office, form.operation().id).await.into())
}

/// Takes out of what was sent here where it had been sent to before; none for any other page.
pub(crate) fn taken_of(path: &str, fields: &mut Vec<(String, String)>) -> Option<String> {
    if path != at::asked() {
        return None;
    }
    let of = fields.iter().position(|(name, _)| name == OF).map(|place| fields.remove(place).1);
    // Only an address of this server: `//elsewhere` is one of another.
    let own = |address: &String| {
        let mut letters = address.chars();
        letters.next() == Some('/') && !matches!(letters.next(), Some('/' | '\\'))
    };
    Some(of.filter(own).unwrap_or_else(|| "/".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_goes_to_this_server_alone() {
        let taken = |of: &str| {
            let mut fields = vec![("a".to_owned(), "1".to_owned()), (OF.to_owned(), of.to_owned())];
            let taken = taken_of(at::asked(), &mut fields);
            assert_eq!(fields.len(), 1, "it is no field of the form");
            taken.unwrap()
        };
        assert_eq!(taken("/monitoring/1/m2-home-visit?back=1"), "/monitoring/1/m2-home-visit?back=1");
        for foreign in ["//evil.example/", "/\\evil.example/", "https://evil.example/", "", "javascript:1"] {
            assert_eq!(taken(foreign), "/", "{foreign}");
        }
        assert_eq!(taken_of("/clients", &mut vec![(OF.to_owned(), "/x".to_owned())]), None);
    }
}
