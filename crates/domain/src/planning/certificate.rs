//! 受給者証 of a case: which of the client's certificates its pages and papers speak of.

use calendar::Date;

use super::PlanningCase;
use crate::client::Certificate;

impl PlanningCase {
    /// 受給者証 of the case as of the day: the one that its decision names, where it was decided by then; else, of its service and
    /// municipality, the newest that is valid on the day; else the newest. `all` are the client's, the oldest first.
    pub fn certificate<'a>(&self, all: &'a [Certificate], day: Date) -> Option<&'a Certificate> {
        let of_service = |it: &Certificate| it.client == self.client && it.service == self.service;
        let of_town = |it: &Certificate| of_service(it) && it.municipality == self.municipality;
        let known_town = all.iter().any(of_town);
        let own = || all.iter().filter(move |it| if known_town { of_town(it) } else { of_service(it) });
        let decided = self.granted().filter(|decision| decision.decided_on <= day);
        let named = decided.and_then(|decision| own().find(|it| Some(it.id) == decision.certificate));
        named.or_else(|| own().rfind(|it| it.is_valid_on(day))).or_else(|| own().next_back())
    }
}
