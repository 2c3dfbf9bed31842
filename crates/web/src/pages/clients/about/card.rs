//! What a fact about a client says, in lines of label and value.

use calendar::{Date, wareki};
use domain::client::{
    About, AboutKind, CareLevel, ClientFact, Contract, Disability, Doctors, Emergency, Family, FamilyMember, Grounds,
    Household, Insurance, MonthTaken, OfficeChange, PlanRequest, SelfPlanTurn, Telling,
};

/// Label and value.
pub(super) type Line = (String, String);

/// A kind with what holds today.
pub(super) struct Card {
    pub(super) kind: AboutKind,
    pub(super) lines: Vec<Line>,
    /// 「令和8年4月1日から」, else when it was recorded; empty where nothing is.
    pub(super) when: String,
    pub(super) by: String,
}

impl Card {
    pub(super) fn of(kind: AboutKind, fact: Option<&ClientFact>, today: Date) -> Self {
        Self {
            kind,
            lines: fact.map(|fact| lines(&fact.body.what, today)).unwrap_or_default(),
            when: fact.map(when).unwrap_or_default(),
            by: fact.map(ClientFact::by).unwrap_or_default(),
        }
    }
}

/// From when it holds, else the day on which it was recorded.
pub(super) fn when(fact: &ClientFact) -> String {
    match fact.body.from {
        Some(from) => format!("{} 確認", wareki::long(from)),
        None => format!("{} 記録", wareki::long(fact.recorded_on())),
    }
}

/// The lines of a fact; what is not filled in is left out.
pub(super) fn lines(about: &About, today: Date) -> Vec<Line> {
    let all = match about {
        About::Contract(it) => contract(it),
        About::Family(it) => family(it, today),
        About::Emergency(it) => emergency(it),
        About::Doctors(it) => doctors(it),
        About::Disability(it) => disability(it),
        About::Insurance(it) => insurance(it),
        About::Telling(it) => telling(it),
        About::Grounds(it) => grounds(it),
        About::PlanRequest(it) => plan_request(it),
        About::SelfPlan(it) => self_plan(it),
        About::FromOffice(it) => office_change(it, "前の事業所"),
        About::ToOffice(it) => office_change(it, "新しい事業所"),
        About::LifeEvent(it) => vec![line(it.what.label(), &it.note)],
        About::Incident(it) => vec![line(it.what.label(), &it.happened), line("対応", &it.handled)],
        About::LifeEventAnswer(it) => vec![line(it.question.label(), it.answer.label())],
        About::Withdrawn { reason } => vec![line("取り消しの理由", reason)],
    };
    all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

fn line(label: &str, value: impl Into<String>) -> Line {
    (label.to_owned(), value.into())
}

fn day(day: Option<Date>) -> String {
    day.map(wareki::long).unwrap_or_default()
}

fn answer(answer: Option<bool>) -> &'static str {
    match answer {
        Some(true) => "はい",
        Some(false) => "いいえ",
        None => "",
    }
}

