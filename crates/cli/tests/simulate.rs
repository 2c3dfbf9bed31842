//! `mimamori simulate`: the program itself, with files in and out.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::{
    fmt::Write as _,
    fs,
    path::Path,
    process::{Command, Output},
};

const HEAD: &str = "id,plan_made,birth,valid_start,valid_months,services,new,leaving,alone,always_care,comm_diff,bedridden,behaviour,care_mgmt,self_plan,ward,specialist\n";

fn simulate(folder: &Path, clients: &str, arguments: &[&str]) -> Output {
    fs::write(folder.join("clients.csv"), clients).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_mimamori"));
    command.current_dir(folder).args(["simulate", "--clients", "clients.csv"]).args(arguments);
    command.output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// As many clients as do not fit into one chunk: every seventh row is bad.
fn many() -> (String, usize) {
    let (mut lines, mut bad) = (HEAD.to_owned(), 0);
    for id in 0..30_000 {
        let services = if id % 7 == 3 { "98" } else { "11" };
        bad += usize::from(id % 7 == 3);
        writeln!(
            lines,
            "{id},2019-03-01,1980-05-05,2019-04-01,12,{services},0,0,0,0,0,0,0,0,0,区{},担当{}",
            id % 3,
            id % 50
        )
        .unwrap();
    }
    (lines, bad)
}

#[test]
fn a_caseload_comes_to_visits_by_month_ward_and_specialist() {
    let folder = tempfile::tempdir().unwrap();
    let (clients, bad) = many();
    let output = simulate(
        folder.path(),
        &clients,
        &[
            "--from",
            "2019-04",
            "--to",
            "2020-03",
            "--tables",
            "2018-04,2019-04",
            "--out",
            "months.csv",
            "--per-client",
            "clients-out.csv",
            "--wards",
            "wards.csv",
            "--specialists",
            "specialists.csv",
            "--chart",
            "chart.svg",
            "--office-grade",
            "1",
        ],
    );
    // Bad rows are told and counted; the others are reckoned all the same.
    assert_eq!(output.status.code(), Some(1));
    let told = text(&output.stderr);
    assert_eq!(told.lines().filter(|line| line.contains("行目の services:")).count(), bad);
    assert!(told.starts_with("5行目の services: 知らないサービスのコードがあります。\n12行目の"), "{told:.200}");
    assert!(told.ends_with(&format!("読めない行が{bad}行ありました。数に入っていません。\n")));
    let good = 30_000 - bad;
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    let months = read("months.csv");
    assert!(months.starts_with("month,table,visits,clients\n2019-04,2018-04,0,25714\n"), "{months:.100}");
    assert!(months.contains(&format!("2019-06,2019-04,{good},{good}\n")) && months.contains("2019-06,2018-04,0,"));
    assert_eq!(months.lines().count(), 1 + 12 * 3);
    let per_client = read("clients-out.csv");
    assert_eq!(per_client.lines().count(), 1 + good * 3);
    let ids: Vec<u32> =
        per_client.lines().skip(1).step_by(3).map(|line| line.split(',').next().unwrap().parse().unwrap()).collect();
    assert!(ids.is_sorted(), "the order of the file is kept");
    let sum = |name: &str| -> u64 {
        let rows = read(name);
        let of_table = rows.lines().filter(|line| {
            line.contains(",2019-04,") && !line.contains(",2019-04,2018") && !line.contains(",2019-04,2019")
        });
        of_table.map(|line| line.rsplit(',').next().unwrap().parse::<u64>().unwrap()).sum()
    };
    assert_eq!(
        (sum("wards.csv"), sum("specialists.csv")),
        (u64::try_from(good).unwrap() * 4, u64::try_from(good).unwrap() * 4)
    );
    let chart = read("chart.svg");
    assert!(chart.starts_with("<svg") && chart.contains("<title id=\"t\">") && chart.matches("<polyline").count() == 3);
    let screen = text(&output.stdout);
    assert!(screen.contains("モニタリングの件数（25,714人）") && screen.contains("区ごとの合計（3区）"), "{screen}");
    assert!(screen.contains("相談支援専門員1人あたり（50人）") && screen.contains("単位の差"), "{screen}");
}

#[test]
fn what_cannot_be_asked_is_refused_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |clients: &str, arguments: &[&str]| {
        let output = simulate(folder.path(), clients, arguments);
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        text(&output.stderr).to_owned()
    };
    let months = ["--from", "2019-04", "--to", "2020-03"];
    assert_eq!(
        refused(HEAD, &["--from", "2019-04", "--to", "2019-03"]),
        "--to は --from 以後で、1200か月までにしてください。\n"
    );
    assert_eq!(
        refused(HEAD, &[&months[..], &["--tables", "2020-04"]].concat()),
        "「2020-04」という表はありません（2012-04、2018-04、2019-04、transition）。\n"
    );
    assert!(refused("id,birth\n", &months).starts_with("clients.csv: 1行目: 列「plan_made」「valid_start」"));
    assert_eq!(
        refused(HEAD, &[&months[..], &["--office-grade", "9"]].concat()),
        "--office-grade の「9」という区分はありません。\n"
    );
    fs::write(folder.path().join("an.toml"), "name = \"案\"\nbased_on = \"2019-04\"\n").unwrap();
    assert!(
        refused(HEAD, &[&months[..], &["--revision", "an.toml"]].concat()).starts_with("an.toml: [interval_months] に")
    );
}

#[test]
fn a_revision_is_counted_beside_the_tables() {
    let folder = tempfile::tempdir().unwrap();
    let revision = "name = \"案\"\nbased_on = \"2019-04\"\n[interval_months]\n\"monitoring.standard.home-visit-and-training\" = 2\n";
    fs::write(folder.path().join("an.toml"), revision).unwrap();
    let clients = format!("{HEAD}a,2019-04-01,1980-05-05,2019-05-01,12,11,0,0,0,0,0,0,0,0,0,区,人\n");
    let arguments = ["--from", "2019-05", "--to", "2020-04", "--revision", "an.toml", "--per-client", "out.csv"];
    let output = simulate(folder.path(), &clients, &arguments);
    assert!(output.status.success(), "{output:?}");
    let out = fs::read_to_string(folder.path().join("out.csv")).unwrap();
    assert!(out.contains("a,案,2,monitoring.standard.home-visit-and-training,2019-06+2019-08+2019-10+"), "{out}");
    assert_eq!(out.lines().count(), 1 + 5);
}
