//! What the pages show: everything that holds today, and one kind with its form and its history.

use calendar::Date;
use domain::{
    client::{
        About, AboutClient, AboutKind, Client, ClientFact, Disability, Family, Grounds, Household, IntensiveGround,
        Known, ShorterGround,
    },
    id::ClientId,
    office::Right,
    planning::p1_basic::BasicInformation,
    text,
};
use store::planning_cases;

use super::{
    contract, disability, doctors, emergency, family, grounds, insurance, office_change, plan_request,
    record::Recorded, telling,
};
use crate::{Cx, Refusal, clients::sees_whole, input::TypedFields, record::Stream as _};

/// The page 本人と家族・契約.
#[derive(Clone, Debug)]
pub struct AboutPage {
    /// The client.
    pub client: Client,
    /// Today.
    pub today: Date,
    /// Each kind with what holds today.
    pub sections: Vec<(AboutKind, Option<ClientFact>)>,
    /// What is still to be asked, each at its kind.
    pub open: Vec<(AboutKind, String)>,
    /// The grounds of the standard as the one judge sees them today.
    pub judged: Vec<(&'static str, Known)>,
}

/// One kind: what its form starts from, and its history.
#[derive(Clone, Debug)]
pub struct AboutSection {
    /// The client.
    pub client: Client,
    /// What holds today; of a 事業所の変更 the one that a recording would go on with.
    pub current: Option<ClientFact>,
    /// The fields of it; where nothing is recorded, what 基本情報 of the newest plan says.
    pub typed: TypedFields,
    /// The plan whose 基本情報 the fields start from, in words.
    pub from_case: Option<String>,
    /// How many facts there are: the form's version.
    pub version: i64,
    /// Every fact of the kind, the newest first.
    pub history: Vec<AboutHistory>,
}

/// A line of the history.
#[derive(Clone, Debug)]
pub struct AboutHistory {
    /// The fact.
    pub fact: ClientFact,
    /// Whether it stands.
    pub stands: bool,
}

/// A fact as the actor may see it: whole, or without the contacts that are marked 知らせない.
fn seen(fact: &ClientFact, whole: bool) -> ClientFact {
    let mut fact = fact.clone();
    if let (false, About::Emergency(emergency)) = (whole, &mut fact.body.what) {
        *emergency = emergency.for_others();
    }
    fact
}

/// Everything that holds today.
pub fn about_client(cx: &mut Cx<'_>, id: ClientId) -> Result<AboutPage, Refusal> {
    cx.authorize(Right::Read)?;
    let Recorded { client, about } = Recorded::load(cx, id)?;
    let (today, whole) = (cx.today, sees_whole(cx));
    let sections =
        AboutKind::ALL.iter().map(|kind| (*kind, about.on(*kind, today).map(|it| seen(it, whole)))).collect();
    Ok(AboutPage { today, sections, open: open(&client, &about, today), judged: judged(&about, today), client })
}

/// One kind, for its form.
pub fn about_section(cx: &mut Cx<'_>, id: ClientId, kind: AboutKind) -> Result<AboutSection, Refusal> {
    cx.authorize(Right::Read)?;
    let recorded = Recorded::load(cx, id)?;
    let version = recorded.version();
    let Recorded { client, about } = recorded;
    let whole = sees_whole(cx);
    let current = match kind.is_office_change() {
        true => about.office_change_under_way(kind).cloned(),
        false => about.on(kind, cx.today).map(|fact| seen(fact, whole)),
    };
    let of_kind = |fact: &&ClientFact| fact.body.what.kind() == Some(kind);
    let history = about
        .0
        .iter()
        .filter(of_kind)
        .rev()
        .map(|fact| AboutHistory { stands: about.0.stands(fact), fact: seen(fact, whole) });
    let written = if current.is_none() { written_of(cx, id, kind)? } else { None };
    let recorded = || {
        let what = current.as_ref().map(|fact| fact.body.what.clone());
        what.or_else(|| nothing_of(kind)).map(|what| fill(&answered_elsewhere(what, &about, cx.today)))
    };
    Ok(AboutSection {
        typed: written.as_ref().map(|(about, _)| fill(about)).or_else(recorded).unwrap_or_default(),
        from_case: written.map(|(_, title)| title),
        history: history.collect(),
        current,
        version,
        client,
    })
}

/// What the newest finished 基本情報 of the client says of a kind, and of which plan it is.
fn written_of(cx: &mut Cx<'_>, client: ClientId, kind: AboutKind) -> Result<Option<(About, String)>, Refusal> {
    if !matches!(kind, AboutKind::Family | AboutKind::Disability) {
        return Ok(None);
    }
    let cases = planning_cases::of_client(cx.tx, cx.actor.office, client)?;
    let written = cases.iter().filter_map(|case| Some((case, case.text::<BasicInformation>()?.1)));
    let Some((case, basic)) = written.max_by_key(|(case, _)| case.opened_on) else { return Ok(None) };
    let (about, says) = match kind {
        AboutKind::Family => (About::Family(basic.as_family()), !basic.members.is_empty()),
        _ => {
            let disability = Disability { name: text::line(&basic.condition), ..Disability::default() };
            (About::Disability(disability), !basic.condition.is_empty())
        }
    };
    Ok(says.then(|| (about, case.title())))
}

/// A kind of which another record says something, before anybody recorded it.
fn nothing_of(kind: AboutKind) -> Option<About> {
    match kind {
        AboutKind::Family => Some(About::Family(Family::default())),
        AboutKind::Grounds => Some(About::Grounds(Grounds::default())),
        _ => None,
    }
}

/// 世帯構成 and 単身 are one question: what one record says and the other leaves open stands in its form, to be confirmed.
fn answered_elsewhere(what: About, about: &AboutClient, today: Date) -> About {
    let household = about.household_on(today);
    match what {
        About::Family(it) => About::Family(Family { household: it.household.or(household), ..it }),
        About::Grounds(it) => {
            let alone = match household {
                Some(Household::Alone) => Some(true),
                Some(Household::WithFamily) => Some(false),
                Some(Household::Other) | None => None,
            };
            About::Grounds(Grounds { alone: it.alone.or(alone), ..it })
        }
        other => other,
    }
}

fn fill(about: &About) -> TypedFields {
    match about {
        About::Contract(it) => contract::fill(it),
        About::Family(it) => family::fill(it),
        About::Emergency(it) => emergency::fill(it),
        About::Doctors(it) => doctors::fill(it),
        About::Disability(it) => disability::fill(it),
        About::Insurance(it) => insurance::fill(it),
        About::Telling(it) => telling::fill(it),
        About::Grounds(it) => grounds::fill(it),
        About::PlanRequest(it) => plan_request::fill(it),
        About::FromOffice(it) | About::ToOffice(it) => office_change::fill(it),
        About::SelfPlan(_)
        | About::LifeEvent(_)
        | About::LifeEventAnswer(_)
        | About::Incident(_)
        | About::Withdrawn { .. } => TypedFields::default(),
    }
}

/// The grounds as the judge sees them; all unknown where nobody asked.
fn judged(about: &AboutClient, today: Date) -> Vec<(&'static str, Known)> {
    let facts = about.grounds_on(today).cloned().unwrap_or_default();
    let intensive = IntensiveGround::ALL.iter().map(|it| (it.label(), facts.intensive(*it, today)));
    let shorter = ShorterGround::ALL.iter().map(|it| (it.label(), facts.shorter(*it)));
    intensive.chain(shorter).collect()
}

/// What is still to be asked.
fn open(client: &Client, about: &AboutClient, today: Date) -> Vec<(AboutKind, String)> {
    let mut open = Vec::new();
    let contract = about.on(AboutKind::Contract, today).map(|fact| &fact.body.what);
    match contract {
        None => open.push((AboutKind::Contract, "契約がまだ記録されていません。".to_owned())),
        Some(About::Contract(contract)) => {
            let days = [
                (contract.explained_on, "重要事項の説明"),
                (contract.privacy_on, "個人情報の同意"),
                (contract.contracted_on, "契約"),
            ];
            let missing: Vec<&str> = days.iter().filter(|(day, _)| day.is_none()).map(|(_, words)| *words).collect();
            if !missing.is_empty() {
                open.push((AboutKind::Contract, format!("{}の日が未記入です。", missing.join("、"))));
            }
        }
        Some(_) => {}
    }
    open.extend(office_change::open(about, client.ended_on, today));
    let grounds = about.grounds_on(today);
    let care = grounds.and_then(Grounds::care_insurance);
    if care.or(client.care_management) == Some(true) && about.plan_request().is_none_or(|it| it.requested.is_none()) {
        let sentence = "介護保険も使う人です。市町村から計画案の提出を求められたかを確かめてください。";
        open.push((AboutKind::PlanRequest, sentence.to_owned()));
    }
    let unknown: Vec<&str> = judged(about, today)
        .into_iter()
        .flat_map(|(_, known)| if let Known::Unknown(words) = known { words } else { Vec::new() })
        .collect();
    if !unknown.is_empty() {
        open.push((AboutKind::Grounds, format!("未確認: {}。", unknown.join("、"))));
    }
    open
}
