//! 計画のデータ: every item a plan can print, as text, under one path each.
//!
//! The domain's structs are taken apart field by field without `..`, so that a new field does not compile before
//! somebody has decided whether it is printed.

use calendar::{Date, age_on, wareki};
use domain::{
    client::{Certificate, Client},
    monitoring::{decided_interval::periods, m4_consent::SignerRelation},
    planning::{
        CaseKind,
        p1_assessment::OwnWordsKind,
        p2_draft::{NeedRow, PlanDraft, ServiceRow},
        p2_draft_consent::DraftConsent,
        p2_week_plan::WeekPlan,
        p5_consent::PlanConsent,
    },
    text::{grouped, yen},
};
use serde_json::{Map, Value};

use super::{PlanInput, week};
use crate::{
    DataSet, FieldName,
    head::{self, date, with_note},
};

const fn field(path: &'static str, title: &'static str) -> FieldName {
    FieldName { path, title }
}

/// Every item of the data set, in the order of the paper.
pub(super) const FIELDS: &[FieldName] = &[
    field("case.reception", "受付No."),
    field("case.kind", "新規・継続"),
    field("client.name", "利用者氏名"),
    field("client.kana", "ふりがな"),
    field("client.sex", "性別"),
    field("client.birth", "生年月日"),
    field("client.age", "年齢"),
    field("client.address", "住所"),
    field("client.grade", "障害支援区分"),
    field("guardian.name", "保護者氏名"),
    field("guardian.relation", "本人との続柄"),
    field("office.name", "相談支援事業者名"),
    field("office.address", "相談支援事業者の所在地"),
    field("office.phone", "相談支援事業者の電話番号"),
    field("specialist.name", "計画作成担当者"),
    field("certificate.held", "受給者証の有無"),
    field("certificate.until", "受給者証の有効期間"),
    field("certificate.number", "障害福祉サービス受給者証番号"),
    field("certificate.community_number", "地域相談支援受給者証番号"),
    field("certificate.child_number", "通所受給者証番号"),
    field("certificate.upper_limit", "利用者負担上限額"),
    field("plan.first_on", "初回サービス等利用計画作成日"),
    field("plan.changed_on", "サービス等利用計画変更日"),
    field("plan.written_on", "計画（案）作成日"),
    field("plan.interval", "モニタリング期間"),
    field("plan.wishes", "利用者の希望する生活"),
    field("own.wishes", "本人の言葉（希望）"),
    field("own.strengths", "本人の言葉（強み）"),
    field("own.achievements", "本人の言葉（できるようになったこと）"),
    field("plan.family_wishes", "家族の希望する生活"),
    field("plan.policy", "総合的な援助の方針"),
    field("plan.long_goal", "長期目標"),
    field("plan.long_goal_term", "長期目標の期間"),
    field("plan.short_goal", "短期目標"),
    field("plan.short_goal_term", "短期目標の期間"),
    field("plan.valid_until", "計画の有効期間"),
    field("plan.services_sum", "サービス費用の合計"),
    field("plan.own_sum", "自己負担額の合計"),
    field("plan.notes", "備考"),
    field("plan.needs[].number", "優先順位"),
    field("plan.needs[].item", "モニタリング項目"),
    field("plan.needs[].need", "解決すべき課題（ニーズ）"),
    field("plan.needs[].strength", "本人の強み"),
    field("plan.needs[].goal", "援助目標"),
    field("plan.needs[].due", "達成時期"),
    field("plan.needs[].services", "種類・内容・量（頻度・時間）"),
    field("plan.needs[].providers", "提供事業者名（担当者名・電話）"),
    field("plan.needs[].own_part", "課題解決のための本人の役割"),
    field("plan.needs[].review", "評価時期"),
    field("plan.needs[].notes", "その他留意事項"),
    field("plan.lines[].item", "モニタリング項目"),
    field("plan.lines[].need", "解決すべき課題（ニーズ）"),
    field("plan.lines[].goal", "援助目標と達成時期"),
    field("plan.lines[].content", "サービス内容"),
    field("plan.lines[].kind", "サービス種別（事業者等）"),
    field("plan.lines[].often", "頻度"),
    field("plan.lines[].price", "単価"),
    field("plan.lines[].times", "回数"),
    field("plan.lines[].sum", "合計"),
    field("plan.lines[].own", "自己負担"),
    field("consent.agreed_on", "同意日"),
    field("consent.signer", "署名者"),
    field("consent.relation", "本人・代理人"),
    field("consent.note", "署名者と本人の関係"),
    field("week.written_on", "週間計画の作成日"),
    field("week.starts", "計画開始年月"),
    field("week.daily_life", "主な日常生活上の活動"),
    field("week.outside_week", "週単位以外のサービス"),
    field("week.whole_life", "サービス提供によって実現する生活の全体像"),
    field("week.notes", "週間計画の備考"),
    field("week.entries[].day", "曜日"),
    field("week.entries[].from", "始まり"),
    field("week.entries[].to", "終わり"),
    field("week.entries[].text", "予定"),
    field("week.entries[].kind", "予定の種類"),
];

