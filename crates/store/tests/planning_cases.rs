//! 計画の経過 and its facts, on both engines.

use calendar::FiscalYear;
use domain::{
    office::SettingsBook,
    planning::{CaseFact, PlanStep, PlanningCase},
};
use store::{
    board::{
        self,
        plans::{self, PlanQuery},
    },
    certificates, clients, planning_cases,
    rounds::Appended,
};
use testkit::{
    OFFICE, OTHER_OFFICE, SATO, SUZUKI, client, day, months, on_both_with_offices as on_both,
    planning::{case_of, end, fact, interview},
    proposal::{plan, plan_consent},
};

#[test]
fn a_case_comes_back_with_everything_recorded_in_it() {
    on_both(|tx| {
        let hanako = client("川崎 花子").build();
        clients::insert(tx, &hanako)?;
        let empty = case_of(&hanako, 1).build();
        planning_cases::insert(tx, &empty)?;
        let body = CaseFact::Interview(interview("2026-11-09"));
        let whole = case_of(&hanako, 1).with(body).build();
        let recorded = whole.facts.last().unwrap();
        let kept = planning_cases::append_fact(tx, OFFICE, (empty.id, 0), recorded)?;
        assert_eq!(kept, Appended::Saved(1));
        assert_eq!(planning_cases::find(tx, OFFICE, empty.id)?, Some(whole.clone()));
        assert_eq!(planning_cases::find(tx, OTHER_OFFICE, empty.id)?, None);
        assert_eq!(planning_cases::of_fact(tx, OFFICE, recorded.id)?, Some(empty.id));
        assert_eq!(planning_cases::of_fact(tx, OTHER_OFFICE, recorded.id)?, None);
        let late = fact(7, CaseFact::Ended(end("2026-11-20")));
        let kept = planning_cases::append_fact(tx, OFFICE, (empty.id, 0), &late)?;
        assert_eq!(kept, Appended::Conflict(1), "somebody was first");
        assert_eq!(planning_cases::of_client(tx, OFFICE, hanako.id)?, [whole]);
        Ok(())
    });
}

#[test]
fn the_cases_in_which_a_plan_was_agreed_to_are_found_without_the_others() {
    on_both(|tx| {
        let (hanako, taro) = (client("川崎 花子").build(), client("川崎 太郎").build());
        clients::insert(tx, &hanako)?;
        clients::insert(tx, &taro)?;
        let drafted = case_of(&hanako, 1).with(CaseFact::Interview(interview("2026-11-09"))).build();
        let written = case_of(&hanako, 2).with(CaseFact::Plan(plan("2026-11-10", None)));
        let version = written.clone().build().facts.last().unwrap().id;
        let agreed = written.with(CaseFact::Consent(plan_consent("2026-11-11", version))).build();
        for case in [&drafted, &agreed] {
            planning_cases::insert(tx, &PlanningCase { version: 0, facts: Vec::new().into(), ..case.clone() })?;
            for (seen, fact) in (0..).zip(&case.facts) {
                planning_cases::append_fact(tx, OFFICE, (case.id, seen), fact)?;
            }
        }
        assert_eq!(planning_cases::consented_of_client(tx, OFFICE, hanako.id)?, std::slice::from_ref(&agreed));
        assert_eq!(planning_cases::consented_of_client(tx, OFFICE, taro.id)?, []);
        assert_eq!(planning_cases::consented_of_client(tx, OTHER_OFFICE, hanako.id)?, []);
        assert_eq!(planning_cases::consented(tx, OFFICE)?, [agreed]);
        assert_eq!(planning_cases::consented(tx, OTHER_OFFICE)?, []);
        assert_eq!(planning_cases::clients_consented_since(tx, OFFICE, day("2026-11-12"))?, [hanako.id]);
        assert_eq!(planning_cases::clients_consented_since(tx, OFFICE, day("2026-11-13"))?, []);
        assert_eq!(planning_cases::clients_consented_since(tx, OTHER_OFFICE, day("2026-11-12"))?, []);
        Ok(())
    });
}

#[test]
fn a_renewal_names_the_case_before_it_and_closed_cases_leave_the_list() {
    on_both(|tx| {
        let (hanako, taro) = (client("川崎 花子").build(), client("川崎 太郎").build());
        clients::insert(tx, &hanako)?;
        clients::insert(tx, &taro)?;
        let first = case_of(&hanako, 1).closed("2026-11-20").build();
        let second = case_of(&hanako, 2).renews(&first).build();
        let other = case_of(&taro, 3).build();
        for case in [&first, &second, &other] {
            planning_cases::insert(tx, case)?;
        }
        let ids = |cases: Vec<domain::planning::PlanningCase>| cases.into_iter().map(|it| it.id).collect::<Vec<_>>();
        assert_eq!(ids(planning_cases::of_client(tx, OFFICE, hanako.id)?), [first.id, second.id]);
        assert_eq!(planning_cases::find(tx, OFFICE, second.id)?.unwrap().replaces, Some(first.id));
        assert_eq!(ids(planning_cases::open(tx, OFFICE)?), [second.id, other.id]);
        assert_eq!(clients::of_open_cases(tx, OFFICE, "")?, [hanako.clone(), taro.clone()], "each once");
        assert_eq!(clients::of_open_cases(tx, OFFICE, "太郎")?, std::slice::from_ref(&taro));
        let paper = months("2026-05..2027-04").every(6).and_service("短期入所").of(&hanako);
        certificates::insert(tx, &paper)?;
        assert_eq!(certificates::of_open_cases(tx, OFFICE)?, [paper], "with its grants");
        assert_eq!(certificates::of_open_cases(tx, OTHER_OFFICE)?, []);
        planning_cases::set_closed(tx, OFFICE, second.id, Some(day("2026-11-21")))?;
        assert_eq!(ids(planning_cases::open(tx, OFFICE)?), [other.id]);
        assert_eq!(clients::of_open_cases(tx, OFFICE, "")?, [taro]);
        assert_eq!(certificates::of_open_cases(tx, OFFICE)?, [], "hers is closed");
        planning_cases::set_closed(tx, OFFICE, second.id, None)?;
        assert_eq!(planning_cases::open(tx, OFFICE)?.len(), 2);
        assert_eq!(planning_cases::open(tx, OTHER_OFFICE)?, []);
        assert_eq!(clients::of_open_cases(tx, OTHER_OFFICE, "")?, []);
        Ok(())
    });
}

