//! An office that the proofs work in, made through the program's own pages: set-up, clients, months ready to be claimed.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, bail};
use totp_rs::{Builder, Secret};

use super::{
    forms::form_to,
    http::{Answer, Browser},
    live::{Ground, Live, Place},
};
use crate::run;

/// Clients of the office; each is claimed in each of its months.
pub const CLIENTS: usize = 3;
/// Months that are over, visited and reported.
const MONTHS: i64 = 10;
/// How many of them, from the earliest on, can be claimed; the others wait for their reports.
pub const READY: i64 = 6;

/// The office and what can be done in it.
#[derive(Clone, Debug)]
pub struct Office {
    /// The data, with no server running.
    pub place: Place,
    /// The manager's session.
    pub cookie: String,
    /// The secret of the manager's second factor, in base32.
    pub secret: String,
    /// Months that can be closed.
    pub months: Vec<String>,
    /// Rounds that were visited and have no report.
    pub unreported: Vec<String>,
    /// Rounds in which visits are recorded, with a day on which one may take place.
    pub rounds: Vec<(String, String)>,
}

/// Letters of a round's address.
const ROUND: usize = "/monitoring/".len() + 36;

/// Makes it.
pub fn make(ground: &Ground<'_>, name: &str, on_postgres: bool) -> Result<Office> {
    let place = ground.place(name, on_postgres)?;
    let live = ground.serve(&place, &[], &[])?;
    let said = live.said();
    let code = said.split_once("コード: ").and_then(|(_, rest)| rest.split_whitespace().next());
    let (cookie, secret) = set_up(&live.browser(""), code.context("no set-up code")?)?;
    let (months, unreported, rounds) = (Vec::new(), Vec::new(), Vec::new());
    let mut office = Office { place, cookie: cookie.clone(), secret, months, unreported, rounds };
    office.months = (0..READY).map(|number| month(number - MONTHS)).collect::<Result<_>>()?;
    let browser = live.browser(&cookie);
    for number in 0..CLIENTS {
        fill(&browser, number, &mut office)?;
    }
    live.stop()?;
    Ok(office)
}

/// An error unless the session still opens the board: people who are signed out would do nothing, and nothing would be lost.
pub fn signed_in(live: &Live, cookie: &str) -> Result<()> {
    match live.browser(cookie).get("/")?.status {
        200 => Ok(()),
        status => bail!("the board answers {status}: nobody is signed in"),
    }
}

/// Uses the session of an office that no server runs on.
pub fn stay_signed_in(ground: &Ground<'_>, office: &Office) -> Result<()> {
    let live = ground.serve(&office.place, &[], &[])?;
    signed_in(&live, &office.cookie)?;
    live.stop()
}

/// The login of the manager, and the password.
pub const LOGIN: (&str, &str) = ("aoba", "あさひの丘に 風車が三つ 2026");

/// Signs the manager in with password and code, on a server whose clock shows that second; the session.
pub fn sign_in(browser: &Browser, office: &Office, now: u64) -> Result<String> {
    let (login, password) = LOGIN;
    let answer = send(browser, "/login", "/login", &[("login", login), ("password", password)])?;
    let pending = browser.with(&answer.cookie("mimamori").context("no session")?);
    let code = code(&office.secret, now)?;
    let answer = send(&pending, "/login/code", "/login/code", &[("factor_code", &code)])?;
    answer.cookie("mimamori").context("the code gives no session")
}

/// What the app on the telephone shows at that second.
fn code(secret: &str, now: u64) -> Result<String> {
    let secret = Secret::try_from_base32(secret).context("the secret is no base32")?;
    Ok(Builder::new().with_secret(secret).with_step_duration(30).build_noncompliant().generate(now).to_string())
}

