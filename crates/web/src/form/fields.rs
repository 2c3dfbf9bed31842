//! Every field of every form in the words of the screen: one register for the page that compares two versions and
//! for the page that sends a form again. A test finds each field of the templates here.

mod about_client;
mod conference;
mod decision;
mod proposal;
mod renewal;

use calendar::{Date, wareki};
use domain::{
    client::{
        CareLevel, ConsultationService, ContactChannel, Decision, DisabilityGrade, EventAnswer, HandbookKind,
        Household, IntensiveGround, LifeEventKind, MonthTaken, MonthlyStart, Residence, Sex, ShorterGround, TellingWay,
        Tenure, TurnTo, UseChange, UsedSource,
    },
    intake::{HardToReach, IntakeAct},
    monitoring::{
        m1_service_check::CheckMeans,
        m3_record::{Achievement, ReportStyle},
        m4_consent::{ConsentMethod, SignerRelation},
        m5_submission::SubmissionMeans,
    },
    office::Role,
    planning::{
        CaseKind,
        p1_assessment::{Area, OwnWordsKind, SupportNeed},
        p1_basic::{Kin, SupportKind, TieKind, TieStrength},
        p2_week_plan::GrantedUnit,
    },
    protection::window::DisabilityKind,
};
use law::{LawBook, Setting};
use unicode_normalization::UnicodeNormalization;

