//! One event beside the others of its service: who takes whose fee, and what hangs on facts nobody knows yet.
//!
//! Plans are decided first: no monitoring takes a plan's fee, but a plan that is paid takes that of a monitoring.
//! Only what could itself be claimed takes a fee away. An event with unknown facts of its own is asked about and
//! weighed against nothing; what hangs on it waits.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use calendar::YearMonth;

use super::{ClaimCase, ClaimEvent, EventAnswer, RefusalCode, own::Own, truth::Truth};
use crate::billing::fees::FeeKind;

/// An event with what it comes to by itself.
pub(super) struct Judged<'a> {
    /// Place in the case.
    pub index: usize,
    /// The event.
    pub event: &'a ClaimEvent,
    /// By itself.
    pub own: Own,
    /// Whether the child's fee of the month stands in the way, where that hangs on unknown facts.
    pub child: Truth,
}

impl Judged<'_> {
    /// Whether the event could be claimed if there were no others of its service.
    fn payable(&self) -> Truth {
        match &self.own {
            Own::Refused(_) => Truth::No,
            Own::Missing(_) => Truth::hangs_on(self.index).and(|| self.child.clone().not()),
            Own::Open => self.child.clone().not(),
        }
    }

    fn is_plan(&self) -> bool {
        self.event.kind == FeeKind::Plan
    }

    fn same_place(&self, other: &Self) -> bool {
        self.event.municipality == other.event.municipality
    }

    fn same_month(&self, other: &Self) -> bool {
        self.same_place(other) && self.event.month() == other.event.month()
    }
}

/// What one event comes to among the others.
pub(super) struct Weighed {
    /// The answer.
    pub answer: EventAnswer,
    /// Whether it gets the fee, its own unknown facts included.
    pub paid: Truth,
}

/// Decides on the events of one service, given in the order in which they happened; by place in the case.
pub(super) fn decide(case: &ClaimCase, events: &[Judged<'_>]) -> BTreeMap<usize, Weighed> {
    let mut weighing = Weighing { case, events, paid: BTreeMap::new(), certain: HashSet::new() };
    let mut weighed = BTreeMap::new();
    // Two passes instead of one that goes back and forth: nothing that is decided in the first hangs on the second.
    for kind in [FeeKind::Plan, FeeKind::Monitoring] {
        for (place, this) in events.iter().enumerate().filter(|(_, this)| this.event.kind == kind) {
            let answer = match &this.own {
                Own::Refused(code) => EventAnswer::Refused(*code),
                Own::Open => weighing.weigh(place, this),
                Own::Missing(fields) => {
                    // Should the facts turn out well, the others may still take its fee: then nobody waits for it.
                    let paid = weighing.weigh(place, this).is_paid().and(|| Truth::hangs_on(this.index));
                    weighing.paid.insert(this.index, paid.clone());
                    weighed.insert(this.index, Weighed { answer: EventAnswer::Missing(fields.clone()), paid });
                    continue;
                }
            };
            weighing.keep(this, &answer);
            weighed.insert(this.index, Weighed { paid: answer.is_paid(), answer });
        }
    }
    weighed
}

impl EventAnswer {
    /// Whether the event gets the fee.
    fn is_paid(&self) -> Truth {
        match self {
            Self::Claimed => Truth::Yes,
            Self::Refused(_) | Self::Missing(_) => Truth::No,
            Self::WaitsFor(events) => Truth::Hangs(events.clone()),
        }
    }
}

/// 1人につき月1回: the fee of a kind, a municipality and a month.
type MonthFee<'a> = (FeeKind, &'a str, YearMonth);

impl<'a> Judged<'a> {
    fn fee(&self) -> MonthFee<'a> {
        (self.event.kind, self.event.municipality.as_str(), self.event.month())
    }
}

struct Weighing<'a, 'b> {
    case: &'b ClaimCase,
    events: &'b [Judged<'a>],
    /// Whether the events decided so far are paid.
    paid: BTreeMap<usize, Truth>,
    /// The fees that one event or another is certain to get.
    certain: HashSet<MonthFee<'a>>,
}

