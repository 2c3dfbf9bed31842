//! A recorded fact as the page shows it: words and values, who recorded it and when.

use askama::Template;
use calendar::{Date, clock, wareki};
use domain::{
    facts::{self, Body},
    id::FactId,
    monitoring::{
        Fact, Round, RoundFact, Step,
        m1_service_check::ServiceCheck,
        m2_home_visit::HomeVisit,
        m3_record::{Report, ReportRow, sentences},
        m4_consent::Consent,
    },
};

use crate::time::stamped;

/// One fact.
#[derive(Clone, Debug)]
pub struct FactCard {
    /// Id.
    pub id: FactId,
    /// What it is.
    pub label: &'static str,
    /// Word and value, in the order of the form.
    pub lines: Vec<(&'static str, String)>,
    /// The rows of a report.
    pub rows: Vec<ReportRow>,
    /// A drawn signature, as SVG path data.
    pub drawing: String,
    /// 「佐藤 花子 11月22日 14:05」.
    pub by: String,
    /// Letters that no font of the papers has.
    pub warning: Option<String>,
    /// Whether nobody takes it back by itself.
    pub fixed: bool,
}

/// Words and values of a fact.
#[derive(Template)]
#[template(path = "monitoring/fact_lines.html")]
pub(crate) struct Words<'a> {
    card: &'a FactCard,
}

/// A fact with its foot.
#[derive(Template)]
#[template(path = "monitoring/fact_card.html")]
pub(crate) struct WithFoot<'a> {
    card: &'a FactCard,
    base: &'a str,
    may_record: bool,
    correct: &'a str,
}

impl FactCard {
    /// The part of a page that shows words and values.
    pub(crate) fn words(&self) -> Words<'_> {
        Words { card: self }
    }

    /// The same with who recorded it, 訂正 at `correct` (none where that is empty) and 取り消し under `base`.
    pub(crate) fn with_foot<'a>(&'a self, base: &'a str, may_record: &bool, correct: &'a str) -> WithFoot<'a> {
        WithFoot { card: self, base, may_record: *may_record, correct }
    }

    /// The card of a fact.
    pub fn of(fact: &Fact) -> Self {
        let (lines, rows, drawing) = match &fact.body {
            RoundFact::Report(report) => (report_lines(report), report.rows.clone(), String::new()),
            RoundFact::Consent(consent) => (consent_lines(consent), Vec::new(), consent.drawing.clone()),
            other => (plain_lines(other), Vec::new(), String::new()),
        };
        Self { rows, drawing, ..Self::plain(fact, fact.body.label(), lines) }.with_warning()
    }

    /// A fact of which words and values say everything.
    pub fn plain<B: Body<Id = FactId>>(
        fact: &facts::Fact<B>,
        label: &'static str,
        lines: Vec<(&'static str, String)>,
    ) -> Self {
        let lines: Vec<_> = lines.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        let (rows, drawing) = (Vec::new(), String::new());
        Self { id: fact.id, label, lines, rows, drawing, by: by(fact), warning: None, fixed: false }.with_warning()
    }

    fn with_warning(self) -> Self {
        let (lines, rows) = (&self.lines, &self.rows);
        let texts = lines.iter().map(|(_, value)| value.as_str()).chain(rows.iter().flat_map(row_texts));
        let warning = forms::glyphs::message(&texts.collect::<Vec<_>>().join(""));
        Self { warning, ..self }
    }

    /// The standing facts of a step, oldest first. For the report only the finished one and the draft count.
    pub fn of_step(round: &Round, step: Step) -> Vec<Self> {
        let shown: Vec<&Fact> = match step {
            Step::Record => {
                [round.finished_report(), round.draft()].into_iter().flatten().map(|(fact, _)| fact).collect()
            }
            Step::Consent => round.consent().map(|(fact, _)| fact).into_iter().collect(),
            _ => round.standing().filter(|fact| fact.body.step() == Some(step)).collect(),
        };
        shown.into_iter().map(Self::of).collect()
    }
}

/// 「佐藤 花子 11月22日 14:05」: who recorded a fact, and when, in Japan.
pub fn by<B: Body>(fact: &facts::Fact<B>) -> String {
    stamped(&fact.by(), &fact.recorded_at)
}

pub(in crate::pages) fn day(date: Date) -> String {
    wareki::long(date)
}

pub(in crate::pages) fn some_day(date: Option<Date>) -> String {
    date.map(day).unwrap_or_default()
}

