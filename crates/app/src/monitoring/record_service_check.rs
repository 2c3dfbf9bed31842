//! (1) サービス提供状況の確認: by any means, a line for each provider, all lines of the table in one sending.

use calendar::YearMonth;
use domain::{
    facts::Facts,
    id::FactId,
    monitoring::{
        Round, RoundFact,
        m1_service_check::{AskedProvider, ServiceCheck},
    },
    office::Right,
};

use super::{
    CheckTable,
    record::{Entry, Recorded, load, record},
    round_view::round_view,
};
use crate::{
    AuditAction, Cx, Reason, Refusal,
    clients::{ToldAmount, record_told},
    record::{Place, Stream as _, conflict, record_within},
};

/// What was typed into the table.
#[derive(Clone, Debug)]
pub struct SentTable {
    /// The lines in which something was typed.
    pub lines: Vec<SentLine>,
    /// The amounts, those as shown among them.
    pub amounts: Vec<ToldAmount>,
    /// The month whose amounts they are.
    pub month: YearMonth,
}

/// A line.
#[derive(Clone, Debug)]
pub struct SentLine {
    /// Its number in the form, from 0: mistakes stand at its fields.
    pub row: usize,
    /// What it says.
    pub check: ServiceCheck,
    /// 訂正: the fact replaced.
    pub corrects: Option<FactId>,
}

/// Records the lines that were typed into, and the amounts that were changed. A line that somebody else recorded since the form was shown is
/// a conflict; the others are not touched by it, and nothing is recorded until it is settled.
pub fn record_service_checks(cx: &mut Cx<'_>, entry: Entry, sent: SentTable) -> Result<(), Refusal> {
    cx.authorize(Right::RecordMonitoring)?;
    cx.once("record_service_checks", |cx| {
        let round = load(cx, entry.round)?;
        if sent.lines.is_empty() && sent.amounts.iter().all(|one| !one.is_changed()) {
            let sentence = "まだどの行にも書かれていません。確認した内容か、確認しなかった理由を書いてください。";
            return Err(Refusal::Refused(vec![Reason::at("", sentence)]));
        }
        for line in &sent.lines {
            refuse_second(&round, entry.version, line)?;
        }
        let table = round_view(cx, round.id)?.checks;
        let all: Vec<AskedProvider> = sent.lines.iter().map(|line| table.named(&line.check)).collect();
        let mut reasons = Vec::new();
        for SentLine { row, check, corrects } in sent.lines {
            let body = RoundFact::ServiceCheck(table.asked(check, &all));
            let place = Place::<Round> { key: round.id, seen: i64::MAX, corrects };
            match record_within(cx, AuditAction::RecordServiceCheck, place, |_| body) {
                Ok(_) => {}
                Err(Refusal::Refused(wrong)) => reasons.extend(wrong.into_iter().map(|one| at_row(one, row))),
                Err(other) => return Err(other),
            }
        }
        match record_told(cx, round.client, sent.month, &sent.amounts) {
            Err(Refusal::Refused(wrong)) => reasons.extend(wrong),
            other => other?,
        }
        if reasons.is_empty() { Ok(()) } else { Err(Refusal::Refused(reasons)) }
    })
}

/// Records one line beside those that are there.
pub fn record_service_check(cx: &mut Cx<'_>, entry: Entry, check: ServiceCheck) -> Result<Recorded, Refusal> {
    cx.authorize(Right::RecordMonitoring)?;
    let round = load(cx, entry.round)?;
    let table = round_view(cx, round.id)?.checks;
    let check = table.asked(check, &[]);
    record(cx, AuditAction::RecordServiceCheck, entry, |_| RoundFact::ServiceCheck(check))
}

impl CheckTable {
    /// Whose line it is, as the table knows it.
    fn named(&self, check: &ServiceCheck) -> AskedProvider {
        let own = check.of();
        self.lines.iter().map(|line| &line.provider).find(|one| one.is(&own)).cloned().unwrap_or(own)
    }

    /// The line with what the table says of its provider, and for whom else it asks: those of the table and `beside`.
    fn asked(&self, check: ServiceCheck, beside: &[AskedProvider]) -> ServiceCheck {
        let own = self.named(&check);
        let line = self.lines.iter().find(|line| line.provider.is(&own));
        let services = line.map(|line| line.services.iter().map(|it| it.service.clone()).collect());
        let mut asked: Vec<AskedProvider> = self.lines.iter().map(|line| line.provider.clone()).collect();
        for one in beside.iter().chain([&own]) {
            if !one.name.is_empty() && !asked.iter().any(|there| there.is(one)) {
                asked.push(one.clone());
            }
        }
        ServiceCheck { registered: own.registered, services: services.unwrap_or_default(), asked, ..check }
    }
}

/// Refuses a line of whose provider somebody recorded one after the form was shown, or whose fact stands no more.
fn refuse_second(round: &Round, seen: i64, line: &SentLine) -> Result<(), Refusal> {
    let facts: &Facts<RoundFact> = round.facts();
    if line.corrects.is_some_and(|of| facts.standing().any(|fact| fact.id == of)) {
        return Ok(());
    }
    let seen = usize::try_from(seen).unwrap_or(0);
    let same = |body: &RoundFact| matches!(body, RoundFact::ServiceCheck(it) if it.provider == line.check.provider);
    let newer = facts.iter().skip(seen).rfind(|fact| same(&fact.body));
    let newer = newer.or_else(|| line.corrects.and_then(|of| facts.iter().rfind(|fact| fact.corrects == Some(of))));
    newer.map_or(Ok(()), |newer| Err(conflict(round, newer)))
}

fn at_row(reason: Reason, row: usize) -> Reason {
    if reason.field.is_empty() { reason } else { Reason::at(format!("{}_{row}", reason.field), reason.sentence) }
}
