//! p4 担当者会議の案内: when and where the meeting is to be, and who was asked to come. Who has a mail address gets a mail.
//! No name of a client stands in it: it leaves the office.

use calendar::{Date, Time};
use serde::{Deserialize, Serialize};

use super::{CaseText, PlanningCase, text::part};
use crate::{
    client::{Client, ClientForOthers},
    monitoring::check::{Checker, Checking, Problem, limit},
    text::say,
};

/// How long the address of a video meeting may be.
pub const LINK: usize = 500;

/// 担当者会議の案内.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Invitation {
    /// 開催予定日.
    pub day: Option<Date>,
    /// 開始時刻.
    pub begins: Option<Time>,
    /// 終了予定時刻.
    pub ends: Option<Time>,
    /// 場所.
    pub place: String,
    /// テレビ電話の入り口: `https://…`.
    pub link: String,
    /// 招く人.
    pub invited: Vec<Invited>,
}

/// One who is asked to come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Invited {
    /// 所属.
    pub affiliation: String,
    /// 職種.
    pub role: String,
    /// 氏名.
    pub name: String,
    /// メールアドレス, to which the mail went; empty where the person was told in another way.
    pub mail: String,
}

impl Invited {
    /// Whether nothing is typed in the row.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn check(&self, row: usize, finished: bool, check: &mut Checker) {
        let label = |label: &str| format!("{}行目の{label}", row + 1);
        let nobody = finished && self.affiliation.trim().is_empty() && self.name.trim().is_empty();
        for (name, title, value, required) in [
            ("invited_affiliation", "所属か氏名", &self.affiliation, nobody),
            ("invited_role", "職種", &self.role, false),
            ("invited_name", "氏名", &self.name, false),
            ("invited_mail", "メールアドレス", &self.mail, false),
        ] {
            let most = if name == "invited_mail" { limit::MAIL } else { limit::SHORT };
            check.text(format!("{name}_{row}"), &label(title), value, most, required);
        }
    }
}

impl Invitation {
    /// The field that names the client, where one does: what leaves the office may not.
    pub fn names(&self, client: &Client) -> Option<&'static str> {
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        let mut tells: Vec<String> = [&client.name, &client.kana].into_iter().map(|name| bare(name)).collect();
        for name in [&client.name, &client.kana] {
            let family = name.split_whitespace().next().unwrap_or_default();
            tells.extend(
                ["様", "さん", "さま", "宅", "氏", "君", "くん", "ちゃん"].map(|after| format!("{family}{after}")),
            );
        }
        let told = |text: &str| tells.iter().any(|tell| tell.chars().count() > 1 && bare(text).contains(tell.as_str()));
        self.field_that(told)
    }

    /// The field that tells an address or number that is marked 知らせない, where one does.
    pub fn tells(&self, client: &ClientForOthers) -> Option<&'static str> {
        self.field_that(|text| client.is_told_by(text))
    }

    fn field_that(&self, holds: impl Fn(&str) -> bool) -> Option<&'static str> {
        let words = [("place", &self.place), ("link", &self.link)];
        words.into_iter().find(|(_, text)| holds(text)).map(|(field, _)| field)
    }
}

impl CaseText for Invitation {
    part!(Invitation);

    /// An invitation that is sent again goes out again, also in the same words.
    fn same_as(&self, _other: &Self) -> bool {
        false
    }

    fn check(&self, _case: &PlanningCase, with: &Checking, finished: bool) -> Vec<Problem> {
        let mut check = Checker::new(with);
        match self.day {
            None if finished => check.refuse("day", say::missing("開催予定日")),
            Some(day) if finished && day < with.today => {
                check.refuse("day", "開催予定日が過ぎています。終わった会議は、会議の記録に書いてください".to_owned());
            }
            _ => {}
        }
        for (name, label, time) in [("begins", "開始時刻", self.begins), ("ends", "終了予定時刻", self.ends)]
        {
            if finished && time.is_none() {
                check.refuse(name, say::missing(label));
            }
        }
        if let (Some(begins), Some(ends)) = (self.begins, self.ends)
            && ends <= begins
        {
            check.refuse("ends", "終了予定時刻が開始時刻より前になっています".to_owned());
        }
        check.text("place", "場所", &self.place, limit::SHORT, finished && self.link.is_empty());
        check.text("link", "テレビ電話の入り口", &self.link, LINK, false);
        if !self.link.is_empty() && (!self.link.starts_with("https://") || self.link.contains(char::is_whitespace)) {
            check.refuse("link", "テレビ電話の入り口は、https:// から始まるアドレスを書いてください".to_owned());
        }
        check.rows("invited", &self.invited, limit::ROWS);
        if finished && self.invited.is_empty() {
            check.refuse("invited_affiliation_0", "招く人を1行以上書いてください".to_owned());
        }
        self.invited.iter().enumerate().for_each(|(row, one)| one.check(row, finished, &mut check));
        check.problems
    }

    fn tidied(mut self) -> Self {
        self.invited.retain(|one| !one.is_empty());
        self
    }

    /// Those whose services the draft proposes.
    fn prefilled(mut self, case: &PlanningCase) -> Self {
        if self.invited.is_empty() {
            let of = |affiliation: String| Invited { affiliation, ..Invited::default() };
            self.invited = case.proposed_providers().into_iter().map(of).collect();
        }
        self
    }

    fn addressed(mut self, address: &dyn Fn(&str) -> Option<String>) -> Self {
        for one in self.invited.iter_mut().filter(|one| one.mail.is_empty()) {
            one.mail = address(&one.affiliation).unwrap_or_default();
        }
        self
    }

    /// Another meeting is no change of the last one.
    fn compared(&self, _was: Self, _case: &PlanningCase) -> Self {
        self.clone()
    }

    /// Who was invited last time is likely to come again; where and when is of each time.
    fn carried_forward(self, _from: Date) -> Self {
        Self { invited: self.invited, ..Self::default() }
    }
}
