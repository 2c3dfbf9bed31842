//! A certificate read field by field: as much as can be read, and every mistake at its field.

use calendar::{Date, MonthRange, YearMonth, wareki};
use domain::{
    client::{ConsultationService, Decision, Grant, IntensiveGround, MonthlyStart, Phase, Proposal, ShorterGround},
    id::GrantId,
    text::say,
};
use law::LawBook;

use super::{
    super::{case_says::CaseSays, read_grants},
    CertificateText, Draft,
};
use crate::{
    Reason,
    input::{Reading, certificate_number, limit, municipality_number},
};

impl CertificateText {
    /// As much as can be read.
    pub(super) fn read_with(
        &self,
        mut reading: Reading,
        (today, says): (Date, CaseSays),
        law: &LawBook,
        grant_id: impl FnMut(usize) -> GrantId,
    ) -> (Draft, Vec<Reason>) {
        let r = &mut reading;
        let services = ("service", "相談支援の種類", self.service.as_str());
        let service = required_choice(r, services, ConsultationService::ALL, |it| (it.word(), it.label()));
        let number = certificate_number(r, "number", &self.number);
        let municipality = municipality_number(r, "municipality", &self.municipality);
        let ward = r.line("ward", "区役所・支所", &self.ward, limit::SHORT);
        let municipality_name = r.required("municipality_name", "市町村名", &self.municipality_name, limit::SHORT);
        let decisions = ("decision", "決定の区分", self.decision.as_str());
        let decision = required_choice(r, decisions, Decision::ALL, |it| (it.word(), it.label()));
        let plan_made_on = self.read_plan_made_on(r, decision.filter(|_| !says.plan_to_come), today);
        let upper_limit_yen =
            r.number("upper_limit_yen", "利用者負担上限額", "円", &self.upper_limit_yen, 0..=HIGHEST_LIMIT_YEN);
        let grants = read_grants(r, &self.grants, law, grant_id);
        let benefit_period = self.read_benefit_period(r, &grants);
        let moved_out_on = self.read_moved_out(r, &grants);
        let phases = self.read_phases(r);
        let months = self.read_months(r, &grants);
        let starts = MonthlyStart::ALL;
        let monthly_start = r.choice("monthly_start", "毎月3回の始まり", &self.monthly_start, starts, |it| {
            (it.word(), it.label())
        });
        if phases.is_empty() && months.is_empty() && !r.reasons.iter().any(|it| it.field.starts_with("phase_")) {
            r.refuse(
                "phase_interval_0",
                "モニタリング期間（何か月ごと）を入力してください。受給者証に実施月が並んでいるときは、実施月だけでもかまいません。",
            );
        }
        let proposal = self.read_proposal(r);
        let care_management = r.yes_no("care_management", "介護保険のケアマネジメント", &self.care_management);
        let draft = Draft {
            service,
            number,
            municipality,
            municipality_name,
            ward,
            decision,
            plan_made_on,
            benefit_period,
            moved_out_on,
            upper_limit_yen,
            grants,
            phases,
            months,
            monthly_start: monthly_start.unwrap_or_default(),
            proposal,
            care_management,
            says,
        };
        (draft, reading.reasons)
    }

    fn read_plan_made_on(&self, r: &mut Reading, decision: Option<Decision>, today: Date) -> Option<Date> {
        let made_on = r.date("plan_made_on", "計画作成日", &self.plan_made_on);
        if made_on.is_some_and(|day| day > today) {
            let today = wareki::long(today);
            r.refuse("plan_made_on", format!("計画作成日が今日（{today}）より後です。年を確かめてください。"));
        }
        let needed = matches!(decision, Some(Decision::New | Decision::Change));
        if needed && self.plan_made_on.trim().is_empty() {
            r.refuse(
                "plan_made_on",
                "新規・変更のときは計画作成日を入力してください（給付費の支給期間は、計画を作成した月から始まります）。",
            );
        }
        made_on
    }

    /// 支給期間 as printed: both months or none, and some month of it within the validities.
    fn read_benefit_period(&self, r: &mut Reading, grants: &[Grant]) -> Option<MonthRange> {
        let start = one_month(r, "benefit_start", "支給期間の最初の月", &self.benefit_start);
        let end = one_month(r, "benefit_end", "支給期間の最後の月", &self.benefit_end);
        let empty = |typed: &str| typed.trim().is_empty();
        match (start, end) {
            (Some(start), Some(end)) if end < start => {
                r.refuse("benefit_end", "支給期間の最後の月が、最初の月より前です。");
                None
            }
            (Some(start), Some(end)) => {
                let first = grants.iter().map(|grant| YearMonth::of(grant.start)).min();
                let last = grants.iter().map(|grant| YearMonth::of(grant.end)).max();
                if last.is_some_and(|last| last < start) || first.is_some_and(|first| end < first) {
                    r.refuse("benefit_start", "支給期間が、有効期間と1か月も重なりません。");
                }
                Some(MonthRange { start, end })
            }
            (Some(_), None) if empty(&self.benefit_end) => {
                r.refuse("benefit_end", "支給期間の最後の月も入力してください。");
                None
            }
            (None, Some(_)) if empty(&self.benefit_start) => {
                r.refuse("benefit_start", "支給期間の最初の月も入力してください。");
                None
            }
            _ => None,
        }
    }

