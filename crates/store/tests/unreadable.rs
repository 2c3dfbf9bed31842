//! Rows that cannot be read: named by table, column and id, never by a value, and no list is lost with them.

#![expect(clippy::unwrap_used, reason = "tests")]

use domain::{
    client::Client,
    facts::By,
    id::{FactId, RoundId, UserId},
    monitoring::{Fact, RoundFact, carry_over::Missed},
    office::SettingsBook,
};
use store::{Bind, Db, StoreError, Tx, board, certificates, clients, rounds};
use testkit::{Engine, OFFICE, add_offices, client, id, months, on_both_databases, steps::rounds_of};

/// What no log and no page may ever show.
const PLANTED: &str = "母 山田花子 090-1234-5678";

/// Two clients with a round each, the first of them 川崎 花子.
fn two(tx: &mut Tx) -> Result<[Client; 2], StoreError> {
    add_offices(tx)?;
    let both = [client("川崎 花子").kana("カワサキ").build(), client("中原 太郎").kana("ナカハラ").build()];
    for (number, client) in (1..).zip(&both) {
        clients::insert(tx, client)?;
        let certificate = months("2026-05..2027-04").number(&format!("000000000{number}")).of(client);
        certificates::insert(tx, &certificate)?;
        rounds::open(tx, &rounds_of(&certificate, &["2026-10"], || id(900 + number)).remove(0))?;
        let fact = Fact {
            id: FactId(id(950 + number)),
            body: RoundFact::Missed(Missed { reason: "入院".to_owned() }),
            recorded_by: By::Staff(UserId(id(1))),
            recorded_by_name: "佐藤".to_owned(),
            recorded_at: "2026-11-01T00:00:00.000Z".to_owned(),
            corrects: None,
        };
        rounds::append_fact(tx, OFFICE, RoundId(id(900 + number)), 0, &fact)?;
        board::refresh_round(tx, OFFICE, RoundId(id(900 + number)), &law())?;
    }
    Ok(both)
}

fn law() -> SettingsBook {
    SettingsBook::from_law(law::LawBook::embedded().unwrap())
}

fn write<T: Send + 'static>(
    db: &Db,
    work: impl FnOnce(&mut Tx) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    db.write_now(work)
}

/// Damages a row whose table takes no change.
fn damage(tx: &mut Tx, engine: Engine, sql: &'static str, binds: &[&dyn Bind]) -> Result<(), StoreError> {
    match engine {
        Engine::Sqlite => tx.execute("drop trigger if exists fact_no_update", &[])?,
        Engine::Postgres => tx.execute("alter table fact disable trigger fact_no_change", &[])?,
    };
    tx.execute(sql, binds)?;
    Ok(())
}

#[test]
fn a_fault_names_table_column_and_id_and_never_a_value() {
    on_both_databases(|db, engine| {
        let [hanako, _] = write(db, two).unwrap();
        for (column, sql) in [
            ("guardian", "update client set guardian = $1"),
            ("residence", "update client set guardian = null, residence = $1"),
            ("birth", "update client set residence = 'home', birth = $1"),
        ] {
            write(db, move |tx| tx.execute(sql, &[&format!("\"{PLANTED}\"")])).unwrap();
            let of = hanako.id;
            let error = write(db, move |tx| clients::find(tx, OFFICE, of)).unwrap_err();
            let told = error.to_string();
            assert!(!told.contains("山田") && !format!("{error:?}").contains("090"), "{engine:?}: {error:?}");
            let row = error.unreadable().unwrap();
            let place = (row.table.as_str(), row.column.as_str(), row.id.as_str());
            assert_eq!(place, ("client", column, hanako.id.to_string().as_str()), "{engine:?}");
            assert!(told.contains(&row.id) && told.contains(column), "{told}");
        }
    });
}