/// The parts that are filled, with blanks between them.
fn joined(parts: &[&str]) -> String {
    parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn contract(it: &Contract) -> Vec<Line> {
    vec![
        line("重要事項の説明", day(it.explained_on)),
        line("個人情報の同意", day(it.privacy_on)),
        line("契約日", day(it.contracted_on)),
        line("終了日", day(it.ended_on)),
        line("終了の理由", &it.end_reason),
    ]
}

fn family(it: &Family, today: Date) -> Vec<Line> {
    let household = line("世帯構成", it.household.map_or("", Household::label));
    if it.members.is_empty() {
        return vec![household, line("家族", "いない")];
    }
    let about = |member: &FamilyMember| {
        let born = member.birth_year.map(|year| {
            let age = i32::from(today.year()) - i32::from(year);
            format!("{year}年生（今年{age}歳）")
        });
        let together = member.together.map(|yes| if yes { "同居" } else { "別居" }).unwrap_or_default();
        let carer = if member.carer { "主たる介護者" } else { "" };
        joined(&[&member.name, &born.unwrap_or_default(), together, carer, &member.note])
    };
    let relation =
        |member: &FamilyMember| if member.relation.is_empty() { "家族" } else { &member.relation }.to_owned();
    std::iter::once(household).chain(it.members.iter().map(|member| (relation(member), about(member)))).collect()
}

fn emergency(it: &Emergency) -> Vec<Line> {
    let hidden = [(it.address_hidden, "住所"), (it.phone_hidden, "電話番号")];
    let hidden: Vec<&str> = hidden.iter().filter(|(hidden, _)| *hidden).map(|(_, words)| *words).collect();
    let people = it.people.iter().zip(1..).map(|(one, number)| {
        let mark = if one.hidden { "【知らせない】" } else { "" };
        (format!("連絡先{number}"), joined(&[&one.name, &one.relation, &one.phone, &one.note, mark]))
    });
    std::iter::once(line("知らせない", hidden.join("、"))).chain(people).collect()
}

fn doctors(it: &Doctors) -> Vec<Line> {
    let of = |one: &domain::client::Doctor| {
        (one.institution.clone(), joined(&[&one.department, &one.name, &one.phone, &one.note]))
    };
    let mut lines: Vec<Line> = it.doctors.iter().map(of).collect();
    for (_, value) in lines.iter_mut().filter(|(_, value)| value.is_empty()) {
        value.push_str("（くわしいことは未記入）");
    }
    if lines.is_empty() { vec![line("医療機関", "なし")] } else { lines }
}

fn disability(it: &Disability) -> Vec<Line> {
    let kinds = it.kinds.iter().map(|kind| kind.label()).collect::<Vec<_>>().join("、");
    let mut lines = vec![line("障害の種別", kinds), line("障害・疾患名", &it.name)];
    let term = [(it.grade_from, "から"), (it.grade_until, "まで")];
    let term: String = term.iter().filter_map(|(on, word)| Some(format!("{}{word}", wareki::long((*on)?)))).collect();
    lines.push(line("障害支援区分の有効期間", term));
    for book in &it.handbooks {
        let until = book.until.map(|day| format!("{}まで", wareki::long(day))).unwrap_or_default();
        let issued = book.issued_on.map(|day| format!("{}交付", wareki::long(day))).unwrap_or_default();
        let number = if book.number.is_empty() { String::new() } else { format!("番号 {}", book.number) };
        let value = joined(&[&book.grade, &number, &issued, &until]);
        lines.push(line(book.kind.label(), if value.is_empty() { "あり".to_owned() } else { value }));
    }
    lines.push(line("地域相談支援受給者証番号", &it.community_number));
    lines
}

fn insurance(it: &Insurance) -> Vec<Line> {
    let until = it.care_until.map(|until| format!("{}まで", wareki::long(until))).unwrap_or_default();
    vec![
        line("要介護認定", joined(&[it.care_level.map_or("", CareLevel::label), &until])),
        line("介護保険で利用中のサービス", &it.care_services),
        line("障害基礎年金1級", answer(it.pension_first)),
        line("被保険者証の記号・番号", &it.insured_number),
        line("保険者名・番号", &it.insurer),
    ]
}

fn telling(it: &Telling) -> Vec<Line> {
    let ways = it.ways.iter().map(|way| way.label()).collect::<Vec<_>>().join("、");
    vec![
        line("伝え方", ways),
        line("ことば", &it.language),
        line("つながりやすい時間", &it.hours),
        line("気をつけること", &it.note),
    ]
}

fn grounds(it: &Grounds) -> Vec<Line> {
    let change = it.use_change.map(|change| format!("{}（{}から）", change.label(), day(it.use_from)));
    let left = joined(&[answer(it.left_facility), &it.facility, &day(it.left_on)]);
    vec![
        line("利用の変化", change.unwrap_or_default()),
        line("退所・退院", left),
        line("集中的な支援が必要", answer(it.needs_intensive)),
        line("見直しの日", day(it.review_on)),
        line("単身の世帯", answer(it.alone)),
        line("家族の障害・疾病", answer(it.family_impaired)),
        line("連絡調整が困難", answer(it.cannot_coordinate)),
        line("常時介護", answer(it.constant_care)),
        line("意思疎通の著しい支障", answer(it.communication)),
        line("麻痺・寝たきり", answer(it.bedridden)),
        line("行動上の著しい困難", answer(it.severe_behaviour)),
        line("重度障害者等包括支援", answer(it.comprehensive)),
        line("介護保険のケアマネジメント", answer(it.care_management)),
        line("介護保険のサービス", answer(it.care_services)),
        line("生活習慣等の支援のあと", answer(it.habit_follow_up)),
        line("事業者の頻繁な変更", answer(it.provider_changes)),
        line("長期休暇等による変化", answer(it.school_holidays)),
        line("就学前の保護者の不安", answer(it.preschool_parents)),
    ]
}

fn plan_request(it: &PlanRequest) -> Vec<Line> {
    let requested = it.requested.map(|yes| if yes { "求められた" } else { "求められていない" }).unwrap_or("未確認");
    vec![line("計画案の提出", requested), line("日", day(it.on)), line("だれから", &it.by), line("メモ", &it.note)]
}

fn self_plan(it: &SelfPlanTurn) -> Vec<Line> {
    vec![line("切りかえ", it.to.label()), line("日", wareki::long(it.on)), line("理由", &it.note)]
}

fn office_change(it: &OfficeChange, other: &str) -> Vec<Line> {
    let by = if it.noticed_by.is_empty() { String::new() } else { format!("（{}）", it.noticed_by) };
    vec![
        line("変更する日", wareki::long(it.on)),
        line(other, joined(&[&it.office, &it.person])),
        line("変更する理由", &it.reason),
        line("変更届出書", it.noticed_on.map(|on| format!("{}{by}", wareki::long(on))).unwrap_or_default()),
        line("受給者証を出した日", day(it.certificate_out_on)),
        line("受給者証が返った日", day(it.certificate_back_on)),
        line("引継ぎをした日", day(it.handed_over_on)),
        line("引き継いだもの", &it.handed_over),
        line("変更の月", it.month_taken.map(MonthTaken::label).unwrap_or_default()),
    ]
}
