//! 標準期間の事実: each element はい, いいえ or 未確認.

use domain::client::{Grounds, UseChange};

use crate::input::{Reader, TypedFields, limit};

/// An element: field, words, and where it stands.
type Element = (&'static str, &'static str, fn(&mut Grounds) -> &mut Option<bool>);

/// The elements that are answered by はい or いいえ.
const ELEMENTS: [Element; 16] = [
    ("left_facility", "退所・退院があった", |it| &mut it.left_facility),
    ("needs_intensive", "一定期間、集中的な支援が必要", |it| &mut it.needs_intensive),
    ("alone", "単身の世帯", |it| &mut it.alone),
    ("family_impaired", "同居の家族等に障害・疾病等がある", |it| &mut it.family_impaired),
    ("cannot_coordinate", "自分で事業者等と連絡調整することが困難", |it| &mut it.cannot_coordinate),
    ("constant_care", "常時介護を要する", |it| &mut it.constant_care),
    ("communication", "意思疎通に著しい支障がある", |it| &mut it.communication),
    ("bedridden", "四肢の麻痺及び寝たきりの状態", |it| &mut it.bedridden),
    ("severe_behaviour", "知的・精神障害により行動上著しい困難がある", |it| {
        &mut it.severe_behaviour
    }),
    ("comprehensive", "重度障害者等包括支援の支給決定を受けている", |it| &mut it.comprehensive),
    ("care_management", "介護保険のケアマネジメント", |it| &mut it.care_management),
    ("care_services", "介護保険のサービスを使っている", |it| &mut it.care_services),
    ("habit_follow_up", "生活習慣等を改善する支援のあと", |it| &mut it.habit_follow_up),
    ("provider_changes", "事業者の頻繁な変更のおそれ", |it| &mut it.provider_changes),
    ("school_holidays", "長期休暇等による変化のおそれ", |it| &mut it.school_holidays),
    ("preschool_parents", "就学前の保護者の不安", |it| &mut it.preschool_parents),
];

/// What the form says.
pub(super) fn read(r: &mut Reader<'_>) -> Grounds {
    let mut grounds = Grounds {
        use_change: r
            .choice("use_change", "サービスの利用の変化", UseChange::ALL, |it| (it.word(), it.label())),
        use_from: r.date("change_from", "利用開始日"),
        facility: r.line("facility", "施設・病院の名前", limit::SHORT),
        left_on: r.date("left_on", "退所・退院した日"),
        review_on: r.date("review_on", "見直しの日"),
        ..Grounds::default()
    };
    for (field, words, element) in ELEMENTS {
        *element(&mut grounds) = r.yes_no(field, words);
    }
    if grounds.use_change.is_some() && r.is_empty("change_from") {
        r.refuse("change_from", "変化のあったサービスの利用開始日を入力してください。");
    }
    if grounds.use_change.is_none() && grounds.use_from.is_some() {
        r.refuse("use_change", "利用開始日を入れるときは、どんな変化かを選んでください。");
    }
    let about_leaving = grounds.left_on.is_some() || !grounds.facility.is_empty();
    if about_leaving && grounds.left_facility != Some(true) {
        r.refuse("left_facility", "施設・病院の名前や日を入れるときは、退所・退院があったに「はい」と答えてください。");
    }
    if grounds.left_on.zip(grounds.review_on).is_some_and(|(left, review)| review < left) {
        r.refuse("review_on", "見直しの日が、退所・退院した日より前です。");
    }
    if grounds == Grounds::default() {
        r.refuse("", "答えを1つ以上入力してください。");
    }
    grounds
}

/// The form with it.
pub(super) fn fill(grounds: &Grounds) -> TypedFields {
    let form = TypedFields::default()
        .with("use_change", grounds.use_change.map(UseChange::word).unwrap_or_default())
        .with_day("change_from", grounds.use_from)
        .with("facility", &grounds.facility)
        .with_day("left_on", grounds.left_on)
        .with_day("review_on", grounds.review_on);
    let mut grounds = grounds.clone();
    ELEMENTS.iter().fold(form, |form, (field, _, element)| form.with_answer(field, *element(&mut grounds)))
}
