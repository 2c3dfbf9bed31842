//! Lanes: what is queued is done, whoever goes away; nobody waits without end; no panic takes a lane with it.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{
    sync::{
        Arc, Barrier,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    time::Duration,
};

use domain::id::{OfficeId, OperationId};
use store::{
    Db, Fault, StoreError, Tx,
    audit::{self, AuditAction, AuditFilter, NewEntry},
    operations::{self, Operation},
};
use testkit::{OFFICE, OTHER_OFFICE, id, on_both_places};

fn open(location: &store::Location) -> Db {
    let db = Db::open(location, 2).unwrap();
    db.migrate().unwrap();
    db
}

fn insert(tx: &mut Tx, code: &str) -> Result<(), StoreError> {
    tx.execute("insert into setup_code (code_hash, created_at) values ($1, '')", &[&code])?;
    Ok(())
}

fn count(tx: &mut Tx) -> Result<i64, StoreError> {
    tx.one("select count(*) from setup_code", &[], |row| row.next())
}

#[test]
fn a_panic_rolls_back_and_the_lane_lives_on() {
    on_both_places(|place, engine| {
        let db = open(place);
        let panicked: Result<(), StoreError> = db.write_now(|tx| {
            insert(tx, "lost")?;
            panic!("on purpose");
        });
        let error = panicked.unwrap_err();
        assert_eq!(error.fault(), Some(Fault::Panic), "{engine:?}");
        assert_eq!(error.to_string(), "panic: in store-write-1", "its words can hold a value: nobody hears them");
        for _ in 0..4 {
            let panicked: Result<(), StoreError> = db.read_now(|_| panic!("in every reader"));
            assert_eq!(panicked.unwrap_err().fault(), Some(Fault::Panic));
        }
        db.write_now(|tx| insert(tx, "kept")).unwrap();
        assert_eq!(db.read_now(count).unwrap(), 1, "{engine:?}");
    });
}

#[tokio::test]
async fn a_request_that_went_away_is_still_saved() {
    on_both_places(|place, engine| {
        let db = open(place);
        let (started, wait) = mpsc::channel();
        let (go_on, going) = mpsc::channel::<()>();
        let future = db.write(move |tx| {
            insert(tx, "first")?;
            started.send(()).unwrap();
            going.recv().unwrap();
            insert(tx, "second")
        });
        // Polled once, so that it is queued; then dropped while the lane is in the middle of it.
        let mut future = Box::pin(future);
        let waker = std::task::Waker::noop();
        assert!(future.as_mut().poll(&mut std::task::Context::from_waker(waker)).is_pending());
        wait.recv().unwrap();
        drop(future);
        go_on.send(()).unwrap();
        // The writer works in order: when this one is done, so is the other.
        assert_eq!(db.write_now(count).unwrap(), 2, "{engine:?}");
    });
}

#[tokio::test]
async fn many_wait_at_the_same_time_without_a_loss() {
    let folder = tempfile::tempdir().unwrap();
    let db = open(&store::Location::SqliteFile(folder.path().join("a.sqlite")));
    let tasks: Vec<_> = (0..100)
        .map(|number| {
            let db = db.clone();
            tokio::spawn(async move {
                db.write(move |tx| insert(tx, &number.to_string())).await?;
                db.read(count).await
            })
        })
        .collect();
    for task in tasks {
        assert!(task.await.unwrap().unwrap() >= 1);
    }
    assert_eq!(db.read_now(count).unwrap(), 100);
}

#[test]
fn a_full_queue_refuses_at_once() {
    on_both_places(|place, engine| {
        let db = Db::open_with_queue(place, 1, 3).unwrap();
        db.migrate().unwrap();
        let (started, wait) = mpsc::channel();
        let gate = Arc::new(Barrier::new(2));
        let done = Arc::new(AtomicUsize::new(0));
        let (other, behind, finished) = (db.clone(), Arc::clone(&gate), Arc::clone(&done));
        let slow = std::thread::spawn(move || {
            other.write_now(move |_| {
                started.send(()).unwrap();
                behind.wait();
                finished.fetch_add(1, Ordering::SeqCst);
                Ok::<(), StoreError>(())
            })
        });
        wait.recv().unwrap();
        let waker = std::task::Waker::noop();
        let mut waiting: Vec<_> = (0..3)
            .map(|_| {
                let done = Arc::clone(&done);
                Box::pin(db.write(move |_| {
                    done.fetch_add(1, Ordering::SeqCst);
                    Ok::<(), StoreError>(())
                }))
            })
            .collect();
        for future in &mut waiting {
            assert!(future.as_mut().poll(&mut std::task::Context::from_waker(waker)).is_pending());
        }
        assert!(matches!(db.write_now(count), Err(StoreError::Busy)), "{engine:?}");
        assert!(db.read_now(count).is_ok(), "{engine:?}: readers have a queue of their own");
        gate.wait();
        slow.join().unwrap().unwrap();
        drop(waiting);
        // The three may still stand in the queue; behind them there is room again soon.
        while let Err(error) = db.write_now(count) {
            assert!(matches!(error, StoreError::Busy), "{engine:?}: {error}");
            std::thread::yield_now();
        }
        assert_eq!(done.load(Ordering::SeqCst), 4, "{engine:?}: all that was queued was done");
    });
}