/// How the value of a field is read.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// As typed.
    Text,
    /// A number, a code, a telephone: hyphens and widths do not make it another one.
    Code,
    /// A day, in any way of writing it.
    Day,
    /// A month, in any way of writing it.
    Month,
    /// Ticked or not.
    Tick,
    /// A stored word with its label.
    Word(fn(&str) -> Option<&'static str>),
    /// A setting of a municipality, in the words of the law's files.
    Setting(&'static Setting),
    /// A drawn signature.
    Drawing,
    /// Never shown again: typed anew.
    Secret,
}

/// A field as people know it.
pub(crate) struct Field {
    /// Its words, with the row where it stands in one: 「2行目 ニーズ」.
    pub(crate) label: String,
    /// How its value is read.
    pub(crate) kind: Kind,
}

type Line = (&'static str, &'static str, Kind);

/// The fields whose words depend on the page: a part of its address, then the lines.
const OF_PAGES: &[(&str, &[Line])] = &[
    ("/m1-", &[("date", "確認した日", Kind::Day), ("means", "手段", Kind::Word(check_means))]),
    (
        "/m2-",
        &[
            ("date", "訪問日", Kind::Day),
            ("place", "訪問先", Kind::Word(residence)),
            ("place_note", "訪問先の名前", Kind::Text),
        ],
    ),
    ("/note", INTAKE_NOTE),
    ("/intakes/new", INTAKE_NOTE),
    (
        "/intakes",
        &[
            ("date", "日付", Kind::Day),
            ("what", "したこと", Kind::Word(intake_act)),
            ("content", "内容・助言", Kind::Text),
        ],
    ),
    (
        "/life-events",
        &[
            ("event_kind", "何があったか", Kind::Word(life_event_kind)),
            ("event_on", "あった日", Kind::Day),
            ("event_note", "くわしいこと", Kind::Text),
            ("event_told_by", "だれから聞いたか", Kind::Text),
            ("answer_plan", "予定月を待たずに計画を変更しますか", Kind::Word(event_answer)),
            ("answer_carry_over", "今月のモニタリングを翌月に繰り越しますか", Kind::Word(event_answer)),
            ("answer_interval", "モニタリング期間を変えますか", Kind::Word(event_answer)),
            ("answer_note_plan", "理由・次にすること", Kind::Text),
            ("answer_note_carry_over", "理由・次にすること", Kind::Text),
            ("answer_note_interval", "理由・次にすること", Kind::Text),
        ],
    ),
    (
        "/used-amounts",
        &[
            ("used", "利用実績", Kind::Code),
            ("used_unit", "単位（支給量に書かれていないサービス）", Kind::Word(granted_unit)),
            ("used_source", "聞いたところ", Kind::Word(used_source)),
            ("told_by", "聞いた相手・資料", Kind::Text),
            ("told_on", "聞いた日", Kind::Day),
        ],
    ),
    ("/contacts", &[("date", "日付", Kind::Day), ("relation", "本人との関係", Kind::Text)]),
    (
        "/p1-interview",
        &[
            ("date", "訪問日", Kind::Day),
            ("place", "訪問先", Kind::Word(residence)),
            ("place_note", "訪問先の名前", Kind::Text),
        ],
    ),
    (
        "/p1-assessment",
        &[("written_on", "アセスメントをまとめた日", Kind::Day), ("wishes", "本人の要望・希望する暮らし", Kind::Text)],
    ),
    (
        "/planning",
        &[
            ("ended_on", "取りやめた日", Kind::Day),
            ("reason", "取りやめた理由", Kind::Text),
            ("kind", "計画の種類", Kind::Word(case_kind)),
        ],
    ),
    ("/m5-", &[("date", "提出日", Kind::Day), ("means", "提出方法", Kind::Word(submission_means))]),
    ("/carry-over", &[("reason", "繰越の理由", Kind::Text)]),
    (
        "/certificates",
        &[
            ("number", "受給者証番号", Kind::Code),
            ("municipality", "市町村番号", Kind::Code),
            ("benefit_start", "支給期間の最初の月", Kind::Text),
            ("benefit_end", "支給期間の最後の月", Kind::Text),
            ("moved_out_on", "転出した日（この受給者証が有効な最後の日）", Kind::Day),
            ("moved", "転出しましたか", Kind::Text),
            ("moved_until", "転出したとき、前の受給者証が有効だった最後の日", Kind::Day),
        ],
    ),
    ("/office", OFFICE),
    ("/setup", OFFICE),
    ("/end", &[("ended_on", "終了日", Kind::Day)]),
    ("/specialists", &[("ended_on", "最後の勤務日", Kind::Day)]),
    (
        "/providers",
        &[
            ("name", "事業所の名前", Kind::Text),
            ("number", "事業所番号", Kind::Code),
            ("services", "サービスの種類", Kind::Text),
            ("address", "所在地", Kind::Text),
            ("from", "はじめの日", Kind::Day),
            ("ended_on", "最後の日", Kind::Day),
        ],
    ),
    ("/protection", &[("service", "サービス", Kind::Text)]),
    ("/users", &[("specialist", "相談支援専門員としての本人", Kind::Text)]),
];

const INTAKE_NOTE: &[Line] = &[
    ("date", "相談を受けた日", Kind::Day),
    ("relation", "本人との関係", Kind::Text),
    ("name", "本人の氏名", Kind::Text),
    ("place", "本人の住まい", Kind::Text),
    ("situation", "聞いた様子", Kind::Text),
];

const OFFICE: &[Line] = &[("address", "所在地", Kind::Text), ("grade", "機能強化型の区分", Kind::Word(office_grade))];

/// All others. The number of a row stands behind the name: `need_0`.
const FIELDS: &[Line] = &[
    ("provider", "サービス提供事業所", Kind::Text),
    ("finding", "確認した内容", Kind::Text),
    ("on_site", "サービス提供の場面に立ち会った", Kind::Tick),
    ("place", "場所（対面のとき）", Kind::Word(residence)),
    ("place_note", "場所の名前", Kind::Text),
    ("lives_there", "そこは本人が住んでいる（滞在している）所ですか", Kind::Word(yes_no)),
    ("interviewed", "本人（障害児の場合は本人と保護者）に面接しましたか", Kind::Word(yes_no)),
    ("met", "面接した相手", Kind::Text),
    ("visitor", "訪問者名", Kind::Text),
    ("time", "時刻", Kind::Text),
    ("channel", "手段", Kind::Word(contact_channel)),
    ("who", "相手", Kind::Text),
    ("content", "内容", Kind::Text),
    ("minutes", "かかった時間（分）", Kind::Code),
    ("affiliation", "訪問者の所属", Kind::Text),
    ("opened_on", "受付の日", Kind::Day),
    ("contact", "相談者の連絡先", Kind::Text),
    ("reasons", "つながりにくいわけ", Kind::Word(hard_to_reach)),
    ("follow_up_on", "次に確かめる日", Kind::Day),
    ("next", "次にすること", Kind::Text),
    ("applied_on", "申請の日", Kind::Day),
    ("services", "申請した（する）サービス", Kind::Text),
    ("care_insurance", "介護保険のサービスも使っていますか", Kind::Word(yes_no)),
    ("consulted_on", "相談日", Kind::Day),
    ("caller", "相談者名", Kind::Text),
    ("caller_relation", "本人との関係", Kind::Text),
    ("caller_contact", "相談者の連絡先", Kind::Text),
    ("consultation", "相談内容", Kind::Text),
    ("result", "相談面接結果", Kind::Text),
    ("family", "家族状況", Kind::Text),
    ("condition", "障害または疾患名", Kind::Text),
    ("overview", "概要（支援経過・現状と課題など）", Kind::Text),
    ("support_kind", "区分", Kind::Word(support_kind)),
    ("support_name", "名称", Kind::Text),
    ("support_provider", "提供機関・提供者", Kind::Text),
    ("support_content", "支援内容", Kind::Text),
    ("support_often", "頻度", Kind::Text),
    ("support_note", "備考", Kind::Text),
    ("member_kin", "続柄", Kind::Word(kin)),
    ("member_name", "氏名（呼び名）", Kind::Text),
    ("member_age", "年齢", Kind::Text),
    ("member_together", "同居", Kind::Tick),
    ("member_carer", "主に介護をしている", Kind::Tick),
    ("member_deceased", "亡くなった", Kind::Tick),
    ("member_note", "職業など", Kind::Text),
    ("tie_kind", "種類", Kind::Word(tie_kind)),
    ("tie_name", "名称", Kind::Text),
    ("tie_role", "関わり", Kind::Text),
    ("tie_strength", "つながり", Kind::Word(tie_strength)),
    ("life_history", "生活歴", Kind::Text),
    ("illness_history", "病歴・障害歴", Kind::Text),
    ("medical_use", "医療機関利用状況", Kind::Text),
    ("situation", "現在の生活状況の概要", Kind::Text),
    ("family_wishes", "家族の要望・希望する暮らし", Kind::Text),
    ("from_others", "関係職種から得た情報", Kind::Text),
    ("own_kind", "何のことば", Kind::Word(own_words_kind)),
    ("own_words", "本人の言葉", Kind::Text),
    ("abuse", "虐待に関すること", Kind::Text),
    ("offence", "触法に関すること", Kind::Text),
    ("hiv", "HIVに関すること", Kind::Text),
    ("sexuality", "性に関すること", Kind::Text),
    ("handbook_copy", "手帳の写し", Kind::Text),
    ("wishes", "本人の意向", Kind::Text),
    ("home_situation", "家庭状況の聞き取り", Kind::Text),
    ("style", "書き方", Kind::Word(style)),
    ("written_on", "報告書の作成日", Kind::Day),
    ("plan_made_on", "計画作成日", Kind::Day),
    ("policy", "総合的な援助の方針", Kind::Text),
    ("overall", "全体の状況", Kind::Text),
    ("notes", "その他留意事項", Kind::Text),
    ("need", "ニーズ（解決すべき課題）", Kind::Text),
    ("goal", "支援目標", Kind::Text),
    ("due", "達成時期", Kind::Text),
    ("provision", "サービス提供状況（事業者からの聞き取り）", Kind::Text),
    ("satisfaction", "本人・家族の感想・満足度", Kind::Text),
    ("achievement", "達成度", Kind::Word(achievement)),
    ("achievement_note", "達成度の説明（ニーズの充足度）", Kind::Text),
    ("issues", "今後の課題・留意事項（解決方法）", Kind::Text),
    ("change_kind", "サービス種類の変更", Kind::Tick),
    ("change_amount", "サービス量の変更", Kind::Tick),
    ("change_week", "週間計画の変更", Kind::Tick),
    ("row_notes", "その他留意事項", Kind::Text),
    ("method", "同意の方法", Kind::Word(consent_method)),
    ("sent_on", "発送日", Kind::Day),
    ("agreed_on", "同意日", Kind::Day),
    ("signer", "署名した人の名前", Kind::Text),
    ("relation", "署名したのは", Kind::Word(relation)),
    ("relation_note", "代理人の続柄、代理・代筆の理由", Kind::Text),
    ("drawing", "手書きの署名", Kind::Drawing),
    ("to", "提出先", Kind::Text),
    ("note", "備考", Kind::Text),
    ("told_on", "区役所・支所へ連絡した日", Kind::Day),
    ("told_to", "連絡した相手", Kind::Text),
    ("missed_reason", "実施できなかった理由", Kind::Text),
    ("reason", "理由", Kind::Text),
    ("name", "氏名", Kind::Text),
    ("kana", "フリガナ", Kind::Text),
    ("number", "利用者番号", Kind::Code),
    ("birth", "生年月日", Kind::Day),
    ("sex", "性別", Kind::Word(sex)),
    ("postal_code", "郵便番号", Kind::Code),
    ("address", "住所", Kind::Text),
    ("phone", "電話番号", Kind::Code),
    ("residence", "住まい", Kind::Word(residence)),
    ("tenure", "持家・借家", Kind::Word(tenure)),
    ("grade", "障害支援区分", Kind::Word(disability_grade)),
    ("guardian_name", "保護者氏名", Kind::Text),
    ("guardian_kana", "保護者フリガナ", Kind::Text),
    ("guardian_relation", "本人との続柄", Kind::Text),
    ("guardian_phone", "保護者の電話番号", Kind::Code),
    ("guardian_birth", "保護者の生年月日", Kind::Day),
    ("specialist", "担当の相談支援専門員", Kind::Text),
    ("care_management", "介護保険のケアマネジメント", Kind::Word(yes_no)),
    ("ward", "区役所・支所", Kind::Text),
    ("ward_from", "区役所・支所が変わった日", Kind::Day),
    ("self_plan_from", "セルフプランをはじめた日", Kind::Day),
    ("self_plan_off", "セルフプランをやめた日", Kind::Day),
    ("ended_on", "終了日", Kind::Day),
    ("service", "相談支援の種類", Kind::Word(service)),
    ("municipality_name", "市町村名", Kind::Text),
    ("decision", "決定の区分", Kind::Word(decision)),
    ("upper_limit_yen", "利用者負担上限月額（円）", Kind::Code),
    ("grant_service", "サービス", Kind::Text),
    ("grant_amount", "支給量", Kind::Text),
    ("grant_start", "有効期間の開始日", Kind::Day),
    ("grant_end", "有効期間の終了日", Kind::Day),
    ("grant_provider", "サービス提供事業所", Kind::Text),
    ("grant_provider_name", "台帳にない事業所の名前", Kind::Text),
    ("phase_interval", "何か月ごと", Kind::Code),
    ("phase_lasts", "何か月間", Kind::Code),
    ("months", "実施月（受給者証に並んでいるとき）", Kind::Text),
    ("monthly_start", "毎月の始まり", Kind::Word(monthly_start)),
    ("proposed_interval", "提案した期間（か月ごと）", Kind::Code),
    ("proposal_reason", "期間の理由", Kind::Text),
    ("intensive", "集中的な支援が必要な理由（在宅のとき毎月）", Kind::Word(intensive)),
    ("shorter_grounds", "標準より短い期間が望ましい理由", Kind::Word(shorter_ground)),
    ("office_name", "事業所名", Kind::Text),
    ("manager", "管理者名", Kind::Text),
    ("number_plan", "事業所番号（計画相談支援）", Kind::Code),
    ("number_child", "事業所番号（障害児相談支援）", Kind::Code),
    ("area_plan", "地域区分（計画相談支援）", Kind::Word(area)),
    ("area_child", "地域区分（障害児相談支援）", Kind::Word(area)),
    ("municipality", "市町村", Kind::Text),
    ("start_month", "みまもりを使い始める月", Kind::Month),
    ("login", "ログインID", Kind::Text),
    ("account", "アカウント", Kind::Word(account)),
    ("role", "役割", Kind::Word(role)),
    ("disabled", "このアカウントを使えなくする", Kind::Tick),
    ("code", "設定コード", Kind::Text),
    ("password", "パスワード", Kind::Secret),
    ("proof_password", "パスワード", Kind::Secret),
    ("proof_code", "アプリの6桁の数字", Kind::Secret),
    ("factor_code", "アプリの6桁の数字", Kind::Secret),
    ("minutes", "ログアウトまでの時間（分）", Kind::Text),
    ("password_again", "パスワード（もう一度）", Kind::Secret),
    ("current", "いまのパスワード", Kind::Secret),
    ("from", "変えた内容が有効になる日", Kind::Day),
    ("from_start", "はじめから（これまでの入力が誤りだった）", Kind::Tick),
    ("providers", "台帳にない兼務先", Kind::Text),
    ("registered", "兼務している事業所（台帳から）", Kind::Text),
    ("judged_by", "判断した人", Kind::Text),
    ("judged_on", "判断した日", Kind::Day),
    ("hours", "勤務時間", Kind::Text),
    ("fax", "ファックス番号", Kind::Code),
    ("mail", "メールアドレス", Kind::Text),
    ("person", "担当者", Kind::Text),
    ("what", "加算か特別地域", Kind::Text),
    ("holds", "届け出ていますか", Kind::Word(yes_no)),
    ("town_name", "市町村名", Kind::Text),
    ("wards", "区役所・支所", Kind::Text),
    ("visited_on", "訪問日", Kind::Day),
    ("on", "日付", Kind::Day),
    ("processing_month", "処理対象年月", Kind::Month),
    ("abuser", "だれによる虐待（疑い）ですか", Kind::Text),
    ("facility_kind", "施設・事業の種類", Kind::Text),
    ("disability", "障害の種別", Kind::Text),
    ("q", "さがす言葉", Kind::Text),
    ("words", "さがす言葉", Kind::Text),
];

/// A field of the form at this address; `None` for what people do not type (ids, counts, buttons).
pub(crate) fn find(path: &str, name: &str) -> Option<Field> {
    let exact = |name: &str| {
        let of_page = proposal::OF_PAGES
            .iter()
            .chain(decision::OF_PAGES)
            .chain(conference::OF_PAGES)
            .chain(renewal::OF_PAGES)
            .chain(OF_PAGES)
            .filter(|(part, _)| path.contains(part))
            .flat_map(|(_, lines)| lines.iter());
        of_page
            .chain(FIELDS)
            .chain(about_client::FIELDS)
            .chain(proposal::FIELDS)
            .chain(decision::FIELDS)
            .chain(conference::FIELDS)
            .chain(renewal::FIELDS)
            .find(|(field, ..)| *field == name)
            .map(|(_, label, kind)| (*label, *kind))
    };
    if path.starts_with("/settings/municipalities")
        && let Some(setting) = setting(name)
    {
        return Some(Field { label: setting.title.clone(), kind: Kind::Setting(setting) });
    }
    if let Some((label, kind)) = exact(name) {
        return Some(Field { label: label.to_owned(), kind });
    }
    if let Some(field) = proposal::considered(name) {
        return Some(field);
    }
    if let Some(field) = of_area(name) {
        return Some(field);
    }
    let (base, row) = name.rsplit_once('_')?;
    let row: usize = row.parse().ok()?;
    let (label, kind) = exact(base)?;
    Some(Field { label: format!("{}行目 {label}", row.saturating_add(1)), kind })
}

/// A field of an area of the assessment: 「健康・身体に関する領域の現状」.
fn of_area(name: &str) -> Option<Field> {
    let (area, part) = name.split_once('_')?;
    let (label, kind): (_, Kind) = match part {
        "now" => ("現状", Kind::Text),
        "wish" => ("本人の希望", Kind::Text),
        "need" => ("支援の必要性", Kind::Word(support_need)),
        "noticed" => ("支援者の気づき", Kind::Text),
        _ => return None,
    };
    Some(Field { label: format!("{}の{label}", Area::from_word(area)?.label()), kind })
}

/// The label of a stored word of this field, whichever page it stands on.
pub(crate) fn word_of(name: &str, word: &str) -> Option<&'static str> {
    match find("", name)?.kind {
        Kind::Word(label) => label(word),
        _ => None,
    }
}

