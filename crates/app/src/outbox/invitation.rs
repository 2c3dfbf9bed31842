//! 担当者会議の案内 as a letter: what it says, and the entry for a calendar (iCalendar, RFC 5545). It names no client: who reads along on the
//! way learns that there is a meeting and nothing of whom it is about.

use calendar::{Date, Time, clock, in_utc, wareki};
use icalendar::{Calendar, Component as _, Event, EventLike as _, Property};
use serde::Deserialize;

use super::{Enclosure, MailFault};

/// The job's body, as [`crate::planning`] queues it.
#[derive(Deserialize)]
struct Told {
    entry: String,
    sequence: u32,
    day: Date,
    begins: Time,
    ends: Time,
    place: String,
    link: String,
    office: String,
    phone: String,
    by: String,
    /// The meeting is called off: the entry goes from the calendar.
    #[serde(default)]
    cancelled: bool,
}

/// 件名.
const SUBJECT: &str = "サービス担当者会議のご案内";
/// 件名 of a meeting that is called off.
const CANCELLED: &str = "サービス担当者会議の取りやめ";

/// 件名, text and calendar entry of a job's body; `written_at` in UTC, RFC 3339.
pub(super) fn parts(body: &str, written_at: &str) -> Result<(&'static str, String, Enclosure), MailFault> {
    let told: Told = serde_json::from_str(body).map_err(|_| MailFault::Unwritable)?;
    let entry = told.entry(written_at).ok_or(MailFault::Unwritable)?;
    let enclosure = Enclosure {
        name: "kaigi.ics".to_owned(),
        content_type: format!("text/calendar; charset=utf-8; method={}", told.method()),
        bytes: entry.into_bytes(),
    };
    Ok((if told.cancelled { CANCELLED } else { SUBJECT }, told.text(), enclosure))
}

impl Told {
    /// METHOD of the calendar (RFC 5546).
    fn method(&self) -> &'static str {
        if self.cancelled { "CANCEL" } else { "PUBLISH" }
    }

    fn text(&self) -> String {
        if self.cancelled {
            return self.farewell();
        }
        let Self { day, begins, ends, place, link, office, phone, by, .. } = self;
        let line = |word: &str, said: &str| if said.is_empty() { String::new() } else { format!("{word}: {said}\n") };
        format!(
            "サービス担当者会議のご案内です。\n\n日時: {} {}から{}まで\n{}{}\n\
             どなたについての会議かは、個人情報を守るため、このメールには書いていません。\n\
             おたずねと出欠のお返事は、下の連絡先へお願いします。このメールには返信できません。\n\
             添付のファイルを開くと、予定表に登録できます。\n\n{office}\n{}担当: {by}\n",
            wareki::long(*day),
            clock(*begins),
            clock(*ends),
            line("場所", place),
            line("テレビ電話", link),
            line("電話", phone),
        )
    }

    /// The text of a meeting that is called off.
    fn farewell(&self) -> String {
        let Self { day, begins, office, phone, by, .. } = self;
        let phone = if phone.is_empty() { String::new() } else { format!("電話: {phone}\n") };
        format!(
            "{} {}からのサービス担当者会議は、取りやめになりました。\n\n\
             添付のファイルを開くと、予定表から消えます。\n\
             おたずねは、下の連絡先へお願いします。このメールには返信できません。\n\n{office}\n{phone}担当: {by}\n",
            wareki::long(*day),
            clock(*begins),
        )
    }

    /// The entry; none where a moment cannot be written.
    fn entry(&self, written_at: &str) -> Option<String> {
        let stamp = |rfc3339: &str| {
            let letters = rfc3339.split('.').next().unwrap_or_default().chars();
            let bare: String = letters.filter(|letter| letter.is_ascii_alphanumeric() && *letter != 'Z').collect();
            (bare.len() == "20261122T050607".len()).then(|| format!("{bare}Z"))
        };
        let mut event = Event::new();
        event
            .uid(&format!("{}@mimamori", self.entry))
            .summary("サービス担当者会議")
            .add_property("DTSTAMP", stamp(written_at)?)
            .add_property("DTSTART", stamp(&in_utc(self.day, self.begins)?)?)
            .add_property("DTEND", stamp(&in_utc(self.day, self.ends)?)?)
            .add_property("SEQUENCE", self.sequence.to_string())
            .description(&format!("{}　{}　担当: {}", self.office, self.phone, self.by));
        if self.cancelled {
            event.add_property("STATUS", "CANCELLED");
        }
        if !self.place.is_empty() {
            event.location(&self.place);
        }
        if !self.link.is_empty() {
            event.add_property("URL", &self.link);
        }
        let mut calendar = Calendar::empty();
        calendar
            .append_property(Property::new("VERSION", "2.0"))
            .append_property(Property::new("PRODID", "-//mimamori//JA"))
            .append_property(Property::new("CALSCALE", "GREGORIAN"))
            .append_property(Property::new("METHOD", self.method()))
            .push(event.done());
        Some(calendar.to_string())
    }
}