fn plain_lines(body: &RoundFact) -> Vec<(&'static str, String)> {
    match body {
        RoundFact::ServiceCheck(it) => vec![
            ("確認した日", day(it.date)),
            ("手段", it.means.label().to_owned()),
            ("サービス提供事業所", it.provider.clone()),
            ("確認した内容", it.finding.clone()),
            ("確認しなかった理由", it.not_checked.clone()),
            ("サービス提供の場面", on_site(it).to_owned()),
        ],
        RoundFact::HomeVisit(it) => visit_lines(it),
        RoundFact::Submission(it) => vec![
            ("提出日", day(it.date)),
            ("提出先", it.to.clone()),
            ("提出方法", it.means.label().to_owned()),
            ("備考", it.note.clone()),
        ],
        RoundFact::CarryOver(it) => vec![
            ("繰越の理由", it.reason.clone()),
            ("区役所・支所へ連絡した日", some_day(it.told_on)),
            ("連絡した相手", it.told_to.clone()),
        ],
        RoundFact::Missed(it) => vec![("理由", it.reason.clone())],
        RoundFact::Appointment(it) => vec![
            ("予定日時", format!("{} {}", day(it.day), it.from.map(clock).unwrap_or_default()).trim().to_owned()),
            ("約束した相手", it.with.clone()),
            ("備考", it.note.clone()),
        ],
        RoundFact::Attempt(it) => vec![
            (
                "会えなかった日",
                format!("{} {}", day(it.date), it.time.map(clock).unwrap_or_default()).trim().to_owned(),
            ),
            ("方法", it.means.label().to_owned()),
            ("様子", it.note.clone()),
        ],
        RoundFact::Raised(it) => vec![
            ("相談した日", day(it.on)),
            ("相談したところ", it.to.label().to_owned()),
            ("相談した相手", it.person.clone()),
            ("決めたこと", it.note.clone()),
        ],
        RoundFact::Advice(it) => vec![
            ("勧めた日", day(it.on)),
            ("勧めた相手", format!("{}（{}）", it.whom, it.means.label())),
            ("本人の答え", it.answer.label().to_owned()),
            ("内容", it.note.clone()),
        ],
        RoundFact::ProviderContact(it) => vec![
            ("連絡した日", day(it.on)),
            ("事業所", format!("{}（{}）", it.provider, it.means.label())),
            ("決めたこと", it.content.clone()),
        ],
        RoundFact::Withdrawn { reason } => vec![("取り消した理由", reason.clone())],
        RoundFact::Report(_) | RoundFact::Consent(_) => Vec::new(),
    }
}

fn on_site(it: &ServiceCheck) -> &'static str {
    match (it.is_service_monitoring(), it.on_site) {
        (true, _) => "立ち会った（サービス提供時モニタリング。加算の根拠になります）",
        (false, true) => "立ち会った",
        (false, false) => "",
    }
}

pub(in crate::pages) fn visit_lines(it: &HomeVisit) -> Vec<(&'static str, String)> {
    let place = if it.lives_there {
        "本人が住んでいる（滞在している）所"
    } else {
        "本人の住まいではない所"
    };
    let note = if it.place_note.is_empty() { String::new() } else { format!("「{}」", it.place_note) };
    let met = if it.interviewed {
        format!("面接した（{}）", it.met)
    } else {
        format!("面接していない {}", it.met)
    };
    vec![
        ("訪問日", format!("{} {}", day(it.date), times(it)).trim().to_owned()),
        ("訪問先", format!("{}{note}・{place}", it.place.label())),
        ("面接", met),
        ("訪問者", it.visitor.clone()),
        ("本人の意向", it.wishes.clone()),
        ("家庭状況", it.home_situation.clone()),
        ("中立性", it.neutrality.clone()),
    ]
}

/// 「14:00–14:45」.
fn times(it: &HomeVisit) -> String {
    match (it.start, it.end) {
        (None, None) => String::new(),
        (start, end) => format!("{}–{}", start.map(clock).unwrap_or_default(), end.map(clock).unwrap_or_default()),
    }
}

fn report_lines(it: &Report) -> Vec<(&'static str, String)> {
    vec![
        ("報告書の作成日", some_day(it.written_on)),
        ("書き方", it.style.label().to_owned()),
        ("計画作成日", some_day(it.plan_made_on)),
        ("総合的な援助の方針", it.policy.clone()),
        ("全体の状況", it.overall.clone()),
        ("その他留意事項", it.notes.clone()),
        ("モニタリングの視点", sentences(&it.viewpoints).replace('。', "。\n").trim_end().to_owned()),
        ("次にすること", it.next.iter().map(|next| next.label()).collect::<Vec<_>>().join("、")),
    ]
}

fn consent_lines(it: &Consent) -> Vec<(&'static str, String)> {
    let relation = if it.relation_note.is_empty() {
        it.relation.label().to_owned()
    } else {
        format!("{}（{}）", it.relation.label(), it.relation_note)
    };
    let place = it.place.map(|place| place.label()).unwrap_or_default();
    let waiting =
        if it.agreed_on.is_none() { "返事を待っています".to_owned() } else { some_day(it.agreed_on) };
    vec![
        ("方法", it.method.label().to_owned()),
        ("発送日", some_day(it.sent_on)),
        ("同意日", waiting),
        ("署名した人", it.signer.clone()),
        ("本人・代理人", if it.agreed_on.is_some() { relation } else { String::new() }),
        ("場所", format!("{place} {}", it.place_note).trim().to_owned()),
    ]
}

fn row_texts(row: &ReportRow) -> [&str; 8] {
    [&row.need, &row.goal, &row.due, &row.provision, &row.satisfaction, &row.achievement_note, &row.issues, &row.notes]
}
