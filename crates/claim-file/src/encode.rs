//! Records to bytes.

use std::collections::HashMap;

use calendar::YearMonth;
use encoding_rs::SHIFT_JIS;
use law::claim_format::{ClaimFormat, Field, Kind};

use crate::{
    Block, ClaimFile, ClaimLine, ClaimRecord, FieldFault,
    text::{check, quoted},
};

type Values<'a> = HashMap<&'a str, String>;

/// The bytes of a claim file: CP932, CRLF on every line, the last included. Every value that may not stand in
/// its field is named; a file with a fault is not made.
pub fn encode(file: &ClaimFile) -> Result<Vec<u8>, Vec<FieldFault>> {
    let format = format_of(file).map_err(|reason| vec![whole(reason)])?;
    let kind = format
        .kind(file.service.label())
        .ok_or_else(|| vec![whole("このサービスの請求書の様式がありません".to_owned())])?;
    let mut out = Writer { text: String::new(), line: 1, faults: Vec::new() };
    let records: usize =
        file.blocks.iter().map(|b| 1 + b.claims.iter().map(|c| 1 + c.lines.len()).sum::<usize>()).sum();
    out.record(
        &format.control,
        &Values::from([
            ("record_count", records.to_string()),
            ("data_kind", kind.data_kind.clone()),
            ("office", file.office_number.clone()),
            ("processing_month", month(file.processing_month)),
        ]),
        None,
    );
    for block in &file.blocks {
        out.block(format, kind, file, block);
    }
    let last = Values::from([("record_number", out.line.to_string())]);
    out.record(&format.end, &last, None);
    out.finish()
}

fn format_of(file: &ClaimFile) -> Result<&'static ClaimFormat, String> {
    let first = file.blocks.first().ok_or("請求する利用者がありません")?;
    let format = ClaimFormat::for_month(first.month)?;
    for block in &file.blocks {
        if ClaimFormat::for_month(block.month)? != format {
            return Err("様式の異なるサービス提供年月を1つのファイルにはできません".into());
        }
        if block.claims.is_empty() || block.claims.iter().any(|claim| claim.lines.is_empty()) {
            return Err("明細のない請求は作成できません".into());
        }
    }
    Ok(format)
}

fn whole(reason: String) -> FieldFault {
    FieldFault { line: 0, field: "請求ファイル".into(), certificate: None, reason }
}

fn month(month: YearMonth) -> String {
    format!("{:04}{:02}", month.year(), month.month())
}

struct Writer {
    text: String,
    line: usize,
    faults: Vec<FieldFault>,
}

impl Writer {
    fn block(&mut self, format: &ClaimFormat, kind: &Kind, file: &ClaimFile, block: &Block) {
        let head = || {
            Values::from([
                ("record_id", kind.record_id.clone()),
                ("month", month(block.month)),
                ("municipality", block.municipality.clone()),
                ("office", file.office_number.clone()),
            ])
        };
        let mut basic = head();
        basic.extend([
            ("count", block.claims.len().to_string()),
            ("area", block.area_code.clone()),
            ("total_yen", block.yen().to_string()),
            ("unit_price", block.unit_price.to_string()),
        ]);
        self.record(&format.basic, &basic, None);
        for (index, claim) in block.claims.iter().enumerate() {
            let mut detail = head();
            detail.extend(detail_values(kind, block, claim, index + 1));
            let named = renamed(&format.detail, kind);
            self.record(&named, &detail, Some(&claim.certificate));
            for line in &claim.lines {
                let mut service = head();
                service.extend(service_values(claim, line));
                self.record(&format.service, &service, Some(&claim.certificate));
            }
        }
    }

    /// Writes one record; the two leading fields follow from the place in the file.
    fn record(&mut self, fields: &[Field], values: &Values<'_>, certificate: Option<&str>) {
        let mut parts = Vec::with_capacity(fields.len());
        for field in fields {
            let value = match (field.fixed.as_ref(), values.get(field.key.as_str())) {
                (Some(fixed), _) => fixed.clone(),
                (None, Some(value)) => value.clone(),
                (None, None) if field.key == "record_number" => self.line.to_string(),
                (None, None) => String::new(),
            };
            if let Err(reason) = check(field, &value) {
                self.faults.push(FieldFault {
                    line: self.line,
                    field: field.name.clone(),
                    certificate: certificate.map(str::to_owned),
                    reason,
                });
            }
            parts.push(quoted(&value));
        }
        self.text.push_str(&parts.join(","));
        self.text.push_str("\r\n");
        self.line += 1;
    }

    fn finish(self) -> Result<Vec<u8>, Vec<FieldFault>> {
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        // encoding_rs writes what it cannot encode as numeric character references; only its flag tells.
        let (bytes, _, had_errors) = SHIFT_JIS.encode(&self.text);
        if had_errors {
            Err(vec![whole("Shift_JISにできない文字があります".to_owned())])
        } else {
            Ok(bytes.into_owned())
        }
    }
}

fn detail_values<'a>(kind: &Kind, block: &Block, claim: &ClaimRecord, item: usize) -> Values<'a> {
    let day = claim.monitored_on.map(|day| day.strftime("%Y%m%d").to_string());
    Values::from([
        ("item", item.to_string()),
        ("certificate", claim.certificate.clone()),
        ("payer_kana", claim.payer_kana.clone()),
        ("child_kana", claim.child_kana.clone()),
        ("monitored_on", day.unwrap_or_default()),
        ("total_code", kind.total_code.clone()),
        ("units", claim.units().to_string()),
        ("yen", claim.yen(block.unit_price).to_string()),
        ("unit_price", block.unit_price.to_string()),
    ])
}

fn service_values<'a>(claim: &ClaimRecord, line: &ClaimLine) -> Values<'a> {
    Values::from([
        ("certificate", claim.certificate.clone()),
        ("code", line.code.clone()),
        ("units", line.units.to_string()),
        ("count", line.count.to_string()),
        ("total_units", line.total().to_string()),
        ("note", line.note.clone()),
    ])
}

/// Record 02 with the names its two kana fields have in this kind of claim.
pub(crate) fn renamed(fields: &[Field], kind: &Kind) -> Vec<Field> {
    let mut fields = fields.to_vec();
    for field in &mut fields {
        match field.key.as_str() {
            "payer_kana" => field.name.clone_from(&kind.payer_kana),
            "child_kana" => field.name.clone_from(&kind.child_kana),
            _ => {}
        }
    }
    fields
}
