//! (4) モニタリング報告書への同意: a visit is not needed; post and mail will do.

use calendar::Date;
use serde::{Deserialize, Serialize};

use crate::{client::words, id::FactId};

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
    /// The report consented to.
    pub report: FactId,
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
