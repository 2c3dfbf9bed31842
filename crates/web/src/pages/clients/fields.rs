//! The fields of a client between the form and the use case.

use app::clients::{ClientText, SelfPlanText};
use domain::{
    client::{Client, DisabilityGrade, Residence, Sex, Tenure},
    office::Specialist,
};

use crate::{
    Form,
    form::rows::{RowTools, SELF_PLANS},
};

/// Word and label of a choice, as the form's macros take them.
pub type Choice = (String, String);

/// The choices of the form's selects and radios.
pub struct Choices {
    /// 性別.
    pub sexes: Vec<Choice>,
    /// 住まい.
    pub residences: Vec<Choice>,
    /// 持家・借家.
    pub tenures: Vec<Choice>,
    /// 障害支援区分.
    pub grades: Vec<Choice>,
    /// 担当.
    pub specialists: Vec<Choice>,
    /// はい, いいえ.
    pub yes_no: Vec<Choice>,
    /// 区役所・支所 that the municipalities have, to choose from or to type another.
    pub wards: Vec<String>,
}

impl Choices {
    /// The choices, with the office's specialists and the municipalities' 区役所・支所.
    pub fn new(specialists: &[Specialist], wards: Vec<String>) -> Self {
        let choice = |word: &str, label: &str| (word.to_owned(), label.to_owned());
        Self {
            sexes: Sex::ALL.iter().map(|it| choice(it.word(), it.label())).collect(),
            residences: Residence::ALL.iter().map(|it| choice(it.word(), it.label())).collect(),
            tenures: Tenure::ALL.iter().map(|it| choice(it.word(), it.label())).collect(),
            grades: DisabilityGrade::ALL.iter().map(|it| choice(it.word(), it.label())).collect(),
            specialists: specialists.iter().map(|it| (it.id.to_string(), it.name.clone())).collect(),
            yes_no: vec![choice("yes", "はい（ケアマネジャーがいる）"), choice("no", "いいえ")],
            wards,
        }
    }
}

/// The names of the fields of one row of self-plans.
pub struct SelfPlanRow {
    /// From 1, as people count.
    pub number: usize,
    /// Its buttons.
    pub tools: RowTools,
    /// Field of the first day.
    pub from: String,
    /// Field of the day from which it is none any more.
    pub off: String,
}

impl SelfPlanRow {
    /// The rows of the form; one more where the last one is closed.
    pub fn rows(form: &Form) -> Vec<Self> {
        let count = SELF_PLANS.count(form);
        let closed = !form.value(&SELF_PLANS.field("self_plan_off", count - 1)).trim().is_empty();
        let count = (count + usize::from(closed)).min(SELF_PLANS.most);
        (0..count).map(|row| Self::at(row, count)).collect()
    }

    fn at(row: usize, count: usize) -> Self {
        let name = |part: &str| SELF_PLANS.field(part, row);
        let tools = SELF_PLANS.tools(row, count);
        Self { number: row + 1, tools, from: name("self_plan_from"), off: name("self_plan_off") }
    }
}

fn typed_self_plans(form: &Form) -> Vec<SelfPlanText> {
    let value = |name: &str| form.value(name).to_owned();
    let read = |row: SelfPlanRow| SelfPlanText { from: value(&row.from), off_from: value(&row.off) };
    let mut rows: Vec<SelfPlanText> = SelfPlanRow::rows(form).into_iter().map(read).collect();
    while rows.last().is_some_and(SelfPlanText::is_empty) {
        rows.pop();
    }
    rows
}

/// What was typed.
pub fn typed(form: &Form) -> ClientText {
    let value = |name: &str| form.value(name).to_owned();
    ClientText {
        number: value("number"),
        name: value("name"),
        kana: value("kana"),
        birth: value("birth"),
        sex: value("sex"),
        postal_code: value("postal_code"),
        address: value("address"),
        phone: value("phone"),
        fax: value("fax"),
        residence: value("residence"),
        tenure: value("tenure"),
        grade: value("grade"),
        guardian_name: value("guardian_name"),
        guardian_kana: value("guardian_kana"),
        guardian_relation: value("guardian_relation"),
        guardian_phone: value("guardian_phone"),
        guardian_birth: value("guardian_birth"),
        specialist: value("specialist"),
        care_management: value("care_management"),
        self_plans: typed_self_plans(form),
        ward: value("ward"),
        ward_from: value("ward_from"),
        note: value("note"),
    }
}

/// Label, field and text of everything the form holds.
pub fn labelled(text: &ClientText) -> Vec<(String, String, &str)> {
    let mut all: Vec<(String, String, &str)> = [
        ("氏名", "name", &text.name),
        ("フリガナ", "kana", &text.kana),
        ("利用者番号", "number", &text.number),
        ("生年月日", "birth", &text.birth),
        ("性別", "sex", &text.sex),
        ("郵便番号", "postal_code", &text.postal_code),
        ("住所", "address", &text.address),
        ("電話番号", "phone", &text.phone),
        ("ファックス番号", "fax", &text.fax),
        ("住まい", "residence", &text.residence),
        ("持家・借家", "tenure", &text.tenure),
        ("障害支援区分", "grade", &text.grade),
        ("保護者氏名", "guardian_name", &text.guardian_name),
        ("保護者フリガナ", "guardian_kana", &text.guardian_kana),
        ("続柄", "guardian_relation", &text.guardian_relation),
        ("保護者の電話番号", "guardian_phone", &text.guardian_phone),
        ("保護者の生年月日", "guardian_birth", &text.guardian_birth),
        ("担当", "specialist", &text.specialist),
        ("介護保険のケアマネジメント", "care_management", &text.care_management),
        ("区役所・支所", "ward", &text.ward),
        ("区役所・支所が変わった日", "ward_from", &text.ward_from),
        ("備考", "note", &text.note),
    ]
    .map(|(label, field, value)| (label.to_owned(), field.to_owned(), value.as_str()))
    .into();
    for (row, plan) in text.self_plans.iter().enumerate() {
        let row = SelfPlanRow::at(row, row + 1);
        all.push((format!("セルフプランをはじめた日 {}行目", row.number), row.from, &plan.from));
        all.push((format!("セルフプランをやめた日 {}行目", row.number), row.off, &plan.off_from));
    }
    all
}

/// Fills the form with a client as stored.
pub fn filled(mut form: Form, client: &Client, text: &ClientText) -> Form {
    for (_, field, value) in labelled(text) {
        form.set(&field, value);
    }
    form.with_version(client.version)
}
