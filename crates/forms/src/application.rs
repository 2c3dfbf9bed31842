//! 支給申請書 and 計画相談支援依頼（変更）届出書: the data set of the papers that go to the municipality beside the draft. 個人番号 is never kept and is
//! written by hand.

use calendar::{Date, wareki};
use domain::{
    client::{CareLevel, Client, ClientForOthers, ConsultationService, Disability, HandbookKind, Insurance, NOT_TOLD},
    office::Office,
    planning::{p3_decision::DecidedService, person::ServiceInUse},
};
use serde_json::{Map, Value};

use crate::{
    DataSet, DataSetKind, FieldName,
    head::{self, with_note},
};

/// The data set of an application.
pub const APPLICATION: DataSetKind = DataSetKind { word: "application", items: FIELDS };

/// What an application is printed from.
#[derive(Clone, Copy, Debug)]
pub struct ApplicationInput<'a> {
    /// 利用者.
    pub client: &'a ClientForOthers,
    /// 障害と手帳, as recorded.
    pub disability: &'a Disability,
    /// 保険と年金, as recorded.
    pub insurance: &'a Insurance,
    /// 受給者証番号 of the case's certificate; empty where there is none.
    pub certificate_number: &'a str,
    /// 市町村名, empty while it is not known.
    pub municipality: &'a str,
    /// 事業所 that is asked to make the plan.
    pub office: AskedOffice<'a>,
    /// 相談支援の種類.
    pub service: ConsultationService,
    /// 届出の区分; `None` where only people know.
    pub asks: Option<Asks<'a>>,
    /// The services that are in use.
    pub in_use: &'a [ServiceInUse],
    /// The services that the draft asks for.
    pub asked: &'a [DecidedService],
    /// Today: the day of the paper's metadata; 申請年月日 is written by hand.
    pub today: Date,
}

/// 届出の区分.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks<'a> {
    /// 依頼: for the first time.
    First,
    /// 変更: another office than before.
    Change {
        /// 変更前の事業所.
        before: &'a str,
        /// 変更する日.
        on: Option<Date>,
        /// 変更する理由.
        reason: &'a str,
    },
}

/// 依頼する事業所, as far as it is known.
#[derive(Clone, Copy, Debug)]
pub struct AskedOffice<'a> {
    /// 事業所名.
    pub name: &'a str,
    /// 事業所番号.
    pub number: &'a str,
    /// 所在地.
    pub address: &'a str,
    /// 電話番号.
    pub phone: &'a str,
}

impl<'a> AskedOffice<'a> {
    /// This office, with its number for the service.
    pub fn of(office: &'a Office, service: ConsultationService) -> Self {
        Self { name: &office.name, number: office.number(service), address: &office.address, phone: &office.phone }
    }

    /// An office of which only the name is known; the rest is written by hand.
    pub fn named(name: &'a str) -> Self {
        Self { name, number: "", address: "", phone: "" }
    }
}

const fn field(path: &'static str, title: &'static str) -> FieldName {
    FieldName { path, title }
}

/// Every item of the data set, in the order of the papers.
const FIELDS: &[FieldName] = &[
    field("municipality.name", "市町村名"),
    field("applicant.kana", "申請者のフリガナ"),
    field("applicant.name", "申請者の氏名"),
    field("applicant.birth", "申請者の生年月日"),
    field("applicant.address", "申請者の居住地"),
    field("applicant.phone", "申請者の電話番号"),
    field("child.kana", "児童のフリガナ"),
    field("child.name", "児童の氏名"),
    field("child.birth", "児童の生年月日"),
    field("child.relation", "申請者の児童との続柄"),
    field("handbook.physical", "身体障害者手帳"),
    field("handbook.intellectual", "療育手帳"),
    field("handbook.mental", "精神障害者保健福祉手帳"),
    field("disability.name", "疾病名"),
    field("client.grade", "障害支援区分"),
    field("client.grade_term", "障害支援区分の有効期間"),
    field("insurance.insured_number", "被保険者証の記号・番号"),
    field("insurance.insurer", "保険者名・番号"),
    field("insurance.pension", "障害基礎年金1級の受給"),
    field("insurance.care", "介護保険の要介護認定"),
    field("insurance.care_level", "要介護度"),
    field("insurance.care_services", "介護保険で利用中のサービス"),
    field("certificate.number", "受給者証番号"),
    field("in_use[].service", "利用中のサービス"),
    field("in_use[].amount", "利用中のサービスの支給量"),
    field("in_use[].provider", "利用中のサービスの事業所"),
    field("asked[].service", "申請するサービスの種類"),
    field("asked[].amount", "申請するサービスの具体的内容"),
    field("case.service", "相談支援の種類"),
    field("case.new", "届出の区分"),
    field("office.name", "事業所名"),
    field("office.number", "事業所番号"),
    field("office.address", "事業所の所在地"),
    field("office.phone", "事業所の電話番号"),
    field("change.before", "変更前の事業所"),
    field("change.on", "変更する日"),
    field("change.reason", "変更する理由"),
];

const IN_USE: &str = "in_use";
const ASKED: &str = "asked";