/// A setting by its key; every municipality has those of 全国の既定.
fn setting(key: &str) -> Option<&'static Setting> {
    LawBook::embedded().ok()?.municipality("default")?.setting(key)
}

impl Field {
    /// A value as people read it; `names` has the words of what is chosen by its id, and a day without a year is read as
    /// of `today`.
    pub(crate) fn shown(&self, value: &str, names: &[(String, String)], today: Date) -> String {
        let value = value.trim();
        if let Some((_, name)) = names.iter().find(|(id, _)| id == value) {
            return name.clone();
        }
        match self.kind {
            Kind::Text | Kind::Code => value.to_owned(),
            Kind::Day => wareki::parse_day(value, today).map_or_else(|_| value.to_owned(), wareki::long),
            Kind::Month => wareki::parse_month(value).map_or_else(|_| value.to_owned(), wareki::month),
            Kind::Tick => if value.is_empty() { "いいえ" } else { "はい" }.to_owned(),
            Kind::Word(label) => label(value).map_or_else(|| value.to_owned(), str::to_owned),
            Kind::Setting(setting) => {
                let chosen = setting.choices.iter().find(|choice| choice.value.to_string() == value);
                chosen.map_or_else(|| value.nfkc().collect(), |choice| choice.label.clone())
            }
            Kind::Drawing => if value.is_empty() { "" } else { "（手書きの線）" }.to_owned(),
            Kind::Secret => String::new(),
        }
    }

