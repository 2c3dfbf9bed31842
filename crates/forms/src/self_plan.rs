//! セルフプラン: the plan that a person makes without an office. A blank one holds what is registered of the person; a filled one also what was
//! planned with an office before.

use calendar::{Date, age_on, wareki};
use domain::{
    client::{Client, ClientForOthers, Household},
    planning::{
        p2_draft::{NeedRow, PlanDraft, ServiceRow},
        p2_week_plan::WeekPlan,
    },
};
use serde_json::{Map, Value};

use crate::{
    DataSet, DataSetKind, FieldName,
    head::{self, date, with_note},
    plan,
};

/// The data set of a self-plan.
pub const SELF_PLAN: DataSetKind = DataSetKind { word: "self-plan", items: FIELDS };

/// What a self-plan is printed from.
#[derive(Clone, Copy, Debug)]
pub struct SelfPlanInput<'a> {
    /// 利用者.
    pub client: &'a ClientForOthers,
    /// 世帯構成, as far as it is known.
    pub household: Option<Household>,
    /// What was planned; nothing for a blank form.
    pub draft: &'a PlanDraft,
    /// The week; empty for a blank form.
    pub week: &'a WeekPlan,
    /// Today: the day on which the age is told.
    pub today: Date,
}

const fn field(path: &'static str, title: &'static str) -> FieldName {
    FieldName { path, title }
}

/// Every item of the data set, in the order of the paper.
const FIELDS: &[FieldName] = &[
    field("plan.written_on", "作成日"),
    field("client.name", "氏名"),
    field("client.kana", "ふりがな"),
    field("client.birth", "生年月日"),
    field("client.age", "年齢"),
    field("client.grade", "障害支援区分"),
    field("client.address", "住所"),
    field("client.phone", "電話番号"),
    field("guardian.name", "保護者氏名"),
    field("guardian.relation", "本人との続柄"),
    field("client.household", "世帯構成"),
    field("plan.wishes", "こうありたいと思う暮らし"),
    field("plan.family_wishes", "家族の希望"),
    field("plan.goals", "目標"),
    field("plan.services", "使いたいサービス"),
    field("needs[].need", "困っていること"),
    field("needs[].goal", "目標"),
    field("needs[].service", "サービス"),
    field("needs[].often", "回数・量"),
    field("needs[].provider", "事業所"),
    field("week.daily_life", "主な日常生活上の活動"),
    field("week.outside_week", "週単位以外のサービス"),
    field("week.entries[].day", "曜日"),
    field("week.entries[].from", "始まり"),
    field("week.entries[].to", "終わり"),
    field("week.entries[].text", "予定"),
    field("week.entries[].kind", "予定の種類"),
];

const NEEDS: &str = "needs";

/// A self-plan as data, for any of its forms.
pub fn self_plan(input: &SelfPlanInput<'_>) -> DataSet {
    let mut page = Map::new();
    head::client(input.client, &mut page);
    let Client { birth, address, phone, kana, .. } = &**input.client;
    let draft = input.draft;
    let goals =
        [with_note(&draft.long_goal, &draft.long_goal_term), with_note(&draft.short_goal, &draft.short_goal_term)];
    let goals: Vec<&str> = goals.iter().map(String::as_str).filter(|goal| !goal.is_empty()).collect();
    for (path, value) in [
        ("client.kana", kana.clone()),
        ("client.birth", wareki::long(*birth)),
        ("client.age", format!("{}歳", age_on(*birth, input.today))),
        ("client.address", address.clone()),
        ("client.phone", phone.clone()),
        ("client.household", input.household.map_or("", Household::label).to_owned()),
        ("plan.wishes", draft.wishes.clone()),
        ("plan.family_wishes", draft.family_wishes.clone()),
        ("plan.goals", goals.join("\n")),
        ("week.daily_life", input.week.daily_life.clone()),
        ("week.outside_week", input.week.outside_week.clone()),
    ] {
        page.insert(path.into(), Value::from(value));
    }
    page.insert("plan.written_on".into(), date(draft.written_on));
    page.insert("plan.services".into(), Value::from(draft.kinds()));
    DataSet {
        dated: draft.written_on.unwrap_or(input.today),
        flags: [("draft".to_owned(), Value::from(false))].into_iter().collect(),
        page,
        tables: [(NEEDS, rows(draft)), (plan::ENTRIES, plan::week_rows(input.week))].into_iter().collect(),
    }
    .for_others(input.client)
}

/// A line for each need with its services, and one for each service that meets none alone.
fn rows(draft: &PlanDraft) -> Vec<Map<String, Value>> {
    let of =
        |need: &NeedRow| draft.services.iter().filter(|row| row.of_need.is_some() && row.of_need == need.id).collect();
    let known = |row: &&ServiceRow| draft.needs.iter().any(|need| need.id.is_some() && need.id == row.of_need);
    let rest = draft.services.iter().filter(|row| !known(row));
    let lines = draft.needs.iter().map(|need| line(need, of(need)));
    lines.chain(rest.map(|row| line(&NeedRow::default(), vec![row]))).collect()
}

fn line(need: &NeedRow, services: Vec<&ServiceRow>) -> Map<String, Value> {
    let each = |text: fn(&ServiceRow) -> String| {
        services.iter().map(|row| text(row)).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
    };
    let items = [
        ("need", need.need.clone()),
        ("goal", with_note(&need.goal, &need.due)),
        ("service", each(|row| with_note(&row.kind, &row.content))),
        ("often", each(|row| with_note(&row.often, &row.amount))),
        ("provider", each(|row| row.provider.clone())),
    ];
    items.into_iter().map(|(name, value)| (format!("{NEEDS}[].{name}"), Value::from(value))).collect()
}