#[test]
fn the_reception_number_counts_in_its_fiscal_year() {
    on_both(|tx| {
        let hanako = client("川崎 花子").build();
        clients::insert(tx, &hanako)?;
        let (this, next) = (FiscalYear::new(2026).unwrap(), FiscalYear::new(2027).unwrap());
        assert_eq!(planning_cases::next_reception(tx, OFFICE, this)?.number, 1);
        planning_cases::insert(tx, &case_of(&hanako, 7).build())?;
        assert_eq!(planning_cases::next_reception(tx, OFFICE, this)?.number, 8);
        assert_eq!(planning_cases::next_reception(tx, OFFICE, next)?.number, 1);
        assert_eq!(planning_cases::next_reception(tx, OTHER_OFFICE, this)?.number, 1);
        Ok(())
    });
}

#[test]
fn open_cases_stand_on_the_board_with_their_step_and_what_is_missing_and_it_equals_its_rebuild() {
    on_both(|tx| {
        let hanako = client("川崎 花子").carried_by(SATO).build();
        let ended = client("川崎 太郎").ended("2026-11-10").build();
        clients::insert(tx, &hanako)?;
        clients::insert(tx, &ended)?;
        store::certificates::insert(tx, &months("2026-05..2027-04").of(&hanako))?;
        let open = case_of(&hanako, 1).with(CaseFact::Interview(interview("2026-11-09"))).build();
        let (closed, other) = (case_of(&hanako, 2).closed("2026-11-20").build(), case_of(&ended, 3).build());
        for case in [&open, &closed, &other] {
            planning_cases::insert(tx, &PlanningCase { version: 0, ..case.clone() })?;
        }
        planning_cases::append_fact(tx, OFFICE, (open.id, 0), open.facts.last().unwrap())?;
        assert_eq!(clients::of_specialist(tx, OFFICE, SATO)?, std::slice::from_ref(&hanako));
        assert_eq!(clients::of_specialist(tx, OTHER_OFFICE, SATO)?, []);
        assert!(board::is_emptied(tx, OFFICE)?, "a migration left open cases without a row");
        board::rebuild(tx, OFFICE, &SettingsBook::from_law(law::LawBook::embedded().unwrap()))?;
        assert!(!board::is_emptied(tx, OFFICE)? && !board::is_emptied(tx, OTHER_OFFICE)?);
        assert_eq!(plans::all(tx, OFFICE)?.len(), 2);
        assert_eq!(plans::all(tx, OFFICE)?, plans::computed(tx, OFFICE)?);

        let asked = PlanQuery { limit: 10, ..PlanQuery::default() };
        let (lines, found) = plans::read(tx, OFFICE, &asked)?;
        assert_eq!((lines.len(), found), (1, 1), "whose support has ended is asked for nothing");
        assert_eq!((lines[0].name.as_str(), lines[0].row.step), ("川崎 花子", PlanStep::Assessment));
        assert_eq!(lines[0].row.missing, "対象の確認、基本情報、アセスメント");
        let mut found = |asked: PlanQuery| plans::read(tx, OFFICE, &asked).map(|(_, found)| found);
        assert_eq!(found(PlanQuery { specialist: Some(SATO), ..asked.clone() })?, 1);
        assert_eq!(found(PlanQuery { specialist: Some(SUZUKI), ..asked.clone() })?, 0);
        assert_eq!(found(PlanQuery { municipality: "川崎市".to_owned(), ..asked.clone() })?, 1);
        assert_eq!(found(PlanQuery { municipality: "横浜市".to_owned(), ..asked.clone() })?, 0);
        assert_eq!(found(PlanQuery { words: "はなこ".to_owned(), ..asked.clone() })?, 1);
        assert_eq!(found(PlanQuery { words: "太郎".to_owned(), ..asked.clone() })?, 0);

        let over = case_of(&hanako, 1)
            .with(CaseFact::Interview(interview("2026-11-09")))
            .with(CaseFact::Ended(end("2026-11-20")))
            .build();
        plans::refresh(tx, &over)?;
        assert_eq!(plans::read(tx, OFFICE, &asked)?, (vec![], 0), "given up, it leaves the board");
        Ok(())
    });
}
