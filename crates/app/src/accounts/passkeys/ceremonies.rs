//! 問いかけ: what devices were asked and have not answered yet. In memory alone, one of a kind a session, for minutes: after a restart
//! one presses the button again.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use webauthn_rp::{NonDiscoverableAuthenticationServerState, RegistrationServerState};

use crate::{accounts::is_within, limits};

/// What a device was asked, under which name.
pub struct Asked {
    pub(super) host: String,
    pub(super) question: Question,
}

pub(super) enum Question {
    /// To make a key.
    Make(RegistrationServerState<16>),
    /// To prove with one.
    Prove(NonDiscoverableAuthenticationServerState),
}

/// What is asked of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Asking {
    /// To make a key.
    ToMake,
    /// To prove with one.
    ToProve,
}

struct Kept {
    at: String,
    asked: Asked,
}

/// What devices were asked, by the session. Each is answered once.
#[derive(Clone, Default)]
pub struct Ceremonies(Arc<Mutex<HashMap<(String, Asking), Kept>>>);

impl fmt::Debug for Ceremonies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ceremonies")
    }
}

impl Ceremonies {
    /// Keeps what was asked in a session in the place of what was asked there before. What is too old goes, and beyond the most that are
    /// kept the oldest.
    pub fn keep(&self, session: &str, asked: Asked, now: &str) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, it| is_within(&it.at, now, limits::PASSKEY_MINUTES));
        if kept.len() >= limits::PASSKEY_QUESTIONS {
            let oldest = kept.iter().min_by(|a, b| a.1.at.cmp(&b.1.at)).map(|(key, _)| key.clone());
            oldest.and_then(|key| kept.remove(&key));
        }
        let asking = match asked.question {
            Question::Make(_) => Asking::ToMake,
            Question::Prove(_) => Asking::ToProve,
        };
        kept.insert((session.to_owned(), asking), Kept { at: now.to_owned(), asked });
    }

    /// What was asked in a session, unless it is too long ago. It is not there a second time.
    pub fn take(&self, session: &str, asking: Asking, now: &str) -> Option<Asked> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.remove(&(session.to_owned(), asking))?;
        is_within(&found.at, now, limits::PASSKEY_MINUTES).then_some(found.asked)
    }
}

#[cfg(test)]
mod tests {
    use webauthn_rp::{
        PublicKeyCredentialCreationOptions,
        request::register::{PublicKeyCredentialUserEntity, UserHandle16},
    };

    use super::*;
    use crate::accounts::PasskeyHost;

    fn asked() -> Asked {
        let host = PasskeyHost::of("localhost", false, true).unwrap();
        let (rp_id, user) = (host.rp_id(), UserHandle16::new());
        let options =
            PublicKeyCredentialCreationOptions::first_passkey(&rp_id, PublicKeyCredentialUserEntity::from(&user));
        let (server, _) = options.start_ceremony().unwrap();
        Asked { host: host.name().to_owned(), question: Question::Make(server) }
    }

    #[test]
    fn what_was_asked_is_answered_once_in_its_session_and_in_time() {
        let (all, at) = (Ceremonies::default(), |minute: u32| format!("2026-11-22T01:{minute:02}:00.000Z"));
        all.keep("one", asked(), &at(0));
        all.keep("two", asked(), &at(0));
        assert!(all.take("one", Asking::ToProve, &at(1)).is_none(), "another kind");
        assert!(all.take("three", Asking::ToMake, &at(1)).is_none(), "another session");
        assert!(all.take("one", Asking::ToMake, &at(1)).is_some());
        assert!(all.take("one", Asking::ToMake, &at(1)).is_none(), "once");
        assert!(all.take("two", Asking::ToMake, &at(6)).is_none(), "too late");
    }

    #[test]
    fn at_most_so_many_are_kept_and_the_oldest_gives_way() {
        let (all, at) = (Ceremonies::default(), |number: usize| format!("2026-11-22T01:00:00.{:03}Z", number % 1000));
        all.keep("first", asked(), &at(0));
        for number in 1..=limits::PASSKEY_QUESTIONS {
            all.keep(&format!("session {number}"), asked(), &at(number));
        }
        assert_eq!(all.0.lock().unwrap().len(), limits::PASSKEY_QUESTIONS);
        assert!(all.take("first", Asking::ToMake, &at(999)).is_none());
    }
}
