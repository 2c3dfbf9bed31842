//! The fields of a proposal (p2) in the words of the screen.

use domain::planning::{
    p2_interval::Consideration, p2_neutrality::Exception, p2_week_plan::EntryKind, p5_delivery::DeliveryMeans,
    p5_provider_plan::PlanFit,
};

use super::{Field, Kind, Line, words::yes_no};

/// Fields that mean something else on other pages.
pub(super) const OF_PAGES: &[(&str, &[Line])] = &[
    (
        "/p2-draft-consent",
        &[
            ("agreed_on", "同意の日付", Kind::Day),
            ("relation_note", "代理人の続柄、代理の理由", Kind::Text),
            ("handed_on", "計画案を渡した日", Kind::Day),
        ],
    ),
    (
        "/p2-draft",
        &[
            ("written_on", "計画案の作成日", Kind::Day),
            ("wishes", "利用者の希望する生活", Kind::Text),
            ("family_wishes", "家族の希望する生活", Kind::Text),
            ("need", "解決すべき課題", Kind::Text),
            ("notes", "備考", Kind::Text),
        ],
    ),
    (
        "/p2-ward-consultation",
        &[
            ("consulted_on", "相談した日", Kind::Day),
            ("to", "区役所・支所", Kind::Text),
            ("person", "区役所・支所の担当者", Kind::Text),
            ("answer", "回答・助言", Kind::Text),
        ],
    ),
    ("/p2-week-plan", &[("written_on", "週間計画の作成日", Kind::Day), ("notes", "備考", Kind::Text)]),
    ("/p2-interval", &[("reason", "標準より短い・長い理由", Kind::Text)]),
    ("/p2-neutrality", &[("reason", "やむを得ない理由", Kind::Text)]),
    (
        "/p5-plan",
        &[
            ("written_on", "計画の作成日（印刷する日付）", Kind::Day),
            ("wishes", "利用者の希望する生活", Kind::Text),
            ("family_wishes", "家族の希望する生活", Kind::Text),
            ("need", "解決すべき課題", Kind::Text),
            ("notes", "備考", Kind::Text),
        ],
    ),
    (
        "/p5-consent",
        &[
            ("agreed_on", "説明し、同意を得た日（計画作成日）", Kind::Day),
            ("relation_note", "代理人の続柄、代理の理由", Kind::Text),
            ("certificate", "この計画の受給者証", Kind::Text),
            ("one_flow_with", "モニタリングの訪問に続けて（一連の流れで）作りましたか", Kind::Text),
        ],
    ),
    (
        "/p5-delivery",
        &[
            ("to", "渡した相手", Kind::Text),
            ("means", "交付の方法", Kind::Word(delivery_means)),
            ("by", "交付した人", Kind::Text),
        ],
    ),
    ("/p5-provider-plan", &[("provider", "事業所", Kind::Text), ("note", "気づいたこと", Kind::Text)]),
];

/// The fields of these pages alone.
pub(super) const FIELDS: &[Line] = &[
    ("options", "検討した対応", Kind::Text),
    ("asked", "相談したこと", Kind::Text),
    ("plan_day", "確認した作成月日", Kind::Day),
    ("stays", "変更不要（前の計画のままでよい）", Kind::Tick),
    ("stays_because", "変更不要の理由", Kind::Text),
    ("valid_until", "サービス等利用計画の有効期間（いつまで）", Kind::Day),
    ("wish_is_far", "希望と現実のズレが大きい", Kind::Tick),
    ("step_when", "いつまでに", Kind::Text),
    ("step_who", "誰が", Kind::Text),
    ("step_what", "何を", Kind::Text),
    ("goal_like", "どんな風になりたいか", Kind::Text),
    ("goal_why", "そう思った理由", Kind::Text),
    ("dream", "将来の夢", Kind::Text),
    ("dream_now", "夢を実現するために今すること", Kind::Text),
    ("long_goal", "長期目標", Kind::Text),
    ("long_goal_term", "長期目標の期間", Kind::Text),
    ("short_goal", "短期目標", Kind::Text),
    ("short_goal_term", "短期目標の期間", Kind::Text),
    ("need_strength", "本人の強み", Kind::Text),
    ("need_goal", "援助目標", Kind::Text),
    ("need_due", "達成時期", Kind::Text),
    ("need_item", "モニタリング項目", Kind::Text),
    ("need_part", "課題解決のための本人の役割", Kind::Text),
    ("need_review", "評価時期", Kind::Text),
    ("need_notes", "その他留意事項", Kind::Text),
    ("service_kind", "サービス種別", Kind::Text),
    ("service_content", "サービス内容", Kind::Text),
    ("service_amount", "量", Kind::Text),
    ("service_often", "頻度", Kind::Text),
    ("service_provider", "事業者等", Kind::Text),
    ("service_person", "担当者名・電話", Kind::Text),
    ("service_price", "単価（円）", Kind::Code),
    ("service_times", "回数（月）", Kind::Code),
    ("service_own", "自己負担（円/月）", Kind::Code),
    ("starts", "計画開始年月", Kind::Month),
    ("week_what", "内容", Kind::Text),
    ("week_kind", "種類", Kind::Word(entry_kind)),
    ("week_monday", "月曜日", Kind::Tick),
    ("week_tuesday", "火曜日", Kind::Tick),
    ("week_wednesday", "水曜日", Kind::Tick),
    ("week_thursday", "木曜日", Kind::Tick),
    ("week_friday", "金曜日", Kind::Tick),
    ("week_saturday", "土曜日", Kind::Tick),
    ("week_sunday", "日曜日", Kind::Tick),
    ("week_from", "始まり", Kind::Code),
    ("week_to", "終わり", Kind::Code),
    ("week_midnight", "翌日まで", Kind::Tick),
    ("week_every", "隔週", Kind::Tick),
    ("week_who", "提供事業者など", Kind::Text),
    ("daily_life", "主な日常生活上の活動", Kind::Text),
    ("outside_week", "週単位以外のサービス", Kind::Text),
    ("whole_life", "サービス提供によって実現する生活の全体像", Kind::Text),
    ("interval_months", "提案するモニタリング期間", Kind::Code),
    ("use_from", "サービスを使い始める予定の日", Kind::Day),
    ("marked_change", "種類・内容・量の著しい変更ですか", Kind::Word(yes_no)),
    ("exception", "やむを得ない場合", Kind::Word(exception)),
    ("accepted_by", "認めた人", Kind::Text),
    ("accepted_on", "認めた日", Kind::Day),
    ("accepts_loss", "なくなる報酬があることを確かめ、この日で記録する", Kind::Tick),
    ("delivered_on", "交付した日", Kind::Day),
    ("asked_on", "依頼した日", Kind::Day),
    ("received_on", "受け取った日", Kind::Day),
    ("fits", "計画に合っているか", Kind::Word(plan_fit)),
];

/// 勘案事項: each is a field.
pub(super) fn considered(name: &str) -> Option<Field> {
    let item = name.strip_prefix("consider_").and_then(Consideration::from_word)?;
    Some(Field { label: item.label().to_owned(), kind: Kind::Text })
}

fn delivery_means(word: &str) -> Option<&'static str> {
    DeliveryMeans::from_word(word).map(DeliveryMeans::label)
}

fn plan_fit(word: &str) -> Option<&'static str> {
    PlanFit::from_word(word).map(PlanFit::label)
}

fn entry_kind(word: &str) -> Option<&'static str> {
    EntryKind::from_word(word).map(EntryKind::label)
}

fn exception(word: &str) -> Option<&'static str> {
    Exception::from_word(word).map(Exception::label)
}
