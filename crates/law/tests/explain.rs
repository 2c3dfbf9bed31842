//! The one text of a reason.

use law::{Cite, Confidence, LawBook, Rule, Why, explain};

const RULE: Rule = Rule { id: "test.rule", title: "試験", cites: &[Cite { source: "seed-002", place: "3-2)" }] };
const BELOW: Rule = Rule { id: "test.below", title: "下", cites: &[] };

#[test]
fn a_reason_reads_from_the_sentence_down() {
    let book = LawBook::embedded().unwrap();
    let row = &book.monitoring().day_services.interval;
    let why = Why::new(RULE, "標準期間は6か月です。")
        .fact("サービス", "生活介護")
        .value(row.used("2026-04-20".parse().unwrap()).unwrap())
        .because(Why::new(BELOW, "計画作成日で表が決まります。"));
    let explained = explain(book, &why);
    assert_eq!(explained.rules, ["test.rule", "test.below"]);
    assert_eq!(explained.cites.len(), 2);
    assert_eq!(explained.confidence, Some(Confidence::Official));
    let text = explained.text();
    let expected = [
        "標準期間は6か月です。",
        "　・サービス: 生活介護",
        "　＝ 生活介護・就労継続支援・共同生活援助・地域移行支援・地域定着支援・障害児通所支援の標準期間: 6か月（平成24年4月1日から、公的資料で確認）",
        "　※ 根拠: 指定計画相談支援事業及び指定障害児相談支援事業の対象者等について（平成30年4月改定）「3-2)」",
        "　※ 根拠: 指定計画相談支援事業及び指定障害児相談支援事業の対象者等について（平成30年4月改定）「モニタリング実施標準期間の見直し時期」",
        "　　計画作成日で表が決まります。",
    ];
    assert_eq!(text.lines().collect::<Vec<_>>(), expected);
}
