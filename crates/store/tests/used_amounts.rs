//! 支給量の利用実績, on both engines.

use domain::{
    client::UsedFact,
    facts::{By, Fact},
    id::UserId,
};
use store::{clients, used_amounts};
use testkit::{OFFICE, OTHER_OFFICE, client, id, month, on_both_with_offices as on_both, used::used};

fn fact(seq: i64, body: UsedFact, corrects: Option<i64>) -> Fact<UsedFact> {
    Fact {
        id: seq,
        body,
        recorded_by: By::Staff(UserId(id(1))),
        recorded_by_name: "佐藤 花子".to_owned(),
        recorded_at: "2026-11-22T01:00:00.000Z".to_owned(),
        corrects,
    }
}

#[test]
fn what_was_used_comes_back_as_it_was_told_and_of_nobody_else() {
    on_both(|tx| {
        let (hanako, taro) = (client("川崎 花子").build(), client("幸 太郎").build());
        clients::insert(tx, &hanako)?;
        clients::insert(tx, &taro)?;
        let facts = [
            fact(1, UsedFact::Used(used("居宅介護", "2026-10", 0)), None),
            fact(2, UsedFact::Used(used("居宅介護", "2026-10", 600)), Some(1)),
            fact(3, UsedFact::Withdrawn { reason: String::new() }, Some(2)),
        ];
        for one in &facts {
            used_amounts::append(tx, OFFICE, hanako.id, one)?;
        }
        let told = used_amounts::of_client(tx, OFFICE, hanako.id)?;
        assert_eq!(told.0[..], facts);
        assert_eq!(told.of("居宅介護", month("2026-10")), None, "it was taken back");
        assert_eq!(used_amounts::of_client(tx, OFFICE, taro.id)?.0[..], []);
        assert_eq!(used_amounts::of_client(tx, OTHER_OFFICE, hanako.id)?.0[..], []);
        Ok(())
    });
}
