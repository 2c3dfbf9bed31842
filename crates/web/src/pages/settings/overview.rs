//! `/settings`: what there is to set.

use askama::Template;
use domain::office::Right;

use crate::{Layout, PageResult, Session, show};

/// Address, title and what it is for.
pub const TABS: [(&str, &str, &str); 9] = [
    ("/settings/office", "事業所", "書類と請求に使う名前・番号・地域区分"),
    ("/settings/specialists", "相談支援専門員", "担当として選ぶ人"),
    ("/settings/users", "ログインする人", "アカウントと役割、仮パスワード"),
    ("/settings/sections", "見られる項目", "虐待・触法・HIV・性・手帳の写しを見られる人"),
    ("/settings/municipalities", "市町村の決まり", "提出・繰越・期限など、市町村が決めること"),
    ("/settings/outbox", "送信待ち", "お知らせのメールの宛先と、送れたかどうか"),
    ("/settings/idle-time", "使わないときのログアウト", "何分使わないとログアウトするか"),
    ("/settings/second-factor", "二段階認証", "自分のアプリと復旧コード"),
    ("/settings/password", "パスワードとログイン中の端末", "自分のパスワードと、ほかの端末のログアウト"),
];

#[derive(Template)]
#[template(path = "settings/overview.html")]
struct OverviewPage {
    layout: Layout,
    tabs: Vec<(&'static str, &'static str, &'static str)>,
}

/// `GET /settings`.
pub async fn open(session: Session) -> PageResult {
    let everybody = ["/settings/password", "/settings/second-factor"];
    let tabs =
        TABS.into_iter().filter(|(href, _, _)| session.may(Right::Administer) || everybody.contains(href)).collect();
    Ok(show(&OverviewPage { layout: Layout::new(&session, "設定"), tabs }))
}
