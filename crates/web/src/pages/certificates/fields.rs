//! The fields of a certificate between the form and the use case. Rows are numbered from 0: `grant_start_0`.

use app::{
    certificates::{CertificateText, GrantText, PhaseText},
    providers::ProviderChoice,
};
use domain::client::{ConsultationService, Decision, IntensiveGround, MonthlyStart, ShorterGround};
use law::{Family, LawBook};

use crate::{
    Form,
    form::rows::{GRANTS, PHASES, RowTools},
};

/// Word and label of a choice, as the form's macros take them.
pub type Choice = (String, String);

/// The choices of the form.
pub struct Choices {
    /// 計画相談支援, 障害児相談支援.
    pub services: Vec<Choice>,
    /// 新規, 更新, 変更.
    pub decisions: Vec<Choice>,
    /// 毎月3回の始まり.
    pub monthly_starts: Vec<Choice>,
    /// イロハ.
    pub intensive: Vec<Choice>,
    /// Grounds for a shorter period.
    pub shorter_grounds: Vec<Choice>,
    /// はい, いいえ.
    pub yes_no: Vec<Choice>,
    /// 転出した, していない.
    pub moved: Vec<Choice>,
    /// Services by family: heading and names.
    pub kinds: Vec<(&'static str, Vec<String>)>,
    /// サービス提供事業所 of the register.
    pub providers: Vec<Choice>,
}

impl Choices {
    /// The choices, with the services of the law and the register of the office.
    pub fn new(law: &LawBook, providers: &[ProviderChoice]) -> Self {
        let families = [
            ("障害福祉サービス", Family::Disability),
            ("障害児通所支援", Family::Child),
            ("地域相談支援", Family::Community),
        ];
        let kinds = families.map(|(heading, family)| {
            let of = law.services().kinds().filter(|kind| kind.family == family);
            (heading, of.map(|kind| kind.name.clone()).collect())
        });
        Self {
            services: choices(ConsultationService::ALL, |it| (it.word(), it.label())),
            decisions: choices(Decision::ALL, |it| (it.word(), it.label())),
            monthly_starts: choices(MonthlyStart::ALL, |it| (it.word(), it.label())),
            intensive: choices(IntensiveGround::ALL, |it| (it.word(), it.label())),
            shorter_grounds: choices(ShorterGround::ALL, |it| (it.word(), it.label())),
            yes_no: [("yes", "受けている"), ("no", "受けていない")].map(|(a, b)| (a.to_owned(), b.to_owned())).into(),
            moved: [("yes", "転出した"), ("no", "転出していない（両方の受給者証を使う）")]
                .map(|(a, b)| (a.to_owned(), b.to_owned()))
                .into(),
            kinds: kinds.into(),
            providers: providers.iter().map(|it| (it.id.to_string(), it.label.clone())).collect(),
        }
    }
}

fn choices<T: Copy>(all: &[T], words: fn(T) -> (&'static str, &'static str)) -> Vec<Choice> {
    all.iter().map(|it| words(*it)).map(|(word, label)| (word.to_owned(), label.to_owned())).collect()
}

/// The names of the fields of one row of the grants.
pub struct GrantRow {
    /// From 1, as people count.
    pub number: usize,
    /// Its buttons.
    pub tools: RowTools,
    /// Field of the service.
    pub service: String,
    /// Field of the amount.
    pub amount: String,
    /// Field of the first day.
    pub start: String,
    /// Field of the last day.
    pub end: String,
    /// Field of the registered provider.
    pub provider: String,
    /// Field of a provider that is not registered.
    pub provider_name: String,
}

impl GrantRow {
    /// The rows of the form.
    pub fn rows(form: &Form) -> Vec<Self> {
        let count = GRANTS.count(form);
        (0..count).map(|row| Self::at(row, count)).collect()
    }

    fn at(row: usize, count: usize) -> Self {
        let name = |part: &str| GRANTS.field(&format!("grant_{part}"), row);
        Self {
            number: row + 1,
            tools: GRANTS.tools(row, count),
            service: name("service"),
            amount: name("amount"),
            start: name("start"),
            end: name("end"),
            provider: name("provider"),
            provider_name: name("provider_name"),
        }
    }
}

/// The names of the fields of one row of the monitoring periods.
pub struct PhaseRow {
    /// From 1.
    pub number: usize,
    /// Its buttons.
    pub tools: RowTools,
    /// Field of the interval.
    pub interval: String,
    /// Field of how long it lasts.
    pub lasts: String,
}

impl PhaseRow {
    /// The rows of the form.
    pub fn rows(form: &Form) -> Vec<Self> {
        let count = PHASES.count(form);
        (0..count).map(|row| Self::at(row, count)).collect()
    }

