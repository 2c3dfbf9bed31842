//! 確かめること: found twice it is one, put aside it is gone, found anew it is back.

use store::{
    clients,
    tasks::{self, Task, TaskKind},
};
use testkit::{OFFICE, OTHER_OFFICE, client, month, on_both_with_offices as on_both};

#[test]
fn a_task_found_twice_is_one_and_comes_back_when_it_is_found_anew() {
    on_both(|tx| {
        let client = client("川崎 花子").build();
        clients::insert(tx, &client)?;
        let task = Task {
            kind: TaskKind::ClaimDiffers,
            subject: "claim".to_owned(),
            client: client.id,
            name: client.name.clone(),
            month: month("2026-10"),
            from: "1234567890".to_owned(),
            to: "1234567891".to_owned(),
        };
        for now in ["2026-11-22T01:00:00.000Z", "2026-11-22T02:00:00.000Z"] {
            tasks::put(tx, OFFICE, &task, now)?;
        }
        assert_eq!(tasks::open(tx, OFFICE)?, std::slice::from_ref(&task));
        assert_eq!(tasks::open(tx, OTHER_OFFICE)?, []);
        let key = (TaskKind::ClaimDiffers, "claim");
        assert!(tasks::done(tx, OFFICE, key, ("佐藤 花子", "2026-11-23T01:00:00.000Z"))?);
        assert!(!tasks::done(tx, OFFICE, key, ("佐藤 花子", "2026-11-23T02:00:00.000Z"))?);
        tasks::put(tx, OFFICE, &task, "2026-11-23T03:00:00.000Z")?;
        assert_eq!(tasks::open(tx, OFFICE)?, [], "nothing new was found");
        tasks::reopen(tx, OFFICE, key)?;
        assert_eq!(tasks::open(tx, OFFICE)?, std::slice::from_ref(&task), "it was opened anew");
        assert!(tasks::done(tx, OFFICE, key, ("佐藤 花子", "2026-11-23T04:00:00.000Z"))?);
        let again = Task { to: "1234567892".to_owned(), ..task };
        tasks::put(tx, OFFICE, &again, "2026-11-24T01:00:00.000Z")?;
        assert_eq!(tasks::open(tx, OFFICE)?, [again]);
        assert!(TaskKind::ALL.iter().all(|kind| TaskKind::from_word(kind.word()) == Some(*kind)));
        assert_eq!(TaskKind::ALL.first().map(|kind| kind.label()).unwrap(), "回の市町村");
        Ok(())
    });
}
