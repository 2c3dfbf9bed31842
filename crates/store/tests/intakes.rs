//! つながりにくい人, on both engines.

use domain::intake::IntakeFact;
use store::{intakes, rounds::Appended};
use testkit::{
    OFFICE, OTHER_OFFICE, day, on_both_with_offices as on_both,
    planning::{intake_fact, intake_id, intake_note},
};

#[test]
fn an_intake_comes_back_with_its_facts_and_leaves_the_list_when_it_is_over() {
    on_both(|tx| {
        let id = intake_id(1);
        intakes::insert(tx, OFFICE, id)?;
        let noted = intake_fact(800, IntakeFact::Noted(intake_note("2026-11-20")));
        assert_eq!(intakes::append_fact(tx, OFFICE, (id, 0), &noted)?, Appended::Saved(1));
        assert_eq!(intakes::append_fact(tx, OFFICE, (id, 0), &noted)?, Appended::Conflict(1));
        let kept = intakes::find(tx, OFFICE, id)?.unwrap();
        assert_eq!((kept.version, kept.facts.to_vec()), (1, vec![noted.clone()]));
        assert_eq!(intakes::find(tx, OTHER_OFFICE, id)?, None);
        assert_eq!(intakes::of_fact(tx, OFFICE, noted.id)?, Some(id));
        assert_eq!((intakes::list(tx, OFFICE, false)?.len(), intakes::list(tx, OFFICE, true)?.len()), (1, 0));
        intakes::set_closed(tx, OFFICE, id, Some(day("2026-11-22")))?;
        assert_eq!((intakes::list(tx, OFFICE, false)?.len(), intakes::list(tx, OFFICE, true)?.len()), (0, 1));
        assert_eq!(intakes::list(tx, OTHER_OFFICE, true)?, []);
        Ok(())
    });
}
