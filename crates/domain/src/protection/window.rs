//! 虐待の通報・届出窓口: whom to call first, by the municipality's own table.
//!
//! What the table does not say stays unsaid: an unknown telephone is none, and a ward that the municipality does not
//! have is asked back. The line that is always open is never left out; where the window may be closed or has no known
//! number it comes first, so that somebody is reached whatever else is not known.

use calendar::{Date, DateTime, Weekday};
use law::{AbuseWindow, AbuseWindows, Cite, Decided, Missing, MunicipalityFile, Rule, Why};
use serde::{Deserialize, Serialize};

use super::{Ward, entered};
use crate::office::Municipality;

const CAREGIVER: Rule = Rule {
    id: "protection.window.caregiver",
    title: "養護者による虐待の窓口",
    cites: &[Cite { source: "abuse-act", place: "第7条" }],
};
const FACILITY_STAFF: Rule = Rule {
    id: "protection.window.facility-staff",
    title: "障害者福祉施設従事者等による虐待の窓口は、施設・事業の種類で決まる",
    cites: &[Cite { source: "abuse-act", place: "第16条" }],
};
const EMPLOYER: Rule = Rule {
    id: "protection.window.employer",
    title: "使用者による虐待の窓口",
    cites: &[Cite { source: "abuse-act", place: "第22条" }],
};
const BRANCH: Rule = Rule {
    id: "protection.window.branch",
    title: "支所が扱わない障害の種別は、区役所へ",
    cites: &[Cite { source: "seed-000", place: "表４（支所は精神障害を除く）" }],
};
const LINE: Rule = Rule {
    id: "protection.window.line",
    title: "24時間の専用ダイヤルは、いつも示す。閉まっている時間と、窓口の電話が分からないときは、先に示す",
    cites: &[
        Cite { source: "seed-000", place: "表４ 専用ダイヤル・ファクス（24時間365日対応）" },
        Cite { source: "mimamori", place: "窓口が閉まっているときは、つながる番号を先に示す" },
    ],
};
/// どこへ通報するかは、市町村の表による.
pub const TABLE: Rule = Rule {
    id: "protection.window.table",
    title: "窓口は市町村の表による。表がなければ、市町村に聞く",
    cites: &[Cite { source: "abuse-act", place: "第7条、第16条、第22条" }],
};

/// Every rule of the windows.
pub const RULES: &[Rule] = &[CAREGIVER, FACILITY_STAFF, EMPLOYER, BRANCH, LINE, TABLE];

/// Who is suspected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Abuser {
    /// 養護者.
    Caregiver,
    /// 障害者福祉施設従事者等.
    FacilityStaff,
    /// 使用者.
    Employer,
}

words!(Abuser {
    Caregiver, "caregiver", "家族など（養護者）";
    FacilityStaff, "facility_staff", "施設や事業所の職員";
    Employer, "employer", "職場の人（使用者）";
});

/// 障害の種別.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisabilityKind {
    /// 身体障害.
    Physical,
    /// 知的障害.
    Intellectual,
    /// 精神障害.
    Mental,
    /// 発達障害: the law counts it among 精神障害.
    Developmental,
    /// 高次脳機能障害: commonly counted among 精神障害.
    HigherBrain,
    /// 難病等.
    IntractableDisease,
}

words!(DisabilityKind {
    Physical, "physical", "身体障害";
    Intellectual, "intellectual", "知的障害";
    Mental, "mental", "精神障害";
    Developmental, "developmental", "発達障害";
    HigherBrain, "higher_brain", "高次脳機能障害";
    IntractableDisease, "intractable_disease", "難病";
});

/// What is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Who is suspected.
    pub abuser: Option<Abuser>,
    /// 区役所・支所.
    pub ward: Option<Ward>,
    /// A 区役所・支所 was named that the municipality does not have.
    pub unknown_ward: bool,
    /// Kinds of facility as the table names them; more than one where the caller's words leave it open.
    pub facility_kinds: Vec<String>,
    /// A kind of facility was named that is in no table.
    pub unknown_kind: bool,
    /// 障害の種別; empty when not known.
    pub disability: Vec<DisabilityKind>,
    /// When it is asked.
    pub at: Option<DateTime>,
    /// The municipality as the office entered it, with the telephones of its 区役所・支所.
    pub town: Option<Municipality>,
}

