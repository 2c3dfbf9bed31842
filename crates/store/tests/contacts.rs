//! 相談の記録, on both engines.

use domain::id::FactId;
use store::{clients, contacts};
use testkit::{OFFICE, OTHER_OFFICE, client, id, on_both_with_offices as on_both, planning::call};

#[test]
fn the_log_of_a_client_comes_back_in_its_order_and_of_nobody_else() {
    on_both(|tx| {
        let (hanako, taro) = (client("川崎 花子").build(), client("川崎 太郎").build());
        clients::insert(tx, &hanako)?;
        clients::insert(tx, &taro)?;
        let (first, second) = (call("2026-11-12", FactId(id(700))), call("2026-11-02", FactId(id(701))));
        contacts::append(tx, OFFICE, (hanako.id, 1), &first)?;
        contacts::append(tx, OFFICE, (taro.id, 1), &call("2026-11-03", FactId(id(702))))?;
        contacts::append(tx, OFFICE, (hanako.id, 2), &second)?;
        let log = contacts::of_client(tx, OFFICE, hanako.id)?;
        assert_eq!(log.facts.to_vec(), [first.clone(), second.clone()]);
        let days: Vec<_> = log.newest_first().into_iter().map(|(fact, _)| fact.id).collect();
        assert_eq!(days, [first.id, second.id], "by the day of the contact");
        assert_eq!(contacts::of_client(tx, OTHER_OFFICE, hanako.id)?.facts.len(), 0);
        assert_eq!(contacts::of_fact(tx, OFFICE, second.id)?, Some(hanako.id));
        assert_eq!(contacts::of_fact(tx, OTHER_OFFICE, second.id)?, None);
        Ok(())
    });
}
