//! 計画の一覧: by step, with what is missing and since when; the renewals that are due; the answers that are waited for. A name that is
//! searched for is sent by POST and stands closed in the address.

use app::{
    monitoring::Who,
    neutrality::{GraceEnd, grace_ends},
    planning::{CaseFilter, CaseLine, CaseList, CaseOrder, Renewal, list_cases, list_renewals},
};
use askama::Template;
use axum::extract::{Query, State};
use calendar::wareki;
use domain::{client::CertificateReach, id::SpecialistId, office::Right, planning::PlanStep};
use serde::Deserialize;

use crate::{AppState, Form, Layout, PageResult, Session, at, components::LampMark, see_other, show};

/// What the address may say. It names no person.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The word of the list.
    list: String,
    /// The word of a step.
    step: String,
    /// `all`, or a specialist's id; the own clients where it is empty.
    who: String,
    /// The word of an order.
    order: String,
    /// The words searched for, closed.
    q: String,
    /// How many hand-ins were recorded just now, together.
    recorded: String,
}

/// The three lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum List {
    /// By step.
    #[default]
    Steps,
    /// 更新の時期.
    Renewals,
    /// 答え待ち.
    Answers,
}

domain::words!(List { Steps, "steps", "進めている計画"; Renewals, "renewals", "更新の時期"; Answers, "answers", "提出して答え待ち"; });

/// A list or a step above the rows, with how many there are.
struct Count {
    label: String,
    href: String,
    count: usize,
    current: bool,
}

#[derive(Template)]
#[template(path = "planning/list.html")]
struct Page {
    layout: Layout,
    asked: Asked,
    list: List,
    lists: Vec<Count>,
    steps: Vec<Count>,
    whos: Vec<(String, String, bool)>,
    words: String,
    lines: Vec<CaseLine>,
    renewals: Vec<Renewal>,
    /// Whether something is filtered, so that the list may have more than is shown.
    filtered: bool,
    /// Whether everybody's cases are shown.
    whole_office: bool,
    /// The months after a decision that end within a month, where the specialist has a post at a provider in use.
    grace_ends: Vec<GraceEnd>,
    /// Whether the person may begin a plan.
    may_plan: bool,
}

impl Page {
    /// How many hand-ins were recorded just now; none where the address says nothing of it.
    fn recorded(&self) -> Option<usize> {
        self.asked.recorded.parse().ok().filter(|count| *count > 0)
    }

    fn lamps(&self, line: &CaseLine) -> Vec<LampMark> {
        let of = |(step, lamp): (&PlanStep, _)| LampMark::undated(step.label(), lamp, "");
        PlanStep::ALL.iter().zip(&line.lamps).map(of).collect()
    }

    fn href(&self, line: &CaseLine) -> String {
        at::case(line.case.id)
    }

    fn renewal_href(&self, one: &Renewal) -> String {
        one.gap.case.map_or_else(|| at::client(one.client), at::case)
    }

    fn day(&self, day: &calendar::Date) -> String {
        wareki::short(*day)
    }

    fn client(&self, end: &GraceEnd) -> String {
        at::client(end.client)
    }

    fn until(&self, end: &GraceEnd) -> String {
        wareki::long(end.until)
    }

    fn step(&self, line: &CaseLine) -> String {
        line.open.map(|step| format!("({}) {}", step.number(), step.label())).unwrap_or_default()
    }

    fn orders(&self) -> &'static [CaseOrder] {
        CaseOrder::ALL
    }

    /// What to do where there is nothing to show.
    fn empty(&self) -> &'static str {
        let step_alone = self.list == List::Steps && self.words.is_empty() && self.whole_office;
        match (self.list, self.filtered) {
            (List::Steps, true) if step_alone => "この段階の計画はありません。",
            (_, true) => "あてはまるものはありません。担当・段階・さがす言葉の条件を確かめてください。",
            (List::Steps, _) => "進めている計画はありません。新しい計画は、利用者のページから始めます。",
            (List::Renewals, _) => "これから3か月のうちに支給決定が終わる人はいません。",
            (List::Answers, _) => "提出して答えを待っている計画案はありません。",
        }
    }
}

