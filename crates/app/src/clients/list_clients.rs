//! 利用者の一覧: search, filter, sort, page.

use calendar::{Date, age_on};
use domain::{
    client::CertificateReach,
    office::{Right, Specialist},
};
use serde::{Deserialize, Serialize};
use store::clients::{ClientLine, ClientOrder, ClientSearch};

use crate::{Cx, Refusal, limits};

/// Lines on one page.
pub const PAGE_LINES: i64 = 50;

/// What was asked of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListText {
    /// Name, kana, number or certificate number. Sent by POST: never part of an address.
    pub words: String,
    /// A specialist's id, or empty for all.
    pub specialist: String,
    /// `ended` for those who have ended.
    pub state: String,
    /// `kana`, `number`, `end` or `next`.
    pub order: String,
    /// Page, from 1.
    pub page: String,
}

/// A line of the list with what today makes of it.
#[derive(Clone, Debug)]
pub struct ListedClient {
    /// The line.
    pub line: ClientLine,
    /// 年齢 today.
    pub age: u32,
    /// How far the certificate still reaches; `None` without a certificate.
    pub certificate: Option<CertificateReach>,
}

impl ListedClient {
    fn new(line: ClientLine, today: Date) -> Self {
        let certificate = line.certificate_end.map(|end| CertificateReach::of(end, today));
        Self { age: age_on(line.birth, today), certificate, line }
    }
}

/// One page of the list.
#[derive(Clone, Debug)]
pub struct ClientList {
    /// The lines of this page.
    pub lines: Vec<ListedClient>,
    /// How many were found in all.
    pub total: i64,
    /// This page, from 1.
    pub page: i64,
    /// How many pages there are, at least 1.
    pub pages: i64,
    /// The specialists to filter by.
    pub specialists: Vec<Specialist>,
    /// Whether the office has any client at all.
    pub any: bool,
}

/// The page of the list that was asked for; what cannot be read in the question is passed over.
pub fn list_clients(cx: &mut Cx<'_>, asked: &ListText) -> Result<ClientList, Refusal> {
    cx.authorize(Right::Read)?;
    let wanted = limits::page(&asked.page);
    let mut search = ClientSearch {
        words: asked.words.chars().take(100).collect(),
        specialist: asked.specialist.parse().ok(),
        ended: asked.state == "ended",
        order: match asked.order.as_str() {
            "number" => ClientOrder::Number,
            "end" => ClientOrder::CertificateEnd,
            "next" => ClientOrder::NextMonth,
            _ => ClientOrder::Kana,
        },
        offset: (wanted - 1) * PAGE_LINES,
        limit: PAGE_LINES,
    };
    let (mut lines, total) = store::clients::search(cx.tx, cx.actor.office, &search, cx.today)?;
    let pages = ((total + PAGE_LINES - 1) / PAGE_LINES).max(1);
    let page = wanted.min(pages);
    if page != wanted {
        search.offset = (page - 1) * PAGE_LINES;
        lines = store::clients::search(cx.tx, cx.actor.office, &search, cx.today)?.0;
    }
    let specialists = store::specialists::list(cx.tx, cx.actor.office)?;
    let any = total > 0 || store::clients::any(cx.tx, cx.actor.office)?;
    let today = cx.today;
    let lines = lines.into_iter().map(|line| ListedClient::new(line, today)).collect();
    Ok(ClientList { lines, total, page, pages, specialists, any })
}