/// The first account with its second factor; its session and the secret.
fn set_up(browser: &Browser, code_of_start: &str) -> Result<(String, String)> {
    let (login, password) = LOGIN;
    let start = month(-MONTHS)?;
    let fields = [
        ("code", code_of_start),
        ("office_name", "相談支援センターあおば"),
        ("number_plan", "1435000012"),
        ("area_plan", "2"),
        ("area_child", "2"),
        ("grade", "1"),
        ("municipality", "kawasaki"),
        ("start_month", &start),
        ("name", "青葉 管理"),
        ("login", login),
        ("password", password),
        ("password_again", password),
    ];
    let answer = send(browser, "/setup", "/setup", &fields)?;
    let pending = browser.with(&answer.cookie("mimamori").context("no session")?);
    let offer = pending.get("/login/second-factor")?;
    let secret = offer.body.split_once("class=\"secret\">").and_then(|(_, rest)| rest.split('<').next());
    let secret: String = secret.context("no secret")?.chars().filter(|letter| !letter.is_whitespace()).collect();
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let code = code(&secret, now)?;
    let answer = pending.post("/login/second-factor", &vec![("factor_code".to_owned(), code)])?;
    let cookie = answer.cookie("mimamori").with_context(|| format!("no session: {} {}", answer.status, answer.body))?;
    Ok((cookie, secret))
}

/// A client with a certificate of monthly monitoring, visited in each month that is over, reported in the first ones.
fn fill(browser: &Browser, number: usize, office: &mut Office) -> Result<()> {
    let kana = ["アオイ", "カエデ", "サクラ", "ツバキ"].get(number % 4).copied().unwrap_or("ナギ");
    let person = [
        ("name", &*format!("試験 {kana}")),
        ("kana", &*format!("シケン {kana}")),
        ("birth", "1980-03-15"),
        ("residence", "home"),
        ("care_management", "yes"),
    ];
    let client = place_of(&send(browser, "/clients/new", "/clients", &person)?)?;
    let (first, last, made) =
        (format!("{}-01", month(-MONTHS - 1)?), last_day(0)?, format!("{}-20", month(-MONTHS - 2)?));
    let certificate = [
        ("service", "plan"),
        ("number", &*format!("{:010}", number + 1)),
        ("municipality", "141305"),
        ("municipality_name", "川崎市"),
        ("upper_limit_yen", "0"),
        ("decision", "renewal"),
        ("plan_made_on", &made),
        ("grant_service_0", "居宅介護"),
        ("grant_amount_0", "月30時間"),
        ("grant_start_0", &first),
        ("grant_end_0", &last),
        ("phase_interval_0", "1"),
        ("phase_lasts_0", ""),
        ("months", ""),
    ];
    send(browser, &format!("{client}/certificates/new"), &format!("{client}/certificates"), &certificate)?;
    for number in 0..MONTHS {
        let month = month(number - MONTHS)?;
        let page = browser.get(&format!("/?month={month}"))?.body;
        let round = round_of(&page, browser, &client).with_context(|| month.clone())?;
        visit(browser, &round, &format!("{month}-12"), "最初の訪問")?;
        if number < READY {
            report(browser, &round, &month, "はじめの報告")?;
            agree(browser, &round, &month)?;
        } else {
            office.unreported.push(round.clone());
        }
        office.rounds.push((round, format!("{month}-13")));
    }
    Ok(())
}

/// The round of the client on a page of the board.
fn round_of(page: &str, browser: &Browser, client: &str) -> Result<String> {
    for round in rounds_of(page, browser)? {
        if browser.get(&format!("{round}/m1-service-check"))?.body.contains(client) {
            return Ok(round);
        }
    }
    let text: String = page.split_once("<main").map_or(page, |(_, main)| main).chars().take(6_000).collect();
    bail!("the client has no round on the board: {text}")
}

/// The rounds on a page of the board: a row's address is short and leads on to its round.
pub fn rounds_of(page: &str, browser: &Browser) -> Result<Vec<String>> {
    let mut rounds = Vec::new();
    for short in page.split("href=/r/").skip(1).filter_map(|rest| rest.split(['>', '/', ' ']).next()) {
        let Some(to) = browser.get(&format!("/r/{short}"))?.header("location").map(str::to_owned) else { continue };
        let round = to.split(['?', '#']).next().unwrap_or(&to);
        rounds.extend(round.get(..ROUND).filter(|round| round.starts_with("/monitoring/")).map(str::to_owned));
    }
    Ok(rounds)
}