/// A window to call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Window {
    /// The office.
    pub office: String,
    /// 電話; none when not known.
    pub tel: Option<String>,
    /// ファクス.
    pub fax: Option<String>,
    /// 受付時間.
    pub hours: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// Source id.
    pub source: String,
    /// Day on which it was last compared with the source; none for what the office entered.
    pub checked_on: Option<Date>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub enum WindowAnswer {
    /// These, the one to call first first; the line that is always open is among them.
    Call(Decided<Vec<Window>>),
    /// A fact decides and is not known. The line can be called without it.
    Needs {
        /// What is asked for.
        missing: Vec<Missing>,
        /// What can be answered, where it is one of a list.
        choices: Vec<String>,
        /// The question, by the rule that asks.
        why: Why,
        /// The line that is always open.
        line: Option<Window>,
    },
    /// The municipality's windows are not known here.
    NotCovered(Why),
}

/// Whom to call in this municipality; `None` for one without a file.
pub fn windows_to_call(city: Option<&MunicipalityFile>, report: &Report) -> WindowAnswer {
    let Some((city, abuse)) = city.and_then(|city| Some((city, city.abuse.as_ref()?))) else {
        if let Some(answer) = report.town.as_ref().and_then(|town| entered::windows(town, report)) {
            return answer;
        }
        return WindowAnswer::NotCovered(Why::new(
            TABLE,
            "この市町村の窓口は登録されていません。市町村の障害者虐待防止センター（障害福祉の担当課）に聞いてください。",
        ));
    };
    let Some(abuser) = report.abuser else {
        return ask_back(abuse, None, report).unwrap_or_else(|| every_window(city, abuse, report));
    };
    if let Some(asked) = ask_back(abuse, Some(abuser), report) {
        return asked;
    }
    let fitting: Vec<&AbuseWindow> = of_abuser(abuse, Some(abuser)).filter(|it| fits(it, report)).collect();
    let rule = rule_of(abuser);
    let [one] = fitting.as_slice() else {
        return if fitting.is_empty() {
            not_in_table(city, abuse, abuser, report)
        } else {
            let question = "どの種類の施設・事業所ですか。種類によって窓口が違います。";
            needs(abuse, rule, "facility_kind", question, kinds_of(abuse))
        };
    };
    let place = match at_ward(one, report) {
        Ok(place) => place,
        Err(question) => return needs(abuse, BRANCH, "disability", &question, Vec::new()),
    };
    let first = Window { note: note(one, &place, report), ..of_window(abuse, one, &place) };
    let line_first = line_goes_first(&[&first], report);
    let sentence = format!(
        "{}による虐待（疑い）は、{}に通報します。{}",
        abuser.label(),
        first.office,
        reachable(abuse, line_first)
    );
    let mut why = told(Why::new(rule, sentence), city, abuse, report);
    let unknown = || "表に書かれていません".to_owned();
    let first_why = place.tel.as_ref().map(|_| "（事業所が登録したもの）").unwrap_or_default();
    why = why.fact("窓口の電話", first.tel.as_ref().map_or_else(unknown, |tel| format!("{tel}{first_why}")));
    why = place.why.into_iter().fold(why, Why::because);
    call(vec![first], line_first, why, abuse)
}

/// The windows of one kind of abuser, or all of them.
fn of_abuser(abuse: &AbuseWindows, abuser: Option<Abuser>) -> impl Iterator<Item = &AbuseWindow> {
    abuse.windows.iter().filter(move |window| abuser.is_none_or(|abuser| window.abuser == abuser.word()))
}

/// Whether a window is for the kind of facility named; one for every kind always is.
fn fits(window: &AbuseWindow, report: &Report) -> bool {
    let kinds = &report.facility_kinds;
    kinds.is_empty()
        || window.facility_kinds.is_empty()
        || window.facility_kinds.iter().any(|kind| kinds.contains(kind))
}

fn needs(abuse: &AbuseWindows, rule: Rule, field: &'static str, question: &str, choices: Vec<String>) -> WindowAnswer {
    WindowAnswer::Needs {
        missing: vec![Missing { field, question: question.to_owned() }],
        choices,
        why: with_line(Why::new(rule, question), abuse),
        line: line(abuse),
    }
}

/// A ward or a kind of facility that does not exist is asked back with the list, where it decides anything.
fn ask_back(abuse: &AbuseWindows, abuser: Option<Abuser>, report: &Report) -> Option<WindowAnswer> {
    let decides = |test: fn(&AbuseWindow) -> bool| of_abuser(abuse, abuser).any(test);
    if report.unknown_ward && decides(|window| window.ward_department.is_some()) {
        let wards = abuse.wards.iter().flat_map(|ward| std::iter::once(&ward.name).chain(&ward.branches));
        let wards: Vec<String> = wards.cloned().collect();
        let question = format!("その名前の区役所・支所はありません。どれですか（{}）。", wards.join("、"));
        return Some(needs(abuse, TABLE, "ward", &question, wards));
    }
    if report.unknown_kind && decides(|window| !window.facility_kinds.is_empty()) {
        let kinds = kinds_of(abuse);
        let question = format!("その施設・事業の種類は表にありません。どれですか（{}）。", kinds.join("、"));
        return Some(needs(abuse, FACILITY_STAFF, "facility_kind", &question, kinds));
    }
    None
}