#[test]
fn the_last_handle_waits_for_what_is_queued() {
    on_both_places(|place, engine| {
        let db = open(place);
        let waker = std::task::Waker::noop();
        let mut future = Box::pin(db.write(|tx| {
            std::thread::sleep(Duration::from_millis(50));
            insert(tx, "late")
        }));
        assert!(future.as_mut().poll(&mut std::task::Context::from_waker(waker)).is_pending());
        drop(future);
        drop(db);
        assert_eq!(open(place).read_now(count).unwrap(), 1, "{engine:?}");
    });
}

#[test]
fn the_last_handle_can_go_in_a_lane() {
    on_both_places(|place, _| {
        let db = open(place);
        let (moved, wait) = mpsc::channel();
        let inner = db.clone();
        let waker = std::task::Waker::noop();
        let mut future = Box::pin(async move {
            db.clone()
                .write(move |_| {
                    wait.recv_timeout(Duration::from_secs(5)).unwrap();
                    drop(inner);
                    Ok::<(), StoreError>(())
                })
                .await
        });
        assert!(future.as_mut().poll(&mut std::task::Context::from_waker(waker)).is_pending());
        drop(future);
        moved.send(()).unwrap();
    });
}

#[test]
fn one_reading_sees_one_state() {
    on_both_places(|place, engine| {
        let db = open(place);
        let writer = db.clone();
        let (before, after) = db
            .read_now(move |tx| {
                let before = count(tx)?;
                writer.write_now(|tx| insert(tx, "meanwhile"))?;
                Ok::<_, StoreError>((before, count(tx)?))
            })
            .unwrap();
        assert_eq!((before, after), (0, 0), "{engine:?}");
        assert_eq!(db.read_now(count).unwrap(), 1);
    });
}

#[test]
fn writers_of_two_processes_come_one_after_the_other() {
    on_both_places(|place, engine| {
        let one = open(place);
        let two = open(place);
        let threads: Vec<_> = [one.clone(), two]
            .into_iter()
            .map(|db| {
                std::thread::spawn(move || {
                    for _ in 0..20 {
                        // Load, decide, save: without an order between writers some of these would be lost.
                        db.write_now(|tx| {
                            let count = count(tx)?;
                            insert(tx, &count.to_string())
                        })
                        .unwrap();
                    }
                })
            })
            .collect();
        for thread in threads {
            thread.join().unwrap();
        }
        assert_eq!(one.read_now(count).unwrap(), 40, "{engine:?}");
    });
}

#[test]
fn two_offices_write_at_the_same_time_and_one_office_writes_in_turn() {
    on_both_places(|place, engine| {
        if engine == testkit::Engine::Sqlite {
            return;
        }
        let (db, elsewhere, all) = (open(place), open(place), open(place));
        let (one, two) = (OfficeId(id(1)), OfficeId(id(2)));
        let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
        runtime.block_on(async {
            let (started, wait) = mpsc::channel();
            let (go_on, going) = mpsc::channel::<()>();
            let slow = db.clone();
            let first = tokio::spawn(async move {
                slow.write_in(one, move |tx| {
                    insert(tx, "first")?;
                    started.send(()).unwrap();
                    going.recv().unwrap();
                    Ok::<(), StoreError>(())
                })
                .await
            });
            wait.recv().unwrap();
            // In the midst of it the other office saves, here and from another process …
            db.write_in(two, |tx| insert(tx, "second")).await.unwrap();
            elsewhere.write_in(two, |tx| insert(tx, "third")).await.unwrap();
            // … and the same office, and who writes for all, come when it has ended.
            let same = elsewhere.clone();
            let fourth = tokio::spawn(async move { same.write_in(one, |tx| count(tx)).await });
            let fifth = tokio::spawn(async move { all.write(|tx| count(tx)).await });
            go_on.send(()).unwrap();
            first.await.unwrap().unwrap();
            assert_eq!(fourth.await.unwrap().unwrap(), 3, "the first was there");
            assert_eq!(fifth.await.unwrap().unwrap(), 3, "the first was there");
            assert_eq!(db.read(count).await.unwrap(), 3);
        });
    });
}

#[test]
fn writers_of_one_office_come_one_after_the_other_from_any_process() {
    on_both_places(|place, engine| {
        let one = open(place);
        let two = open(place);
        let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
        let tasks: Vec<_> = [one.clone(), two]
            .into_iter()
            .map(|db| {
                runtime.spawn(async move {
                    for _ in 0..20 {
                        db.write_in(OfficeId(id(1)), |tx| {
                            let count = count(tx)?;
                            insert(tx, &count.to_string())
                        })
                        .await
                        .unwrap();
                    }
                })
            })
            .collect();
        for task in tasks {
            runtime.block_on(task).unwrap();
        }
        assert_eq!(one.read_now(count).unwrap(), 40, "{engine:?}");
    });
}