/// The path of the table of needs, each with its services in one cell.
const NEEDS: &str = "plan.needs";
/// The path of the table of services, each in a line of its own beside its need.
const LINES: &str = "plan.lines";

pub(super) fn of(input: &PlanInput<'_>) -> DataSet {
    let mut items = Map::new();
    head::client(input.client, &mut items);
    let own = input.case.certificate(input.certificates, day(input));
    head::certificates(input.client, own, input.certificates, &mut items);
    head::community_number(input.community_number, &mut items);
    person(input, &mut items);
    certificate(input, own, &mut items);
    draft(input, &mut items);
    consent(input, &mut items);
    week_items(input.week, &mut items);
    let flags = [("draft", input.stage.unfinished), ("proposal", input.stage.proposal)];
    DataSet {
        dated: day(input),
        flags: flags.into_iter().map(|(name, value)| (name.to_owned(), Value::from(value))).collect(),
        page: items,
        tables: [(NEEDS, needs(input.draft)), (LINES, lines(input.draft)), (week::ENTRIES, week::rows(input.week))]
            .into_iter()
            .collect(),
    }
    .for_others(input.client)
}

/// The day of the paper.
fn day(input: &PlanInput<'_>) -> Date {
    input.draft.written_on.unwrap_or(input.today)
}

fn person(input: &PlanInput<'_>, items: &mut Map<String, Value>) {
    let Client { birth, sex, address, kana, .. } = &**input.client;
    let day = day(input);
    let kind = if input.case.kind == CaseKind::New { "新規" } else { "継続" };
    for (path, value) in [
        ("case.reception", input.case.reception.to_string()),
        ("case.kind", kind.to_owned()),
        ("client.kana", kana.clone()),
        ("client.sex", sex.map_or("", |sex| sex.label()).to_owned()),
        // The era of the birth is its own: most clients were born before the present one.
        ("client.birth", wareki::long(*birth)),
        ("client.age", format!("{}歳", age_on(*birth, day))),
        ("client.address", address.clone()),
        ("office.name", input.office.name.clone()),
        ("office.address", input.office.address.clone()),
        ("office.phone", input.office.phone.clone()),
        ("specialist.name", input.specialist.to_owned()),
    ] {
        items.insert(path.into(), Value::from(value));
    }
}

fn certificate(input: &PlanInput<'_>, own: Option<&Certificate>, items: &mut Map<String, Value>) {
    let mut made = input.made_on.to_vec();
    if !input.stage.proposal {
        // The plan itself is a version, on the day of its consent or, for a paper to be signed, on that printed on it.
        made.extend(agreed(input).map_or(input.draft.written_on, |consent| Some(consent.agreed_on)));
    }
    made.sort_unstable();
    made.dedup();
    items.insert("certificate.held".into(), Value::from(if own.is_some() { "有" } else { "無" }));
    items.insert("certificate.until".into(), date(own.and_then(Certificate::ends_on)));
    items.insert("plan.first_on".into(), date(made.first().copied()));
    items.insert("plan.changed_on".into(), date(made.iter().skip(1).last().copied()));
}