impl<'a> Weighing<'a, '_> {
    fn weigh(&self, place: usize, this: &Judged<'a>) -> EventAnswer {
        // In the order in which a reader is told: the reason that stands nearest to the event is given first. A test that
        // is certain ends it; one that hangs on others only adds them to those that are waited for.
        let mut tests = vec![
            (RefusalCode::ChildAndAdultSameMonth, this.child.clone()),
            (RefusalCode::OtherOfficeClaims, self.other_office(place, this)),
        ];
        if !this.is_plan() {
            let ordered = self.both_ordered(this);
            let trial = Truth::from(ordered).and(|| self.plan_before(place, this));
            tests.push((RefusalCode::PlanOnlyOneFlow, Truth::from(!ordered).and(|| self.one_flow(this))));
            tests.push((RefusalCode::PlanOnlySameMonth, self.plan_after(place, this).and(|| trial.not())));
            tests.push((RefusalCode::BeforeRenewal, self.before_renewal(this)));
        }
        tests.push((RefusalCode::OncePerMonth, self.once_per_month(this)));
        let mut waits_for = BTreeSet::new();
        for (code, test) in tests {
            match test {
                // Certain, although an earlier code may turn out to apply, too: there is no fee either way.
                Truth::Yes => return EventAnswer::Refused(code),
                Truth::No => {}
                Truth::Hangs(on) => waits_for.extend(on),
            }
        }
        if waits_for.is_empty() { EventAnswer::Claimed } else { EventAnswer::WaitsFor(waits_for) }
    }

    /// Keeps whether an event is paid, and which month's fee is certain to be paid to one event or another: where this
    /// one waits for events of the same fee alone, either it or one of them gets it.
    fn keep(&mut self, this: &Judged<'a>, answer: &EventAnswer) {
        // Why this is needed beside `paid`: A waits for an earlier B of the same fee, and B for facts nobody knows. Neither is
        // known to be paid, yet one of them will be, so a third event of that month gets nothing whatever comes out.
        let certain = match answer {
            EventAnswer::Claimed => true,
            EventAnswer::WaitsFor(on) => on.iter().all(|index| {
                let waited = self.events.iter().find(|other| other.index == *index);
                // A later one of another office takes the fee without being paid itself, so nothing is certain then.
                waited.is_some_and(|other| other.fee() == this.fee() && other.index < this.index)
            }),
            EventAnswer::Refused(_) | EventAnswer::Missing(_) => false,
        };
        if certain {
            self.certain.insert(this.fee());
        }
        self.paid.insert(this.index, answer.is_paid());
    }

    /// A later event of another office takes the month's fee: monitoring, then its plan or its monitoring; plan, then
    /// its plan.
    fn other_office(&self, place: usize, this: &Judged<'_>) -> Truth {
        let later = self.events.get(place + 1..).unwrap_or_default().iter();
        let takes = later.filter(|other| {
            this.same_month(other) && other.event.office != this.event.office && (!this.is_plan() || other.is_plan())
        });
        // A visit for a scheduled month that was paid already takes nothing: it gets no fee itself.
        Truth::any(takes.map(|other| other.payable().and(|| self.month_was_paid(other).not())))
    }

    /// The scheduled month of a monitoring got its fee by a visit in an earlier month.
    fn month_was_paid(&self, this: &Judged<'_>) -> Truth {
        let earlier = self.events.iter().filter(|other| {
            !this.is_plan()
                && !other.is_plan()
                && this.same_place(other)
                && other.event.month() < this.event.month()
                && other.event.scheduled_month() == this.event.scheduled_month()
        });
        Truth::any(earlier.map(|other| self.is_paid(other)))
    }

    /// The plan that names the monitoring as its beginning, in the same or the next month. A flow ends at the
    /// municipality's border: after a move the old one pays the monitoring and the new one the plan.
    fn one_flow(&self, this: &Judged<'_>) -> Truth {
        let flow = self.events.iter().filter(|plan| self.in_one_flow(plan, this));
        Truth::any(flow.map(Judged::payable))
    }

    fn in_one_flow(&self, plan: &Judged<'_>, monitoring: &Judged<'_>) -> bool {
        plan.is_plan()
            && plan.same_place(monitoring)
            && plan.event.one_flow_with.as_deref() == Some(monitoring.event.id.as_str())
            && (0..=1).contains(&plan.event.month().months_since(monitoring.event.month()))
    }

    fn plan_after(&self, place: usize, this: &Judged<'_>) -> Truth {
        let later = self.events.get(place + 1..).unwrap_or_default().iter();
        Truth::any(later.filter(|plan| plan.is_plan() && plan.same_month(this)).map(Judged::payable))
    }

    /// The municipality ordered plan and monitoring both. The order may stand at any of the events that it is about.
    fn both_ordered(&self, this: &Judged<'_>) -> bool {
        let about = |other: &&Judged<'_>| other.is_plan() && (other.same_month(this) || self.in_one_flow(other, this));
        this.event.municipality_ordered_both
            || self.events.iter().filter(about).any(|plan| plan.event.municipality_ordered_both)
    }

    /// 体験利用など: a plan came before the monitoring in the same month.
    fn plan_before(&self, place: usize, this: &Judged<'_>) -> Truth {
        let earlier = self.events.get(..place).unwrap_or_default().iter();
        Truth::any(earlier.filter(|plan| plan.is_plan() && plan.same_month(this)).map(Judged::payable))
    }

    /// 更新直前: the municipality refuses the month before a plan that is paid and that no flow explains.
    fn before_renewal(&self, this: &Judged<'a>) -> Truth {
        if !self.case.settings_of(this.event).deny_monitoring_before_renewal {
            return Truth::No;
        }
        let next = this.event.month().next();
        let plans = self.events.iter().filter(|plan| {
            plan.is_plan() && plan.same_place(this) && plan.event.month() == next && self.is_paid(plan) != Truth::No
        });
        let (explained, others): (Vec<_>, Vec<_>) = plans.partition(|plan| plan.event.one_flow_with.is_some());
        // Whichever of them gets the fee, it denies the monitoring.
        let fee = (FeeKind::Plan, this.event.municipality.as_str(), next);
        if explained.is_empty() && self.certain.contains(&fee) {
            return Truth::Yes;
        }
        Truth::any(others.into_iter().map(|plan| self.is_paid(plan)))
    }

    /// The month's fee, or the fee of the scheduled month, went to an earlier event.
    fn once_per_month(&self, this: &Judged<'a>) -> Truth {
        if self.certain.contains(&this.fee()) {
            return Truth::Yes;
        }
        // Two visits for one scheduled month (one of them carried over) lie in different months and are still one fee.
        let same_fee = |other: &&Judged<'a>| {
            let scheduled =
                !this.is_plan() && !other.is_plan() && other.event.scheduled_month() == this.event.scheduled_month();
            other.fee() == this.fee() || this.same_place(other) && scheduled
        };
        Truth::any(self.events.iter().filter(same_fee).map(|other| self.is_paid(other)))
    }

    /// Whether an event that was decided already is paid; one that comes later is not.
    fn is_paid(&self, other: &Judged<'_>) -> Truth {
        self.paid.get(&other.index).cloned().unwrap_or(Truth::No)
    }
}
