//! What the visits cost in units: 継続サービス利用支援費 and 継続障害児支援利用援助費 by the fees of each month.

use calendar::YearMonth;
use domain::{
    billing::{
        fees::FeeKind,
        month_fees::{FeeCase, MonthFees, reckon},
    },
    client::ConsultationService,
    simulation::Tally,
};
use law::{Confidence, Verdict};

/// The units of each table; `None` where the months hold one without a known fee.
pub struct Costs {
    /// By table.
    pub units: Vec<Option<u64>>,
    /// The least sure of the fees used.
    pub confidence: Option<Confidence>,
}

/// The fee of one monitoring; the area is for the price, which is not asked here.
fn monitoring(service: ConsultationService, grade: &str, month: YearMonth) -> Verdict<MonthFees> {
    let case = FeeCase {
        service,
        month,
        area_grade: Some("other".to_owned()),
        office_grade: Some(grade.to_owned()),
        fees: vec![FeeKind::Monitoring.into()],
        additions: Vec::new(),
        reductions: Vec::new(),
        ended: None,
    };
    reckon(&case)
}

/// Whether there are fees of this grade.
pub fn knows(grade: &str, month: YearMonth) -> bool {
    !matches!(monitoring(ConsultationService::Plan, grade, month), Verdict::No(_))
}

/// Adds up the units of every table, with the office's grade.
pub fn units(grade: &str, tally: &Tally) -> Costs {
    let mut costs = Costs { units: vec![Some(0); tally.tables.len()], confidence: None };
    for (place, month) in tally.months().enumerate() {
        let mut fees = [None, None];
        for (fee, service) in fees.iter_mut().zip([ConsultationService::Plan, ConsultationService::Child]) {
            let Verdict::Is(decided) = monitoring(service, grade, month) else { continue };
            if let Some(line) = decided.value.lines.first() {
                costs.confidence = costs.confidence.max(Some(line.units_confidence));
                *fee = u64::try_from(line.units).ok();
            }
        }
        for (sum, table) in costs.units.iter_mut().zip(&tally.tables) {
            for (fee, visits) in fees.iter().zip([&table.plan_visits, &table.child_visits]) {
                let visits = visits.get(place).copied().unwrap_or(0);
                if visits > 0 {
                    *sum = sum.zip(*fee).map(|(sum, fee)| sum + fee * visits);
                }
            }
        }
    }
    costs
}
