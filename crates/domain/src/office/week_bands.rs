//! 週間ケア計画の時間帯: the bands into which a municipality's form divides the day. Together they are one whole day.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Hours of a day.
const DAY: u8 = 24;
/// Letters of a band's name, for which its column has room.
const LETTERS: usize = 6;
/// Bands for which a page has room.
const BANDS: usize = 8;

/// 時間帯.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekBand {
    /// 早朝, 午前 …
    pub name: String,
    /// The hour at which it begins.
    pub from: u8,
    /// The hour at which it ends; 30 is six in the morning of the next day.
    pub to: u8,
}

/// The bands of a day, in their order; none where the sheet's own hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WeekBands(pub Vec<WeekBand>);

impl WeekBands {
    /// 「早朝6-8、午前8-12、…」 as people write it; a sentence where it is no whole day.
    pub fn read(text: &str) -> Result<Self, &'static str> {
        let parts = text.split(['、', ',', '\n']).map(str::trim).filter(|part| !part.is_empty());
        let bands: Option<Vec<WeekBand>> = parts.map(band).collect();
        let bands =
            bands.ok_or("「早朝6-8、午前8-12」のように、名前（6文字まで）と時刻を「、」で区切って書いてください")?;
        let follow = bands.windows(2).all(|two| matches!(two, [first, second] if first.to == second.from));
        let (Some(first), Some(last)) = (bands.first(), bands.last()) else {
            return Err("時間帯を書いてください");
        };
        if bands.len() > BANDS {
            return Err("時間帯は8つまでです");
        }
        if !follow || first.from >= DAY || last.to != first.from + DAY {
            return Err("時間帯は、すき間も重なりもなく、24時間分を順に書いてください");
        }
        Ok(Self(bands))
    }
}

fn band(part: &str) -> Option<WeekBand> {
    let name: String = part.chars().take_while(|letter| !letter.is_ascii_digit()).collect();
    let (from, to) = part.get(name.len()..)?.split_once(['-', '～', '〜', '~', '−'])?;
    let hour = |text: &str| text.trim().trim_end_matches('時').trim().parse::<u8>().ok();
    let name = name.trim().to_owned();
    let (from, to) = (hour(from)?, hour(to)?);
    let fits = (1..=LETTERS).contains(&name.chars().count()) && from < to;
    fits.then_some(WeekBand { name, from, to })
}

impl fmt::Display for WeekBands {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bands: Vec<String> = self.0.iter().map(|it| format!("{}{}-{}", it.name, it.from, it.to)).collect();
        f.write_str(&bands.join("、"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_are_read_as_people_write_them_and_are_one_whole_day() {
        let usual = "早朝6-8、午前8-12、午後12-18、夜間18-22、深夜22-30";
        assert_eq!(WeekBands::read(usual).map(|bands| bands.to_string()), Ok(usual.to_owned()));
        let three = WeekBands::read("朝 5時～12時, 昼 12～18, 夜18-29").unwrap();
        assert_eq!(three.to_string(), "朝5-12、昼12-18、夜18-29");
        for wrong in [
            "",
            "早朝",
            "早朝6-8",
            "朝6-12、夜13-30",
            "朝6-12、夜11-30",
            "朝6-12、夜12-31",
            "とても長い朝の帯6-30",
            "朝30-54",
        ] {
            assert!(WeekBands::read(wrong).is_err(), "{wrong}");
        }
    }
}