    fn at(row: usize, count: usize) -> Self {
        let name = |part: &str| PHASES.field(part, row);
        Self {
            number: row + 1,
            tools: PHASES.tools(row, count),
            interval: name("phase_interval"),
            lasts: name("phase_lasts"),
        }
    }
}

/// What was typed. Empty rows at the end are left off, those in between keep their number.
pub fn typed(form: &Form) -> CertificateText {
    let value = |name: &str| form.value(name).to_owned();
    let list = |name: &str| form.values(name).into_iter().map(str::to_owned).collect();
    CertificateText {
        service: value("service"),
        number: value("number"),
        municipality: value("municipality"),
        municipality_name: value("municipality_name"),
        ward: value("ward"),
        decision: value("decision"),
        plan_made_on: value("plan_made_on"),
        benefit_start: value("benefit_start"),
        benefit_end: value("benefit_end"),
        moved_out_on: value("moved_out_on"),
        moved: value("moved"),
        moved_until: value("moved_until"),
        upper_limit_yen: value("upper_limit_yen"),
        grants: typed_grants(form),
        phases: typed_phases(form),
        months: value("months"),
        monthly_start: value("monthly_start"),
        proposed_interval: value("proposed_interval"),
        proposal_reason: value("proposal_reason"),
        intensive: list("intensive"),
        shorter_grounds: list("shorter_grounds"),
        care_management: value("care_management"),
    }
}

fn typed_grants(form: &Form) -> Vec<GrantText> {
    let value = |name: &str| form.value(name).to_owned();
    let read = |row: GrantRow| GrantText {
        service: value(&row.service),
        amount: value(&row.amount),
        start: value(&row.start),
        end: value(&row.end),
        provider: value(&row.provider),
        provider_name: value(&row.provider_name),
    };
    let mut grants: Vec<GrantText> = GrantRow::rows(form).into_iter().map(read).collect();
    while grants.last().is_some_and(GrantText::is_empty) {
        grants.pop();
    }
    grants
}

fn typed_phases(form: &Form) -> Vec<PhaseText> {
    let value = |name: &str| form.value(name).to_owned();
    let read = |row: PhaseRow| PhaseText { interval: value(&row.interval), lasts: value(&row.lasts) };
    let mut phases: Vec<PhaseText> = PhaseRow::rows(form).into_iter().map(read).collect();
    while phases.last().is_some_and(PhaseText::is_empty) {
        phases.pop();
    }
    phases
}

/// Label, field and text of everything that can differ.
pub fn labelled(text: &CertificateText) -> Vec<(String, String, String)> {
    let mut all: Vec<(String, String, String)> = [
        ("相談支援の種類", "service", &text.service),
        ("受給者証番号", "number", &text.number),
        ("市町村番号", "municipality", &text.municipality),
        ("市町村名", "municipality_name", &text.municipality_name),
        ("区役所・支所", "ward", &text.ward),
        ("決定の区分", "decision", &text.decision),
        ("計画作成日", "plan_made_on", &text.plan_made_on),
        ("支給期間の最初の月", "benefit_start", &text.benefit_start),
        ("支給期間の最後の月", "benefit_end", &text.benefit_end),
        ("転出した日", "moved_out_on", &text.moved_out_on),
        ("利用者負担上限額", "upper_limit_yen", &text.upper_limit_yen),
        ("実施月", "months", &text.months),
        ("毎月3回の始まり", "monthly_start", &text.monthly_start),
        ("提案した期間", "proposed_interval", &text.proposed_interval),
        ("期間の理由", "proposal_reason", &text.proposal_reason),
    ]
    .map(|(label, field, value)| (label.to_owned(), field.to_owned(), value.clone()))
    .into();
    for (index, grant) in text.grants.iter().enumerate() {
        let row = GrantRow::at(index, index + 1);
        let number = row.number;
        all.push((format!("サービス {number}行目"), row.service, grant.service.clone()));
        all.push((format!("支給量 {number}行目"), row.amount, grant.amount.clone()));
        all.push((format!("開始日 {number}行目"), row.start, grant.start.clone()));
        all.push((format!("終了日 {number}行目"), row.end, grant.end.clone()));
        all.push((format!("サービス提供事業所 {number}行目"), row.provider, grant.provider.clone()));
        all.push((format!("台帳にない事業所 {number}行目"), row.provider_name, grant.provider_name.clone()));
    }
    for (index, phase) in text.phases.iter().enumerate() {
        let row = PhaseRow::at(index, index + 1);
        let number = row.number;
        all.push((format!("モニタリング期間 {number}行目"), row.interval, phase.interval.clone()));
        all.push((format!("続く月数 {number}行目"), row.lasts, phase.lasts.clone()));
    }
    all
}

/// Fills the form with a certificate's fields.
pub fn filled(mut form: Form, text: &CertificateText) -> Form {
    GRANTS.clear(&mut form);
    PHASES.clear(&mut form);
    for (_, field, value) in labelled(text) {
        form.set(&field, value);
    }
    for ground in &text.intensive {
        form.add("intensive", ground);
    }
    for ground in &text.shorter_grounds {
        form.add("shorter_grounds", ground);
    }
    form
}

/// Whether a button only changed the rows of the form.
pub fn rearrange(form: &mut Form) -> bool {
    GRANTS.rearrange(form) || PHASES.rearrange(form)
}
