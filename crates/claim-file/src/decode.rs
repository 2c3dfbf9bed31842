//! Bytes to records. Every count, serial number and sum in the file is checked against what it counts.

use std::collections::HashMap;

use calendar::{Date, YearMonth};
use domain::client::ConsultationService;
use encoding_rs::SHIFT_JIS;
use law::claim_format::{ClaimFormat, Field, Kind};

use crate::{
    Block, ClaimFile, ClaimLine, ClaimRecord, DecodeFault,
    encode::renamed,
    text::{check, split},
};

/// Reads a claim file; the first thing that is wrong is named with its line.
pub fn decode(bytes: &[u8]) -> Result<ClaimFile, DecodeFault> {
    let lines = lines_of(bytes)?;
    let (Some(first), Some(second), Some(last)) = (lines.first(), lines.get(1), lines.last()) else {
        return Err(DecodeFault::line(0, "行が足りません"));
    };
    let (format, kind, service) = format_of(second)?;
    let control = Line::read(1, first, &format.control)?;
    let end = Line::read(lines.len(), last, &format.end)?;
    control.expect("data_kind", &kind.data_kind)?;
    control.expect("record_count", &(lines.len() - 2).to_string())?;
    end.expect("record_number", &lines.len().to_string())?;
    let office_number = control.text("office").to_owned();
    let mut reader =
        Reader { format, kind, detail: renamed(&format.detail, kind), office: &office_number, blocks: Vec::new() };
    for (index, fields) in lines.iter().enumerate().skip(1).take(lines.len() - 2) {
        reader.line(index + 1, fields)?;
    }
    let blocks = reader.finish(lines.len())?;
    Ok(ClaimFile { service, processing_month: control.month("processing_month")?, office_number, blocks })
}

fn lines_of(bytes: &[u8]) -> Result<Vec<Vec<String>>, DecodeFault> {
    let (text, had_errors) = SHIFT_JIS.decode_without_bom_handling(bytes);
    if had_errors {
        return Err(DecodeFault::line(0, "Shift_JISとして読めない文字があります"));
    }
    let body = text.strip_suffix("\r\n").ok_or_else(|| DecodeFault::line(0, "最後の行の改行（CR LF）がありません"))?;
    body.split("\r\n")
        .enumerate()
        .map(|(index, line)| split(line).map_err(|reason| DecodeFault::line(index + 1, reason)))
        .collect()
}

/// The edition and kind, found by the first data record's id and month.
fn format_of(fields: &[String]) -> Result<(&'static ClaimFormat, &'static Kind, ConsultationService), DecodeFault> {
    let month = fields.get(4).map(String::as_str).unwrap_or_default();
    let month = parse_month(month).ok_or_else(|| DecodeFault::field(2, "サービス提供年月", "年月として読めません"))?;
    let format = ClaimFormat::for_month(month).map_err(|reason| DecodeFault::line(2, reason))?;
    let id = fields.get(2).map(String::as_str).unwrap_or_default();
    let kind = format.edition.kind.iter().find(|kind| kind.record_id == id);
    let service =
        |kind: &Kind| ConsultationService::ALL.iter().copied().find(|service| service.label() == kind.service);
    match kind.and_then(|kind| Some((kind, service(kind)?))) {
        Some((kind, service)) => Ok((format, kind, service)),
        None => Err(DecodeFault::field(2, "交換情報識別番号", format!("「{id}」は相談支援の請求書ではありません"))),
    }
}

struct Reader<'a> {
    format: &'static ClaimFormat,
    kind: &'static Kind,
    detail: Vec<Field>,
    office: &'a str,
    blocks: Vec<OpenBlock>,
}

struct OpenBlock {
    line: usize,
    count: i64,
    yen: i64,
    block: Block,
    claims: Vec<OpenClaim>,
}

struct OpenClaim {
    line: usize,
    units: i64,
    yen: i64,
    claim: ClaimRecord,
}

