//! 支給量 as a certificate writes it, where it is a plain number of hours, days or times. Anything else is not guessed at.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantedUnit {
    /// 時間: the number is of minutes.
    Minutes,
    /// 日.
    Days,
    /// 回.
    Times,
}

words!(GrantedUnit { Minutes, "minutes", "時間"; Days, "days", "日"; Times, "times", "回"; });

/// In which time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// 週.
    Week,
    /// 月.
    Month,
}

/// An amount that was granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Granted {
    /// How much.
    pub number: u32,
    /// Of what.
    pub unit: GrantedUnit,
    /// In which time.
    pub per: Per,
}

impl Granted {
    /// Reads 「月20時間」「23日/月」「週5日」. None for what says more than that (「当該月の日数から8日を控除した日数」), and where it is
    /// not said of which time it is.
    pub fn read(amount: &str) -> Option<Self> {
        let folded: String = amount.nfkc().filter(|letter| !letter.is_whitespace()).collect();
        let (per, rest) = period(&folded)?;
        let units = [("時間", GrantedUnit::Minutes), ("日", GrantedUnit::Days), ("回", GrantedUnit::Times)];
        let (digits, unit) = units.into_iter().find_map(|(word, unit)| Some((rest.strip_suffix(word)?, unit)))?;
        let (whole, tenths) = digits.split_once('.').unwrap_or((digits, ""));
        let number: u32 = whole.parse().ok()?;
        let number = match (unit, tenths) {
            (GrantedUnit::Minutes, "" | "0") => number.checked_mul(60)?,
            (GrantedUnit::Minutes, tenth) if tenth.len() == 1 => {
                number.checked_mul(60)?.checked_add(tenth.parse::<u32>().ok()? * 6)?
            }
            (_, "") => number,
            _ => return None,
        };
        Some(Self { number, unit, per })
    }
}

/// The time before or behind the amount.
fn period(folded: &str) -> Option<(Per, &str)> {
    for (word, per) in [("1か月", Per::Month), ("1週", Per::Week), ("月", Per::Month), ("週", Per::Week)] {
        if let Some(rest) = folded.strip_prefix(word) {
            return Some((per, rest.trim_start_matches(['に', ':', '/'])));
        }
        if let Some(rest) = folded.strip_suffix(word).and_then(|rest| rest.strip_suffix('/')) {
            return Some((per, rest));
        }
    }
    None
}
