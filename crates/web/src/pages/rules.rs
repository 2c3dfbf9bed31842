//! `/rules`: きまり, every rule with its values, sources and worked cases, for the reader who checks us.

pub mod case;

use std::borrow::Borrow;

use app::rules::{RulesPage, list_rules};
use askama::Template;
use axum::extract::{RawQuery, State};
use calendar::{Date, wareki};
use law::{Family, Source, WorkedCase};

use crate::{AppState, Form, Layout, PageResult, Session, show};

/// Longer than any word one looks for.
const LONGEST_WORDS: usize = 60;

#[derive(Template)]
#[template(path = "rules/rules.html")]
struct Page {
    layout: Layout,
    searched: String,
    page: RulesPage,
}

/// `GET /rules`, with `q` for the words that are looked for: they are words of the law, never of a person.
pub async fn open(State(state): State<AppState>, session: Session, RawQuery(query): RawQuery) -> PageResult {
    let form = Form::of_query(&state, query.as_deref());
    let searched: String = form.value("q").trim().chars().take(LONGEST_WORDS).collect();
    let words = searched.clone();
    let page = state.read(&session, move |cx| list_rules(cx, &words)).await?;
    Ok(show(&Page { layout: Layout::new(&session, "きまり"), searched, page }))
}

impl Page {
    fn searching(&self) -> bool {
        !self.searched.is_empty()
    }

    /// 「規則 45件・報酬 12件」; what there is none of is left out.
    fn counts(&self) -> String {
        let page = &self.page;
        let counts = [
            ("規則", page.rule_count()),
            ("共通の値", page.values.len()),
            ("報酬", page.fees.len()),
            ("サービス", page.services.len()),
            ("市町村が決めること", page.settings.len()),
            ("出典", page.sources.len()),
        ];
        let there = counts.iter().filter(|(_, count)| *count > 0).map(|(what, count)| format!("{what} {count}件"));
        there.collect::<Vec<_>>().join("・")
    }

    fn day(&self, day: impl Borrow<Date>) -> String {
        wareki::long(*day.borrow())
    }

    fn family(&self, family: &Family) -> &'static str {
        match family {
            Family::Disability => "障害福祉サービス",
            Family::Child => "障害児通所支援",
            Family::Community => "地域相談支援",
        }
    }

    /// What kind of document a source is, in words.
    fn kind(&self, source: &Source) -> &'static str {
        match source.kind.as_str() {
            "official" => "国・自治体・国保連の文書",
            "copy" => "その文書の写し",
            "handbook" => "自治体の手引き",
            "secondary" => "解説・ブログ・業者の資料",
            "product" => "公開されている製品",
            "own" => "この製品の扱い",
            _ => "記憶だけ（資料では未確認）",
        }
    }

    fn case_href(&self, case: &WorkedCase) -> String {
        case_href(case.file)
    }
}

/// The page of a file of worked cases.
fn case_href(file: &str) -> String {
    format!("/rules/{}", file.trim_end_matches(".toml"))
}