    fn read_moved_out(&self, r: &mut Reading, grants: &[Grant]) -> Option<Date> {
        let day = r.date("moved_out_on", "転出した日", &self.moved_out_on)?;
        let first = grants.iter().map(|grant| grant.start).min();
        let last = grants.iter().map(|grant| grant.end).max();
        if first.is_some_and(|first| day < first) || last.is_some_and(|last| last < day) {
            r.refuse("moved_out_on", "転出した日が、有効期間の外です。転出していなければ空のままにします。");
        }
        Some(day)
    }

    fn read_phases(&self, r: &mut Reading) -> Vec<Phase> {
        let filled: Vec<_> = (0..).zip(&self.phases).filter(|(_, phase)| !phase.is_empty()).collect();
        let last = filled.last().map(|(row, _): &(usize, _)| *row);
        let mut phases = Vec::new();
        for (row, phase) in filled {
            let (interval_field, lasts_field) = (format!("phase_interval_{row}"), format!("phase_lasts_{row}"));
            let before = r.reasons.len();
            let interval = r.number(interval_field.clone(), "モニタリング期間", "か月", &phase.interval, 1..=60);
            let lasts = r.number(lasts_field.clone(), "続く月数", "か月", &phase.lasts, 1..=120);
            if r.reasons.len() > before {
                continue;
            }
            if lasts.is_none() && Some(row) != last {
                r.refuse(lasts_field, "次の期間があるので、何か月間続くかを入力してください。");
            }
            match interval.and_then(|it| u32::try_from(it).ok()) {
                Some(interval_months) => {
                    phases.push(Phase { interval_months, for_months: lasts.and_then(|it| u32::try_from(it).ok()) });
                }
                None => r.refuse(interval_field, "何か月ごとかを入力してください。"),
            }
        }
        phases
    }

    fn read_months(&self, r: &mut Reading, grants: &[Grant]) -> Vec<YearMonth> {
        let months = r.months("months", "実施月", &self.months);
        let start = grants.iter().map(|grant| YearMonth::of(grant.start)).min();
        let end = grants.iter().map(|grant| YearMonth::of(grant.end)).max();
        if let (Some(start), Some(end)) = (start, end) {
            let outside: Vec<String> =
                months.iter().filter(|it| **it < start || end < **it).map(|it| wareki::month(*it)).collect();
            if !outside.is_empty() {
                r.refuse(
                    "months",
                    format!(
                        "実施月のうち{}が、有効期間（{}から{}まで）の外にあります。",
                        outside.join("、"),
                        wareki::month(start),
                        wareki::month(end)
                    ),
                );
            }
        }
        months
    }

    fn read_proposal(&self, r: &mut Reading) -> Proposal {
        let interval = r.number("proposed_interval", "提案した期間", "か月", &self.proposed_interval, 1..=60);
        let mut proposal = Proposal {
            interval_months: interval.and_then(|it| u32::try_from(it).ok()),
            reason: r.paragraph("proposal_reason", "期間の理由", &self.proposal_reason, limit::NOTE),
            ..Proposal::default()
        };
        for typed in &self.intensive {
            let all = IntensiveGround::ALL;
            if let Some(it) =
                r.choice("intensive", "集中的支援の理由", typed, all, |it| (it.word(), it.label()))
            {
                proposal.intensive.push(it);
            }
        }
        for typed in &self.shorter_grounds {
            let all = ShorterGround::ALL;
            if let Some(it) =
                r.choice("shorter_grounds", "短い期間の理由", typed, all, |it| (it.word(), it.label()))
            {
                proposal.shorter_grounds.push(it);
            }
        }
        proposal
    }
}

/// A typing mistake of a digit or two; no real limit comes near.
const HIGHEST_LIMIT_YEN: i64 = 999_999;

fn one_month(r: &mut Reading, field: &'static str, label: &str, typed: &str) -> Option<YearMonth> {
    let months = r.months(field, label, typed);
    if months.len() > 1 {
        r.refuse(field, format!("{label}は、1つの月にしてください。"));
    }
    months.into_iter().next()
}

fn required_choice<T: Copy>(
    r: &mut Reading,
    (field, label, typed): (&'static str, &str, &str),
    all: &[T],
    words: fn(T) -> (&'static str, &'static str),
) -> Option<T> {
    if typed.trim().is_empty() {
        r.refuse(field, say::choose(label));
        return None;
    }
    r.choice(field, label, typed, all, words)
}