#[test]
fn a_transaction_of_one_organisation_writes_no_other_s_rows() {
    on_both_places(|place, engine| {
        let db = open(place);
        db.write_now(testkit::add_offices).unwrap();
        let entry =
            NewEntry { at: "1", actor_id: "x", actor_name: "x", action: AuditAction::SignIn, subject: "x", body: "{}" };
        db.write_now_in(OFFICE, move |tx| audit::append(tx, OFFICE, &entry)).unwrap();
        let refused = db.write_now_in(OFFICE, move |tx| audit::append(tx, OTHER_OFFICE, &entry)).unwrap_err();
        assert_eq!(refused.fault(), Some(Fault::Statement), "{engine:?}");
        // Also where the use case goes on after it: nothing is kept.
        let kept = db.write_now_in(OFFICE, move |tx| {
            audit::append(tx, OFFICE, &entry)?;
            drop(operations::record(tx, OTHER_OFFICE, OperationId(id(7)), &operation(), "1"));
            Ok::<_, StoreError>(())
        });
        assert!(kept.is_err(), "{engine:?}");
        let logs = db.read_now(|tx| {
            let filter = AuditFilter { limit: 10, ..AuditFilter::default() };
            Ok::<_, StoreError>((
                audit::list(tx, OFFICE, &filter)?.len(),
                audit::list(tx, OTHER_OFFICE, &filter)?.len(),
            ))
        });
        // Beside what the program told of the offices when they were laid out.
        assert_eq!(logs.unwrap(), (1 + 1, 1), "{engine:?}");
        // The program itself writes for all.
        db.write_now(move |tx| audit::append(tx, OFFICE, &entry).and_then(|_| audit::append(tx, OTHER_OFFICE, &entry)))
            .unwrap();
    });
}

fn operation() -> Operation {
    Operation { use_case: "x".to_owned(), result: "{}".to_owned(), sent: String::new() }
}

#[test]
fn what_nobody_waits_for_is_not_read() {
    on_both_places(|place, engine| {
        let db = Db::open(place, 1).unwrap();
        db.migrate().unwrap();
        let (go_on, going) = mpsc::channel::<()>();
        let read = Arc::new(AtomicUsize::new(0));
        let waker = std::task::Waker::noop();
        let mut first = Box::pin(db.read(move |_| {
            going.recv().unwrap();
            Ok::<(), StoreError>(())
        }));
        assert!(first.as_mut().poll(&mut std::task::Context::from_waker(waker)).is_pending());
        let counted = Arc::clone(&read);
        let mut gone = Box::pin(db.read(move |_| {
            counted.fetch_add(1, Ordering::SeqCst);
            Ok::<(), StoreError>(())
        }));
        assert!(gone.as_mut().poll(&mut std::task::Context::from_waker(waker)).is_pending());
        drop(gone);
        go_on.send(()).unwrap();
        assert_eq!(db.read_now(count).unwrap(), 0, "{engine:?}: the lane goes on");
        assert_eq!(read.load(Ordering::SeqCst), 0, "{engine:?}");
    });
}

#[test]
fn a_writer_elsewhere_that_does_not_end_makes_busy_and_not_stuck() {
    on_both_places(|place, engine| {
        let (one, two) = (open(place), open(place));
        let (started, wait) = mpsc::channel();
        let (go_on, going) = mpsc::channel::<()>();
        let slow = std::thread::spawn(move || {
            one.write_now(move |tx| {
                insert(tx, "slow")?;
                started.send(()).unwrap();
                going.recv().unwrap();
                Ok::<(), StoreError>(())
            })
        });
        wait.recv().unwrap();
        assert!(matches!(two.write_now(|tx| insert(tx, "other")), Err(StoreError::Busy)), "{engine:?}");
        go_on.send(()).unwrap();
        slow.join().unwrap().unwrap();
        two.write_now(|tx| insert(tx, "other")).unwrap();
        assert_eq!(two.read_now(count).unwrap(), 2, "{engine:?}");
    });
}

#[test]
fn a_connection_that_the_server_ended_is_made_anew() {
    on_both_places(|place, engine| {
        if engine == testkit::Engine::Sqlite {
            return;
        }
        let db = open(place);
        let ended: Result<i64, StoreError> = db.write_now(|tx| {
            tx.one("select cast(count(pg_terminate_backend(pg_backend_pid())) as bigint)", &[], |row| row.next())
        });
        assert_eq!(ended.unwrap_err().fault(), Some(Fault::Connection));
        db.write_now(|tx| insert(tx, "kept")).unwrap();
        assert_eq!(db.read_now(count).unwrap(), 1);
    });
}
