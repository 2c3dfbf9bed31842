//! 送信待ち: a job is one worker's at a time, comes back when its worker was killed, and ends.

use std::{
    collections::BTreeMap,
    sync::{Arc, Barrier},
};

use domain::id::{JobId, UserId};
use store::{
    Db, StoreError, Tx,
    outbox::{self, JobKind, Lease, NewJob},
};
use testkit::{OFFICE, OTHER_OFFICE, TestApp, id, on_both_places, on_both_with_offices as on_both};

const QUEUED: &str = "2026-11-22T01:00:00.000Z";
const NOW: &str = "2026-11-22T02:00:00.000Z";
const UNTIL: &str = "2026-11-22T02:05:00.000Z";
const LATER: &str = "2026-11-22T03:00:00.000Z";

fn queue(tx: &mut Tx, number: u64) -> Result<JobId, StoreError> {
    let job = NewJob {
        id: JobId(id(number)),
        kind: JobKind::TestMail,
        recipient: "jimusho@example.jp",
        body: "{}",
        queued_at: QUEUED,
        queued_by: "system",
    };
    outbox::queue(tx, OFFICE, &job)?;
    Ok(job.id)
}

fn lease<'a>(worker: &'a str, now: &'a str) -> Lease<'a> {
    Lease { worker, now, until: if now == NOW { UNTIL } else { "2026-11-22T03:05:00.000Z" } }
}

#[test]
fn a_job_that_is_taken_is_nobody_elses_until_its_lease_is_over() {
    on_both(|tx| {
        let job = queue(tx, 900)?;
        assert_eq!(outbox::offices_with_due(tx, NOW, UNTIL, 10)?, [OFFICE]);
        assert_eq!(outbox::take(tx, OTHER_OFFICE, lease("a", NOW))?, None);
        let taken = outbox::take(tx, OFFICE, lease("a", NOW))?.unwrap();
        assert_eq!((taken.id, taken.kind(), taken.tries), (job, Some(JobKind::TestMail), 1));
        assert_eq!(outbox::take(tx, OFFICE, lease("b", NOW))?, None);
        assert_eq!(outbox::offices_with_due(tx, NOW, UNTIL, 10)?, []);
        // Its worker was killed: after the lease another takes it, and the first can say nothing about it any more.
        assert_eq!(outbox::offices_with_due(tx, LATER, "2026-11-22T03:05:00.000Z", 10)?, [OFFICE]);
        assert_eq!(outbox::take(tx, OFFICE, lease("b", LATER))?.map(|job| job.tries), Some(2));
        assert!(!outbox::note_sent(tx, OFFICE, job, "a", LATER)?);
        assert!(!outbox::put_off(tx, OFFICE, job, "a", (LATER, "unreachable"))?);
        assert!(!outbox::give_up(tx, OFFICE, job, "a", (LATER, "unreachable"))?);
        assert!(outbox::note_sent(tx, OFFICE, job, "b", LATER)?);
        assert!(!outbox::note_sent(tx, OFFICE, job, "b", LATER)?, "once");
        let kept = outbox::newest(tx, OFFICE, 10)?;
        assert_eq!((kept[0].sent_at.as_deref(), kept[0].recipient.as_str()), (Some(LATER), ""));
        assert_eq!((outbox::open_count(tx, OFFICE)?, outbox::offices(tx)?), (0, vec![OFFICE]));
        assert_eq!(outbox::sweep(tx, OFFICE, LATER, LATER)?, 0, "not yet");
        assert_eq!(outbox::sweep(tx, OFFICE, "2026-12-31T00:00:00.000Z", QUEUED)?, 1);
        Ok(())
    });
}

#[test]
fn a_job_put_off_waits_and_one_given_up_can_be_tried_again() {
    on_both(|tx| {
        let (first, second) = (queue(tx, 900)?, queue(tx, 901)?);
        assert_eq!(outbox::take(tx, OFFICE, lease("a", NOW))?.map(|job| job.id), Some(first));
        assert!(outbox::put_off(tx, OFFICE, first, "a", ("2026-11-22T02:30:00.000Z", "later:451"))?);
        assert_eq!(outbox::take(tx, OFFICE, lease("a", NOW))?.map(|job| job.id), Some(second));
        assert!(outbox::give_up(tx, OFFICE, second, "a", (NOW, "refused:550"))?);
        assert_eq!(outbox::take(tx, OFFICE, lease("a", NOW))?, None, "the first waits, the second is given up");
        assert_eq!(outbox::take(tx, OFFICE, lease("a", LATER))?.map(|job| (job.id, job.tries)), Some((first, 2)));
        assert!(!outbox::try_again(tx, OFFICE, first, LATER)?, "that one was not given up");
        assert!(!outbox::try_again(tx, OTHER_OFFICE, second, LATER)?);
        assert!(outbox::try_again(tx, OFFICE, second, LATER)?);
        assert_eq!(outbox::take(tx, OFFICE, lease("b", LATER))?.map(|job| (job.id, job.tries)), Some((second, 1)));
        // What has waited for too long is given up, but not while somebody is at it.
        assert_eq!(outbox::give_up_old(tx, OFFICE, "2026-12-01T00:00:00.000Z", (LATER, "expired"))?, 0);
        let over = ("2026-12-01T00:00:00.000Z", "expired");
        assert_eq!(outbox::give_up_old(tx, OFFICE, "2026-12-01T00:00:00.000Z", over)?, 2);
        Ok(())
    });
}