fn draft(input: &PlanInput<'_>, items: &mut Map<String, Value>) {
    let PlanDraft {
        written_on,
        wishes,
        family_wishes,
        policy: _, // printed with the two below
        effect: _,
        unchanged_reason: _,
        prompts: _, // what was talked about before the goals were written: for the office
        long_goal,
        long_goal_term,
        short_goal,
        short_goal_term,
        needs: _,
        services: _,
        valid_until,
        notes,
        since_last: _, // why nothing changes is the office's own
        neutrality: _, // judged by the office, told to the municipality, not part of the paper
    } = input.draft;
    let costs = input.draft.costs();
    let interval = match input.week.starts.filter(|_| !input.periods.is_empty()) {
        Some(starts) => format!("{}（{}から）", periods(input.periods), wareki::month(starts)),
        None => periods(input.periods),
    };
    let priced = input.draft.services.iter().any(|row| row.sum().is_some());
    let burdened = input.draft.services.iter().any(|row| row.own_burden.is_some());
    for (path, value) in [
        ("plan.interval", interval),
        ("plan.wishes", wishes.clone()),
        ("plan.family_wishes", family_wishes.clone()),
        ("plan.policy", policy_of(input.draft)),
        ("plan.long_goal", long_goal.clone()),
        ("plan.long_goal_term", long_goal_term.clone()),
        ("plan.short_goal", short_goal.clone()),
        ("plan.short_goal_term", short_goal_term.clone()),
        ("plan.services_sum", if priced { yen(costs.services) } else { String::new() }),
        ("plan.own_sum", if burdened { yen(costs.own_burden) } else { String::new() }),
        ("plan.notes", notes.clone()),
    ] {
        items.insert(path.into(), Value::from(value));
    }
    let own = |kind: OwnWordsKind| {
        let words = input.own_words.iter().filter(|own| own.kind == kind).map(|own| own.words.as_str());
        words.collect::<Vec<_>>().join("\n")
    };
    for (path, kind) in [
        ("own.wishes", OwnWordsKind::Wish),
        ("own.strengths", OwnWordsKind::Strength),
        ("own.achievements", OwnWordsKind::Achievement),
    ] {
        items.insert(path.into(), Value::from(own(kind)));
    }
    items.insert("plan.written_on".into(), date(*written_on));
    items.insert("plan.valid_until".into(), date(*valid_until));
}

/// 総合的な援助の方針. Of a renewal it goes on with what the services did and why their kind and amount stay: neither form has a cell
/// of its own for that.
fn policy_of(draft: &PlanDraft) -> String {
    let headed = |head: &str, text: &String| (!text.is_empty()).then(|| format!("【{head}】{text}"));
    let policy = (!draft.policy.is_empty()).then(|| draft.policy.clone());
    let effect = headed("これまでのサービスの効果", &draft.effect);
    let reason = headed("サービスの種類・量を変更する必要がない理由", &draft.unchanged_reason);
    [policy, effect, reason].into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// The consent to the plan, where this is the version that it was given to.
fn agreed<'a>(input: &PlanInput<'a>) -> Option<&'a PlanConsent> {
    let given = input.case.standing_consent().map(|(_, consent)| consent);
    given.filter(|_| !input.stage.proposal && !input.stage.unfinished)
}

/// When, who, as whom, and the relation of a deputy.
type Signed<'a> = (Date, &'a str, SignerRelation, &'a str);

fn signed<'a>(input: &PlanInput<'a>) -> Option<Signed<'a>> {
    if !input.stage.proposal {
        let PlanConsent { agreed_on, signer, relation, relation_note, .. } = agreed(input)?;
        return Some((*agreed_on, signer, *relation, relation_note));
    }
    // A consent belongs to the texts that were shown: printed under one corrected since, it would be untrue.
    let shown = |consent: &&DraftConsent| !input.stage.unfinished && consent.texts == input.case.consentable();
    let DraftConsent { agreed_on, signer, relation, relation_note, handed_on: _, texts: _ } =
        input.case.draft_consent().filter(shown)?;
    Some((*agreed_on, signer, *relation, relation_note))
}

fn consent(input: &PlanInput<'_>, items: &mut Map<String, Value>) {
    let signed = signed(input);
    let word = |relation| if relation == SignerRelation::Deputy { "代理人" } else { "本人" };
    items.insert("consent.agreed_on".into(), date(signed.map(|(day, ..)| day)));
    for (path, value) in [
        ("consent.signer", signed.map_or("", |(_, signer, ..)| signer)),
        ("consent.relation", signed.map_or("", |(_, _, relation, _)| word(relation))),
        ("consent.note", signed.map_or("", |(.., note)| note)),
    ] {
        items.insert(path.into(), Value::from(value));
    }
}

fn week_items(week: &WeekPlan, items: &mut Map<String, Value>) {
    let WeekPlan { written_on, starts, entries: _, daily_life, outside_week, whole_life, notes, since_last: _ } = week;
    items.insert("week.written_on".into(), date(*written_on));
    for (path, value) in [
        ("week.starts", starts.map(wareki::month).unwrap_or_default()),
        ("week.daily_life", daily_life.clone()),
        ("week.outside_week", outside_week.clone()),
        ("week.whole_life", whole_life.clone()),
        ("week.notes", notes.clone()),
    ] {
        items.insert(path.into(), Value::from(value));
    }
}