/// A home visit.
pub fn visit(browser: &Browser, round: &str, day: &str, wishes: &str) -> Result<Answer> {
    let fields = [
        ("date", day),
        ("start", "14:00"),
        ("end", "14:45"),
        ("place", "home"),
        ("lives_there", "yes"),
        ("interviewed", "yes"),
        ("met", "本人"),
        ("visitor", "青葉 管理"),
        ("wishes", wishes),
    ];
    let page = format!("{round}/m2-home-visit");
    send(browser, &page, &page, &fields)
}

/// The fields of a finished report.
pub fn report_fields(month: &str, overall: &str) -> Vec<(String, String)> {
    let written = format!("{month}-14");
    let fields = [
        ("rows", "1"),
        ("style", "free"),
        ("action", "finish"),
        ("written_on", written.as_str()),
        ("policy", "自分で決めて暮らす"),
        ("overall", overall),
        ("need_0", "料理を自分で作りたい"),
        ("goal_0", "週に2回、夕食を作る"),
        ("due_0", "半年"),
        ("provision_0", "計画どおり週2回"),
        ("satisfaction_0", "満足"),
        ("achievement_0", "good"),
        ("issues_0", "火の扱い"),
    ];
    fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()
}

fn report(browser: &Browser, round: &str, month: &str, overall: &str) -> Result<Answer> {
    let fields = report_fields(month, overall);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let page = format!("{round}/m3-record");
    send(browser, &page, &page, &fields)
}

/// Consent and the copy for the municipality.
fn agree(browser: &Browser, round: &str, month: &str) -> Result<()> {
    let (sent, agreed, handed) = (format!("{month}-15"), format!("{month}-20"), format!("{month}-22"));
    let page = format!("{round}/m4-consent");
    let consent =
        [("method", "post"), ("sent_on", &*sent), ("agreed_on", &agreed), ("signer", "本人"), ("relation", "client")];
    send(browser, &page, &page, &consent)?;
    let page = format!("{round}/m5-submission");
    let submission = [("date", &*handed), ("to", "あおば区役所"), ("means", "counter")];
    send(browser, &page, &page, &submission).map(|_| ())
}

/// Opens a page and sends its form with these fields; an error unless it is taken.
pub fn send(browser: &Browser, page: &str, action: &str, fields: &[(&str, &str)]) -> Result<Answer> {
    let html = browser.get(page)?.body;
    let mut form = form_to(&html, action).with_context(|| format!("{page} has no form to {action}"))?;
    for (name, value) in fields {
        form = form.with(name, value);
    }
    let answer = browser.post(action, &form.fields)?;
    if answer.status != 303 {
        let wrong: Vec<&str> =
            answer.body.split("field-error").skip(1).filter_map(|rest| rest.split(['>', '<']).nth(1)).collect();
        bail!("{action}: {} {}", answer.status, wrong.join(" "));
    }
    Ok(answer)
}

/// Where an answer leads.
fn place_of(answer: &Answer) -> Result<String> {
    let place = answer.header("location").context("the answer leads nowhere")?;
    Ok(place.split('?').next().unwrap_or(place).to_owned())
}

/// The month so many months from this one in Japan, as YYYY-MM.
pub fn month(offset: i64) -> Result<String> {
    date(&format!("{offset} months"), "+%Y-%m")
}

fn last_day(offset: i64) -> Result<String> {
    date(&format!("{} months -1 day", offset + 1), "+%Y-%m-%d")
}

/// `date` of the system, seen from the first day of this month in Japan.
fn date(offset: &str, format: &str) -> Result<String> {
    let japan = |arguments: &[&str]| {
        let mut date = run::program("date", std::path::Path::new("/"));
        run::text(date.env("TZ", "Asia/Tokyo").args(arguments)).map(|text| text.trim().to_owned())
    };
    let first = japan(&["+%Y-%m-01"])?;
    japan(&["-d", &format!("{first} {offset}"), format])
}