    /// What two values have in common when they say the same.
    pub(crate) fn compared(&self, value: &str, today: Date) -> String {
        match self.kind {
            Kind::Code => value.nfkc().filter(|letter| letter.is_alphanumeric()).collect(),
            Kind::Drawing | Kind::Secret => value.to_owned(),
            _ => self.shown(value, &[], today),
        }
    }
}

/// The label of a stored word.
macro_rules! labels {
    ($($name:ident: $ty:ty)*) => {
        $(fn $name(word: &str) -> Option<&'static str> {
            <$ty>::from_word(word).map(<$ty>::label)
        })*
    };
}

labels! {
    check_means: CheckMeans
    submission_means: SubmissionMeans
    residence: Residence
    tenure: Tenure
    household: Household
    care_level: CareLevel
    style: ReportStyle
    achievement: Achievement
    consent_method: ConsentMethod
    relation: SignerRelation
    sex: Sex
    disability_grade: DisabilityGrade
    service: ConsultationService
    decision: Decision
    monthly_start: MonthlyStart
    intensive: IntensiveGround
    shorter_ground: ShorterGround
    disability_kind: DisabilityKind
    handbook_kind: HandbookKind
    telling_way: TellingWay
    use_change: UseChange
    turn_to: TurnTo
    month_taken: MonthTaken
    role: Role
    case_kind: CaseKind
    intake_act: IntakeAct
    hard_to_reach: HardToReach
    contact_channel: ContactChannel
    support_kind: SupportKind
    kin: Kin
    tie_kind: TieKind
    tie_strength: TieStrength
    support_need: SupportNeed
    own_words_kind: OwnWordsKind
    granted_unit: GrantedUnit
    life_event_kind: LifeEventKind
    event_answer: EventAnswer
    used_source: UsedSource
}

