//! Runs the worked cases of `law/cases/eligibility/`, `neutrality/` and `abuse-window/`: who is covered, who may serve, whom to call.
#![expect(clippy::unwrap_used, reason = "tests")]

use calendar::{Date, DateTime, age_on};
use domain::{
    client::eligibility::{self, eligibility},
    neutrality::{
        self, Ground, Task,
        dual_post::{PRINCIPLE, dual_post},
    },
    protection::{
        Ward, facility_kinds, find_facility_kinds,
        window::{Abuser, DisabilityKind, Report, WindowAnswer, windows_to_call},
    },
};
use law::{LawBook, Verdict, Why, explain};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};
use testkit::{law_book, worked_cases};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EligibilityInput {
    #[serde(default)]
    services: Vec<String>,
    age: Option<u32>,
    birth_date: Option<Date>,
    care_insurance: Option<bool>,
    as_of: Option<Date>,
    #[serde(default)]
    self_plan: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NeutralityInput {
    #[serde(default)]
    specialist_works_at: Vec<String>,
    #[serde(default)]
    client_uses: Vec<String>,
    task: Task,
    months_since_decision: Option<u32>,
    other_office_in_area: Option<bool>,
    municipality_accepts: Option<bool>,
    client_wishes: Option<bool>,
    as_of: Option<Date>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WindowInput {
    municipality: String,
    ward: Option<String>,
    abuser: Option<Abuser>,
    facility_kind: Option<String>,
    #[serde(default)]
    disability: Vec<DisabilityKind>,
    at: Option<String>,
}

/// The answer as the command writes it, and the ids of the rules that took part.
type Answered = (Value, Vec<String>);

fn run<I: DeserializeOwned>(folder: &str, answer: impl Fn(&LawBook, I) -> Answered) {
    let book = law_book();
    let mut wrong = Vec::new();
    for case in worked_cases(folder) {
        let (got, rules) = answer(book, case.input());
        for (key, expected) in case.expected_fields() {
            let answered = got.get(&key).cloned().unwrap_or_default();
            if plain(&expected) != answered {
                wrong.push(format!("{}の {key}: {expected} のはずが {answered} になりました。", case.name));
            }
        }
        for rule in case.rules.iter().filter(|rule| !rules.contains(rule)) {
            wrong.push(format!("{}: {rule} took no part, but {rules:?}", case.name));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// TOML has no null; the cases write it as a word.
fn plain(value: &Value) -> Value {
    match value {
        Value::String(word) if word == "null" => Value::Null,
        Value::Array(list) => list.iter().map(plain).collect(),
        Value::Object(fields) => fields.iter().map(|(key, value)| (key.clone(), plain(value))).collect(),
        value => value.clone(),
    }
}

/// The rules of a reason, which must have a sentence and known sources.
fn told(book: &LawBook, why: &Why) -> Vec<String> {
    assert!(why.sentence.ends_with('。') && !why.sentence.contains("{}"), "{}", why.sentence);
    let explained = explain(book, why);
    for cite in &explained.cites {
        assert!(book.source(&cite.source).is_some(), "{} is in no list", cite.source);
    }
    explained.rules
}

fn missing(missing: &[law::Missing]) -> Value {
    assert!(missing.iter().all(|missing| missing.question.contains('。')));
    missing.iter().map(|missing| missing.field).collect()
}

#[test]
fn who_is_covered() {
    run("eligibility", |book, input: EligibilityInput| {
        let facts = eligibility::EligibilityFacts {
            services: input.services.iter().map(|name| book.services().find(name).unwrap().set()).collect(),
            age: input.age.or(input.birth_date.map(|birth| age_on(birth, input.as_of.unwrap()))),
            care_insurance: input.care_insurance,
            as_of: input.as_of,
            self_plan: input.self_plan,
        };
        let verdict = eligibility(book, &facts);
        let not_counted = book.services().of(eligibility::not_counted(&facts, &verdict));
        let not_counted: Vec<&str> = not_counted.map(|service| service.name.as_str()).collect();
        match verdict {
            Verdict::Is(decided) => {
                let route = decided.value.route.label();
                let answer = json!({ "verdict": "is", "route": route, "not_counted": not_counted });
                (answer, told(book, &decided.why))
            }
            Verdict::No(why) => {
                (json!({ "verdict": "no", "route": null, "not_counted": not_counted }), told(book, &why))
            }
            Verdict::Needs(list) => {
                let rules = vec![eligibility::need_rule(book, &facts, &list).id.to_owned()];
                (json!({ "verdict": "needs", "missing": missing(&list) }), rules)
            }
            Verdict::MunicipalityDecides { usual, setting, why } => {
                assert!(book.municipality("default").unwrap().setting(setting.0).is_some());
                let usual = usual.map(|usual| usual.route.label());
                let answer = json!({
                    "verdict": "municipality_decides", "route": usual, "usual": usual, "setting": setting.0,
                    "not_counted": not_counted,
                });
                (answer, told(book, &why))
            }
            Verdict::NotCovered { .. } => {
                (json!({ "verdict": "not_covered" }), vec![eligibility::need_rule(book, &facts, &[]).id.to_owned()])
            }
        }
    });
}

#[test]
fn who_may_serve() {
    run("neutrality", |book, input: NeutralityInput| {
        let facts = neutrality::NeutralityFacts {
            specialist_works_at: input.specialist_works_at,
            client_uses: input.client_uses,
            task: input.task,
            months_since_decision: input.months_since_decision,
            other_office_in_area: input.other_office_in_area,
            municipality_accepts: input.municipality_accepts,
            client_wishes: input.client_wishes,
            as_of: input.as_of,
        };
        let answer = |verdict: &str, ground: Ground| json!({ "verdict": verdict, "allowed": ground != Ground::None, "ground": ground.word() });
        match dual_post(book, &facts) {
            Verdict::Is(decided) => (answer("is", decided.value), told(book, &decided.why)),
            Verdict::No(why) => (answer("no", Ground::None), told(book, &why)),
            Verdict::NotCovered { .. } => (json!({ "verdict": "not_covered" }), vec![PRINCIPLE.id.to_owned()]),
            other => panic!("{other:?}"),
        }
    });
}

#[test]
fn whom_to_call() {
    run("abuse-window", |book, input: WindowInput| {
        let city = book.municipality_named(&input.municipality);
        let table = city.and_then(|city| city.abuse.as_ref());
        let ward = table.zip(input.ward.as_ref()).map(|(table, ward)| Ward::read(table, ward));
        let kinds = input.facility_kind.map(|kind| find_facility_kinds(book, &kind));
        let report = Report {
            abuser: input.abuser,
            unknown_ward: ward == Some(None),
            ward: ward.flatten(),
            unknown_kind: kinds == Some(None),
            facility_kinds: kinds.flatten().unwrap_or_default(),
            disability: input.disability,
            at: input.at.map(|at| at.get(..16).unwrap().parse::<DateTime>().unwrap()),
            town: None,
        };
        match windows_to_call(city, &report) {
            WindowAnswer::Call(decided) => {
                (json!({ "verdict": "is", "windows": decided.value }), told(book, &decided.why))
            }
            WindowAnswer::Needs { missing: list, why, line, .. } => {
                let line: Vec<_> = line.into_iter().collect();
                let answer = json!({ "verdict": "needs", "missing": missing(&list), "windows": line });
                (answer, told(book, &why))
            }
            WindowAnswer::NotCovered(why) => (json!({ "verdict": "not_covered", "windows": [] }), told(book, &why)),
        }
    });
}

#[test]
fn a_kind_of_facility_is_found_however_it_is_written_and_never_guessed() {
    let book = LawBook::embedded().unwrap();
    assert_eq!(facility_kinds(book).len(), 12);
    for kind in facility_kinds(book) {
        assert_eq!(find_facility_kinds(book, kind), Some(vec![kind.to_owned()]));
    }
    let types = |letters: &str| -> Vec<String> {
        letters.chars().map(|letter| format!("地域活動支援センター（{letter}型）")).collect()
    };
    assert_eq!(find_facility_kinds(book, "地域活動支援センターＡ型"), Some(types("A")));
    assert_eq!(find_facility_kinds(book, "地域活動支援センターを経営する事業（Ｂ・Ｃ・Ｄ　型）"), Some(types("BCD")));
    assert_eq!(find_facility_kinds(book, "地域活動支援センター").map(|kinds| kinds.len()), Some(4));
    for (service, kind) in [
        ("グループホーム", "障害福祉サービス事業"),
        ("生活介護事業所", "障害福祉サービス事業"),
        ("就労継続支援Ｂ型", "障害福祉サービス事業"),
        ("ショートステイ", "障害福祉サービス事業"),
        ("施設入所支援", "障害者支援施設"),
        ("放デイ", "障害児通所支援事業"),
        ("地域移行支援", "一般相談支援事業"),
        ("計画相談支援", "特定相談支援事業"),
        ("障害児相談支援", "障害児相談支援事業"),
    ] {
        assert_eq!(find_facility_kinds(book, service), Some(vec![kind.to_owned()]), "{service}");
    }
    for unknown in [
        "",
        " ",
        "型",
        "A型",
        "病院",
        "地域活動支援センター（E型）",
        "地域活動支援センター（AE型）",
        "障害",
        "福祉ホーム、病院",
        "のぞみの園",
    ] {
        assert_eq!(find_facility_kinds(book, unknown), None, "{unknown}");
    }
}

#[test]
fn a_name_that_is_no_ward_is_refused() {
    let book = LawBook::embedded().unwrap();
    let table = book.municipality("kawasaki").unwrap().abuse.as_ref().unwrap();
    for unknown in ["", "支所", "区役所", "区", "出張所", "橘出張所", "どこか", "西区", "北支所"] {
        assert_eq!(Ward::read(table, unknown), None, "{unknown}");
    }
    for (typed, name, is_branch) in
        [("川崎", "川崎区役所", false), (" 高津区 ", "高津区役所", false), ("大師", "大師支所", true)]
    {
        let ward = Ward::read(table, typed).unwrap();
        assert_eq!((ward.name.as_str(), ward.is_branch), (name, is_branch), "{typed}");
    }
}

#[test]
fn the_words_of_every_table_are_known_and_no_kind_has_two_windows() {
    let book = LawBook::embedded().unwrap();
    for abuse in book.municipalities().filter_map(|city| city.abuse.as_ref()) {
        let mut kinds = Vec::new();
        for window in &abuse.windows {
            assert!(Abuser::from_word(&window.abuser).is_some(), "{}", window.abuser);
            for word in &window.not_at_branch {
                assert!(DisabilityKind::from_word(word).is_some(), "{word}");
            }
            for kind in &window.facility_kinds {
                assert!(!kinds.contains(&(&window.abuser, kind)), "{kind} stands twice");
                kinds.push((&window.abuser, kind));
            }
        }
    }
}

#[test]
fn a_wish_is_never_a_ground_and_an_unknown_fact_neither() {
    let book = LawBook::embedded().unwrap();
    let ground = |facts: &neutrality::NeutralityFacts| match dual_post(book, facts) {
        Verdict::Is(decided) => decided.value,
        _ => Ground::None,
    };
    let answers = [None, Some(false), Some(true)];
    for (task, months) in
        Task::ALL.iter().flat_map(|task| [None, Some(0), Some(3), Some(4)].map(|months| (*task, months)))
    {
        for (other, accepts) in answers.into_iter().flat_map(|other| answers.map(|accepts| (other, accepts))) {
            let facts = neutrality::NeutralityFacts {
                specialist_works_at: vec!["ひばり".to_owned()],
                client_uses: vec!["ひばり".to_owned()],
                task,
                months_since_decision: months,
                other_office_in_area: other,
                municipality_accepts: accepts,
                client_wishes: None,
                as_of: None,
            };
            let without = ground(&facts);
            assert_eq!(ground(&neutrality::NeutralityFacts { client_wishes: Some(true), ..facts.clone() }), without);
            let known = task == Task::FirstPlan || months.is_some_and(|months| months <= 3);
            assert_eq!(without != Ground::None, known || other == Some(false) || accepts == Some(true), "{facts:?}");
        }
    }
}

#[test]
fn whatever_is_known_the_line_that_is_always_open_comes_and_first_while_no_number_is_known() {
    let book = LawBook::embedded().unwrap();
    let city = book.municipality("kawasaki");
    let table = city.and_then(|city| city.abuse.as_ref()).unwrap();
    let abusers = Abuser::ALL.iter().map(|abuser| Some(*abuser)).chain([None]);
    let wards = || ["川崎区役所", "大師支所", "田島支所"].iter().map(|name| Ward::read(table, name)).chain([None]);
    let kinds = || facility_kinds(book).into_iter().map(|kind| vec![kind.to_owned()]).chain([Vec::new()]);
    let disabilities = || DisabilityKind::ALL.iter().map(|kind| vec![*kind]).chain([Vec::new()]);
    let (mut called, mut asked) = (0, 0);
    for (abuser, ward) in abusers.flat_map(|abuser| wards().map(move |ward| (abuser, ward))) {
        for (facility_kinds, disability) in kinds().flat_map(|kind| disabilities().map(move |it| (kind.clone(), it))) {
            let report = Report { abuser, ward: ward.clone(), facility_kinds, disability, ..Report::default() };
            let first = match windows_to_call(city, &report) {
                WindowAnswer::Call(decided) => {
                    called += 1;
                    assert!(decided.value.len() == 2 || abuser.is_none());
                    decided.value.first().cloned()
                }
                WindowAnswer::Needs { line, .. } => {
                    asked += 1;
                    line
                }
                WindowAnswer::NotCovered(why) => panic!("{why:?}"),
            };
            assert_eq!(first.and_then(|line| line.hours).as_deref(), Some("24時間365日対応"), "{report:?}");
        }
    }
    assert!(called > 500 && asked > 40, "{called} {asked}");
}

/// Kawasaki's table with a number at every window.
fn with_numbers() -> law::MunicipalityFile {
    let mut city = LawBook::embedded().unwrap().municipality("kawasaki").unwrap().clone();
    for window in &mut city.abuse.as_mut().unwrap().windows {
        window.tel = Some("044-000-0000".to_owned());
    }
    city
}

#[test]
fn the_line_stands_last_in_office_hours_and_first_outside_of_them() {
    let city = with_numbers();
    for (at, first) in [
        (None, false),
        (Some("2026-11-24T10:00"), false),
        (Some("2026-11-24T19:30"), true),
        (Some("2026-11-24T06:00"), true),
        (Some("2026-11-22T10:00"), true),
    ] {
        for abuser in
            Abuser::ALL.iter().copied().filter(|abuser| *abuser != Abuser::FacilityStaff).map(Some).chain([None])
        {
            let at = at.map(|at| at.parse::<DateTime>().unwrap());
            let report = Report { abuser, at, ..Report::default() };
            let WindowAnswer::Call(decided) = windows_to_call(Some(&city), &report) else { panic!("{report:?}") };
            let line = decided.value.iter().position(|window| window.hours.is_some()).unwrap();
            assert_eq!(line, if first { 0 } else { decided.value.len() - 1 }, "{report:?}");
        }
    }
}

#[test]
fn what_is_asked_about_abuse_changes_the_answer() {
    let book = LawBook::embedded().unwrap();
    let city = book.municipality("kawasaki");
    let table = city.and_then(|city| city.abuse.as_ref()).unwrap();
    let abusers = Abuser::ALL.iter().map(|abuser| Some(*abuser)).chain([None]);
    let wards = || [None, Some("川崎区役所"), Some("大師支所"), Some("西区")];
    let kinds = || [None, Some("福祉ホーム"), Some("地域活動支援センター"), Some("病院")];
    let report = |abuser, ward: Option<&str>, kind: Option<&str>, disability: &[DisabilityKind]| {
        let ward = ward.map(|ward| Ward::read(table, ward));
        let kind = kind.map(|kind| find_facility_kinds(book, kind));
        Report {
            abuser,
            unknown_ward: ward == Some(None),
            ward: ward.flatten(),
            unknown_kind: kind == Some(None),
            facility_kinds: kind.flatten().unwrap_or_default(),
            disability: disability.to_vec(),
            at: None,
            town: None,
        }
    };
    let mut asked = std::collections::BTreeSet::new();
    for (abuser, (ward, kind)) in abusers
        .flat_map(|abuser| wards().into_iter().flat_map(move |ward| kinds().map(move |kind| (abuser, (ward, kind)))))
    {
        let WindowAnswer::Needs { missing, .. } = windows_to_call(city, &report(abuser, ward, kind, &[])) else {
            continue;
        };
        let field = missing.first().unwrap().field;
        asked.insert(field);
        let (mental, physical) = ([DisabilityKind::Mental], [DisabilityKind::Physical]);
        let other = |first: bool| match field {
            "ward" => report(abuser, Some(if first { "川崎区役所" } else { "幸区役所" }), None, &physical),
            "facility_kind" => {
                report(abuser, ward, Some(if first { "福祉ホーム" } else { "障害者支援施設" }), &physical)
            }
            "disability" => report(abuser, ward, kind, if first { &mental } else { &physical }),
            other => panic!("{other}"),
        };
        let [one, two] = [true, false].map(|first| windows_to_call(city, &other(first)));
        assert_ne!(one, two, "{field} changes nothing for {abuser:?} {ward:?} {kind:?}");
    }
    assert_eq!(asked.into_iter().collect::<Vec<_>>(), ["disability", "facility_kind", "ward"]);
}

#[test]
fn what_is_asked_of_an_applicant_changes_the_answer() {
    let book = LawBook::embedded().unwrap();
    let sets = ["居宅介護", "行動援護", "自立訓練", "地域移行支援", "児童発達支援", "短期入所"];
    let mut asked = std::collections::BTreeSet::new();
    for mask in 0_u32..1 << sets.len() {
        let chosen = sets.iter().enumerate().filter(|(place, _)| mask >> place & 1 == 1);
        let services: law::ServiceSet = chosen.map(|(_, name)| book.services().find(name).unwrap().set()).collect();
        for (age, care_insurance) in [None, Some(9), Some(30), Some(70)]
            .into_iter()
            .flat_map(|age| [None, Some(true), Some(false)].map(|it| (age, it)))
        {
            let facts = eligibility::EligibilityFacts { services, age, care_insurance, as_of: None, self_plan: false };
            let Verdict::Needs(missing) = eligibility(book, &facts) else { continue };
            let field = missing.first().unwrap().field;
            asked.insert(field);
            let others: Vec<eligibility::EligibilityFacts> = match field {
                "age" => [9, 30].map(|age| eligibility::EligibilityFacts { age: Some(age), ..facts.clone() }).into(),
                "care_insurance" => [true, false]
                    .map(|it| eligibility::EligibilityFacts { care_insurance: Some(it), ..facts.clone() })
                    .into(),
                "services" if services.is_empty() => ["居宅介護", "児童発達支援"]
                    .map(|name| eligibility::EligibilityFacts {
                        services: book.services().find(name).unwrap().set(),
                        ..facts.clone()
                    })
                    .into(),
                "services" => ["自立訓練（機能訓練）", "自立訓練（生活訓練）"]
                    .map(|name| eligibility::EligibilityFacts {
                        services: book.services().find(name).unwrap().set(),
                        ..facts.clone()
                    })
                    .into(),
                other => panic!("{other}"),
            };
            let answers: Vec<_> = others.iter().map(|facts| eligibility(book, facts)).collect();
            assert!(answers.windows(2).all(|pair| pair[0] != pair[1]), "{field} changes nothing: {facts:?}");
        }
    }
    assert_eq!(asked.into_iter().collect::<Vec<_>>(), ["age", "care_insurance", "services"]);
}