impl Reader<'_> {
    fn line(&mut self, number: usize, fields: &[String]) -> Result<(), DecodeFault> {
        match fields.get(3).map(String::as_str) {
            Some("01") => {
                let line = self.read(number, fields, &self.format.basic)?;
                self.basic(&line)
            }
            Some("02") => {
                let line = self.read(number, fields, &self.detail)?;
                self.detail(&line)
            }
            Some("03") => {
                let line = self.read(number, fields, &self.format.service)?;
                self.service(&line)
            }
            _ => Err(DecodeFault::field(number, "レコード種別コード", "01・02・03のいずれでもありません")),
        }
    }

    fn read<'f>(&self, number: usize, fields: &'f [String], table: &[Field]) -> Result<Line<'f>, DecodeFault> {
        let line = Line::read(number, fields, table)?;
        line.expect("record_number", &number.to_string())?;
        line.expect("record_id", &self.kind.record_id)?;
        line.expect("office", self.office)?;
        Ok(line)
    }

    fn basic(&mut self, line: &Line<'_>) -> Result<(), DecodeFault> {
        let block = Block {
            month: line.month("month")?,
            municipality: line.text("municipality").to_owned(),
            area_code: line.text("area").to_owned(),
            unit_price: line.number("unit_price")?,
            claims: Vec::new(),
        };
        let (count, yen) = (line.number("count")?, line.number("total_yen")?);
        self.blocks.push(OpenBlock { line: line.number, count, yen, block, claims: Vec::new() });
        Ok(())
    }

    fn detail(&mut self, line: &Line<'_>) -> Result<(), DecodeFault> {
        line.expect("total_code", &self.kind.total_code)?;
        let open =
            self.blocks.last_mut().ok_or_else(|| DecodeFault::line(line.number, "基本情報（01）より前にあります"))?;
        line.same_block(&open.block)?;
        line.expect("item", &(open.claims.len() + 1).to_string())?;
        line.expect("unit_price", &open.block.unit_price.to_string())?;
        let monitored_on = match line.text("monitored_on") {
            "" => None,
            text => {
                Some(Date::strptime("%Y%m%d", text).map_err(|_| line.fault("monitored_on", "日付として読めません"))?)
            }
        };
        let claim = ClaimRecord {
            certificate: line.text("certificate").to_owned(),
            payer_kana: line.text("payer_kana").to_owned(),
            child_kana: line.text("child_kana").to_owned(),
            monitored_on,
            lines: Vec::new(),
        };
        let (units, yen) = (line.number("units")?, line.number("yen")?);
        open.claims.push(OpenClaim { line: line.number, units, yen, claim });
        Ok(())
    }

    fn service(&mut self, line: &Line<'_>) -> Result<(), DecodeFault> {
        let orphan = || DecodeFault::line(line.number, "明細情報（02）より前にあります");
        let open = self.blocks.last_mut().ok_or_else(orphan)?;
        line.same_block(&open.block)?;
        let open = open.claims.last_mut().ok_or_else(orphan)?;
        line.expect("certificate", &open.claim.certificate)?;
        let service = ClaimLine {
            code: line.text("code").to_owned(),
            units: line.number("units")?,
            count: line.number("count")?,
            note: line.text("note").to_owned(),
        };
        line.expect("total_units", &service.total().to_string())?;
        open.claim.lines.push(service);
        Ok(())
    }

    fn finish(self, last: usize) -> Result<Vec<Block>, DecodeFault> {
        if self.blocks.is_empty() {
            return Err(DecodeFault::line(last, "基本情報（01）がありません"));
        }
        self.blocks.into_iter().map(close_block).collect()
    }
}

fn close_block(open: OpenBlock) -> Result<Block, DecodeFault> {
    let OpenBlock { line, count, yen, mut block, claims } = open;
    if claims.is_empty() || i64::try_from(claims.len()).ok() != Some(count) {
        return Err(DecodeFault::field(line, "件数", format!("{count}とありますが、明細は{}件です", claims.len())));
    }
    for open in claims {
        let (units, amount) = (open.claim.units(), open.claim.yen(block.unit_price));
        if open.claim.lines.is_empty() {
            return Err(DecodeFault::line(open.line, "サービス情報（03）がありません"));
        }
        if units != open.units {
            return Err(DecodeFault::field(
                open.line,
                "単位数",
                format!("{}とありますが、合計は{units}です", open.units),
            ));
        }
        if amount != open.yen {
            return Err(DecodeFault::field(
                open.line,
                "請求額",
                format!("{}とありますが、計算では{amount}です", open.yen),
            ));
        }
        block.claims.push(open.claim);
    }
    if block.yen() != yen {
        return Err(DecodeFault::field(line, "請求金額", format!("{yen}とありますが、合計は{}です", block.yen())));
    }
    Ok(block)
}

/// One line with its fields by key, each checked against the table.
struct Line<'a> {
    number: usize,
    names: HashMap<String, String>,
    values: HashMap<String, &'a str>,
}

impl<'a> Line<'a> {
    fn read(number: usize, fields: &'a [String], table: &[Field]) -> Result<Self, DecodeFault> {
        if fields.len() != table.len() {
            return Err(DecodeFault::line(
                number,
                format!("項目が{}個あります（{}個のはずです）", fields.len(), table.len()),
            ));
        }
        let mut line = Self { number, names: HashMap::new(), values: HashMap::new() };
        for (field, value) in table.iter().zip(fields) {
            check(field, value).map_err(|reason| DecodeFault::field(number, &field.name, reason))?;
            line.names.insert(field.key.clone(), field.name.clone());
            line.values.insert(field.key.clone(), value);
        }
        Ok(line)
    }

    fn text(&self, key: &str) -> &'a str {
        self.values.get(key).copied().unwrap_or_default()
    }

    fn fault(&self, key: &str, reason: impl Into<String>) -> DecodeFault {
        DecodeFault::field(self.number, self.names.get(key).map_or(key, String::as_str), reason)
    }

    fn number(&self, key: &str) -> Result<i64, DecodeFault> {
        self.text(key).parse().map_err(|_| self.fault(key, "数字として読めません"))
    }

    fn month(&self, key: &str) -> Result<YearMonth, DecodeFault> {
        parse_month(self.text(key)).ok_or_else(|| self.fault(key, "年月として読めません"))
    }

    fn expect(&self, key: &str, wanted: &str) -> Result<(), DecodeFault> {
        if self.text(key) == wanted {
            return Ok(());
        }
        Err(self.fault(key, format!("「{}」とありますが、「{wanted}」のはずです", self.text(key))))
    }

    fn same_block(&self, block: &Block) -> Result<(), DecodeFault> {
        self.expect("month", &format!("{:04}{:02}", block.month.year(), block.month.month()))?;
        self.expect("municipality", &block.municipality)
    }
}

fn parse_month(text: &str) -> Option<YearMonth> {
    let (year, month) = (text.get(..4)?, text.get(4..)?);
    if text.len() != 6 { None } else { YearMonth::new(year.parse().ok()?, month.parse().ok()?).ok() }
}
