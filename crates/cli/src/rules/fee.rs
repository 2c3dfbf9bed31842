//! `rules fee`: 1人の1か月分の報酬の単位数と金額.

use domain::{
    billing::{
        fees::{BASE_FEE, FeeKind},
        month_fees::{AskedAddition, AskedFee, AskedReduction, FeeCase, FeeLine, MonthFees, RefusedFee, reckon},
    },
    client::ConsultationService,
};
use law::{Explained, LawBook, NotCovered, Verdict, fees::Fees};
use serde_json::{Map, Value, json};

use super::{
    answer::Answer,
    claim::service,
    fields::{Fields, JsonFault},
    standard_period::words,
};

const AREA_GRADES: &[&str] = &["1", "2", "3", "4", "5", "6", "7", "other"];
const OFFICE_GRADES: &[&str] = &["enhanced-1", "enhanced-2", "enhanced-3", "enhanced-4", "1", "2"];

/// Answers one line.
pub fn answer(book: &LawBook, fields: &mut Fields) -> Result<(Answer, Option<Explained>), JsonFault> {
    let case = case(fields)?;
    fields.finish()?;
    Ok(match reckon(&case) {
        Verdict::Is(decided) => {
            // The units of a month whose price is unknown are told, but the question is not answered.
            let verdict = if decided.value.price.is_some() { "is" } else { "not_covered" };
            Answer::with_why(book, verdict, &decided.why, month(&decided.value))
        }
        Verdict::No(why) | Verdict::MunicipalityDecides { why, .. } => Answer::with_why(book, "no", &why, Map::new()),
        Verdict::Needs(missing) => Answer::needs(book, &missing, BASE_FEE),
        Verdict::NotCovered { asked, covers } => Answer::not_covered(book, NotCovered { asked, covers }, BASE_FEE),
    })
}

fn month(month: &MonthFees) -> Map<String, Value> {
    let line = |line: &FeeLine| {
        json!({
            "code": line.code, "name": line.name, "units": line.units, "count": line.count,
            "total_units": line.total_units(), "confidence": line.confidence(),
            "units_confidence": line.units_confidence, "code_confidence": line.code_confidence,
        })
    };
    let refused = |refused: &RefusedFee| {
        let rule = refused.why.rule;
        let cites = rule.cites.iter().map(|cite| json!({ "source": cite.source, "place": cite.place }));
        json!({
            "name": refused.name, "code": refused.code.word(), "why": refused.why.sentence, "rule": rule.id,
            "cites": cites.collect::<Vec<_>>(),
        })
    };
    Map::from_iter([
        ("lines".to_owned(), month.lines.iter().map(line).collect()),
        ("units".to_owned(), json!(month.units())),
        ("unit_price".to_owned(), json!(month.unit_price())),
        ("yen".to_owned(), json!(month.yen())),
        ("refused".to_owned(), month.refused.iter().map(refused).collect()),
        ("left_out".to_owned(), json!(month.left_out)),
        ("warnings".to_owned(), json!(month.warnings)),
    ])
}

fn case(fields: &mut Fields) -> Result<FeeCase, JsonFault> {
    let fees = Fees::embedded().map_err(|reason| JsonFault::new("", format!("報酬の表を読めません（{reason}）。")))?;
    let service = service(fields, "service")?;
    let service = fields.needed("service", service)?;
    let month = fields.month("month")?;
    Ok(FeeCase {
        service,
        month: fields.needed("month", month)?,
        area_grade: grade(fields, "area_grade", AREA_GRADES)?,
        office_grade: grade(fields, "office_grade", OFFICE_GRADES)?,
        fees: kinds(fields)?.into_iter().map(AskedFee::from).collect(),
        additions: additions(fields, fees, service)?,
        reductions: reductions(fields, fees, service)?,
        ended: fields.month("ended")?,
    })
}

fn grade(fields: &mut Fields, key: &str, words: &[&str]) -> Result<Option<String>, JsonFault> {
    fields.word(key, words, |word| words.contains(&word).then(|| word.to_owned()))
}

fn kinds(fields: &mut Fields) -> Result<Vec<FeeKind>, JsonFault> {
    let mut kinds = Vec::new();
    for (index, kind) in
        fields.words("fees", &words(FeeKind::ALL, FeeKind::word), FeeKind::from_word)?.iter().enumerate()
    {
        if kinds.contains(kind) {
            return Err(JsonFault::new(
                fields.path(&format!("fees[{index}]")),
                "同じ報酬が前にあります（1か月に1回だけ）。",
            ));
        }
        kinds.push(*kind);
    }
    Ok(kinds)
}

fn additions(
    fields: &mut Fields,
    fees: &'static Fees,
    service: ConsultationService,
) -> Result<Vec<AskedAddition>, JsonFault> {
    let mut additions: Vec<AskedAddition> = Vec::new();
    for mut own in fields.objects("additions")?.unwrap_or_default() {
        let name = own.text("name")?;
        let name = own.needed("name", name)?;
        let Some(named) = AskedAddition::named(fees, service, &name) else {
            return Err(JsonFault::new(own.path("name"), unknown(service, &name, "加算")));
        };
        if additions.iter().any(|other| other.fee.timeline.id == named.fee.timeline.id) {
            return Err(JsonFault::new(own.path("name"), "同じ加算が前にあります。回数は count に書いてください。"));
        }
        let count = own.number("count")?.unwrap_or(1);
        if count == 0 {
            return Err(JsonFault::new(own.path("count"), "回数は1以上の整数で書いてください。"));
        }
        let separate_act = own.flag("separate_act")?.unwrap_or(false);
        own.finish()?;
        additions.push(AskedAddition { count, separate_act, ..named });
    }
    Ok(additions)
}

fn reductions(
    fields: &mut Fields,
    fees: &'static Fees,
    service: ConsultationService,
) -> Result<Vec<AskedReduction>, JsonFault> {
    let mut reductions: Vec<AskedReduction> = Vec::new();
    for (path, name) in fields.texts("reductions")? {
        let Some(named) = AskedReduction::named(fees, service, &name) else {
            return Err(JsonFault::new(path, unknown(service, &name, "減算")));
        };
        if reductions.iter().any(|other| other.what == named.what) {
            return Err(JsonFault::new(path, "同じ減算が前にあります。"));
        }
        reductions.push(named);
    }
    Ok(reductions)
}

fn unknown(service: ConsultationService, name: &str, what: &str) -> String {
    let name: String = name.chars().take(40).collect();
    format!("「{name}」という{what}は、{}にはありません。", service.label())
}
