//! (4) モニタリング報告書への同意: a visit is not needed; post and mail will do.

use calendar::{Date, wareki};
use serde::{Deserialize, Serialize};

use super::{
    Round,
    check::{Checker, Checking, Problem, limit},
};
use crate::{client::Residence, id::FactId, text::say};

/// A consent, or the request for one while `agreed_on` is empty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Consent {
    /// 同意の方法.
    pub method: ConsentMethod,
    /// 発送日 of the report by post or mail.
    pub sent_on: Option<Date>,
    /// 同意日; `None` while the answer is awaited.
    pub agreed_on: Option<Date>,
    /// 署名者.
    pub signer: String,
    /// 本人 or 代理人.
    pub relation: SignerRelation,
    /// 代理・代筆の理由, or the deputy's relation.
    pub relation_note: String,
    /// A drawn signature as SVG path data; empty when the name was typed or signed on paper.
    pub drawing: String,
    /// 同意を得た場所の種類.
    #[serde(default)]
    pub place: Option<Residence>,
    /// 場所 in words.
    #[serde(default)]
    pub place_note: String,
    /// The report consented to.
    pub report: FactId,
}

impl Consent {
    /// What is wrong with the consent as typed.
    pub fn check(&self, round: &Round, with: &Checking) -> Vec<Problem> {
        let mut check = Checker::new(with);
        let Some((fact, report)) = round.finished_report() else {
            check.refuse(
                "method",
                "モニタリング報告書がまだ仕上がっていません。先に (3) 記録 を済ませてください".to_owned(),
            );
            return check.problems;
        };
        if fact.id != self.report {
            check.refuse(
                "method",
                "報告書が訂正されています。画面を開き直して、新しい報告書を確かめてください".to_owned(),
            );
        }
        let written = ("報告書の作成日", report.written_on);
        check.day("sent_on", "発送日", self.sent_on);
        check.day("agreed_on", "同意日", self.agreed_on);
        check.order("sent_on", written, ("発送日", self.sent_on));
        check.order("agreed_on", written, ("同意日", self.agreed_on));
        check.order("agreed_on", ("発送日", self.sent_on), ("同意日", self.agreed_on));
        let by_letter = self.method.is_by_letter();
        if by_letter && self.sent_on.is_none() {
            check.refuse("sent_on", say::missing(&format!("{}で送った日", self.method.label())));
        }
        if !by_letter && self.agreed_on.is_none() {
            check.refuse("agreed_on", say::missing("同意日"));
        }
        if let Some(agreed_on) = self.agreed_on {
            let drawn = !self.drawing.is_empty();
            if self.signer.trim().is_empty() && !drawn {
                check.refuse("signer", say::missing(&format!("{}に同意した人の名前", wareki::long(agreed_on))));
            }
            if self.relation == SignerRelation::Deputy && self.relation_note.trim().is_empty() {
                check.refuse("relation_note", say::missing("代理人の続柄と、代理・代筆の理由"));
            }
        }
        check.text("signer", "署名した人", &self.signer, limit::SHORT, false);
        check.text("place_note", "場所", &self.place_note, limit::SHORT, false);
        check.text("relation_note", "続柄・理由", &self.relation_note, limit::SHORT, false);
        check_drawing(&self.drawing, &mut check);
        check.problems
    }
}

/// Only what a pen can draw: the path is shown again inside an SVG, and nothing else may get in there.
fn check_drawing(drawing: &str, check: &mut Checker) {
    let plain = |c: char| c.is_ascii_digit() || matches!(c, 'M' | 'L' | 'm' | 'l' | ' ' | ',' | '.' | '-');
    if drawing.len() > limit::DRAWING {
        check.refuse("drawing", "手書きの線が長すぎます。消してもう一度書いてください".to_owned());
    } else if !drawing.chars().all(plain) {
        check.refuse("drawing", "手書きの線を読み取れませんでした。消してもう一度書いてください".to_owned());
    }
}

impl ConsentMethod {
    /// 郵送・メール: sent first, answered later.
    pub fn is_by_letter(self) -> bool {
        matches!(self, Self::Post | Self::Mail)
    }
}

/// 同意の方法.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentMethod {
    /// 対面 (name typed or drawn on the screen).
    InPerson,
    /// 対面 (紙に署名).
    Paper,
    /// 郵送.
    Post,
    /// メール.
    Mail,
}

/// 署名者.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignerRelation {
    /// 本人.
    Client,
    /// 代理人 (保護者, 成年後見人, …).
    Deputy,
}

words!(ConsentMethod { InPerson, "in_person", "対面（画面で署名）"; Paper, "paper", "対面（紙に署名）"; Post, "post", "郵送"; Mail, "mail", "メール"; });
words!(SignerRelation { Client, "client", "本人"; Deputy, "deputy", "代理人"; });
