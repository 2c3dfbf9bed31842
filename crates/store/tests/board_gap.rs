//! 支給決定の切れ目 on the board: what the kept stretches count is what the judge of a client says, on every day and on both engines.

#![expect(clippy::unwrap_used, reason = "tests")]

use calendar::Date;
use domain::{
    client::{Certificate, CertificateReach, Client, OtherOfficePeriod, OtherOffices},
    office::SettingsBook,
    planning::grant_gaps,
};
use store::{
    StoreError, Tx,
    board::{self, gaps},
    certificates, clients,
};
use testkit::{OFFICE, OTHER_OFFICE, SATO, SUZUKI, client, day, months, on_both_with_offices};

/// Followed at once, followed after a break, not followed, ended, gone to another office, moved away.
fn office() -> Vec<(Client, Vec<Certificate>)> {
    let person = |name: &str| client(name).carried_by(SATO).build();
    let term = |of: &Client, range: &str, number: &str| months(range).every(3).number(number).of(of);
    let followed = person("川崎 花子");
    let broken = client("幸 太郎").carried_by(SUZUKI).build();
    let alone = person("中原 次郎");
    let ended = client("高津 三郎").ended("2026-11-10").build();
    let mut left = person("宮前 四郎");
    left.other_offices = OtherOffices(vec![OtherOfficePeriod {
        from: Some(day("2027-04-10")),
        ours_from: None,
        office: "相談室みどり".to_owned(),
        taken: None,
    }]);
    let moved = person("多摩 五郎");
    let gone = Certificate { moved_out_on: Some(day("2027-01-31")), ..term(&moved, "2026-05..2027-01", "8") };
    vec![
        (followed.clone(), vec![term(&followed, "2026-05..2027-04", "1"), term(&followed, "2027-05..2028-04", "2")]),
        (broken.clone(), vec![term(&broken, "2026-05..2027-04", "3"), term(&broken, "2027-07..2028-06", "4")]),
        (alone.clone(), vec![term(&alone, "2026-02..2027-01", "5")]),
        (ended.clone(), vec![term(&ended, "2026-02..2027-01", "6")]),
        (left.clone(), vec![term(&left, "2026-05..2027-04", "7")]),
        (moved, vec![gone]),
    ]
}

fn judged(people: &[(Client, Vec<Certificate>)], today: Date) -> i64 {
    let of = |(client, papers): &(Client, Vec<Certificate>)| {
        grant_gaps(papers, &[], today).iter().filter(|gap| gap.is_ours(client)).count()
    };
    i64::try_from(people.iter().map(of).sum::<usize>()).unwrap()
}

fn counted(tx: &mut Tx, today: Date) -> Result<i64, StoreError> {
    gaps::count(tx, OFFICE, (today, CertificateReach::soon_until(today)), None)
}

#[test]
fn the_count_is_what_the_judge_says_on_every_day() {
    on_both_with_offices(|tx| {
        let settings = SettingsBook::from_law(law::LawBook::embedded().unwrap());
        let mut people = office();
        for (person, papers) in &people {
            clients::insert(tx, person)?;
            for paper in papers {
                certificates::insert(tx, paper)?;
            }
        }
        assert!(board::is_emptied(tx, OFFICE)?, "a migration left grants without a stretch");
        board::rebuild(tx, OFFICE, &settings)?;
        assert!(!board::is_emptied(tx, OFFICE)?);
        let mut seen = std::collections::BTreeSet::new();
        let days = std::iter::successors(Some(day("2026-04-01")), |it| it.tomorrow().ok());
        for today in days.take(900).step_by(5) {
            seen.insert(counted(tx, today)?);
            assert_eq!(counted(tx, today)?, judged(&people, today), "{today}");
        }
        assert!(seen.len() > 3, "{seen:?}");
        let today = day("2027-03-15");
        let until = CertificateReach::soon_until(today);
        assert_eq!(gaps::count(tx, OFFICE, (today, until), Some(SUZUKI))?, 1);
        assert_eq!(gaps::count(tx, OTHER_OFFICE, (today, until), None)?, 0);
        // What follows is entered: the count follows with the client's rows.
        let (alone, papers) = people.get_mut(2).unwrap();
        let next = months("2027-02..2028-01").every(3).number("9").of(alone);
        certificates::insert(tx, &next)?;
        papers.push(next);
        let id = alone.id;
        board::refresh_client(tx, OFFICE, id, &settings)?;
        for today in ["2027-01-15", "2027-03-15", "2028-01-15"].map(day) {
            assert_eq!(counted(tx, today)?, judged(&people, today), "{today}");
        }
        Ok(())
    });
}