/// The kinds of facility that the table names.
fn kinds_of(abuse: &AbuseWindows) -> Vec<String> {
    abuse.windows.iter().flat_map(|window| &window.facility_kinds).cloned().collect()
}

/// Every window that fits what is known, while nobody knows who it was.
fn every_window(city: &MunicipalityFile, abuse: &AbuseWindows, report: &Report) -> WindowAnswer {
    let windows: Vec<Window> = of_abuser(abuse, None)
        .filter(|window| fits(window, report))
        .map(|window| {
            let place = at_ward(window, report).unwrap_or_else(|_| as_written(window));
            let whom = Abuser::from_word(&window.abuser).map(|abuser| format!("{}による虐待", abuser.label()));
            let notes: Vec<String> = whom.into_iter().chain(note(window, &place, report)).collect();
            Window { note: Some(notes.join("。")), ..of_window(abuse, window, &place) }
        })
        .collect();
    let line_first = line_goes_first(&windows.iter().collect::<Vec<_>>(), report);
    let sentence =
        format!("だれによる虐待か分からないときは、下のどの窓口でもかまいません。{}", reachable(abuse, line_first));
    call(windows, line_first, told(Why::new(TABLE, sentence), city, abuse, report), abuse)
}

/// The answer with the line that is always open at its place.
fn call(mut windows: Vec<Window>, line_first: bool, why: Why, abuse: &AbuseWindows) -> WindowAnswer {
    if let Some(line) = line(abuse) {
        windows.insert(if line_first { 0 } else { windows.len() }, line);
    }
    WindowAnswer::Call(Decided { value: windows, why: with_line(why, abuse) })
}

/// Whether the line comes before these windows: they may be closed, or one of their numbers is not known.
fn line_goes_first(windows: &[&Window], report: &Report) -> bool {
    report.at.is_some_and(perhaps_closed) || windows.iter().any(|window| window.tel.is_none())
}

/// 専用ダイヤル as a window.
pub fn line(abuse: &AbuseWindows) -> Option<Window> {
    abuse.line.as_ref().map(|line| Window {
        office: line.name.clone(),
        tel: line.tel.clone(),
        fax: line.fax.clone(),
        hours: line.hours.clone(),
        note: None,
        source: abuse.origin.source.clone(),
        checked_on: Some(abuse.origin.checked_on),
    })
}

fn rule_of(abuser: Abuser) -> Rule {
    match abuser {
        Abuser::Caregiver => CAREGIVER,
        Abuser::FacilityStaff => FACILITY_STAFF,
        Abuser::Employer => EMPLOYER,
    }
}

/// The office by the ward, and whether the table's remark on 支所 is settled by it.
struct Place {
    office: String,
    /// The telephone of the 区役所・支所 as the office entered it.
    tel: Option<String>,
    settled: bool,
    why: Option<Why>,
}

/// The office as the table writes it.
fn as_written(window: &AbuseWindow) -> Place {
    Place { office: window.office.clone(), tel: None, settled: false, why: None }
}

/// Where the window stands in the ward that is known; the question where the kind of disability decides.
fn at_ward(window: &AbuseWindow, report: &Report) -> Result<Place, String> {
    let Some(department) = &window.ward_department else {
        return Ok(as_written(window));
    };
    let excluded =
        report.disability.iter().copied().find_map(|kind| not_at_branch(window, kind).map(|sure| (kind, sure)));
    let at = |name: &str, why: Option<Why>| Place {
        office: format!("{name}{department}"),
        tel: report.tel_of(name),
        settled: true,
        why,
    };
    let Some(ward) = &report.ward else {
        return Ok(match excluded {
            Some((kind, sure)) => at("各区役所", Some(branch_why(kind, sure))),
            None => as_written(window),
        });
    };
    if !ward.is_branch || window.not_at_branch.is_empty() {
        return Ok(at(&ward.name, None));
    }
    if let Some((kind, sure)) = excluded {
        let mut why = branch_why(kind, sure);
        let name = match &ward.parent {
            Some((name, confidence)) => {
                why = why.fact(format!("{}の区役所", ward.name), format!("{name}（{}）", confidence.label()));
                name
            }
            None => "区役所",
        };
        return Ok(at(name, Some(why)));
    }
    if report.disability.is_empty() {
        let kinds: Vec<&str> = window
            .not_at_branch
            .iter()
            .filter_map(|word| DisabilityKind::from_word(word))
            .map(DisabilityKind::label)
            .collect();
        return Err(format!(
            "障害の種別は何ですか。{}は{}を扱わず、そのときは区役所になります。",
            ward.name,
            kinds.join("・")
        ));
    }
    Ok(at(&ward.name, None))
}