fn account(word: &str) -> Option<&'static str> {
    match word {
        "new" => Some("新しく作る"),
        "existing" => Some("アカウントがある"),
        _ => None,
    }
}

fn yes_no(word: &str) -> Option<&'static str> {
    match word {
        "yes" => Some("はい"),
        "no" => Some("いいえ"),
        _ => None,
    }
}

fn area(word: &str) -> Option<&'static str> {
    app::office::AREAS.iter().find(|(area, _)| *area == word).map(|(_, label)| *label)
}

fn office_grade(word: &str) -> Option<&'static str> {
    app::office::GRADES.iter().find(|(grade, _)| *grade == word).map(|(_, label)| *label)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names and labels that the macros of a template give to its fields.
    fn typed(template: &str) -> Vec<(String, String)> {
        let calls = template.split(" f::").skip(1).filter_map(|call| {
            let arguments = call.split_once("form, \"").or_else(|| call.split_once("town, \""))?.1;
            let (name, rest) = arguments.split_once("\", \"")?;
            let of_field = ["text(", "date(", "textarea(", "select(", "radio(", "check(", "checks("];
            of_field
                .iter()
                .any(|kind| call.starts_with(kind))
                .then(|| (name.to_owned(), rest.split('"').next().unwrap_or_default().to_owned()))
        });
        calls.collect()
    }

    #[test]
    fn every_field_of_the_templates_has_its_words() {
        for (path, template) in [
            ("/monitoring/1/m1-service-check", include_str!("../../templates/monitoring/m1_service_check.html")),
            ("/monitoring/1/m2-home-visit", include_str!("../../templates/monitoring/m2_home_visit.html")),
            ("/monitoring/1/m3-record", include_str!("../../templates/monitoring/m3_record.html")),
            ("/monitoring/1/m4-consent", include_str!("../../templates/monitoring/m4_consent.html")),
            ("/monitoring/1/m5-submission", include_str!("../../templates/monitoring/m5_submission.html")),
            ("/planning/1/p1-interview", include_str!("../../templates/planning/p1_interview.html")),
            ("/planning/1/p1-coverage", include_str!("../../templates/planning/p1_coverage.html")),
            ("/planning/1/p1-basic", include_str!("../../templates/planning/p1_basic.html")),
            ("/planning/1/p1-review", include_str!("../../templates/planning/p1_review.html")),
            ("/planning/1/p1-assessment", include_str!("../../templates/planning/p1_assessment.html")),
            ("/planning/1/p2-ward-consultation", include_str!("../../templates/planning/p2_ward_consultation.html")),
            ("/planning/1/p2-week-plan", include_str!("../../templates/planning/since_last.html")),
            ("/planning/1/p2-draft", include_str!("../../templates/planning/p2_draft.html")),
            ("/planning/1/p2-week-plan", include_str!("../../templates/planning/p2_week_plan.html")),
            ("/planning/1/p2-interval", include_str!("../../templates/planning/p2_interval.html")),
            ("/planning/1/p2-neutrality", include_str!("../../templates/planning/p2_neutrality.html")),
            ("/planning/1/p2-draft-consent", include_str!("../../templates/planning/p2_draft_consent.html")),
            ("/planning/1/p3-hand-in", include_str!("../../templates/planning/p3_hand_in.html")),
            ("/planning/1/p3-decision", include_str!("../../templates/planning/p3_decision.html")),
            ("/planning/1/p3-coordination", include_str!("../../templates/planning/p3_coordination.html")),
            ("/planning/1/p4-invitation", include_str!("../../templates/planning/p4_invitation.html")),
            ("/planning/1/p4-conference", include_str!("../../templates/planning/p4_conference.html")),
            ("/planning/1/p2-draft", include_str!("../../templates/planning/plan_fields.html")),
            ("/planning/1/p5-plan", include_str!("../../templates/planning/p5_plan.html")),
            ("/planning/1/p5-plan", include_str!("../../templates/planning/plan_fields.html")),
            ("/planning/1/p5-consent", include_str!("../../templates/planning/p5_consent.html")),
            ("/planning/1/p5-delivery", include_str!("../../templates/planning/p5_delivery.html")),
            ("/planning/1/p5-provider-plan", include_str!("../../templates/planning/p5_provider_plan.html")),
            ("/planning/1/end", include_str!("../../templates/planning/case.html")),
            ("/intakes/1/note", include_str!("../../templates/intakes/note.html")),
            ("/intakes/new", include_str!("../../templates/intakes/note.html")),
            ("/intakes/1", include_str!("../../templates/intakes/show.html")),
            ("/clients/1/life-events", include_str!("../../templates/clients/life_events.html")),
            ("/clients/1/used-amounts", include_str!("../../templates/clients/used_amounts.html")),
            ("/clients/1/contacts", include_str!("../../templates/clients/contacts.html")),
            ("/clients/1/planning", include_str!("../../templates/planning/open_case.html")),
            ("/monitoring/1/carry-over", include_str!("../../templates/monitoring/carry_over.html")),
            ("/clients/1/edit", include_str!("../../templates/clients/fields.html")),
            ("/clients/1/about/contract", include_str!("../../templates/clients/about/contract.html")),
            ("/clients/1/about/emergency", include_str!("../../templates/clients/about/emergency.html")),
            ("/clients/1/about/insurance", include_str!("../../templates/clients/about/insurance.html")),
            ("/clients/1/about/disability", include_str!("../../templates/clients/about/disability.html")),
            ("/clients/1/about/telling", include_str!("../../templates/clients/about/telling.html")),
            ("/clients/1/about/grounds", include_str!("../../templates/clients/about/grounds.html")),
            ("/clients/1/about/plan_request", include_str!("../../templates/clients/about/plan_request.html")),
            ("/clients/1/about/self_plan", include_str!("../../templates/clients/about/self_plan.html")),
            ("/certificates/1", include_str!("../../templates/certificates/certificate.html")),
            ("/settings/office", include_str!("../../templates/settings/office_fields.html")),
            ("/settings/office/additions", include_str!("../../templates/settings/office_additions.html")),
            ("/providers/1", include_str!("../../templates/providers/fields.html")),
            ("/settings/users/1", include_str!("../../templates/settings/user.html")),
            ("/settings/specialists/1", include_str!("../../templates/settings/specialist.html")),
            (
                "/settings/municipalities/141305/town",
                include_str!("../../templates/settings/municipality_town_fields.html"),
            ),
        ] {
            let fields = typed(template);
            assert!(!fields.is_empty(), "{path}");
            for (name, label) in fields {
                let found = find(path, &name).map(|field| field.label);
                assert_eq!(found.as_deref(), Some(label.as_str()), "{path}: {name}");
            }
        }
    }

    #[test]
    fn every_setting_of_a_municipality_has_the_words_of_its_file() {
        let path = "/settings/municipalities/141305";
        for setting in &LawBook::embedded().unwrap().municipality("default").unwrap().settings {
            let field = find(path, &setting.key).unwrap();
            assert_eq!(field.label, setting.title);
            let shown = field.shown(&setting.value.to_string(), &[], Date::constant(2026, 11, 22));
            assert_eq!(shown, setting.label(), "{}", setting.key);
        }
        assert_eq!(find(path, "from").map(|field| field.label).as_deref(), Some("変えた内容が有効になる日"));
        assert!(find("/clients/1/edit", "submission_day").is_none());
    }

    #[test]
    fn the_number_of_a_row_stands_before_its_words() {
        let label = |name| find("/m3-record", name).map(|field| field.label);
        assert_eq!(label("change_kind_1").as_deref(), Some("2行目 サービス種類の変更"));
        assert_eq!(label("rows"), None);
        assert_eq!(label("need_99999999999999999999999"), None);
    }

    #[test]
    fn the_same_day_written_in_two_ways_is_the_same() {
        let today = Date::constant(2026, 11, 22);
        let day = find("/clients/1/edit", "birth").expect("a field");
        assert_eq!(day.compared("昭和15年1月15日", today), day.compared("1940-01-15", today));
        assert_eq!(day.compared("11/22", today), day.compared("今日", today));
        let phone = find("/clients/1/edit", "phone").expect("a field");
        assert_eq!(phone.compared("０４４-200-0000", today), phone.compared("0442000000", today));
        let house = find("/clients/1/edit", "residence").expect("a field");
        assert_eq!(
            house.shown("hospital", &[], today),
            Residence::from_word("hospital").map(Residence::label).unwrap_or_default()
        );
    }
}
