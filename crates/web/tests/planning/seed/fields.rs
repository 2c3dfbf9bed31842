//! The fields of seed 002's forms, each beside the seed's own word for it: where it is entered, what is entered, and what the papers then say.
#![allow(dead_code, clippy::allow_attributes, reason = "each test uses its part")]

/// A paper that the fields are looked for on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// 基本情報: 別紙1, 別紙2, 相談受付票.
    Basic,
    /// アセスメント票.
    Assessment,
    /// 計画書(1)(案), (2)(案), 週間ケア計画(案).
    Draft,
    /// The same as a plan.
    Plan,
}

/// A field of the seed's forms.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// As the seed calls it.
    pub seed: &'static str,
    /// The page on which it is entered; empty for what the program gives.
    pub page: &'static str,
    /// The field of that page.
    pub name: &'static str,
    /// What is entered; empty for words that no other field has.
    pub typed: &'static str,
    /// What the export says of it; empty for what was entered.
    pub kept: &'static str,
    /// What the form's cell says; empty for what was entered.
    pub printed: &'static str,
    /// What the paper says where it draws a mark; empty for what the cell says.
    pub drawn: &'static str,
    pub papers: &'static [Paper],
}

impl Field {
    /// What is entered.
    pub fn entered(&self) -> String {
        if self.typed.is_empty() { format!("あ-{}-{}-ん", self.page, self.name) } else { self.typed.to_owned() }
    }

    pub fn exported(&self) -> String {
        if self.kept.is_empty() { self.entered() } else { self.kept.to_owned() }
    }

    pub fn in_cell(&self) -> String {
        if self.printed.is_empty() { self.entered() } else { self.printed.to_owned() }
    }

    pub fn on_paper(&self) -> String {
        if self.drawn.is_empty() { self.in_cell() } else { self.drawn.to_owned() }
    }

    const fn drawn(self, drawn: &'static str) -> Self {
        Self { drawn, ..self }
    }
}

type Papers = &'static [Paper];

/// Words of its own in a field.
const fn words(seed: &'static str, page: &'static str, name: &'static str, papers: Papers) -> Field {
    Field { seed, page, name, typed: "", kept: "", printed: "", drawn: "", papers }
}