/// Whether a 支所 does not handle this kind: `Some(true)` where the table says so, `Some(false)` where it may be meant.
fn not_at_branch(window: &AbuseWindow, kind: DisabilityKind) -> Option<bool> {
    let listed = |kind: DisabilityKind| window.not_at_branch.iter().any(|word| word == kind.word());
    match kind {
        _ if listed(kind) => Some(true),
        DisabilityKind::Developmental | DisabilityKind::HigherBrain if listed(DisabilityKind::Mental) => Some(false),
        _ => None,
    }
}

fn branch_why(kind: DisabilityKind, sure: bool) -> Why {
    let kind = kind.label();
    let sentence = if sure {
        format!("支所は{kind}を扱わないので、区役所です。")
    } else {
        format!(
            "{kind}を支所が扱うかは表に書かれていません（精神障害に含まれることがあります）。どの種別も扱う区役所を示します。"
        )
    };
    Why::new(BRANCH, sentence)
}

fn of_window(abuse: &AbuseWindows, window: &AbuseWindow, place: &Place) -> Window {
    Window {
        office: place.office.clone(),
        tel: place.tel.clone().or_else(|| window.tel.clone()),
        fax: window.fax.clone(),
        hours: window.hours.clone(),
        note: None,
        source: abuse.origin.source.clone(),
        checked_on: Some(abuse.origin.checked_on),
    }
}

/// The table's remark, where the ward has not settled it; and a warning outside of the usual hours of offices.
fn note(window: &AbuseWindow, place: &Place, report: &Report) -> Option<String> {
    let table = window.note.clone().filter(|_| !place.settled);
    let closed = report
        .at
        .filter(|at| window.hours.is_none() && perhaps_closed(*at))
        .map(|_| "夜間・土日は閉まっていることがあります".to_owned());
    let notes: Vec<String> = [table, closed].into_iter().flatten().collect();
    (!notes.is_empty()).then(|| notes.join("。"))
}

/// Saturday, Sunday, or an hour at which few offices are open.
fn perhaps_closed(at: DateTime) -> bool {
    matches!(at.weekday(), Weekday::Saturday | Weekday::Sunday) || !(9..17).contains(&at.hour())
}

fn reachable(abuse: &AbuseWindows, line_first: bool) -> String {
    let Some(line) = &abuse.line else {
        return "命の危険があるときは110番・119番へ。".to_owned();
    };
    let hours = line.hours.as_ref().map_or_else(String::new, |hours| format!("（{hours}）"));
    if line_first {
        format!("電話が分からないか、閉まっていることがあるので、まず{}{hours}へ。", line.name)
    } else {
        format!("つながらないときや急ぐときは、{}{hours}へ。", line.name)
    }
}

/// A kind of facility that the table does not name: the line alone.
fn not_in_table(city: &MunicipalityFile, abuse: &AbuseWindows, abuser: Abuser, report: &Report) -> WindowAnswer {
    let sentence = format!("{}の表には、この場合の窓口がありません。{}", city.name, reachable(abuse, true));
    let why = told(Why::new(rule_of(abuser), sentence), city, abuse, report);
    match line(abuse) {
        Some(line) => WindowAnswer::Call(Decided { value: vec![line], why: with_line(why, abuse) }),
        None => WindowAnswer::NotCovered(why),
    }
}

fn with_line(why: Why, abuse: &AbuseWindows) -> Why {
    match &abuse.line {
        Some(line) => {
            let number = |what: &str, number: &Option<String>| number.as_ref().map(|number| format!("{what} {number}"));
            let known = [number("電話", &line.tel), number("ファクス", &line.fax), line.hours.clone()];
            let known: Vec<String> = known.into_iter().flatten().collect();
            why.because(Why::new(LINE, format!("急ぐときは、{}（{}）へ。", line.name, known.join("、"))))
        }
        None => why,
    }
}

fn told(why: Why, city: &MunicipalityFile, abuse: &AbuseWindows, report: &Report) -> Why {
    let mut why = why.place(&abuse.origin.source, &abuse.origin.place).fact("市町村", &city.name);
    if let Some(ward) = &report.ward {
        why = why.fact("区役所・支所", &ward.name);
    }
    if !report.facility_kinds.is_empty() {
        why = why.fact("施設・事業の種類", report.facility_kinds.join("、"));
    }
    if !report.disability.is_empty() {
        let kinds: Vec<&str> = report.disability.iter().map(|kind| kind.label()).collect();
        why = why.fact("障害の種別", kinds.join("、"));
    }
    why
}