#[test]
fn of_two_workers_at_once_each_job_is_taken_by_one() {
    on_both_places(|place, engine| {
        let db = Db::open(place, 2).unwrap();
        db.migrate().unwrap();
        let app = TestApp::with(db);
        app.keep(|tx| (0..40).try_for_each(|number| queue(tx, 900 + number).map(drop)));
        let start = Arc::new(Barrier::new(4));
        let workers: Vec<_> = (0..4)
            .map(|worker| {
                let (place, start) = (place.clone(), Arc::clone(&start));
                std::thread::spawn(move || {
                    // As another process: connections of its own.
                    let db = Db::open(&place, 1).unwrap();
                    let mut taken = Vec::new();
                    start.wait();
                    loop {
                        let name = format!("worker {worker}");
                        let one = move |tx: &mut Tx| outbox::take(tx, OFFICE, lease(&name, NOW));
                        match db.write_now_in(OFFICE, one) {
                            Ok(Some(job)) => taken.push(job.id),
                            Ok(None) => return taken,
                            Err(StoreError::Busy) => {}
                            Err(error) => panic!("{error}"),
                        }
                    }
                })
            })
            .collect();
        let mut times: BTreeMap<JobId, usize> = BTreeMap::new();
        for job in workers.into_iter().flat_map(|worker| worker.join().unwrap()) {
            *times.entry(job).or_default() += 1;
        }
        assert_eq!(times.len(), 40, "{engine:?}");
        assert!(times.values().all(|times| *times == 1), "{engine:?}: {times:?}");
    });
}

#[test]
fn the_address_of_the_notices_is_set_changed_and_taken_away() {
    on_both(|tx| {
        assert_eq!(outbox::notice_address(tx, OFFICE)?, None);
        for address in ["a@example.jp", "b@example.jp"] {
            outbox::set_notice_address(tx, OFFICE, address, ("佐藤 花子", NOW))?;
            assert_eq!(outbox::notice_address(tx, OFFICE)?.as_deref(), Some(address));
        }
        assert_eq!(outbox::notice_address(tx, OTHER_OFFICE)?, None);
        outbox::set_notice_address(tx, OFFICE, "", ("佐藤 花子", NOW))?;
        assert_eq!(outbox::notice_address(tx, OFFICE)?, None);
        Ok(())
    });
}

#[test]
fn what_was_queued_today_is_known_by_kind_and_who_has_an_address_too() {
    on_both(|tx| {
        queue(tx, 900)?;
        assert!(outbox::was_queued_since(tx, OFFICE, JobKind::TestMail, QUEUED)?);
        assert!(!outbox::was_queued_since(tx, OFFICE, JobKind::TestMail, NOW)?);
        assert!(!outbox::was_queued_since(tx, OFFICE, JobKind::Head, QUEUED)?);
        assert!(!outbox::was_queued_since(tx, OTHER_OFFICE, JobKind::TestMail, QUEUED)?);
        assert!(outbox::offices_with_notice_address(tx)?.is_empty());
        outbox::set_notice_address(tx, OTHER_OFFICE, "a@example.jp", ("佐藤 花子", NOW))?;
        assert_eq!(outbox::offices_with_notice_address(tx)?, [OTHER_OFFICE]);
        Ok(())
    });
}

#[test]
fn a_device_is_new_once_and_the_first_is_none() {
    on_both(|tx| {
        let user = UserId(id(77));
        let mut new = |device| outbox::is_new_device(tx, OFFICE, user, device, NOW);
        assert!(!new("Chrome（Windows）")?, "somebody's first device");
        assert!(!new("Chrome（Windows）")?);
        assert!(new("Safari（iPhone）")?);
        assert!(!new("Safari（iPhone）")?);
        Ok(())
    });
}

#[test]
fn a_lease_and_a_pause_of_a_clock_that_went_wrong_end_by_themselves() {
    on_both(|tx| {
        let job = queue(tx, 900)?;
        // Two years ahead a worker takes it and is killed.
        let wrong = Lease { worker: "a", now: "2028-11-22T00:00:00.000Z", until: "2028-11-22T00:05:00.000Z" };
        assert_eq!(outbox::take(tx, OFFICE, wrong)?.map(|taken| taken.id), Some(job));
        assert_eq!(outbox::offices_with_due(tx, NOW, UNTIL, 10)?, [OFFICE], "the clock is right again");
        assert_eq!(outbox::take(tx, OFFICE, lease("b", NOW))?.map(|taken| taken.id), Some(job));
        assert_eq!(outbox::take(tx, OFFICE, lease("c", NOW))?, None, "a lease of now is one");
        assert!(outbox::note_sent(tx, OFFICE, job, "b", NOW)?);
        // Queued at a time that has not come yet.
        let (id, queued_at) = (JobId(id(901)), "2028-11-22T00:00:00.000Z");
        let later = NewJob {
            id,
            kind: JobKind::TestMail,
            recipient: "a@example.jp",
            body: "{}",
            queued_at,
            queued_by: "system",
        };
        outbox::queue(tx, OFFICE, &later)?;
        assert_eq!(outbox::take(tx, OFFICE, lease("b", NOW))?.map(|taken| taken.id), Some(id));
        Ok(())
    });
}