/// The services that meet a need.
fn services_of<'a>(draft: &'a PlanDraft, need: &'a NeedRow) -> impl Iterator<Item = &'a ServiceRow> {
    draft.services.iter().filter(move |row| row.of_need.is_some() && row.of_need == need.id)
}

/// The services that meet every need, or one that is not in the plan any more.
fn services_of_all(draft: &PlanDraft) -> impl Iterator<Item = &ServiceRow> {
    let known = |row: &ServiceRow| row.of_need.is_some() && draft.needs.iter().any(|need| need.id == row.of_need);
    draft.services.iter().filter(move |row| !known(row))
}

/// What stands where a service meets all needs.
const ALL_NEEDS: &str = "（すべての課題に共通）";

fn needs(draft: &PlanDraft) -> Vec<Map<String, Value>> {
    let mut rows: Vec<_> = (draft.needs.iter().zip(1u32..))
        .map(|(need, number)| need_row(need, &number.to_string(), &services_of(draft, need).collect::<Vec<_>>()))
        .collect();
    let common: Vec<&ServiceRow> = services_of_all(draft).collect();
    if !common.is_empty() {
        let need = NeedRow { need: ALL_NEEDS.to_owned(), ..NeedRow::default() };
        rows.push(need_row(&need, "", &common));
    }
    rows
}

fn need_row(row: &NeedRow, number: &str, services: &[&ServiceRow]) -> Map<String, Value> {
    // Why a goal goes on is for the office.
    let NeedRow { id: _, need, strength, goal, due, item, own_part, review, notes, kept_reason: _ } = row;
    let said = |one: &&ServiceRow| -> String {
        let parts = [&one.kind, &one.content, &one.amount, &one.often].into_iter().filter(|part| !part.is_empty());
        parts.fold(String::new(), |said, part| {
            // What ends as a sentence needs no mark before what follows.
            let mark = if said.is_empty() || said.ends_with('。') { "" } else { "・" };
            said + mark + part
        })
    };
    let provider = |one: &&ServiceRow| with_note(&one.provider, &one.person);
    let lines = |all: Vec<String>| all.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    let items = [
        ("number", number.to_owned()),
        ("item", item.clone()),
        ("need", need.clone()),
        ("strength", strength.clone()),
        ("goal", goal.clone()),
        ("due", due.clone()),
        ("services", lines(services.iter().map(said).collect())),
        ("providers", lines(services.iter().map(provider).collect())),
        ("own_part", own_part.clone()),
        ("review", review.clone()),
        ("notes", notes.clone()),
    ];
    items.into_iter().map(|(name, value)| (format!("{NEEDS}[].{name}"), Value::from(value))).collect()
}

/// Each service in a line of its own; the need stands in its first line.
fn lines(draft: &PlanDraft) -> Vec<Map<String, Value>> {
    let mut rows = Vec::new();
    for need in &draft.needs {
        let services: Vec<&ServiceRow> = services_of(draft, need).collect();
        let first = services.first().copied();
        rows.push(line(Some(need), first));
        rows.extend(services.iter().skip(1).map(|service| line(None, Some(service))));
    }
    let all = NeedRow { need: ALL_NEEDS.to_owned(), ..NeedRow::default() };
    for (at, service) in services_of_all(draft).enumerate() {
        rows.push(line((at == 0).then_some(&all), Some(service)));
    }
    rows
}

fn line(need: Option<&NeedRow>, service: Option<&ServiceRow>) -> Map<String, Value> {
    let (empty, without) = (NeedRow::default(), ServiceRow::default());
    let need = need.unwrap_or(&empty);
    let ServiceRow { id: _, of_need: _, kind, content, amount, often, provider, person, unit_price, times, own_burden } =
        service.unwrap_or(&without);
    let joined = |parts: [&str; 2]| parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
    let number = |value: Option<i64>| value.map(grouped).unwrap_or_default();
    let items = [
        ("item", need.item.clone()),
        ("need", need.need.clone()),
        ("goal", with_note(&need.goal, &need.due)),
        ("content", content.clone()),
        ("kind", joined([kind, &with_note(provider, person)])),
        ("often", joined([often, amount])),
        ("price", number(*unit_price)),
        ("times", number(*times)),
        ("sum", number(service.and_then(ServiceRow::sum))),
        ("own", number(*own_burden)),
    ];
    items.into_iter().map(|(name, value)| (format!("{LINES}[].{name}"), Value::from(value))).collect()
}
