//! 節目: who turns 18 or 65, enters school or leaves one within six months, and what changes then. The ages stand in `law/`; what is not
//! known of the person is asked for.

use calendar::{Date, YearMonth, reaches_on};
use law::{LawBook, TurningChange, Value};

use super::{Client, eligibility::ADULT_FROM};

/// Months ahead for which a turning point is told: a renewal, an application and a first visit take about so long.
const MONTHS: i32 = 6;

/// A turning point of a life, as the law divides it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TurningPoint {
    /// 18歳: an adult by 障害者総合支援法.
    Adult,
    /// 65歳: 介護保険 comes first.
    Aged,
    /// 小学校・小学部に入る.
    EntersSchool,
    /// 小学校・小学部を卒業.
    LeavesElementary,
    /// 中学校・中学部を卒業.
    LeavesJuniorHigh,
    /// 高等学校・高等部を卒業, for whoever goes to one.
    LeavesHighSchool,
}

words!(TurningPoint {
    Adult, "adult", "18歳になる";
    Aged, "aged", "65歳になる";
    EntersSchool, "enters_school", "小学校・小学部に入る";
    LeavesElementary, "leaves_elementary", "小学校・小学部を卒業する";
    LeavesJuniorHigh, "leaves_junior_high", "中学校・中学部を卒業する";
    LeavesHighSchool, "leaves_high_school", "高等学校・高等部を卒業する（在学しているとき）";
});

/// What changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeOf {
    /// 受給者証.
    Certificate,
    /// 保護者・代理.
    Guardian,
    /// サービス.
    Service,
    /// 標準期間の行.
    Row,
    /// 報酬・負担.
    Fee,
}

words!(ChangeOf {
    Certificate, "certificate", "受給者証";
    Guardian, "guardian", "保護者・代理";
    Service, "service", "サービス";
    Row, "row", "標準期間";
    Fee, "fee", "報酬・負担";
});

/// A turning point of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turning {
    /// Which.
    pub point: TurningPoint,
    /// The day: of the age, the first day of school, or the last.
    pub on: Date,
    /// What changes, with where that was read.
    pub changes: Vec<(ChangeOf, &'static TurningChange)>,
    /// What has to be asked, because nothing of it is recorded.
    pub asks: Vec<&'static str>,
}

/// The last day up to which turning points are told.
pub fn turning_horizon(today: Date) -> Date {
    YearMonth::of(today).plus(MONTHS).day(today.day())
}

/// The turning points of a client from today to the horizon, the first one first; none where the support has ended by then.
pub fn turning_points(book: &'static LawBook, client: &Client, today: Date) -> Vec<Turning> {
    let until = turning_horizon(today);
    let turning = |point: &TurningPoint| {
        let on = day_of(book, *point, client.birth, today)?;
        let supported = client.ended_on.is_none_or(|end| end >= on) && client.other_offices.left_by(on).is_none();
        let changes = book.turning_changes().iter().filter(|it| it.point == point.word());
        (today <= on && on <= until && supported).then(|| Turning {
            point: *point,
            on,
            changes: changes.filter_map(|it| Some((ChangeOf::from_word(&it.what)?, it))).collect(),
            asks: asks(*point, client),
        })
    };
    let mut all: Vec<Turning> = TurningPoint::ALL.iter().filter_map(turning).collect();
    all.sort_by_key(|it| (it.on, it.point));
    all
}

/// The day of a turning point; none where no value of the law covers it.
fn day_of(book: &LawBook, point: TurningPoint, birth: Date, today: Date) -> Option<Date> {
    let whole = |id: &str| match book.timeline(id)?.get(today)?.value {
        Value::Whole(number) => u32::try_from(number).ok(),
        _ => None,
    };
    let reached = |id: &str| reaches_on(birth, whole(id)?);
    let month = whole("turning-points.school-year-month").and_then(|month| i8::try_from(month).ok());
    let begins = |year: i16| Date::new(year, month?, 1).ok();
    // The school year in which a day lies ends before the next one begins.
    let next_begin = |day: Date| match begins(day.year())? {
        begin if begin > day => Some(begin),
        _ => begins(day.year() + 1),
    };
    let leaves = |id: &str| next_begin(reached(id)?)?.yesterday().ok();
    match point {
        TurningPoint::Adult => reached(ADULT_FROM),
        TurningPoint::Aged => reached("turning-points.insured-first"),
        TurningPoint::EntersSchool => next_begin(reached("turning-points.school-from")?),
        TurningPoint::LeavesElementary => leaves("turning-points.elementary-until"),
        TurningPoint::LeavesJuniorHigh => leaves("turning-points.junior-high-until"),
        TurningPoint::LeavesHighSchool => leaves("turning-points.high-school-until"),
    }
}

/// What is not known of the person and decides what changes.
fn asks(point: TurningPoint, client: &Client) -> Vec<&'static str> {
    let mut asks = Vec::new();
    let mut ask = |unknown: bool, sentence: &'static str| {
        if unknown {
            asks.push(sentence);
        }
    };
    match point {
        TurningPoint::Adult => {
            let grade = "障害支援区分が登録されていません。認定の申請が要るかを、市町村に確かめてください。";
            ask(client.grade.is_none(), grade);
            ask(client.guardian.is_some(), "後見人や代理人が要るかを、本人と家族に聞いてください。");
        }
        TurningPoint::Aged => {
            let care =
                "介護保険のケアマネジメントを受けるかが登録されていません。本人と市町村に聞いて、登録してください。";
            ask(client.care_management.is_none(), care);
        }
        TurningPoint::EntersSchool => ask(true, "どの学校に入るか、就学の猶予がないかを聞いてください。"),
        TurningPoint::LeavesElementary => ask(true, "どの学校に進むかを聞いてください。"),
        TurningPoint::LeavesJuniorHigh => ask(true, "どこに進むかを聞いてください。"),
        TurningPoint::LeavesHighSchool => {
            ask(true, "高等学校・高等部に在学しているか、卒業のあとどうしたいかを聞いてください。");
        }
    }
    asks
}
