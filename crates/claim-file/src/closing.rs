//! From a closed month to the records of its file.

use domain::billing::{claimable::ClaimableMonth, close::ClosedMonth};
use law::claim_format::ClaimFormat;

use crate::{Block, ClaimFile, ClaimLine, ClaimRecord, FieldFault, name_kana};

/// A name that was cut to the length of its field; the screen shows it before the month is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutName {
    /// 受給者証番号.
    pub certificate: String,
    /// 項目名.
    pub field: String,
    /// What stands in the file.
    pub kept: String,
    /// What does not fit.
    pub cut: String,
}

impl CutName {
    /// The sentence for the user.
    pub fn sentence(&self) -> String {
        format!(
            "「{}」が長すぎるので、請求ファイルには「{}」までを書きます（「{}」は入りません）。",
            self.field, self.kept, self.cut
        )
    }
}

impl ClaimFile {
    /// The records of a closed month, and the names that had to be cut.
    pub fn of_closing(closed: &ClosedMonth) -> Result<(Self, Vec<CutName>), Vec<FieldFault>> {
        let mut file = Self {
            service: closed.service(),
            office_number: closed.office_number().to_owned(),
            processing_month: closed.processing_month(),
            blocks: Vec::new(),
        };
        let mut cut = Vec::new();
        let mut faults = Vec::new();
        for claim in closed.claims() {
            match record(claim) {
                Ok((record, names)) => {
                    cut.extend(names);
                    file.push(claim, record);
                }
                Err(mut found) => faults.append(&mut found),
            }
        }
        if faults.is_empty() { Ok((file, cut)) } else { Err(faults) }
    }

    fn push(&mut self, claim: &ClaimableMonth, record: ClaimRecord) {
        let same = |block: &&mut Block| {
            block.municipality == claim.municipality()
                && block.month == claim.month()
                && block.unit_price == claim.price().thousandths
        };
        match self.blocks.iter_mut().find(same) {
            Some(block) => block.claims.push(record),
            None => self.blocks.push(Block {
                month: claim.month(),
                municipality: claim.municipality().to_owned(),
                area_code: claim.price().code.clone(),
                unit_price: claim.price().thousandths,
                claims: vec![record],
            }),
        }
    }
}

/// The names of one claim as the file takes them: what has to be cut, or which character cannot be written.
pub fn check_names(claim: &ClaimableMonth) -> Result<Vec<CutName>, Vec<FieldFault>> {
    record(claim).map(|(_, cut)| cut)
}

fn record(claim: &ClaimableMonth) -> Result<(ClaimRecord, Vec<CutName>), Vec<FieldFault>> {
    let certificate = claim.certificate_number().to_owned();
    let fault = |field: &str, reason: String| FieldFault {
        line: 0,
        field: field.to_owned(),
        certificate: Some(certificate.clone()),
        reason,
    };
    let format = ClaimFormat::for_month(claim.month()).map_err(|reason| vec![fault("様式", reason)])?;
    let kind = format
        .kind(claim.service().label())
        .ok_or_else(|| vec![fault("様式", "このサービスの請求書の様式がありません".into())])?;
    let (mut cut, mut faults) = (Vec::new(), Vec::new());
    let mut fold = |key: &str, field: &str, name: &str| {
        let bytes = format.detail.iter().find(|f| f.key == key).map_or(0, |f| f.bytes);
        match name_kana(name, bytes) {
            Ok(folded) => {
                if !folded.cut.is_empty() {
                    let (kept, cut_off) = (folded.text.clone(), folded.cut);
                    cut.push(CutName { certificate: certificate.clone(), field: field.to_owned(), kept, cut: cut_off });
                }
                folded.text
            }
            Err(reason) => {
                faults.push(fault(field, reason.to_string()));
                String::new()
            }
        }
    };
    let payer_kana = fold("payer_kana", &kind.payer_kana, claim.payer_kana());
    let child_kana = fold("child_kana", &kind.child_kana, claim.child_kana());
    if !faults.is_empty() {
        return Err(faults);
    }
    let fee = claim.fee();
    let line = ClaimLine { code: fee.code.clone(), units: fee.units, count: 1, note: String::new() };
    let record = ClaimRecord {
        certificate,
        payer_kana,
        child_kana,
        monitored_on: Some(claim.monitored_on()),
        lines: vec![line],
    };
    Ok((record, cut))
}
