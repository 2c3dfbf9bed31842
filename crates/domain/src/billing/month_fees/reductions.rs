//! 減算: composite codes for the overlap reductions, per cents for the others.

use law::{
    Why,
    fees::{Fee, Reduction},
};

use super::{
    FeeLine, FeeRefusal, Reckoning,
    line::unsure,
    rules::{BASE_MISSING, COMPOSITE, EXCLUDED_WITH, NOT_IN_FORCE, PERCENT},
};

/// A per cent of units in tenths of a per cent, to whole units at once: half and more is rounded away from zero, so that a
/// reduction takes off what an addition of the same rate would add.
pub fn percent(units: i64, tenths: i64) -> i64 {
    let product = units.saturating_mul(tenths);
    product.saturating_abs().saturating_add(500) / 1000 * product.signum()
}

impl Reckoning<'_> {
    /// Puts the composite code in the place of the base fee wherever an overlap reduction applies.
    pub(super) fn overlaps(&mut self) {
        let day = self.case.month.first_day();
        for asked in &self.case.reductions {
            let Reduction::Overlap { name, bases, .. } = asked.what else { continue };
            let (mut applied, mut known, mut twice) = (false, false, false);
            for base in &mut self.bases {
                let meant = bases.is_none_or(|ids| ids.contains(&base.id));
                let Some(fee) = self.fees.composite(&base.id, name).filter(|_| meant) else { continue };
                known = true;
                twice |= base.composite;
                if let Some(value) = fee.at(day).filter(|_| !base.composite) {
                    let units = value.value.amount;
                    let sentence =
                        format!("{}は、{name}で{}（{units}単位）として請求します。", base.line.name, fee.name(value));
                    let why = Why::new(COMPOSITE, sentence).because(base.line.why.clone());
                    base.line = FeeLine::new(fee, value, units, 1, why);
                    base.composite = true;
                    applied = true;
                }
            }
            if applied {
                continue;
            }
            let (code, why) = if twice {
                let sentence = format!("重複減算は1つだけです。{name}は、ほかの重複減算と併せて算定できません。");
                (FeeRefusal::ExcludedWith, Why::new(EXCLUDED_WITH, sentence))
            } else if known {
                let sentence =
                    format!("{name}の単位数は、この月の分が登録されていません。減算せずに請求しないでください。");
                (FeeRefusal::NotInForce, Why::new(NOT_IN_FORCE, sentence))
            } else {
                let sentence = format!("{name}の対象になる基本報酬が、この月にありません。");
                (FeeRefusal::BaseMissing, Why::new(BASE_MISSING, sentence))
            };
            self.refuse(&asked.name, code, why);
        }
    }

    /// The reductions that are a per cent of the base fees.
    pub(super) fn percent_reductions(&mut self) -> Vec<FeeLine> {
        let day = self.case.month.first_day();
        let mut lines = Vec::new();
        for asked in &self.case.reductions {
            let Reduction::Percent(fee) = asked.what else { continue };
            let name = &asked.name;
            match fee.at(day) {
                None => {
                    let why = Why::new(NOT_IN_FORCE, format!("{name}は、この月にはありません。"));
                    self.refuse(name, FeeRefusal::NotInForce, why);
                }
                Some(_) if self.bases.is_empty() => {
                    let why = Why::new(BASE_MISSING, format!("{name}を掛ける基本報酬が、この月にありません。"));
                    self.refuse(name, FeeRefusal::BaseMissing, why);
                }
                Some(_) => lines.extend(self.percent_line(fee)),
            }
        }
        lines
    }

    /// A line that is a per cent of the base fees.
    pub(super) fn percent_line(&mut self, fee: &Fee) -> Option<FeeLine> {
        let value = fee.at(self.case.month.first_day())?;
        let (base, used) = (self.base_units(), fee.used(value));
        let units = percent(base, value.value.amount);
        let sentence = format!(
            "{}は、基本報酬{base}単位の{}で{units}単位です（1単位未満は四捨五入）。",
            fee.name(value),
            used.value
        );
        let sure = fee.conditions().map(|own| own.origin.confidence);
        self.warnings.extend(sure.and_then(|sure| unsure(fee.name(value), "掛ける相手（基本報酬の単位数）", sure)));
        Some(FeeLine::new(fee, value, units, 1, Why::new(PERCENT, sentence)))
    }
}