/// `GET /planning`.
pub async fn show_list(State(state): State<AppState>, session: Session, Query(mut asked): Query<Asked>) -> PageResult {
    let words = session.searched(&asked.q);
    if words.is_empty() {
        asked.q.clear();
    }
    let who = match asked.who.as_str() {
        "" => Who::Usual,
        "all" => Who::All,
        id => id.parse().map_or(Who::Usual, Who::Of),
    };
    let order = CaseOrder::from_word(&asked.order).unwrap_or_default();
    let filter = CaseFilter { who, words: words.clone(), order };
    let (cases, renewals, grace_ends) = state
        .read(&session, move |cx| Ok((list_cases(cx, &filter)?, list_renewals(cx, &filter)?, grace_ends(cx)?)))
        .await?;
    let list = List::from_word(&asked.list).unwrap_or_default();
    let chosen = PlanStep::from_word(&asked.step);
    let whos = whos(&cases);
    let answers = cases.lines.iter().filter(|line| line.awaited.is_some()).count();
    let lists = List::ALL.iter().map(|one| Count {
        label: one.label().to_owned(),
        href: href(&Asked { list: one.word().to_owned(), step: String::new(), ..asked.clone() }),
        count: match one {
            List::Steps => cases.lines.len(),
            List::Renewals => renewals.len(),
            List::Answers => answers,
        },
        current: *one == list,
    });
    let lists = lists.collect();
    let filtered = !words.is_empty() || cases.specialist.is_some() || (list == List::Steps && chosen.is_some());
    let whole_office = cases.specialist.is_none();
    let steps = steps(&asked, &cases, chosen);
    let shown = cases.lines.into_iter().filter(|line| match list {
        List::Steps => chosen.is_none() || line.open == chosen,
        List::Renewals => false,
        List::Answers => line.awaited.is_some(),
    });
    let mut lines: Vec<CaseLine> = shown.collect();
    if list == List::Answers {
        lines.sort_by_key(|line| line.awaited.as_ref().map(|it| it.since));
    }
    let layout = Layout::new(&session, "計画");
    Ok(show(&Page {
        layout,
        list,
        lists,
        steps,
        whos,
        words,
        lines,
        renewals,
        filtered,
        whole_office,
        may_plan: session.may(Right::RecordPlanning),
        grace_ends,
        asked,
    }))
}

/// `POST /planning`: on to the list with a name, which stands closed in the address.
pub async fn search(State(state): State<AppState>, session: Session, form: Form) -> PageResult {
    let words: String = form.text("words").chars().take(60).collect();
    let asked = Asked {
        list: form.text("list"),
        step: form.text("step"),
        who: form.text("who"),
        order: form.text("order"),
        q: session.seal().close(&words, (state.outside.random)()),
        ..Asked::default()
    };
    Ok(see_other(href(&asked)))
}

fn steps(asked: &Asked, cases: &CaseList, chosen: Option<PlanStep>) -> Vec<Count> {
    let at = |step: Option<PlanStep>, label: String, count: usize| Count {
        label,
        href: href(&Asked { step: step.map(PlanStep::word).unwrap_or_default().to_owned(), ..asked.clone() }),
        count,
        current: chosen == step,
    };
    let mut all = vec![at(None, "すべて".to_owned(), cases.lines.len())];
    all.extend(PlanStep::IN_ORDER.into_iter().map(|step| {
        let count = cases.lines.iter().filter(|line| line.open == Some(step)).count();
        at(Some(step), format!("({}) {}", step.number(), step.label()), count)
    }));
    all
}

/// The choices of 担当: 自分 first for a specialist.
fn whos(cases: &CaseList) -> Vec<(String, String, bool)> {
    let own = cases.me.map(|me| (String::new(), "自分".to_owned(), cases.specialist == Some(me)));
    let others = cases.specialists.iter().filter(|one| Some(one.id) != cases.me);
    let all = ("all".to_owned(), "すべて".to_owned(), cases.specialist.is_none());
    let other =
        |one: &domain::office::Specialist| (one.id.to_string(), one.name.clone(), cases.specialist == Some(one.id));
    own.into_iter().chain([all]).chain(others.map(other)).collect()
}

/// The address of a list: only words and ids that are known travel on.
fn href(asked: &Asked) -> String {
    let who = asked.who.parse::<SpecialistId>().map(|id| id.to_string()).unwrap_or_default();
    let parts = [
        ("list", List::from_word(&asked.list).filter(|it| *it != List::Steps).map(List::word).unwrap_or_default()),
        ("step", PlanStep::from_word(&asked.step).map(PlanStep::word).unwrap_or_default()),
        ("who", if asked.who == "all" { "all" } else { who.as_str() }),
        (
            "order",
            CaseOrder::from_word(&asked.order)
                .filter(|it| *it != CaseOrder::Step)
                .map(CaseOrder::word)
                .unwrap_or_default(),
        ),
        ("q", asked.q.as_str()),
    ];
    at::with_query("/planning", &parts)
}
