//! `/settings`: what there is to set.

use askama::Template;
use domain::office::Right;

use crate::{Layout, PageResult, Session, show};

/// Address, title, what it is for, and who sees it.
pub const TABS: [(&str, &str, &str, Right); 11] = [
    ("/settings/office", "事業所", "書類と請求に使う名前・番号・地域区分", Right::ReadSettings),
    ("/settings/specialists", "相談支援専門員", "担当として選ぶ人", Right::ReadSettings),
    ("/settings/users", "ログインする人", "アカウントと役割、仮パスワード", Right::ReadSettings),
    ("/settings/sections", "見られる項目", "虐待・触法・HIV・性・手帳の写しを見られる人", Right::Audit),
    ("/settings/openings", "担当外の閲覧", "担当でない利用者を開くときに、理由を入力するか", Right::Audit),
    ("/settings/municipalities", "市町村の決まり", "提出・繰越・期限など、市町村が決めること", Right::ReadSettings),
    ("/settings/outbox", "送信待ち", "お知らせのメールの宛先と、送れたかどうか", Right::Administer),
    ("/settings/copies", "控え", "控えが取れているか、戻せるか。控えの鍵の紙", Right::Administer),
    ("/settings/idle-time", "使わないときのログアウト", "何分使わないとログアウトするか", Right::ReadSettings),
    ("/settings/second-factor", "二段階認証", "自分のアプリと復旧コード", Right::ReadOffice),
    (
        "/settings/password",
        "パスワードとログイン中の端末",
        "自分のパスワードと、ほかの端末のログアウト",
        Right::ReadOffice,
    ),
];

#[derive(Template)]
#[template(path = "settings/overview.html")]
struct OverviewPage {
    layout: Layout,
    tabs: Vec<(&'static str, &'static str, &'static str, Right)>,
}

/// `GET /settings`.
pub async fn open(session: Session) -> PageResult {
    let tabs = TABS.into_iter().filter(|(_, _, _, right)| session.may(*right)).collect();
    Ok(show(&OverviewPage { layout: Layout::new(&session, "設定"), tabs }))
}
