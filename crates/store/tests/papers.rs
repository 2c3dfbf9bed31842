//! 書類 on both engines: the marks of a case or a round, by what is shown and by the sending that set them.

use domain::{
    facts::Fact,
    id::OperationId,
    paper::{PaperFact, PaperKey, PaperKind, PaperLog, PaperMark, PaperOf},
};
use store::{clients, papers, planning_cases, rounds};
use testkit::{
    OFFICE, OTHER_OFFICE, client, day, id, month, on_both_with_offices as on_both,
    planning::{case_of, fact_of},
};

fn mark(number: u64, batch: u64) -> Fact<PaperFact> {
    let key = PaperKey { paper: PaperKind::Basic, version: None, provider: String::new() };
    let batch = OperationId(id(batch));
    fact_of(number, PaperFact::Marked { key, mark: PaperMark::Printed, on: day("2026-11-13"), batch })
}

#[test]
fn marks_come_back_with_what_is_shown_and_with_their_sending() {
    on_both(|tx| {
        let hanako = client("川崎 花子").build();
        clients::insert(tx, &hanako)?;
        let open = case_of(&hanako, 1).build();
        let closed = case_of(&hanako, 2).closed("2026-10-31").build();
        for case in [&open, &closed] {
            planning_cases::insert(tx, case)?;
        }
        let since = (day("2026-11-01"), month("2026-11"));
        let shown = planning_cases::with_papers(tx, OFFICE, since.0)?;
        assert_eq!(shown, std::slice::from_ref(&open));
        assert_eq!(planning_cases::with_papers(tx, OFFICE, day("2026-10-31"))?.len(), 2);
        assert_eq!(planning_cases::with_papers(tx, OTHER_OFFICE, since.0)?, []);
        assert_eq!(rounds::with_papers(tx, OFFICE, since.1)?, []);
        let mut log = PaperLog::new(OFFICE, hanako.id, PaperOf::Case(open.id));
        for fact in [mark(700, 1), mark(701, 2)] {
            papers::append(tx, &log, &fact)?;
            log.facts.append(fact);
        }
        let old = PaperLog::new(OFFICE, hanako.id, PaperOf::Case(closed.id));
        papers::append(tx, &old, &mark(702, 1))?;
        assert_eq!(papers::log(tx, OFFICE, hanako.id, PaperOf::Case(open.id))?, log);
        let marks = papers::marks_since(tx, OFFICE, since)?;
        assert_eq!(marks.into_iter().collect::<Vec<_>>(), [(open.id.0, log.facts.to_vec())]);
        let both = papers::of_batch(tx, OFFICE, OperationId(id(1)))?;
        assert_eq!(both, [(PaperOf::Case(open.id), hanako.id), (PaperOf::Case(closed.id), hanako.id)]);
        let own = PaperLog::new(OFFICE, hanako.id, PaperOf::Client(hanako.id));
        papers::append(tx, &own, &mark(703, 3))?;
        assert_eq!(papers::marks_since(tx, OFFICE, since)?.remove(&hanako.id.0).map(|facts| facts.len()), Some(1));
        assert_eq!(papers::of_batch(tx, OFFICE, OperationId(id(3)))?, [(PaperOf::Client(hanako.id), hanako.id)]);
        assert_eq!(papers::of_batch(tx, OTHER_OFFICE, OperationId(id(1)))?, []);
        assert_eq!(papers::log(tx, OTHER_OFFICE, hanako.id, PaperOf::Case(open.id))?.facts.len(), 0);
        assert!(papers::marks_since(tx, OTHER_OFFICE, since)?.is_empty());
        assert_eq!(clients::with_words(tx, OFFICE, "はなこ")?, std::slice::from_ref(&hanako));
        assert_eq!(
            (clients::with_words(tx, OFFICE, "太郎")?, clients::with_words(tx, OTHER_OFFICE, "")?),
            (vec![], vec![])
        );
        Ok(())
    });
}
