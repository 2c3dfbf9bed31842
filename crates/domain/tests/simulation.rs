//! A caseload against the plain rules, client by client; what bad rows get; proposed tables; sums by ward and specialist.
#![expect(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use calendar::{Date, MonthRange, YearMonth};
use domain::{
    client::{Decision, IntensiveGround, MonthlyStart, Phase},
    monitoring::{
        schedule::{ScheduleInput, Validity, schedule},
        standard::{Age, Standard, StandardFacts, TableAnswer},
    },
    simulation::{Columns, HeaderFault, Simulation, TRANSITION, Tally},
};
use law::{LawBook, Revision, ServiceSet};

const HEAD: &str = "id,plan_made,birth,valid_start,valid_months,services,new,leaving,alone,always_care,comm_diff,bedridden,behaviour,care_mgmt,self_plan";

fn month(text: &str) -> YearMonth {
    text.parse().unwrap()
}

fn simulation(tables: &[&str], from: &str, to: &str, revisions: &[Revision]) -> Simulation {
    let tables: Vec<String> = tables.iter().map(|name| (*name).to_owned()).collect();
    let range = MonthRange { start: month(from), end: month(to) };
    Simulation::new(LawBook::embedded().unwrap(), revisions, &tables, range).unwrap()
}

/// Reckons lines under a head; the tally, the clients' own lines and the bad rows.
fn reckon(simulation: &Simulation, head: &str, lines: &str) -> (Tally, String, Vec<(u64, &'static str)>) {
    let (mut tally, mut out) = (simulation.tally(), Vec::new());
    let columns = Columns::read(head.as_bytes()).unwrap();
    let reckoned = simulation.reckon(&columns, lines.as_bytes(), &mut tally, Some(&mut out));
    let faults = reckoned.faults.iter().map(|fault| (fault.line, fault.column)).collect();
    (tally, String::from_utf8(out).unwrap(), faults)
}

/// Clients of every kind: 4,000 lines drawn by a fixed recurrence.
fn caseload() -> String {
    let codes: Vec<&str> =
        "11 12 13 14 15 21 22 24 32 33 34 35 41 42 43 44 45 46 47 48 53 54 61 62 63 64 65".split(' ').collect();
    let mut state = 20_190_401_u64;
    let mut below = |n: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    let mut lines = String::new();
    for id in 1..=4_000 {
        let made = Date::new(2016, 1, 1).unwrap() + jiff_days(below(4_200));
        let birth = Date::new(1935, 1, 1).unwrap() + jiff_days(below(25_000));
        let start = made + jiff_days(below(60));
        let one = codes[usize::try_from(below(27)).unwrap()];
        let services = if below(3) == 0 {
            format!("{one}+{}", codes[usize::try_from(below(27)).unwrap()])
        } else {
            one.to_owned()
        };
        let mut flags = Vec::new();
        for share in [4, 10, 10, 3, 3, 3, 3, 3, 12] {
            flags.push(if below(share) == 0 { "1" } else { "0" });
        }
        lines.push_str(&format!("{id},{made},{birth},{start},{},{services},{}\n", 1 + below(40), flags.join(",")));
    }
    lines
}

fn jiff_days(days: u64) -> std::time::Duration {
    std::time::Duration::from_secs(days * 24 * 60 * 60)
}

/// The answer of the plain, explaining functions to one line under the transition rule.
fn plain(book: &LawBook, standard: &Standard<'_>, line: &str) -> String {
    let fields: Vec<&str> = line.split(',').collect();
    let flag = |place: usize| fields[place] == "1";
    let services: ServiceSet = fields[5].split('+').map(|code| book.services().find(code).unwrap().set()).collect();
    let mut facts = StandardFacts::new(fields[1].parse().unwrap(), services);
    facts.age = Some(Age::Born(fields[2].parse().unwrap()));
    facts.care_management = Some(flag(13));
    facts.self_plan = flag(14);
    facts.intensive = [
        (flag(7), IntensiveGround::LeftFacility),
        (flag(8), IntensiveGround::CannotCoordinate),
        (flag(9) && flag(10) && (flag(11) || flag(12)), IntensiveGround::SevereCommunication),
    ]
    .into_iter()
    .filter_map(|(held, ground)| held.then_some(ground))
    .collect();
    let (interval, rule) = match standard.decide(&facts) {
        TableAnswer::Is(outcome) => (outcome.interval_months, outcome.row.rule().id),
        TableAnswer::Open(open) if open.setting().0 == "work_choice_interval" => {
            (open.usual(), "monitoring.standard.left-open")
        }
        TableAnswer::Open(open) => (open.usual(), "monitoring.standard.transition-aged"),
        TableAnswer::SelfPlan => return format!("{},transition,,monitoring.self-plan,", fields[0]),
        TableAnswer::NotCovered(_) => return format!("{},transition,,not_covered,", fields[0]),
        TableAnswer::Needs(need) => panic!("{need:?}: {line}"),
    };
    let start = YearMonth::of(fields[3].parse().unwrap());
    let length: u32 = fields[4].parse().unwrap();
    let later = Phase { interval_months: interval, for_months: None };
    let phases = match (flag(6), length > 3) {
        (false, _) => vec![later],
        (true, true) => vec![Phase { interval_months: 1, for_months: Some(3) }, later],
        (true, false) => vec![Phase { interval_months: 1, for_months: None }],
    };
    let end = start.plus(i32::try_from(length).unwrap() - 1);
    let counted = schedule(&ScheduleInput {
        decision: Decision::Renewal,
        plan_created: None,
        service_start: None,
        benefit_period: None,
        services: vec![Validity { name: "生活介護".into(), start: start.first_day(), end: end.last_day() }],
        phases,
        months: Vec::new(),
        monthly_start: MonthlyStart::DecisionMonth,
        self_plan: false,
    });
    let months: Vec<String> = counted.unwrap().months.iter().map(YearMonth::to_string).collect();
    format!("{},transition,{interval},{rule},{}", fields[0], months.join("+"))
}

#[test]
fn every_client_is_answered_as_the_plain_rules_answer() {
    let book = LawBook::embedded().unwrap();
    let standard = Standard::new(book);
    let lines = caseload();
    let simulation = simulation(&[TRANSITION], "2016-01", "2031-12", &[]);
    let (tally, out, faults) = reckon(&simulation, HEAD, &lines);
    assert!(faults.is_empty(), "{faults:?}");
    let mut rules = BTreeMap::new();
    let mut visits = 0;
    for (line, got) in lines.lines().zip(out.lines()) {
        assert_eq!(got, plain(book, &standard, line), "{line}");
        let fields: Vec<&str> = got.split(',').collect();
        *rules.entry(fields[3].to_owned()).or_insert(0) += 1;
        visits += fields[4].split('+').filter(|month| !month.is_empty()).count();
    }
    assert_eq!(out.lines().count(), 4_000);
    assert_eq!(tally.tables[0].visits().iter().sum::<u64>(), u64::try_from(visits).unwrap());
    assert!(rules.len() >= 9, "only {rules:?} were reached");
}

#[test]
fn three_tables_and_the_transition_rule_side_by_side() {
    let simulation = simulation(&["2012-04", "2018-04", "2019-04", TRANSITION], "2018-04", "2019-03", &[]);
    // 居宅介護, and 施設入所支援: plans of 2017, terms from April 2018 for a year.
    let lines = "a,2018-03-20,1980-05-05,2018-04-01,12,11,0,0,0,0,0,0,0,0,0\n\
                 b,2018-03-20,1980-05-05,2018-04-01,12,32,0,0,0,0,0,0,0,0,0\n\
                 c,2018-03-20,2010-05-05,2018-04-01,12,63,1,0,0,0,0,0,0,0,0\n";
    let (tally, out, _) = reckon(&simulation, HEAD, lines);
    let sums: Vec<u64> = tally.tables.iter().map(|table| table.visits().iter().sum()).collect();
    // 6・12・6か月 / 6・6・6 / 3・6・6; the child's first three months are monthly under every table.
    assert_eq!(sums, [2 + 1 + 5, 2 + 2 + 5, 4 + 2 + 5, 2 + 1 + 5]);
    assert_eq!(tally.tables[0].child_visits.iter().sum::<u64>(), 5);
    assert_eq!(tally.tables[0].clients(), [3; 12]);
    insta::assert_snapshot!(out, @"
    a,2012-04,6,monitoring.standard.home-visit-and-training,2018-09+2019-03
    a,2018-04,6,monitoring.standard.home-visit-and-training,2018-09+2019-03
    a,2019-04,3,monitoring.standard.home-visit-and-training,2018-06+2018-09+2018-12+2019-03
    a,transition,6,monitoring.standard.home-visit-and-training,2018-09+2019-03
    b,2012-04,12,monitoring.standard.facility,2019-03
    b,2018-04,6,monitoring.standard.facility,2018-09+2019-03
    b,2019-04,6,monitoring.standard.facility,2018-09+2019-03
    b,transition,12,monitoring.standard.facility,2019-03
    c,2012-04,6,monitoring.standard.day-services,2018-04+2018-05+2018-06+2018-09+2019-03
    c,2018-04,6,monitoring.standard.day-services,2018-04+2018-05+2018-06+2018-09+2019-03
    c,2019-04,6,monitoring.standard.day-services,2018-04+2018-05+2018-06+2018-09+2019-03
    c,transition,6,monitoring.standard.day-services,2018-04+2018-05+2018-06+2018-09+2019-03
    ");
}

#[test]
fn a_proposed_table_stands_beside_the_laws() {
    let book = LawBook::embedded().unwrap();
    let text = "name = \"2027-04案\"\nbased_on = \"2019-04\"\nfrom = 2027-04-01\n[interval_months]\n\"monitoring.standard.day-services\" = 4\n";
    let revision = Revision::read(book, "an.toml", text).unwrap();
    let simulation = simulation(&["2019-04", "2027-04案", TRANSITION], "2027-04", "2029-03", &[revision]);
    let lines = "a,2027-03-31,1980-05-05,2027-04-01,12,22,0,0,0,0,0,0,0,0,0\n\
                 b,2027-04-01,1980-05-05,2027-04-01,12,22,0,0,0,0,0,0,0,0,0\n";
    let (tally, ..) = reckon(&simulation, HEAD, lines);
    let sums: Vec<u64> = tally.tables.iter().map(|table| table.visits().iter().sum()).collect();
    assert_eq!(sums, [2 + 2, 3 + 3, 2 + 3]);
}

#[test]
fn a_faulty_revision_is_refused_with_every_reason() {
    let book = LawBook::embedded().unwrap();
    let text = "name = \"transition\"\nbased_on = \"2020-04\"\n[interval_months]\n\"monitoring.standard.day-service\" = 4\n\"monitoring.standard.aged\" = 0\n";
    insta::assert_snapshot!(Revision::read(book, "an.toml", text).unwrap_err().in_users_file(), @"
    an.toml: 「based_on」の表は 2012-04、2018-04、2019-04 のどれかです。
    an.toml: 「name」は、ほかの表の名前や、コンマ・引用符を含まない名前にしてください。
    an.toml の[interval_months]「monitoring.standard.aged」: 1から60までの月数で書いてください。
    an.toml の[interval_months]「monitoring.standard.day-service」: 標準期間の表にない行です。
    ");
}

#[test]
fn bad_rows_are_told_by_line_and_column_and_not_counted() {
    let simulation = simulation(&[TRANSITION], "2020-01", "2020-12", &[]);
    let good = "g,2019-12-01,1980-05-05,2020-01-01,12,22,0,0,0,0,0,0,0,0,0";
    let bad = [
        (good.replace("g,", ","), "id"),
        (good.replace("2019-12-01", "2019-02-30"), "plan_made"),
        (good.replace("2019-12-01", ""), "plan_made"),
        (good.replace("1980-05-05", "2019-12-02"), "birth"),
        (good.replace("2020-01-01", "2020/01/01"), "valid_start"),
        (good.replace(",12,", ",0,"), "valid_months"),
        (good.replace(",12,", ",64,"), "valid_months"),
        (good.replace(",22,", ",99,"), "services"),
        (good.replace(",22,", ",,"), "services"),
        (good.replace(",22,", ",22+,"), "services"),
        (good.replacen(",0,", ",x,", 1), "new"),
        (good.replacen(",0,", ",,", 1), "new"),
        (good.replace(",22,0,0,", ",22,0,2,"), "leaving"),
        (good.trim_end_matches(",0").replace(",0", ""), "new"),
        (format!("{good},0"), ""),
        (format!("\"{good}"), "id"),
    ];
    let mut text = String::new();
    for (line, _) in &bad {
        text.push_str(&format!("{good}\n{line}\n"));
    }
    let (tally, out, faults) = reckon(&simulation, HEAD, &text);
    let expected: Vec<_> = (0..).zip(&bad).map(|(place, (_, column))| (place * 2 + 1, *column)).collect();
    assert_eq!(faults, expected);
    assert_eq!((tally.clients, tally.bad_rows), (16, 16));
    assert_eq!(out.lines().count(), 16);
}

#[test]
fn columns_stand_in_any_order_quoted_or_not_with_windows_ends() {
    let simulation = simulation(&["2019-04"], "2020-01", "2020-12", &[]);
    let head = "ward,services,birth,plan_made,note,valid_months,valid_start,id,self_plan,care_mgmt,behaviour,bedridden,comm_diff,always_care,alone,leaving,new,specialist\r\n";
    let line =
        "\"中原区\",生活介護+11,\"1980-05-05\",2019-12-01,\"a,b\",12,2020-01-01,x,0,1,0,0,0,0,0,0,\"0\",佐藤\r\n";
    let (tally, out, faults) = reckon(&simulation, head, line);
    assert_eq!(faults, []);
    assert_eq!(out, "x,2019-04,3,monitoring.standard.home-visit-and-training,2020-03+2020-06+2020-09+2020-12\n");
    assert_eq!(Columns::read(head.as_bytes()).unwrap().unread, ["note"]);
    let groups = [&tally.wards, &tally.specialists];
    assert_eq!(groups.map(|groups| groups.values().next().unwrap().visits(0, 12).iter().sum::<u64>()), [4, 4]);
    assert_eq!(tally.wards.keys().next().unwrap(), "中原区".as_bytes());
}

/// The usual order of columns has a shorter way through the program; it must lead to the same place.
#[test]
fn the_usual_order_of_columns_is_read_as_any_other() {
    let simulation = simulation(&["transition"], "2017-04", "2023-12", &[]);
    let slips = ["", "x", "1.0", "２", "\"1\"", " 1", "0", "64", "2019-02-30", "a,b", "11+", "\"12"];
    let lines: Vec<Vec<String>> =
        caseload().lines().take(400).map(|line| line.split(',').map(str::to_owned).collect()).collect();
    let slipped = lines.iter().enumerate().map(|(number, fields)| {
        let mut fields = fields.clone();
        // One field after the other has one slip after the other; each sixteenth line is as it should be.
        if let Some(field) = fields.get_mut(number % 16) {
            *field = slips[number / 16 % slips.len()].to_owned();
        }
        fields
    });
    let (mut usual, mut moved) = (String::new(), String::new());
    for fields in slipped {
        usual += &(fields.join(",") + "\n");
        // With the id last nothing is in the usual order.
        moved += &(fields[1..].join(",") + "," + &fields[0] + "\n");
    }
    let moved_head = HEAD.strip_prefix("id,").unwrap().trim_end().to_owned() + ",id\n";
    let (tally, out, faults) = reckon(&simulation, HEAD, &usual);
    let (other_tally, other_out, other_faults) = reckon(&simulation, &moved_head, &moved);
    assert!(tally.clients > 80 && tally.bad_rows > 80, "{} good, {} bad", tally.clients, tally.bad_rows);
    assert_eq!(out, other_out);
    assert_eq!((tally.clients, tally.bad_rows), (other_tally.clients, other_tally.bad_rows));
    let lines = |faults: &[(u64, &'static str)]| faults.iter().map(|(line, _)| *line).collect::<Vec<_>>();
    assert_eq!(lines(&faults), lines(&other_faults));
}

#[test]
fn a_head_without_its_columns_is_refused() {
    let missing = HEAD.replace(",birth", "").replace(",alone", "");
    assert_eq!(Columns::read(missing.as_bytes()).unwrap_err(), HeaderFault::Missing(vec!["birth", "alone"]));
    let twice = format!("{HEAD},id");
    assert_eq!(Columns::read(twice.as_bytes()).unwrap_err().to_string(), "列「id」が2回あります。");
    assert!(Columns::read(format!("\u{feff}{HEAD}").as_bytes()).is_ok());
}

#[test]
fn terms_that_reach_over_the_months_asked_for_are_cut() {
    let simulation = simulation(&["2019-04"], "2020-06", "2020-08", &[]);
    let lines = "a,2019-04-01,1980-05-05,2019-05-01,36,11,0,0,0,0,0,0,0,0,0\n\
                 b,2020-06-01,1980-05-05,2020-07-01,12,11,1,0,0,0,0,0,0,0,0\n\
                 c,2019-04-01,1980-05-05,2016-05-01,12,11,0,0,0,0,0,0,0,0,0\n";
    let (tally, ..) = reckon(&simulation, HEAD, lines);
    assert_eq!(tally.tables[0].visits(), [0, 2, 1]);
    assert_eq!(tally.tables[0].clients(), [1, 2, 2]);
    let mut twice = tally.clone();
    twice.join(tally);
    assert_eq!(twice.tables[0].clients(), [2, 4, 4]);
    assert_eq!(twice.clients, 6);
}

#[test]
fn empty_columns_at_the_end_of_head_or_rows_are_passed_over() {
    let simulation = simulation(&["2019-04"], "2019-04", "2020-03", &[]);
    let row = "a,2019-03-20,1980-05-05,2019-04-01,12,11,0,0,0,0,0,0,0,0,0";
    for (head, line) in [
        (format!("{HEAD},,"), format!("{row},,")),
        (format!("{HEAD},,"), row.to_owned()),
        (HEAD.to_owned(), format!("{row},,")),
        (format!("{HEAD},,\r\n"), format!("{row},,\r")),
    ] {
        let (tally, _, faults) = reckon(&simulation, &head, &line);
        assert_eq!((tally.clients, faults), (1, vec![]), "{head:?} {line:?}");
    }
    let (_, _, faults) = reckon(&simulation, HEAD, &format!("{row},,x"));
    assert_eq!(faults, [(0, "")]);
    let wide = format!("{HEAD},{}", (0..300_000).map(|number| number.to_string()).collect::<Vec<_>>().join(","));
    assert_eq!(Columns::read(wide.as_bytes()).unwrap_err(), HeaderFault::TooMany);
}

#[test]
fn whole_numbers_may_come_with_zeros_behind_the_point() {
    let simulation = simulation(&["2019-04"], "2019-04", "2020-03", &[]);
    let row =
        |months: &str, flag: &str| format!("a,2019-03-20,1980-05-05,2019-04-01,{months},11,{flag},0,0,0,0,0,0,0,0");
    let (tally, _, faults) = reckon(&simulation, HEAD, &format!("{}\n{}\n", row("12.0", "1.0"), row("12", "0.0")));
    assert_eq!((tally.clients, faults), (2, vec![]));
    let (_, _, faults) = reckon(&simulation, HEAD, &format!("{}\n{}\n", row("1.5", "0"), row("12", "0.5")));
    assert_eq!(faults, [(0, "valid_months"), (1, "new")]);
}

#[test]
fn a_file_of_windows_is_read_and_what_is_written_is_unicode_and_runs_nothing() {
    let simulation = simulation(&["2019-04"], "2019-04", "2019-04", &[]);
    let columns = Columns::read(format!("{HEAD},ward").as_bytes()).unwrap();
    let (mut tally, mut out) = (simulation.tally(), Vec::new());
    let rest = b",2019-03-20,1980-05-05,2019-04-01,12,11,0,0,0,0,0,0,0,0,0,";
    // 「ソ表」 in CP932, both with the byte of a backslash in them; a row that is no text; a formula; a comma in quotes.
    let id = b"\x83\x5C\x95\x5C";
    let text =
        [&id[..], rest, &id[..], b"\n\xFF\xFE\xFD", rest, b"x\n=1+1", rest, b"x\n\"a,b\"", rest, b"x\n"].concat();
    let reckoned = simulation.reckon(&columns, &text, &mut tally, Some(&mut out));
    assert_eq!(reckoned.faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [1]);
    assert!(reckoned.faults[0].message.contains("文字コード"));
    let out = String::from_utf8(out).unwrap();
    let ids: Vec<&str> = out.lines().map(|line| line.split(",2019-04,").next().unwrap()).collect();
    assert_eq!(ids, ["ソ表", "'=1+1", "\"a,b\""]);
    assert!(tally.wards.contains_key("ソ表".as_bytes()));
}