#[test]
fn one_client_that_cannot_be_read_takes_no_list_away() {
    on_both_databases(|db, engine| {
        let [hanako, taro] = write(db, two).unwrap();
        write(db, move |tx| tx.execute("update client set residence = $2 where id = $1", &[&hanako.id, &PLANTED]))
            .unwrap();
        let left = db.read_now(move |tx| {
            let all: Vec<_> = clients::all(tx, OFFICE)?.into_iter().map(|it| it.id).collect();
            let told: Vec<String> = tx.unreadable().iter().map(ToString::to_string).collect();
            let whole = (tx.is_unreadable_of(hanako.id), tx.is_unreadable_of(taro.id));
            Ok::<_, StoreError>((all, told, whole))
        });
        let told = vec![format!("client.residence {}", hanako.id)];
        assert_eq!(left.unwrap(), (vec![taro.id], told, (true, false)), "{engine:?}");
        // Who decides and saves is not given half of the data.
        assert!(write(db, |tx| clients::all(tx, OFFICE)).unwrap_err().unreadable().is_some(), "{engine:?}");
    });
}

#[test]
fn a_fact_that_cannot_be_read_takes_its_round_alone() {
    on_both_databases(|db, engine| {
        let [hanako, taro] = write(db, two).unwrap();
        let broken = FactId(id(951));
        write(db, move |tx| damage(tx, engine, "update fact set body = $2 where id = $1", &[&broken, &PLANTED]))
            .unwrap();
        let left = db.read_now(move |tx| {
            let all: Vec<_> = rounds::all(tx, OFFICE)?.into_iter().map(|it| it.client).collect();
            let of_client = rounds::of_client(tx, OFFICE, hanako.id)?.len();
            let told: Vec<String> = tx.unreadable().iter().map(ToString::to_string).collect();
            Ok::<_, StoreError>((all, of_client, told, tx.is_unreadable_of(hanako.id)))
        });
        let told = vec![format!("fact.body {}", broken)];
        assert_eq!(left.unwrap(), (vec![taro.id], 0, told, true), "{engine:?}");
        // Made anew, the board keeps the row that stands on it.
        let rebuilt = write(db, |tx| {
            tx.pass_over_unreadable();
            board::rebuild(tx, OFFICE, &law())?;
            board::all(tx, OFFICE)
        });
        let clients: Vec<_> = rebuilt.unwrap().into_iter().map(|row| row.client).collect();
        assert!(clients.len() == 2 && clients.contains(&hanako.id), "{engine:?}");
    });
}

#[test]
fn a_setting_that_cannot_be_read_is_named_and_stops_no_record() {
    on_both_databases(|db, engine| {
        write(db, two).unwrap();
        let good = domain::office::DatedSetting::always("141305", "claim_day", "8");
        let kept = good.clone();
        write(db, move |tx| {
            store::settings::set(tx, OFFICE, &kept, ("佐藤", "2026-11-22"))?;
            for (place, (municipality, key, from, value)) in (0..).zip([
                ("141305", "carry_over_accepted", "", PLANTED),
                ("141305", "submission_day", PLANTED, "5"),
                (PLANTED, "submission_day", "", "5"),
                ("141003", "unknown_to_us", "", PLANTED),
            ]) {
                let at = format!("2026-11-2{place}");
                tx.execute(
                    "insert into municipality_setting (office_id, municipality, key, from_on, value, set_by, set_at) \
                     values ($1, $2, $3, $4, $5, '佐藤', $6)",
                    &[&OFFICE, &municipality, &key, &from, &value, &at],
                )?;
            }
            Ok(())
        })
        .unwrap();
        let look = |tx: &mut Tx| {
            let entered = store::settings::all(tx, OFFICE)?;
            let told: Vec<String> = tx.unreadable().iter().map(ToString::to_string).collect();
            Ok::<_, StoreError>((entered, told))
        };
        for (entered, mut told) in [db.read_now(look).unwrap(), write(db, look).unwrap()] {
            told.sort();
            let expected = [
                "municipality_setting.from_on 141305 submission_day",
                "municipality_setting.municipality ? submission_day",
                "municipality_setting.value 141305 carry_over_accepted",
            ];
            assert_eq!(told, expected, "{engine:?}");
            assert_eq!(entered.broken.len(), 3);
            let values: Vec<_> = entered.values.into_iter().map(|it| it.setting).collect();
            assert!(values.contains(&good) && values.len() == 2, "{engine:?}: a setting of another version is kept");
        }
    });
}