/// The papers as data, for any of their forms.
pub fn application(input: &ApplicationInput<'_>) -> DataSet {
    let mut page = Map::new();
    head::client(input.client, &mut page);
    insurance(input.insurance, &mut page);
    let (client, office) = (input.client, input.office);
    let child = input.service == ConsultationService::Child;
    let (asks, before, on, reason) = match input.asks {
        Some(Asks::First) => ("依頼", "", None, ""),
        Some(Asks::Change { before, on, reason }) => ("変更", before, on, reason),
        // A renewal with the same office is no change of it; whether it is one, only people know.
        None => ("", "", None, ""),
    };
    let guardian = client.guardian.as_ref().filter(|_| child);
    let of_child = |value: String| if child { value } else { String::new() };
    let own = |value: String| if child { String::new() } else { value };
    for (path, value) in [
        ("municipality.name", input.municipality.to_owned()),
        ("applicant.kana", guardian.map_or_else(|| own(client.kana.clone()), |it| it.kana.clone())),
        ("applicant.name", guardian.map_or_else(|| own(client.name.clone()), |it| it.name.clone())),
        ("applicant.birth", applicant_birth(client, child)),
        ("applicant.address", address(client)),
        ("applicant.phone", by_hand(guardian.map_or_else(|| own(client.phone.clone()), |it| it.phone.clone()))),
        ("child.kana", of_child(client.kana.clone())),
        ("child.name", of_child(client.name.clone())),
        ("child.birth", of_child(wareki::long(client.birth))),
        ("child.relation", guardian.map(|it| it.relation.clone()).unwrap_or_default()),
        ("handbook.physical", handbook(input.disability, HandbookKind::Physical)),
        ("handbook.intellectual", handbook(input.disability, HandbookKind::Intellectual)),
        ("handbook.mental", handbook(input.disability, HandbookKind::Mental)),
        ("disability.name", input.disability.name.clone()),
        ("client.grade_term", grade_term(input.disability)),
        ("certificate.number", input.certificate_number.to_owned()),
        ("case.service", input.service.label().to_owned()),
        ("case.new", asks.to_owned()),
        ("office.name", office.name.to_owned()),
        ("office.number", office.number.to_owned()),
        ("office.address", office.address.to_owned()),
        ("office.phone", office.phone.to_owned()),
        ("change.before", before.to_owned()),
        ("change.on", on.map(wareki::long).unwrap_or_default()),
        ("change.reason", reason.to_owned()),
    ] {
        page.insert(path.into(), Value::from(value));
    }
    DataSet {
        dated: input.today,
        flags: [("draft".to_owned(), Value::from(false))].into_iter().collect(),
        page,
        tables: [(IN_USE, input.in_use.iter().map(in_use).collect()), (ASKED, input.asked.iter().map(asked).collect())]
            .into_iter()
            .collect(),
    }
    .for_others(input.client)
}

fn insurance(of: &Insurance, page: &mut Map<String, Value>) {
    // Until when the 要介護認定 holds, no application asks.
    let Insurance { care_level, care_until: _, care_services, pension_first, insured_number, insurer } = of;
    let level = care_level.filter(|it| certified(*it) == Some(true));
    for (path, value) in [
        ("insurance.insured_number", insured_number.as_str()),
        ("insurance.insurer", insurer),
        ("insurance.pension", pension_first.map(yes_or_no).unwrap_or_default()),
        ("insurance.care", care_level.and_then(certified).map(yes_or_no).unwrap_or_default()),
        ("insurance.care_level", level.map_or("", CareLevel::label)),
        ("insurance.care_services", care_services),
    ] {
        page.insert(path.into(), Value::from(value));
    }
}

/// Left to be written by hand where it is not told.
fn by_hand(text: String) -> String {
    if text == NOT_TOLD { String::new() } else { text }
}

/// The adult's own, or the guardian's; empty where that is not recorded.
fn applicant_birth(client: &Client, child: bool) -> String {
    let birth = if child { client.guardian.as_ref().and_then(|it| it.birth) } else { Some(client.birth) };
    birth.map(wareki::long).unwrap_or_default()
}

/// 「令和8年4月1日から令和11年3月31日まで」, as far as it is recorded.
fn grade_term(of: &Disability) -> String {
    let from = of.grade_from.map(|day| format!("{}から", wareki::long(day))).unwrap_or_default();
    let until = of.grade_until.map(|day| format!("{}まで", wareki::long(day))).unwrap_or_default();
    [from, until].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Whether a level of care was certified; not known while it is applied for.
fn certified(level: CareLevel) -> Option<bool> {
    match level {
        CareLevel::Applied => None,
        CareLevel::None => Some(false),
        _ => Some(true),
    }
}

/// The word of the paper's two boxes.
const fn yes_or_no(answer: bool) -> &'static str {
    if answer { "有" } else { "無" }
}

/// 「〒213-0001 川崎市高津区」. Of an address that is marked 知らせない nothing is printed: what the municipality needs is written by hand.
fn address(client: &ClientForOthers) -> String {
    if client.hides_address() {
        return String::new();
    }
    match client.postal_code.split_at_checked(3) {
        Some((area, rest)) if !rest.is_empty() => format!("〒{area}-{rest} {}", client.address),
        _ => client.address.clone(),
    }
}

/// 「第12号（B2）」, one line for each of the kind.
fn handbook(of: &Disability, kind: HandbookKind) -> String {
    let own = of.handbooks.iter().filter(|it| it.kind == kind);
    own.map(|it| with_note(&it.number, &it.grade)).collect::<Vec<_>>().join("\n")
}

fn in_use(of: &ServiceInUse) -> Map<String, Value> {
    let ServiceInUse { service, amount, provider } = of;
    row(IN_USE, [("service", service), ("amount", amount), ("provider", provider)])
}

fn asked(of: &DecidedService) -> Map<String, Value> {
    let DecidedService { row: _, service, amount } = of;
    row(ASKED, [("service", service), ("amount", amount)])
}

fn row<const N: usize>(table: &str, items: [(&str, &String); N]) -> Map<String, Value> {
    items.into_iter().map(|(name, value)| (format!("{table}[].{name}"), Value::from(value.clone()))).collect()
}