/// What is chosen, a day or a number: as entered, as exported, as printed.
const fn chosen(
    seed: &'static str,
    (page, name): (&'static str, &'static str),
    [typed, kept, printed]: [&'static str; 3],
    papers: Papers,
) -> Field {
    Field { seed, page, name, typed, kept, printed, drawn: "", papers }
}

/// What the program gives.
const fn given(seed: &'static str, printed: &'static str, papers: Papers) -> Field {
    Field { seed, page: "", name: "", typed: "", kept: "", printed, drawn: "", papers }
}

const BASIC: Papers = &[Paper::Basic];
const ASSESSMENT: Papers = &[Paper::Assessment];
const PLANS: Papers = &[Paper::Draft, Paper::Plan];
const DRAFT: Papers = &[Paper::Draft];
const PLAN: Papers = &[Paper::Plan];
const FIRST: Papers = &[Paper::Basic, Paper::Draft, Paper::Plan];
const ALL: Papers = &[Paper::Basic, Paper::Assessment, Paper::Draft, Paper::Plan];

/// 基本情報: the eleven items.
pub const BASIC_ITEMS: &[Field] = &[
    chosen("相談日", ("p1-basic", "consulted_on"), ["R8.11.20", "2026-11-20", "令和8年11月20日"], BASIC),
    given("受付No.", "R8-001", BASIC),
    chosen("利用者氏名", ("client", "name"), ["種田 選子", "", ""], ALL),
    chosen("生年月日", ("client", "birth"), ["S60.3.1", "1985-03-01", "昭和60年3月1日"], FIRST),
    words("現住所", "client", "address", FIRST),
    chosen("現住所の電話番号", ("client", "phone"), ["044-111-2222", "", ""], BASIC),
    words("家族状況", "p1-basic", "family", BASIC),
    chosen("家族状況", ("p1-basic", "member_kin_0"), ["mother", "mother", "母"], BASIC),
    words("家族状況", "p1-basic", "member_name_0", BASIC),
    chosen("家族状況", ("p1-basic", "member_age_0"), ["六十九", "", ""], BASIC),
    words("家族状況", "p1-basic", "member_note_0", BASIC),
    words("相談内容", "p1-basic", "consultation", BASIC),
    words("現在利用しているサービス", "p1-basic", "support_name_0", BASIC),
    words("現在利用しているサービス", "p1-basic", "support_provider_0", BASIC),
    words("現在利用しているサービス", "p1-basic", "support_content_0", BASIC),
    words("現在利用しているサービス", "p1-basic", "support_often_0", BASIC),
    words("現在利用しているサービス", "p1-basic", "support_note_0", BASIC),
    words("相談面接結果", "p1-basic", "result", BASIC),
    words("相談者名等", "p1-basic", "caller", BASIC),
    words("相談者名等", "p1-basic", "caller_relation", BASIC),
    words("相談者名等", "p1-basic", "caller_contact", BASIC),
];

/// アセスメント項目: the nine items with their parts.
pub const ASSESSMENT_ITEMS: &[Field] = &[
    chosen("利用者氏名", ("client", "name"), ["種田 選子", "", ""], ALL),
    chosen("訪問年月日", ("p1-interview", "date"), ["R8.11.21", "2026-11-21", "令和8年11月21日"], ASSESSMENT),
    words("訪問者名・所属名", "p1-interview", "visitor", ASSESSMENT),
    words("訪問者名・所属名", "p1-interview", "affiliation", ASSESSMENT),
    words("生活歴", "p1-assessment", "life_history", ASSESSMENT),
    words("病歴・障害歴", "p1-assessment", "illness_history", ASSESSMENT),
    words("医療機関利用状況", "p1-assessment", "medical_use", ASSESSMENT),
    words("現在の生活状況の概要", "p1-assessment", "situation", ASSESSMENT),
    words("生活基盤に関する領域", "p1-assessment", "base_now", ASSESSMENT),
    words("生活基盤に関する領域", "p1-assessment", "base_wish", ASSESSMENT),
    words("生活基盤に関する領域", "p1-assessment", "base_noticed", ASSESSMENT),
    words("健康・身体に関する領域", "p1-assessment", "health_now", ASSESSMENT),
    words("健康・身体に関する領域", "p1-assessment", "health_wish", ASSESSMENT),
    words("健康・身体に関する領域", "p1-assessment", "health_noticed", ASSESSMENT),
    words("コミュニケーション・スキルに関する領域", "p1-assessment", "communication_now", ASSESSMENT),
    words("コミュニケーション・スキルに関する領域", "p1-assessment", "communication_wish", ASSESSMENT),
    words("コミュニケーション・スキルに関する領域", "p1-assessment", "communication_noticed", ASSESSMENT),
    words("社会生活技能に関する領域", "p1-assessment", "skills_now", ASSESSMENT),
    words("社会生活技能に関する領域", "p1-assessment", "skills_wish", ASSESSMENT),
    words("社会生活技能に関する領域", "p1-assessment", "skills_noticed", ASSESSMENT),
    words("社会参加に関する領域", "p1-assessment", "participation_now", ASSESSMENT),
    words("社会参加に関する領域", "p1-assessment", "participation_wish", ASSESSMENT),
    words("社会参加に関する領域", "p1-assessment", "participation_noticed", ASSESSMENT),
    words("教育・就労に関する領域", "p1-assessment", "work_now", ASSESSMENT),
    words("教育・就労に関する領域", "p1-assessment", "work_wish", ASSESSMENT),
    words("教育・就労に関する領域", "p1-assessment", "work_noticed", ASSESSMENT),
    words("家族支援に関する領域", "p1-assessment", "family_now", ASSESSMENT),
    words("家族支援に関する領域", "p1-assessment", "family_wish", ASSESSMENT),
    words("家族支援に関する領域", "p1-assessment", "family_noticed", ASSESSMENT),
    words("本人の要望・希望する暮らし", "p1-assessment", "wishes", ASSESSMENT),
    words("家族の要望・希望する暮らし", "p1-assessment", "family_wishes", ASSESSMENT),
    words("関係職種から得た情報", "p1-assessment", "from_others", ASSESSMENT),
];

/// 計画書(1), (2) and 週間ケア計画, in the order of the forms.
pub const PLAN_FIELDS: &[Field] = &[
    given("(番号)", "R8-001", PLANS),
    chosen("印刷", ("case", "kind"), ["new", "new", "新規"], PLANS).drawn("■新規"),
    chosen("継続", ("case", "kind"), ["new", "new", "新規"], PLANS).drawn("□継続"),
    chosen("利用者名", ("client", "name"), ["種田 選子", "", ""], ALL),
    chosen("性別", ("client", "sex"), ["female", "female", "女"], FIRST),
    chosen("生年月日", ("client", "birth"), ["S60.3.1", "1985-03-01", "昭和60年3月1日"], FIRST),
    given("歳", "41歳", PLANS),
    words("住所", "client", "address", FIRST),
    chosen("指定相談支援事業者名・所在地及び計画作成者", ("office", "office_name"), ["種まき相談所", "", ""], ALL),
    words("指定相談支援事業者名・所在地及び計画作成者", "office", "address", PLANS),
    given("指定相談支援事業者名・所在地及び計画作成者", "佐藤 花子", PLANS),
    chosen(
        "初回サービス等利用計画作成日",
        ("certificate", "plan_made_on"),
        ["R8.4.20", "2026-04-20", "令和8年4月20日"],
        PLANS,
    ),
    chosen("サービス等利用計画変更日", ("p5-plan", "written_on"), ["R8.11.22", "2026-11-22", "令和8年11月22日"], PLAN),
    chosen(
        "受給者証の有無、有効期間及び番号",
        ("certificate", "grant_end_0"),
        ["R9.4.30", "2027-04-30", "令和9年4月30日"],
        PLANS,
    ),
    given("有", "有", PLANS).drawn("■有"),
    given("無", "有", PLANS).drawn("□無"),
    chosen("NO.", ("certificate", "number"), ["9876543210", "", ""], PLANS),
    chosen("上限額", ("certificate", "upper_limit_yen"), ["9,300", "9300", "9,300円"], PLANS),
    chosen("障害支援区分", ("client", "grade"), ["three", "three", "区分3"], PLANS).drawn("□2■3□4"),
    words("利用者および家族の希望", "p2-draft", "wishes", PLANS),
    words("利用者および家族の希望", "p2-draft", "family_wishes", PLANS),
    words("相談支援専門員の支援方針", "p2-draft", "policy", PLANS),
    words("長期目標(期間)", "p2-draft", "long_goal", PLANS),
    words("長期目標(期間)", "p2-draft", "long_goal_term", PLANS),
    words("短期目標(期間)", "p2-draft", "short_goal", PLANS),
    words("短期目標(期間)", "p2-draft", "short_goal_term", PLANS),
    words("モニタリング項目", "p2-draft", "need_item_0", PLANS),
    words("生活全般の解決すべき課題(ニーズ)", "p2-draft", "need_0", PLANS),
    words("援助目標", "p2-draft", "need_goal_0", PLANS),
    words("(目標を達成すべき時期を明記する", "p2-draft", "need_due_0", PLANS),
    words("サービス内容", "p2-draft", "service_content_0", PLANS),
    words("サービス種別", "p2-draft", "service_kind_0", PLANS),
    words("(事業者等)", "p2-draft", "service_provider_0", PLANS),
    words("頻度", "p2-draft", "service_often_0", PLANS),
    chosen("単価", ("p2-draft", "service_price_0"), ["6,123", "6123", "6,123"], PLANS),
    chosen("回数", ("p2-draft", "service_times_0"), ["17", "17", "17"], PLANS),
    given("合計", "104,091", PLANS),
    chosen("自己負担", ("p2-draft", "service_own_0"), ["1,234", "1234", "1,234"], PLANS),
    chosen(
        "サービス等利用計画(モニタリング)の有効期間",
        ("p2-draft", "valid_until"),
        ["R9.11.29", "2027-11-29", "令和9年11月29日"],
        PLANS,
    ),
    given("サービス費用", "104,091円", PLANS),
    given("自己負担額", "1,234円", PLANS),
    words("備考", "p2-draft", "notes", PLANS),
    chosen("日付", ("p2-draft-consent", "agreed_on"), ["R8.11.22", "2026-11-22", "令和8年11月22日"], DRAFT),
    words("署名", "p2-draft-consent", "signer", DRAFT),
    chosen("本人", ("p2-draft-consent", "relation"), ["deputy", "deputy", "代理人"], DRAFT).drawn("□本人"),
    chosen("代理人", ("p2-draft-consent", "relation"), ["deputy", "deputy", "代理人"], DRAFT).drawn("■代理人"),
    words("代理人", "p2-draft-consent", "relation_note", DRAFT),
    given("(受付順", "R8-001", PLANS),
    chosen("氏名)", ("client", "name"), ["種田 選子", "", ""], ALL),
    chosen("日作成", ("p2-week-plan", "written_on"), ["R8.11.19", "2026-11-19", "令和8年11月19日"], PLANS),
    words("早期", "p2-week-plan", "week_what_0", PLANS),
    words("中期", "p2-week-plan", "week_what_1", PLANS),
    words("中後", "p2-week-plan", "week_what_2", PLANS),
    words("後期", "p2-week-plan", "week_what_3", PLANS),
    words("継続", "p2-week-plan", "week_what_4", PLANS),
    words("備考", "p2-week-plan", "notes", PLANS),
    given("作成者氏名", "佐藤 花子", PLANS),
];

/// Words of the seed's forms that are no fields: titles, heads over several columns, the days and the choices.
pub const NO_FIELDS: &[&str] = &[
    "サービス等利用計画書(1)(案)",
    "サービス等利用計画書(2)(案)",
    "通関ケア計画(案)",
    "必要のあるものは時期を記入)",
    "援助内容(提供期間を明記する必要があるものは「頻度」欄に記入)",
    "費用(円/月)",
    "サービス費用(全額)",
    "本人または代理人の同意",
    "※適関ケア計画を必要に応じて添付",
    // A place beside the name, with or without by the municipality's setting.
    "印",
    "氏名",
    "備",
    "考",
    "非該当",
    "未認定",
    "令和",
    "年",
    "月",
    "日",
    "日まで",
    "円",
    "火",
    "水",
    "木",
    "金",
    "土",
    ")",
];

/// What else the pages need, or have beside the seed's forms: page, field, value.
pub const BESIDE: &[(&str, &str, &str)] = &[
    ("client", "kana", "タネダ ヨリコ"),
    ("client", "residence", "home"),
    ("client", "specialist", "SATO"),
    ("certificate", "service", "plan"),
    ("certificate", "municipality", "141305"),
    ("certificate", "municipality_name", "川崎市"),
    ("certificate", "decision", "renewal"),
    ("certificate", "grant_service_0", "居宅介護"),
    ("certificate", "grant_amount_0", "月30時間"),
    ("certificate", "grant_start_0", "R8.5.1"),
    ("certificate", "phase_interval_0", "3"),
    ("office", "from", "R8.4.1"),
    ("case", "opened_on", "R8.11.20"),
    ("case", "service", "plan"),
    ("case", "municipality", "141305"),
    ("p1-interview", "minutes", "60"),
    ("p1-interview", "place", "home"),
    ("p1-interview", "lives_there", "yes"),
    ("p1-interview", "interviewed", "yes"),
    ("p1-interview", "met", "本人"),
    ("p1-assessment", "written_on", "R8.11.21"),
    ("p2-draft", "written_on", "R8.11.21"),
    ("p2-week-plan", "starts", "R8.12"),
    ("p2-week-plan", "week_monday_0", "yes"),
    ("p2-week-plan", "week_from_0", "6:10"),
    ("p2-week-plan", "week_to_0", "7:00"),
    ("p2-week-plan", "week_tuesday_1", "yes"),
    ("p2-week-plan", "week_from_1", "9:00"),
    ("p2-week-plan", "week_to_1", "11:30"),
    ("p2-week-plan", "week_wednesday_2", "yes"),
    ("p2-week-plan", "week_from_2", "13:00"),
    ("p2-week-plan", "week_to_2", "16:00"),
    ("p2-week-plan", "week_thursday_3", "yes"),
    ("p2-week-plan", "week_from_3", "19:00"),
    ("p2-week-plan", "week_to_3", "20:00"),
    ("p2-week-plan", "week_sunday_4", "yes"),
    ("p2-week-plan", "week_from_4", "23:00"),
    ("p2-week-plan", "week_to_4", "5:00"),
    ("p2-week-plan", "week_midnight_4", "yes"),
    ("p2-week-plan", "week_rows", "5"),
    ("p2-interval", "interval_months", "3"),
    ("p2-interval", "use_from", "R8.12.1"),
    ("p2-draft-consent", "handed_on", "R8.11.22"),
];

/// The pages in the order in which they are filled.
pub const PAGES: &[&str] = &[
    "office",
    "client",
    "certificate",
    "case",
    "p1-basic",
    "p1-interview",
    "p1-assessment",
    "p2-draft",
    "p2-week-plan",
    "p2-interval",
    "p2-draft-consent",
    "p5-plan",
];

/// Every field that is entered, each once.
pub fn entered() -> Vec<Field> {
    let mut all: Vec<Field> = Vec::new();
    for field in [BASIC_ITEMS, ASSESSMENT_ITEMS, PLAN_FIELDS].concat() {
        let known = |it: &Field| (it.page, it.name) == (field.page, field.name);
        if !field.page.is_empty() && !all.iter().any(known) {
            all.push(field);
        }
    }
    all
}
