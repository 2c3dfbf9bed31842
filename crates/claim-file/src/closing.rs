//! From a closed month to the records of its file.

use domain::billing::{
    claimable::{ClaimableLine, ClaimableMonth},
    close::ClosedMonth,
};

use crate::{Block, ClaimFile, ClaimLine, ClaimRecord};

impl ClaimFile {
    /// The records of a closed month. Its names are in the file's letters already.
    pub fn of_closing(closed: &ClosedMonth) -> Self {
        let mut file = Self {
            service: closed.service(),
            office_number: closed.office_number().to_owned(),
            processing_month: closed.processing_month(),
            blocks: Vec::new(),
        };
        for claim in closed.claims() {
            file.push(claim, record(claim));
        }
        file
    }

    fn push(&mut self, claim: &ClaimableMonth, record: ClaimRecord) {
        let same = |block: &&mut Block| {
            block.municipality == claim.municipality()
                && block.month == claim.month()
                && block.unit_price == claim.unit_price()
        };
        match self.blocks.iter_mut().find(same) {
            Some(block) => block.claims.push(record),
            None => self.blocks.push(Block {
                month: claim.month(),
                municipality: claim.municipality().to_owned(),
                area_code: claim.area_code().to_owned(),
                unit_price: claim.unit_price(),
                claims: vec![record],
            }),
        }
    }
}

fn record(claim: &ClaimableMonth) -> ClaimRecord {
    let line = |line: &ClaimableLine| ClaimLine {
        code: line.code.clone(),
        units: line.units,
        count: line.count,
        note: String::new(),
    };
    ClaimRecord {
        certificate: claim.certificate_number().to_owned(),
        payer_kana: claim.payer_kana().to_owned(),
        child_kana: claim.child_kana().to_owned(),
        monitored_on: claim.monitored_on(),
        lines: claim.lines().iter().map(line).collect(),
    }
}
